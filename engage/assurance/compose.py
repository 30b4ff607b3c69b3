"""One frozen report value, composed from what the features testify and how the duties stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from engage.assurance.figures import Figure
from engage.assurance.front_sheet import filled
from engage.assurance.material import Material
from engage.assurance.requirements import about_words, reference, state_words
from engage.assurance.sections import sections
from engage.assurance.value import FORMAT, Section, cells_of
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


def compose(given: Material, front_sheet: Mapping[str, Any], demonstration: str) -> dict[str, Any]:
    """The whole report as plain data; the same material always gives the same value."""
    scope = given.scope
    sheet = filled(given, front_sheet)
    written = sections(given, sheet["author_role"])
    return {
        "format": FORMAT,
        "report": "assurance",
        "title": f"Communications and engagement assurance report, {scope.period.label}",
        "edition": UNPUBLISHED,
        "demonstration": demonstration,
        "body": {"code": scope.body.code, "name": scope.body.name} if scope.body else None,
        "organisation": scope.name,
        "board_word": scope.board_word,
        "period": {"code": scope.period.code, "label": scope.period.label, "words": scope.period.words},
        "made_on": scope.on.isoformat(),
        "made_on_words": long_date(scope.on),
        "ages_as_of": scope.counted_on.isoformat(),
        "front_sheet": sheet,
        "figures": {id_: _with_before(given, figure) for id_, figure in given.figures.items()},
        "sections": written,
        "records": _records(given, _mentioned(given.figures.values(), written)),
    }


def _with_before(given: Material, figure: Figure) -> dict[str, Any]:
    plain = figure.as_json()
    previous, before = given.scope.period.previous(), given.before.get(figure.id)
    if previous and before:
        plain["previous"] = {
            "period": previous.code,
            "value": before.value,
            "base": before.base,
            "approximate": before.approximate,
        }
    return plain


def _mentioned(figures: Iterable[Figure], written: Sequence[Section]) -> list[str]:
    """Every record that a figure rests on or a cell leads to, in a settled order."""
    refs = {ref for figure in figures for ref in figure.refs}
    refs |= {cell["ref"] for cell in cells_of(written) if "ref" in cell}
    return sorted(refs, key=_by_kind_and_number)


def _by_kind_and_number(ref: str) -> tuple[str, int, str]:
    kind, _, number = ref.partition(":")
    return (kind, int(number) if number.isdigit() else 0, number)


def _records(given: Material, refs: Sequence[str]) -> dict[str, dict[str, str]]:
    """What each record is called, when it was, and where it can be read."""
    asked = {reference(finding): finding for finding in given.findings}
    named = {ref: _named_record(given, asked, ref) for ref in refs}
    links = references.links([ref for ref, known in named.items() if known is None])
    return {
        ref: known if known else _named("", links[ref].text, "", links[ref].page)
        for ref, known in named.items()
    }


def _named_record(given: Material, asked: Mapping[str, Finding], ref: str) -> dict[str, str] | None:
    """A record of which the material itself tells; None for others."""
    fact = given.facts.get(ref)
    if fact and _place(fact) in PATHS:
        return _named_fact(fact)
    if ref in asked:
        return _named_finding(given, asked[ref])
    if ref in given.organisations:
        return _named("", given.organisations[ref].name, "", _organisation_path(ref))
    return None


def _organisation_path(ref: str) -> str:
    return f"/stakeholders/organisations/{ref.partition(':')[2]}"


def _named_fact(fact: Fact) -> dict[str, str]:
    says = fact.says
    if fact.kind == "project":
        return _named(says["code"], fact.title, "", f"/projects/{says['code']}")
    number = _home(fact).partition(":")[2]
    return _named(says["number"], fact.title, says["when"], f"{PATHS[_place(fact)]}/{number}")


def _place(fact: Fact) -> str:
    """The kind of record whose page tells of it."""
    return _home(fact).partition(":")[0]


def _home(fact: Fact) -> str:
    """The record on whose page it stands: an item of a meeting stands on the meeting's."""
    return str(fact.says.get("item_of") or fact.ref)


def _named_finding(given: Material, finding: Finding) -> dict[str, str]:
    project = given.facts.get(finding.project or "")
    names = {code: body.name for code, body in given.bodies.items()}
    scope = {"body": finding.body, "period": given.scope.period.code}
    query = urlencode({"project": project.says["code"]} if project else scope)
    path = f"/duties/requirements/{finding.requirement}?{query}"
    about = about_words(finding, given.facts, names)
    return _named(finding.requirement, f"{finding.ask} ({about})", state_words(finding), path)


def _named(number: str, title: str, when: str, path: str) -> dict[str, str]:
    return {"number": number, "title": title, "when": when, "path": path}
