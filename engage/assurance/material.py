"""What a report is about, and everything its sections are written from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engage.assurance.contents import (
    EVERY_ACTIVITY,
    EVERYTHING_SAID,
    LETTERS,
    NUMBERED,
    UNDATABLE,
    Chapter,
)
from engage.assurance.counting import Names, figures_of, headlines_of
from engage.assurance.counting_forums import meeting_figures, organisation_figures
from engage.assurance.figures import Figure, Id
from engage.assurance.records import Records, records_of
from engage.assurance.requirements import evidenced, requirement_figures
from engage.organisation.facts import BodyKnown
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.findings import Finding
from engage.rules.periods import Period
from engage.stakeholders.facts import OrganisationKnown

FindingsFor = Callable[[Period], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about. ``body`` is None for all bodies; ``on`` is the day it is made."""

    body: BodyKnown | None
    period: Period
    on: date

    @property
    def code(self) -> str | None:
        return self.body.code if self.body else None

    @property
    def counted_on(self) -> date:
        """The day on which ages are counted: the end of the period once it is past."""
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
    """Everything the sections are written from. ``before`` has the headlines of the period before."""

    scope: Scope
    records: Records
    figures: Mapping[Id, Figure]
    before: Mapping[Id, Figure]
    findings: Sequence[Finding]
    facts: Mapping[str, Fact]
    bodies: Mapping[str, BodyKnown]
    organisations: Mapping[str, OrganisationKnown]
    quiet_since: date
    names: Names
    chapters: tuple[Chapter, ...] = NUMBERED

    @property
    def as_of(self) -> str:
        """The day on which ages and answers are counted, in words."""
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
        code = self.scope.code
        return [
            fact
            for fact in self.facts.values()
            if fact.kind == kind and (code is None or code in fact.bodies)
        ]


def material(
    scope: Scope,
    facts: Sequence[Fact],
    bodies: Sequence[BodyKnown],
    findings_for: FindingsFor,
    unkept: Collection[str] = (),
    register: Sequence[OrganisationKnown] = (),
    quiet_since: date = date.min,
) -> Material:
    """Gather what the report is written from, with the headlines of the period before.

    ``unkept`` are requirements for whose records there is no register yet; ``register`` has the organisations
    of the stakeholder register, each of which should have been contacted since ``quiet_since``.
    """
    records = records_of(facts, scope.code, scope.period)
    findings = findings_for(scope.period)
    names = _names(facts, bodies)
    return Material(
        scope=scope,
        records=records,
        figures={
            **figures_of(records, scope.counted_on, names),
            **_of_people_met(scope, records, register, quiet_since),
            **requirement_figures(findings, unkept),
        },
        before=_before(scope, facts, findings_for),
        findings=findings,
        facts={fact.ref: fact for fact in facts if fact.kind != "you_said_we_did"},
        bodies={body.code: body for body in bodies},
        organisations={one.ref: one for one in register},
        quiet_since=quiet_since,
        names=names,
    )


def _of_people_met(
    scope: Scope, records: Records, register: Sequence[OrganisationKnown], quiet_since: date
) -> dict[Id, Figure]:
    made = (
        *meeting_figures(records),
        *organisation_figures(register, scope.period, scope.counted_on, quiet_since),
    )
    return {figure.id: figure for figure in made}


def _before(scope: Scope, facts: Sequence[Fact], findings_for: FindingsFor) -> dict[Id, Figure]:
    previous = scope.period.previous()
    if previous is None:
        return {}
    earlier = replace(scope, period=previous)
    headlines = headlines_of(records_of(facts, scope.code, previous), earlier.counted_on)
    shown = evidenced(findings_for(previous))
    return {**headlines, shown.id: shown}


def _names(facts: Iterable[Fact], bodies: Iterable[BodyKnown]) -> Names:
    points: dict[int, str] = {}
    aims: dict[int, str] = {}
    for body in bodies:
        aims |= {aim.id: f"{body.name}: {aim.text}" for aim in body.aims}
        for plan in body.strategies:
            points |= {point.id: f"{body.name}, {plan.title}: {point.code}" for point in plan.points}
    projects = {fact.ref: str(fact.says["code"]) for fact in facts if fact.kind == "project"}
    return Names(points, aims, projects)
