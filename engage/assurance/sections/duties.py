"""The section on legal duties: how requirements stand under each duty, and where the gaps are."""

from __future__ import annotations

from collections.abc import Mapping

from engage.assurance.material import Material
from engage.assurance.requirements import (
    GAPS,
    about_words,
    edition,
    mark_words,
    missing_words,
    reference,
    state_words,
)
from engage.assurance.sections.parts import based, linked
from engage.assurance.value import Block, Cell, cell, heading, paragraph, table
from engage.duties.words import STATES
from engage.rules.calendar_words import long_date
from engage.rules.findings import Finding, State

EVERY = (
    "Requirement",
    "What it asks",
    "Duty",
    "Asked of",
    "State",
    "What is missing",
    "Records",
    "Signed",
)
MOST_GAPS = 12
MOST_RECORDS = 3


def duties(given: Material) -> list[Block]:
    """Counts under each duty, then the gaps; every requirement is in the annex."""
    if not given.findings:
        return [paragraph(_why_none(given))]
    return [
        paragraph(
            based(given.figure("duties.evidenced")),
            " are evidenced by records. ",
            based(given.figure("duties.signed")),
            " have been signed by the person who answers for them. "
            "Records show what was done; whether a duty is met is for people to conclude.",
        ),
        _by_duty(given),
        *_gaps(given),
        heading("Every requirement"),
        table(
            "Every requirement and how it stands",
            EVERY,
            [_finding_row(given, finding) for finding in given.findings],
            shown=0,
        ),
    ]


def _why_none(given: Material) -> str:
    body = given.scope.body
    if body is None:
        return "No body is marked as one that this installation works for, so no duties were weighed."
    if body.last and given.scope.period.first and body.last < given.scope.period.first:
        return f"{body.name} existed until {long_date(body.last)}, before this period."
    if body.first and given.scope.period.last and body.first > given.scope.period.last:
        return f"{body.name} exists since {long_date(body.first)}, after this period."
    return "No duty in the catalogue binds this body in this period."


def _by_duty(given: Material) -> Block:
    by_duty = given.figure("duties.by_duty")
    first = {edition(finding): finding for finding in reversed(given.findings)}
    rows = [
        [
            cell(_duty_words(finding)),
            *(linked(by_duty, f"{key} / {state.value}") for state in State),
        ]
        for key, finding in reversed(first.items())
    ]
    headings = ("Duty", *(STATES[state].text for state in State))
    return table("How requirements stand under each duty", headings, rows)


def _duty_words(finding: Finding) -> str:
    mark = mark_words(finding)
    return f"{finding.title} ({finding.source})" + (f" [{mark}]" if mark else "")


def _gaps(given: Material) -> list[Block]:
    """The gaps that records kept here could close come first, those nearest to being closed before others."""
    gaps = sorted(
        (finding for finding in given.findings if finding.state in GAPS),
        key=lambda finding: (finding.nearest_miss is None, finding.state is not State.PARTLY),
    )
    names = {body.code: body.name for body in given.bodies.values()}
    return [
        heading("Duties at risk"),
        table(
            "What is missing",
            ("Requirement", "Asked of", "State", "What is missing"),
            [_gap_row(given, finding, names) for finding in gaps],
            under={"State": "Asked of"},
            shown=MOST_GAPS,
            empty="No requirement that is due lacks evidence.",
        ),
    ]


def _gap_row(given: Material, finding: Finding, names: Mapping[str, str]) -> list[Cell]:
    near = finding.nearest_miss
    return [
        cell(f"{finding.requirement}: {finding.ask}", ref=reference(finding)),
        cell(about_words(finding, given.facts, names)),
        cell(STATES[finding.state].text),
        cell(missing_words(finding), ref=near.ref if near else ""),
    ]


def _finding_row(given: Material, finding: Finding) -> list[Cell]:
    names = {body.code: body.name for body in given.bodies.values()}
    return [
        cell(finding.requirement, ref=reference(finding)),
        cell(finding.ask),
        cell(f"{finding.title}, {finding.edition}"),
        cell(about_words(finding, given.facts, names), ref=finding.project or ""),
        cell(state_words(finding)),
        cell(missing_words(finding) if finding.state in GAPS else ""),
        cell(_records(given, finding), ref=finding.proved_by[0] if finding.proved_by else ""),
        cell(long_date(finding.signed[1]) if finding.signed else "not signed"),
    ]


def _records(given: Material, finding: Finding) -> str:
    named = [_name(given, ref) for ref in finding.proved_by[:MOST_RECORDS]]
    if len(finding.proved_by) > MOST_RECORDS:
        named.append(f"and {len(finding.proved_by) - MOST_RECORDS:,} more")
    if finding.by_hand:
        named.append(f"{len(finding.by_hand)} attached by hand")
    return "; ".join(named) or "none"


def _name(given: Material, ref: str) -> str:
    fact = given.facts.get(ref)
    return str(fact.says.get("number") or fact.says.get("code") or fact.title) if fact else ref
