"""What a report is about, and everything its sections are written from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.assurance import figures as counting
from engage.assurance.figures import Figure, Records
from engage.organisation.facts import BodyKnown
from engage.rules.facts import Fact
from engage.rules.findings import Finding, State
from engage.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about. ``body`` is None for all bodies; ``on`` is the day it is made."""

    body: BodyKnown | None
    period: Period
    on: date

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


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the sections are written from."""

    scope: Scope
    records: Records
    figures: Mapping[str, Figure]
    before: Mapping[str, Figure]
    findings: Sequence[Finding]
    facts: Mapping[str, Fact]
    bodies: Mapping[str, BodyKnown]
    front_sheet: Mapping[str, Any]

    def figure(self, id_: str) -> Figure:
        return self.figures[id_]


def material(
    scope: Scope,
    facts: Sequence[Fact],
    bodies: Sequence[BodyKnown],
    findings_for: Callable[[Period], Sequence[Finding]],
    front_sheet: Mapping[str, Any],
) -> Material:
    """Gather what the report is written from, with the same figures for the period before."""
    code = scope.body.code if scope.body else None
    records = counting.records_of(facts, code, scope.period)
    findings = findings_for(scope.period)
    return Material(
        scope=scope,
        records=records,
        figures={**counting.figures_of(records, scope.counted_on), **duty_figures(findings)},
        before=_before(scope, facts, code, findings_for),
        findings=findings,
        facts={fact.ref: fact for fact in facts},
        bodies={body.code: body for body in bodies},
        front_sheet=front_sheet,
    )


def duty_figures(findings: Sequence[Finding]) -> dict[str, Figure]:
    """How many requirements stand in each state; a requirement of two projects counts twice."""
    due = [finding for finding in findings if finding.state not in {State.NOT_APPLICABLE, State.NOT_YET_DUE}]
    states: dict[str, int] = {state.value: 0 for state in State}
    for finding in findings:
        states[finding.state.value] += 1
    evidenced = [finding for finding in due if finding.state is State.EVIDENCED]
    refs = tuple(
        dict.fromkeys(ref for finding in evidenced for ref in (*finding.proved_by, *finding.by_hand))
    )
    return {
        "duties.evidenced": Figure(
            "duties.evidenced", "Requirements evidenced, of those due", len(evidenced), len(due), refs
        ),
        "duties.by_state": Figure(
            "duties.by_state", "Requirements by how they stand", states, len(findings), refs
        ),
    }


def _before(
    scope: Scope, facts: Sequence[Fact], code: str | None, findings_for: Callable[[Period], Sequence[Finding]]
) -> dict[str, Figure]:
    previous = scope.period.previous()
    if previous is None:
        return {}
    records = counting.records_of(facts, code, previous)
    ended = min(scope.on, previous.last) if previous.last else scope.on
    return {**counting.figures_of(records, ended), **duty_figures(findings_for(previous))}
