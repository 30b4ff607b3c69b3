"""One frozen report value, composed from what the features testify and how the duties stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from engage.assurance.duties.facts import about_words, reference, state_words
from engage.assurance.figures.entries import Before, Figure, FigureValue
from engage.assurance.front_sheet.document import filled
from engage.assurance.material import Material
from engage.assurance.report.entries import (
    BodyReportedOn,
    PeriodReportedOn,
    Record,
    ReportValue,
    Section,
    cells_of,
)
from engage.assurance.sections import sections
from engage.platform.offers import references
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.findings import Finding

UNPUBLISHED = "not published"
PATHS = {
    "activity": "/activities",
    "feedback": "/feedback",
    "meeting": "/meetings",
    "project": "/projects",
}


def compose(given: Material, front_sheet: Mapping[str, Any], demonstration: str) -> ReportValue:
    """The whole report; the same material always gives the same value."""
    scope = given.scope
    sheet = filled(given, front_sheet)
    written = sections(given, sheet["author_role"])
    return ReportValue(
        title=f"Communications and engagement assurance report, {scope.period.label}",
        edition=UNPUBLISHED,
        demonstration=demonstration,
        body=BodyReportedOn(scope.body.code, scope.body.name) if scope.body else None,
        organisation=scope.name,
        board_word=scope.board_word,
        period=PeriodReportedOn(scope.period.code, scope.period.label, scope.period.words),
        made_on=scope.on,
        made_on_words=long_date(scope.on),
        ages_as_of=scope.counted_on,
        front_sheet=sheet,
        figures={id_: _with_before(given, figure) for id_, figure in given.figures.items()},
        sections=written,
        records=_records(given, _mentioned(given.figures.values(), written)),
    )


def _with_before(given: Material, figure: Figure) -> FigureValue:
    previous, before = given.scope.period.previous(), given.before.get(figure.id)
    if previous is None or before is None or isinstance(before.value, dict):
        return figure
    return replace(figure, previous=Before(previous.code, before.value, before.base, before.approximate))


def _mentioned(figures: Iterable[Figure], written: Sequence[Section]) -> list[str]:
    """Every record that a figure rests on or found without a number, or a cell leads to, in order."""
    refs = {ref for figure in figures for ref in (*figure.refs, *figure.without)}
    refs |= {cell.ref for cell in cells_of(written) if cell.ref}
    return sorted(refs, key=_by_kind_and_number)


def _by_kind_and_number(ref: str) -> tuple[str, int, str]:
    kind, _, number = ref.partition(":")
    return (kind, int(number) if number.isdigit() else 0, number)


def _records(given: Material, refs: Sequence[str]) -> dict[str, Record]:
    """What each record is called, when it was, and where it can be read."""
    asked = {reference(finding): finding for finding in given.findings}
    named = {ref: _named_record(given, asked, ref) for ref in refs}
    links = references.links([ref for ref, known in named.items() if known is None])
    return {
        ref: known if known else Record("", links[ref].text, "", links[ref].page)
        for ref, known in named.items()
    }


def _named_record(given: Material, asked: Mapping[str, Finding], ref: str) -> Record | None:
    """A record of which the material itself tells; None for others."""
    fact = given.facts.get(ref)
    if fact and _place(fact) in PATHS:
        return _named_fact(fact)
    if ref in asked:
        return _named_finding(given, asked[ref])
    if ref in given.organisations:
        return Record("", given.organisations[ref].name, "", _organisation_path(ref))
    return None


def _organisation_path(ref: str) -> str:
    return f"/stakeholders/organisations/{ref.partition(':')[2]}"


def _named_fact(fact: Fact) -> Record:
    says = fact.says
    if fact.kind == "project":
        return Record(says["code"], fact.title, "", f"/projects/{says['code']}")
    number = _home(fact).partition(":")[2]
    return Record(says["number"], fact.title, says["when"], f"{PATHS[_place(fact)]}/{number}")


def _place(fact: Fact) -> str:
    """The kind of record whose page tells of it."""
    return _home(fact).partition(":")[0]


def _home(fact: Fact) -> str:
    """The record on whose page it stands: an item of a meeting stands on the meeting's."""
    return str(fact.says.get("item_of") or fact.ref)


def _named_finding(given: Material, finding: Finding) -> Record:
    project = given.facts.get(finding.project or "")
    names = {code: body.name for code, body in given.bodies.items()}
    scope = {"body": finding.body, "period": given.scope.period.code}
    query = urlencode({"project": project.says["code"]} if project else scope)
    path = f"/duties/requirements/{finding.requirement}?{query}"
    about = about_words(finding, given.facts, names)
    return Record(finding.requirement, f"{finding.ask} ({about})", state_words(finding), path)
