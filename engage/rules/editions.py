"""Duties as the catalogue holds them: each edition of a duty, what it asks for, and when it was in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engage.rules.conditions import Condition
from engage.rules.facts import Days
from engage.rules.quantities import Quantity


class Trust(StrEnum):
    """How far a fact of law or a test of it can be relied on; anything but verified prints a mark."""

    VERIFIED = "verified"
    PROPOSAL = "proposal"
    UNVERIFIED = "unverified"


def weakest(marks: Iterable[Trust]) -> Trust:
    return max(marks, key=list(Trust).index)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record, the package that keeps it, and each thing it may say with the words for it.

    ``so_far`` is what every record of it says that is kept here so far; empty when all are kept. A record
    that ``is_statement`` is a person's word alone: entered later than the day it speaks of, it is only said.
    ``comes_with`` names what will keep the records that are not kept yet.
    """

    id: str
    means: str
    package: str
    exists: bool
    says: Mapping[str, str]
    so_far: Mapping[str, str] = field(default_factory=dict)
    is_statement: bool = False
    comes_with: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number the tests rest on, with the role that owns it, and ``at_most`` as much as the law allows."""

    name: str
    value: int
    means: str
    owner: str
    trust: Trust
    source: str
    at_most: int | None = None


class SaidBy(StrEnum):
    """Who says whether it is so. Each authority speaks for its own area, and nobody for another."""

    PROJECT = "project"
    EACH_AUTHORITY = "each authority"


@dataclass(frozen=True, slots=True)
class Witness:
    """Records that show something to be so, whatever was answered: of this kind, meeting each condition.

    ``shows`` ends the sentence that begins with the record, and may name ``{found}``, what the first
    condition looks at.
    """

    kind: str
    when: tuple[Condition, ...]
    shows: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that may be so of a project, and that sets off what is asked then.

    ``asks`` is the question of the triage; ``whether`` and ``is_not`` say it inside a sentence. ``within``
    is the wider trigger without which this cannot be: where that is not so, this is not.
    """

    name: str
    title: str
    asks: str
    hint: str
    whether: str
    is_not: str
    said_by: SaidBy
    within: Trigger | None
    witnesses: tuple[Witness, ...]
    source: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class NotAsked:
    """What is known of a project of which a requirement is not asked, and why it is not, in a few words."""

    conditions: tuple[Condition, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for. A record it is ``about`` counts when it meets everything in ``when``.

    ``per`` is "project" or "body". ``trigger`` sets it off; None where it is asked always. ``quantity`` is
    how many records it takes. ``due`` names the days that make it due: the earliest known, ``due_days`` on.
    ``standing`` records count however old, up to the end of the period. ``trust`` is the weakest of its own
    and of the settings it uses. ``good_practice`` is owed under no law: it is shown
    apart, and counted nowhere.
    """

    id: str
    ask: str
    kind: RecordKind
    per: str
    trigger: Trigger | None
    about: tuple[Condition, ...]
    when: tuple[Condition, ...]
    frequency: str
    owner: str
    trust: Trust
    law_clock: str
    due: tuple[str, ...]
    due_days: int
    standing: bool
    quantity: Quantity
    not_asked: NotAsked | None
    in_force: Days
    good_practice: bool = False

    @property
    def has_register(self) -> bool:
        """Whether records of the kind it asks about are kept here, or only attached by hand."""
        asked = {one.field: one.wanted for one in self.about if one.word == "is"}
        return self.kind.exists and all(asked.get(name) == only for name, only in self.kind.so_far.items())

    @property
    def looks_at(self) -> tuple[str, ...]:
        """What is looked at in a record, in words, each once."""
        plain = [
            choice
            for one in (*self.about, *self.when)
            for choice in (one.wanted if one.noun == "" else (one,))
        ]
        return tuple(dict.fromkeys(condition.noun for condition in plain))


@dataclass(frozen=True, slots=True)
class Edition:
    """A duty as the law stood between two dates. ``code`` never changes; the year tells its editions apart.

    ``not_verified`` names the part of an otherwise verified entry that was not; ``successor`` is the key of
    the edition that took its place. ``asked_of`` are kinds of body that it does not bind, and whose projects
    are asked all the same, since whoever it binds keeps no records of its own here. ``involves`` says whom
    it wants involved, where the triage asks that.
    """

    code: str
    domain_id: str
    theme: str
    title: str
    source: str
    text: str
    applies_to: tuple[str, ...]
    applies_note: str
    in_force_from: date
    in_force_to: date | None
    successor: str
    exceptions: tuple[str, ...]
    trust: Trust
    check: str
    not_verified: str
    reviewer: str
    reviewed_on: date
    requirements: tuple[Requirement, ...]
    asked_of: tuple[str, ...] = ()
    involves: str = ""

    @property
    def year(self) -> int:
        return self.in_force_from.year

    @property
    def key(self) -> str:
        return f"{self.code}.{self.year}"

    @property
    def asks(self) -> frozenset[str]:
        """The kinds of body of whose projects it asks something: those it binds, and those ``asked_of``."""
        return frozenset((*self.applies_to, *self.asked_of))

    @property
    def in_force(self) -> Days:
        return self.in_force_from, self.in_force_to or date.max


@dataclass(frozen=True, slots=True)
class ThemeAction:
    """What the source strategy promised under a theme, and the requirements that show it."""

    id: str
    text: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the themes duties fall under."""

    id: str
    title: str
    actions: tuple[ThemeAction, ...]
    source_references: tuple[str, ...]
    check: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """One topic under its section numbers for each kind of body, "" where there is none."""

    topic: str
    ccg: str
    icb: str
    nhse: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Where the source strategy and the law part company, and how this catalogue obeys the law."""

    id: str
    source_says: str
    law: str
    obeyed: str
    check: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader of the law should know beside it, such as a Bill that would change it."""

    id: str
    title: str
    text: str
    check: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the law and local promises ask, with the words and numbers they rest on."""

    editions: Mapping[str, Edition]
    requirements: Mapping[str, Requirement]
    triggers: Mapping[str, Trigger]
    kinds: Mapping[str, RecordKind]
    settings: Mapping[str, Setting]
    themes: Mapping[str, Theme]
    crosswalk: tuple[Crossing, ...]
    corrections: tuple[Correction, ...]
    context: tuple[Context, ...]

    def edition(self, code: str, year: int) -> Edition:
        """Raises KeyError when there is no such edition."""
        return self.editions[f"{code}.{year}"]

    def editions_for(self, body_kind: str, first: date, last: date) -> tuple[Edition, ...]:
        """Editions that bound this kind of body on any day from ``first`` to ``last``, by theme."""
        return self.editions_across((body_kind,), first, last)

    def editions_across(self, body_kinds: Iterable[str], first: date, last: date) -> tuple[Edition, ...]:
        """The same for a body and its successors together, as a project that outlives its body needs."""
        bound = {"all", *body_kinds}
        return tuple(
            edition
            for edition in sorted(self.editions.values(), key=lambda one: (one.theme, one.code, one.year))
            if bound & edition.asks and edition.in_force[0] <= last and edition.in_force[1] >= first
        )
