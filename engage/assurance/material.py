"""What a report is about, and everything its sections are written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.assurance.figures.counting import Names
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import Id
from engage.assurance.records import Records
from engage.assurance.report.words import (
    EVERY_ACTIVITY,
    EVERYTHING_SAID,
    LETTERS,
    NUMBERED,
    UNDATABLE,
    Chapter,
)
from engage.organisation.facts import BodyKnown
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.findings import Finding
from engage.rules.periods import Period
from engage.stakeholders.facts import OrganisationKnown


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about. ``body`` is None for all bodies; ``on`` is the day it is made.

    ``counted_on`` is the one day as at which every figure is worked out: the end of the period, or the day it
    is made if that is earlier, unless another is asked for ``as_at``.
    """

    body: BodyKnown | None
    period: Period
    on: date
    as_at: date | None = None

    @property
    def code(self) -> str | None:
        return self.body.code if self.body else None

    @property
    def counted_on(self) -> date:
        if self.as_at:
            return self.as_at
        return min(self.on, self.period.last) if self.period.last else self.on

    @property
    def board_word(self) -> str:
        return self.body.board_word if self.body else "Governing Body"

    @property
    def name(self) -> str:
        return self.body.name if self.body else "All bodies"

    @property
    def in_period(self) -> str:
        """The period within a sentence: "from 1 April 2018 to 31 March 2019"."""
        return "on any date" if self.period.first is None else f"from {self.period.words}"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the sections are written from, as at the scope's one day.

    ``before`` has the headlines of the period before, as at its end; nothing where nothing was logged then.
    ``ahead`` are the records with what is planned in them for after the day.
    """

    scope: Scope
    records: Records
    figures: Mapping[Id, Figure]
    before: Mapping[Id, Figure]
    findings: Sequence[Finding]
    facts: Mapping[str, Fact]
    ahead: Sequence[Fact]
    bodies: Mapping[str, BodyKnown]
    organisations: Mapping[str, OrganisationKnown]
    quiet_since: date
    names: Names
    chapters: tuple[Chapter, ...] = NUMBERED

    @property
    def as_of(self) -> str:
        """The day as at which everything is counted, in words."""
        return long_date(self.scope.counted_on)

    @property
    def appendices(self) -> dict[Chapter, str]:
        """Those that have something in them, each with its letter."""
        records = self.records
        filled = {
            EVERY_ACTIVITY: records.activities,
            EVERYTHING_SAID: records.feedback,
            UNDATABLE: (*records.undatable, *records.undatable_feedback),
        }
        return dict(zip((chapter for chapter, held in filled.items() if held), LETTERS, strict=False))

    def where(self, chapter: Chapter) -> str:
        """How a sentence points at it: "section 6", or "Appendix B" at one that has something in it."""
        if chapter in self.chapters:
            return f"section {self.chapters.index(chapter) + 1}"
        return f"Appendix {self.appendices[chapter]}"

    def figure(self, id_: Id) -> Figure:
        return self.figures[id_]

    def bodies_reported_on(self) -> list[BodyKnown]:
        """The body of the report, or those this installation works for, or all it knows if for none."""
        if self.scope.body:
            return [self.scope.body]
        known = list(self.bodies.values())
        return [body for body in known if body.is_served] or known

    def own(self, kind: str) -> list[Fact]:
        """Every fact of a kind that counts for the body, whatever its dates."""
        return self._own(kind, self.facts.values())

    def to_come(self, kind: str) -> list[Fact]:
        """The same with the days that are set for after the day of the report."""
        return self._own(kind, self.ahead)

    def _own(self, kind: str, facts: Iterable[Fact]) -> list[Fact]:
        code = self.scope.code
        return [fact for fact in facts if fact.kind == kind and (code is None or code in fact.bodies)]
