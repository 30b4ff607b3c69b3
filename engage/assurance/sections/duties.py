"""The section on legal duties: how each requirement stands, and where the gaps are."""

from __future__ import annotations

from engage.assurance.material import Material
from engage.assurance.sections.parts import shown
from engage.assurance.value import Block, Cell, cell, heading, paragraph, table
from engage.rules.calendar_words import long_date
from engage.rules.findings import Finding, State

WORDS = {
    State.EVIDENCED: "Evidenced",
    State.PARTLY: "Partly evidenced",
    State.NONE: "No evidence",
    State.NOT_APPLICABLE: "Does not apply",
    State.NOT_YET_DUE: "Not yet due",
}
MOST_GAPS = 12


def duties(given: Material) -> list[Block]:
    """Counts by state, every requirement with its records, and the gaps with the nearest miss."""
    if not given.findings:
        return [paragraph("No duty in the catalogue binds this body in this period.")]
    evidenced = given.figure("duties.evidenced")
    return [
        paragraph(
            cell(shown(evidenced), figure=evidenced.id),
            f" of {evidenced.base:,} requirements that are due are evidenced by records. "
            "A person signs each; the conclusion is the reader's.",
        ),
        _counts(given),
        _gaps(given),
        *_by_duty(given),
    ]


def _counts(given: Material) -> Block:
    value = given.figure("duties.by_state").value
    counts = value if isinstance(value, dict) else {}
    rows = [[cell(WORDS[state]), cell(counts.get(state.value, 0))] for state in State]
    return table("Requirements by how they stand", ("State", "Requirements"), rows)


def _gaps(given: Material) -> Block:
    gaps = [finding for finding in given.findings if finding.state in {State.NONE, State.PARTLY}]
    missed = [finding for finding in gaps if finding.nearest_miss] or gaps
    return {
        **table(
            "Duties at risk: the nearest record, and what it lacks",
            ("Requirement", "About", "What is missing"),
            [
                [
                    cell(finding.requirement),
                    cell(_about(given, finding)),
                    cell(_missing(finding), ref=_miss_ref(finding)),
                ]
                for finding in missed[:MOST_GAPS]
            ],
            empty="No requirement that is due lacks evidence.",
        )
    }


def _by_duty(given: Material) -> list[Block]:
    blocks: list[Block] = [heading("Every duty and requirement")]
    grouped: dict[tuple[str, int], list[Finding]] = {}
    for finding in given.findings:
        grouped.setdefault((finding.duty, finding.edition), []).append(finding)
    for findings in grouped.values():
        first = findings[0]
        mark = "" if first.trust == "verified" else f" (this law is marked {first.trust})"
        blocks.append(
            table(
                f"{first.title}: {first.source}, edition of {first.edition}{mark}",
                ("Requirement", "What it asks", "About", "State", "Records", "Signed"),
                [_finding_row(given, finding) for finding in findings],
                annex=True,
            )
        )
    return blocks


def _finding_row(given: Material, finding: Finding) -> list[Cell]:
    return [
        cell(finding.requirement),
        cell(finding.ask),
        cell(_about(given, finding), ref=finding.project or ""),
        cell(_state(finding)),
        cell(_records(given, finding), ref=finding.proved_by[0] if finding.proved_by else ""),
        cell(f"{finding.signed[0]}, {long_date(finding.signed[1])}" if finding.signed else "not signed"),
    ]


def _about(given: Material, finding: Finding) -> str:
    if finding.project is None:
        return given.scope.name
    project = given.facts.get(finding.project)
    return project.title if project else finding.project


def _state(finding: Finding) -> str:
    words = WORDS[finding.state]
    if finding.state is State.NOT_APPLICABLE:
        return f"{words}: {finding.reason} ({finding.named})"
    if finding.state is State.NOT_YET_DUE and finding.due_on:
        return f"{words}, until {long_date(finding.due_on)}"
    return words


def _records(given: Material, finding: Finding) -> str:
    named = [_name(given, ref) for ref in finding.proved_by[:3]]
    if len(finding.proved_by) > 3:
        named.append(f"and {len(finding.proved_by) - 3} more")
    if finding.by_hand:
        named.append(f"{len(finding.by_hand)} attached by hand")
    return "; ".join(named) or "none"


def _name(given: Material, ref: str) -> str:
    fact = given.facts.get(ref)
    return str(fact.says.get("number") or fact.title) if fact else ref


def _missing(finding: Finding) -> str:
    if finding.nearest_miss is None:
        return finding.note or "No record of this kind."
    return " ".join(finding.nearest_miss.failed)


def _miss_ref(finding: Finding) -> str:
    return finding.nearest_miss.ref if finding.nearest_miss else ""
