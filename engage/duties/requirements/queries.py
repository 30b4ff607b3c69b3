"""Findings as a page shows them: a task list, with the records that prove each and the nearest miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.duties.words import GOOD_PRACTICE, MARKS, STATES, Tag, law_clock, signed_words
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.rules.calendar_words import long_date
from engage.rules.editions import Catalogue, Edition, weakest
from engage.rules.findings import NOT_KNOWN, SIGNABLE, WHEN_ENDED, Finding, NearestMiss, State, once, summary
from engage.rules.periods import Period
from engage.rules.permissions import ROLES
from engage.rules.quantities import Missing

SHOWN = 5
"""How many records that prove something are named in a list, before the rest are only counted."""
LACKING, FOLDED = 12, 200
"""For how many of those it is asked of it is said that nothing shows it, and how many more are folded."""

LATER = Tag("Register to come", "grey")
VOLUNTARY = Tag("Good practice", "grey")
MISSING = frozenset({State.NONE, State.NOT_KNOWN, State.PARTLY})
OPEN = MISSING | {State.NOT_YET_DUE}

Address = Callable[[Finding], str]


@dataclass(frozen=True, slots=True)
class Source:
    """A duty under which something is asked: its title, citation and dates, and whether it prints a mark."""

    code: str
    title: str
    citation: str
    in_force: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """One of those for whom nothing shows what is asked, with what is wrong, where that is known."""

    link: Link
    why: str


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
    lacking: tuple[Lacking, ...]
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
    def lacking_more(self) -> tuple[str, ...]:
        """Further ones for whom nothing shows it, in words, to be folded."""
        return tuple(one.in_words for one in self._unshown[LACKING : LACKING + FOLDED])

    @property
    def lacking_beyond(self) -> int:
        """How many there are beside those that are named."""
        return max(0, len(self._unshown) - LACKING - FOLDED)

    @property
    def _unshown(self) -> Sequence[Missing]:
        return _unshown(self.first)

    @property
    def lack(self) -> str:
        """What is missing, or is to be recorded, in one sentence without its stop."""
        if self.hangs_on:
            return f"{NOT_KNOWN} {self.hangs_on}"
        if self.missed:
            return self.missed[0]
        return "Nothing is recorded that would show it" if self.has_register else self.first.note

    @property
    def hangs_on(self) -> str:
        """What to record before it is known whether it is asked for by now; empty where that is known."""
        if self.first.state is not State.NOT_KNOWN or not self.first.note.startswith(NOT_KNOWN):
            return ""
        return self.first.note.removeprefix(NOT_KNOWN).partition(". ")[0].removesuffix(".").strip()

    @property
    def missed(self) -> tuple[str, ...]:
        """What the nearest record failed, a sentence each; nothing once it is evidenced or does not apply."""
        told = self.first.state in OPEN
        return self.first.nearest_miss.failed if told and self.first.nearest_miss else ()

    @property
    def due(self) -> str:
        """When it is or was due, in words; empty once nothing hangs on it."""
        on = self.first.due_on
        if on is None or self.first.state not in OPEN or self.first.awaits or self.is_ongoing:
            return ""
        if self.first.state is State.NOT_YET_DUE:
            return f"Due by {long_date(on)}"
        return f"Was due by {long_date(on)}"

    @property
    def why_not(self) -> str:
        """Why it does not apply and who says so, named once; empty where nobody said that it does not."""
        named, reason = self.first.named, self.first.reason
        return reason if reason.startswith(named) else f"{named} said why: {reason}"

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
        return self.first.state in MISSING and not (self.hangs_on or self.first.good_practice)

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
class Awaiting:
    """Something nobody has said of a project yet, and how many requirements hang on it."""

    whether: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The duties of one project: the items by theme, what waits for an answer of the triage, how many are in
    each state under the law of each time, and each requirement once, as every total counts it."""

    groups: tuple[Group, ...]
    awaiting: tuple[Awaiting, ...]
    eras: tuple[Era, ...]
    counted: tuple[Finding, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def due(self) -> int:
        """How many things are asked for by now, each counted once."""
        return sum(finding.is_due for finding in self.counted)

    @property
    def unshown(self) -> int:
        """How many of these are missing or there in part only."""
        return sum(finding.is_due and finding.state in MISSING for finding in self.counted)

    @property
    def to_record(self) -> Mapping[str, int]:
        """What nobody recorded, and of how many things it hangs whether they are asked for by now."""
        return Counter(item.hangs_on for item in self.items if item.hangs_on)

    @property
    def unknown(self) -> int:
        """Of how many things it is not known whether they are asked for by now."""
        return sum(self.to_record.values())

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
    asked = [finding for finding in findings if not finding.awaits]
    groups = by_theme(items(asked, catalogue, address), catalogue)
    return Checklist(
        tuple(groups),
        tuple(awaiting(findings, catalogue)),
        tuple(eras(findings, catalogue, period)),
        tuple(once(findings)),
    )


def awaiting(findings: Iterable[Finding], catalogue: Catalogue) -> list[Awaiting]:
    """What nobody has said yet, in the order of the triage, with the requirements that hang on it."""
    hanging: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.awaits:
            hanging.setdefault(finding.awaits, {})[finding.requirement] = None
    return [
        Awaiting(trigger.whether, tuple(hanging[name]))
        for name, trigger in catalogue.triggers.items()
        if name in hanging
    ]


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
    """Counts of states, each requirement once; where a law changed in the period, under each law as well."""
    parted: dict[tuple[date, str], list[Finding]] = {}
    for finding in findings:
        edition = catalogue.edition(finding.duty, finding.edition)
        parted.setdefault(_era(edition, period), []).append(finding)
    if len(parted) < 2:
        return [Era("All requirements", summary(findings))]
    apart = [Era(era[1], summary(parted[era])) for era in sorted(parted)]
    return [Era("All requirements, each counted once", summary(findings)), *apart]


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
        finding.count,
    )


def _unshown(finding: Finding) -> Sequence[Missing]:
    """Those for whom nothing shows it, as long as that is what it lacks."""
    return finding.count.missing if finding.count and finding.state in OPEN else ()


def _refs(findings: Iterable[Finding]) -> list[str]:
    wanted: dict[str, None] = {}
    for finding in findings:
        named = (*finding.proved_by[:SHOWN], *finding.by_hand, *finding.said)
        miss = (finding.nearest_miss.ref,) if finding.nearest_miss else ()
        unshown = (one.ref for one in _unshown(finding)[:LACKING] if one.ref)
        wanted |= dict.fromkeys((*named, *miss, *unshown))
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
        lacking=tuple(
            Lacking(links[one.ref] if one.ref else Link("", one.name, ""), one.why)
            for one in _unshown(first)[:LACKING]
        ),
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
