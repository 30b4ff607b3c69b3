"""What a report is written from: its records, and the figures of all its parts, worked out from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from engage.assurance.activities.facts import log_figures, log_headlines
from engage.assurance.as_at import as_at
from engage.assurance.duties.facts import evidenced, requirement_figures
from engage.assurance.feedback.facts import feedback_figures, feedback_headlines
from engage.assurance.figures.counting import Counted, Names
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import Id
from engage.assurance.forums.facts import meeting_figures, organisation_figures
from engage.assurance.material import Material, Scope
from engage.assurance.plans.facts import project_figures, project_headlines
from engage.assurance.records import Records, records_of
from engage.organisation.facts import BodyKnown
from engage.rules.facts import Fact
from engage.rules.findings import Finding
from engage.rules.periods import Period
from engage.stakeholders.facts import OrganisationKnown

FindingsFor = Callable[[Sequence[Fact], Period, date], Sequence[Finding]]
"""How requirements stand in a period by these facts, as at a day."""


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
    stood = as_at(facts, scope.counted_on)
    records = records_of(stood, scope.code, scope.period, scope.counted_on)
    findings = findings_for(stood, scope.period, scope.counted_on)
    names = _names(facts, bodies)
    return Material(
        scope=scope,
        records=records,
        figures={
            **figures_of(records, scope.counted_on, names),
            **_of_people_met(scope, records, register, quiet_since),
            **requirement_figures(findings, unkept, scope.counted_on),
        },
        before=_before(scope, facts, findings_for),
        findings=findings,
        facts={fact.ref: fact for fact in stood if fact.kind != "you_said_we_did"},
        ahead=facts,
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
    earlier = replace(scope, period=previous, as_at=None).counted_on
    stood = as_at(facts, earlier)
    records = records_of(stood, scope.code, previous, earlier)
    if not (records.activities or records.feedback):
        return {}
    shown = evidenced(findings_for(stood, previous, earlier))
    return {**headlines_of(records, earlier), shown.id: shown}


def _names(facts: Iterable[Fact], bodies: Iterable[BodyKnown]) -> Names:
    points: dict[int, str] = {}
    aims: dict[int, str] = {}
    for body in bodies:
        aims |= {aim.id: f"{body.name}: {aim.text}" for aim in body.aims}
        for plan in body.strategies:
            points |= {point.id: f"{body.name}, {plan.title}: {point.code}" for point in plan.points}
    projects = {fact.ref: str(fact.says["code"]) for fact in facts if fact.kind == "project"}
    return Names(points, aims, projects)


def figures_of(records: Records, on: date, names: Names) -> dict[Id, Figure]:
    """Every figure of these records, by its id."""
    counted = Counted(records, on, names)
    made = (
        *_headlines(counted),
        *log_figures(counted),
        *feedback_figures(counted),
        *project_figures(counted),
    )
    return {figure.id: figure for figure in made}


def headlines_of(records: Records, on: date) -> dict[Id, Figure]:
    """The figures that stand in the summary and are compared with the period before."""
    return {figure.id: figure for figure in _headlines(Counted(records, on, Names()))}


def _headlines(counted: Counted) -> Iterator[Figure]:
    yield from log_headlines(counted)
    yield from feedback_headlines(counted)
    yield from project_headlines(counted)
