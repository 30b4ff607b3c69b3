"""Findings as a page shows them: a task list, with the records that prove each and the nearest miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.duties.words import GOOD_PRACTICE, MARKS, STATES, Tag, law_clock, signed_words
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.rules.calendar_words import long_date
from engage.rules.editions import Catalogue, Edition, weakest
from engage.rules.findings import SIGNABLE, WHEN_ENDED, Finding, NearestMiss, State, summary
from engage.rules.periods import Period
from engage.rules.permissions import ROLES

SHOWN = 5
"""How many records that prove something are named in a list, before the rest are only counted."""

LATER = Tag("Register to come", "grey")
VOLUNTARY = Tag("Good practice", "grey")
MISSING = frozenset({State.NONE, State.NOT_KNOWN, State.PARTLY})
OPEN = MISSING | {State.NOT_YET_DUE}

NOT_KNOWN = "Not known:"
"""What a note begins with that says what to record."""

Address = Callable[[Finding], str]


@dataclass(frozen=True, slots=True)
class Source:
    """A duty under which something is asked: its title, citation and dates, and whether it prints a mark."""

    code: str
    title: str
    citation: str
    in_force: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked, under every duty for which it stands alike."""

    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    address: str
    proofs: tuple[Link, ...]
    by_hand: tuple[Link, ...]
    said: tuple[Link, ...]
    nearest: Link | None
    mark: str
    has_register: bool
    is_ongoing: bool

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def tag(self) -> Tag:
        """Its state; in a quiet colour where nobody owes it, or no register could hold it yet."""
        state = self.first.state
        if self.first.good_practice and state in MISSING:
            return VOLUNTARY
        return LATER if state is State.NONE and not self.has_register else STATES[state]

    @property
    def more(self) -> int:
        """How many further records prove it."""
        return max(0, len(self.first.proved_by) - SHOWN)

    @property
    def lack(self) -> str:
        """What is missing, or is to be recorded, in one sentence without its stop."""
        if self.first.state is State.NOT_KNOWN and self.first.note.startswith(NOT_KNOWN):
            return self.first.note.partition(". ")[0].removesuffix(".")
        if self.missed:
            return self.missed[0]
        return "Nothing is recorded that would show it" if self.has_register else self.first.note

    @property
    def missed(self) -> tuple[str, ...]:
        """What the nearest record failed, a sentence each; nothing once it is evidenced or does not apply."""
        told = self.first.state in OPEN
        return self.first.nearest_miss.failed if told and self.first.nearest_miss else ()

    @property
    def due(self) -> str:
        """When it is or was due, in words; empty once nothing hangs on it."""
        on = self.first.due_on
        if on is None or self.first.state not in OPEN or self.is_ongoing:
            return ""
        if self.first.state is State.NOT_YET_DUE:
            return f"Due by {long_date(on)}"
        return f"Was due by {long_date(on)}"

    @property
    def owner(self) -> str:
        return ROLES[self.first.owner].title

    @property
    def signed(self) -> str:
        """Who signed it, for whom and when; empty where nobody did."""
        return signed_words(self.first.signed) if self.first.signed else ""

    @property
    def may_be_signed(self) -> bool:
        return self.first.state in SIGNABLE and not self.first.signed

    @property
    def is_missing(self) -> bool:
        return self.first.state in MISSING and not self.first.good_practice

    @property
    def law_clock(self) -> str:
        """What the law says of the time, in a sentence without its stop; empty where it says nothing."""
        return law_clock(self.first.law_clock)


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The duties of one project: the items by theme, and how many are in each state."""

    groups: tuple[Group, ...]
    eras: tuple[Era, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def due(self) -> int:
        """How many things are asked for by now."""
        later = {State.NOT_YET_DUE, State.NOT_APPLICABLE}
        asked = (item.first for item in self.items if not item.first.good_practice)
        return sum(one.state not in later for one in asked)

    @property
    def asks_when_ended(self) -> bool:
        """Whether what is asked of the project hangs on its end, which nobody recorded."""
        return any(item.first.note == WHEN_ENDED for item in self.items)

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is missing or in part, first what the records kept here could show."""
        lacking = [item for item in self.items if item.is_missing]
        return tuple(
            sorted(lacking, key=lambda item: (not item.has_register, item.first.state is State.PARTLY))
        )

    def first_missing(self, *, with_register: bool) -> tuple[Item, ...]:
        """Each requirement that is missing, once, whether or not several laws ask for it."""
        lacking = {item.first.requirement: item for item in reversed(self.missing)}
        once = [item for item in self.missing if lacking[item.first.requirement] is item]
        return tuple(item for item in once if item.has_register is with_register)


@dataclass(frozen=True, slots=True)
class Era:
    """How many findings are in each state under the law of one time."""

    title: str
    counts: Mapping[State, int]


def checklist_of(
    findings: Sequence[Finding], catalogue: Catalogue, period: Period, address: Address
) -> Checklist:
    """The checklist that these findings make; ``address`` leads to one requirement."""
    groups = by_theme(items(findings, catalogue, address), catalogue)
    return Checklist(tuple(groups), tuple(eras(findings, catalogue, period)))


def items(
    findings: Iterable[Finding], catalogue: Catalogue, address: Address, *, apart: bool = False
) -> list[Item]:
    """Findings as items, in their order.

    Those of one requirement that stand alike under several duties become one item, unless they are to be
    kept ``apart``; those under two editions of one duty are always apart.
    """
    found = list(findings)
    editions: dict[str, set[int]] = {}
    for finding in found:
        editions.setdefault(finding.duty, set()).add(finding.edition)
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        changed = len(editions[finding.duty]) > 1
        law = (finding.duty if apart else "", finding.edition if apart or changed else 0)
        alike.setdefault((law, *_look(finding)), []).append(finding)
    wanted = [group[0] for group in alike.values()]
    links = references.links(_refs(wanted))
    return [_item(group, catalogue, address, links) for group in alike.values()]


def by_theme(made: Iterable[Item], catalogue: Catalogue) -> list[Group]:
    """Items under the themes of the duties that ask for them."""
    grouped: dict[str, list[Item]] = {}
    for item in made:
        theme = catalogue.edition(item.first.duty, item.first.edition).theme
        grouped.setdefault(theme, []).append(item)
    return [Group(catalogue.themes[theme].title, tuple(found)) for theme, found in grouped.items()]


def eras(findings: Sequence[Finding], catalogue: Catalogue, period: Period) -> list[Era]:
    """Counts of states; under each law apart where a law changed within the period."""
    parted: dict[tuple[date, str], list[Finding]] = {}
    for finding in findings:
        edition = catalogue.edition(finding.duty, finding.edition)
        parted.setdefault(_era(edition, period), []).append(finding)
    if len(parted) < 2:
        return [Era("All requirements", summary(findings))]
    return [Era(era[1], summary(parted[era])) for era in sorted(parted)]


def in_force(edition: Edition) -> str:
    """The days an edition is in force, in words."""
    begins = long_date(edition.in_force_from)
    return f"{begins} to {long_date(edition.in_force_to)}" if edition.in_force_to else f"since {begins}"


def _look(finding: Finding) -> tuple[object, ...]:
    return (
        finding.requirement,
        finding.project,
        finding.body,
        finding.state,
        finding.proved_by,
        finding.by_hand,
        finding.said,
        finding.nearest_miss,
        finding.reason,
        finding.signed,
        finding.note,
        finding.due_on,
    )


def _refs(findings: Iterable[Finding]) -> list[str]:
    wanted: dict[str, None] = {}
    for finding in findings:
        named = (*finding.proved_by[:SHOWN], *finding.by_hand, *finding.said)
        miss = (finding.nearest_miss.ref,) if finding.nearest_miss else ()
        wanted |= dict.fromkeys((*named, *miss))
    return list(wanted)


def _item(
    group: Sequence[Finding], catalogue: Catalogue, address: Address, links: Mapping[str, Link]
) -> Item:
    first = group[0]
    editions = [catalogue.edition(one.duty, one.edition) for one in group]
    return Item(
        findings=tuple(group),
        sources=tuple(Source(one.code, one.title, one.source, in_force(one)) for one in editions),
        address=address(first),
        proofs=tuple(links[ref] for ref in first.proved_by[:SHOWN]),
        by_hand=tuple(links[ref] for ref in first.by_hand),
        said=tuple(links[ref] for ref in first.said),
        nearest=_nearest(first.nearest_miss, links),
        mark=GOOD_PRACTICE if first.good_practice else MARKS[weakest(one.trust for one in group)],
        has_register=catalogue.requirements[first.requirement].has_register,
        is_ongoing=catalogue.requirements[first.requirement].frequency == "ongoing",
    )


def _nearest(miss: NearestMiss | None, links: Mapping[str, Link]) -> Link | None:
    return links[miss.ref] if miss else None


def _era(edition: Edition, period: Period) -> tuple[date, str]:
    """The law of one time, with the day by which it stands among the others."""
    first, last = period.first or date.min, period.last or date.max
    if edition.in_force_to and edition.in_force_to < last:
        return edition.in_force_to, f"Law in force until {long_date(edition.in_force_to)}"
    if edition.in_force_from > first:
        return edition.in_force_from, f"Law in force from {long_date(edition.in_force_from)}"
    return date.max, "Law in force throughout"
