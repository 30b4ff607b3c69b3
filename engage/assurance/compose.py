"""One frozen report value, composed from what the features testify and how the duties stand."""

from __future__ import annotations

from typing import Any

from engage.assurance.figures import Figure
from engage.assurance.material import Material
from engage.assurance.sections import sections
from engage.assurance.sections.summary import SUMMARY
from engage.assurance.value import FORMAT
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact


def compose(given: Material) -> dict[str, Any]:
    """The whole report as plain data; the same material always gives the same value."""
    scope = given.scope
    return {
        "format": FORMAT,
        "report": "assurance",
        "title": f"Communications and engagement assurance report, {scope.period.label}",
        "body": {"code": scope.body.code, "name": scope.body.name} if scope.body else None,
        "organisation": scope.name,
        "board_word": scope.board_word,
        "period": {"code": scope.period.code, "label": scope.period.label, "words": scope.period.words},
        "made_on": scope.on.isoformat(),
        "made_on_words": long_date(scope.on),
        "ages_as_of": long_date(scope.counted_on),
        "front_sheet": dict(given.front_sheet),
        "figures": {id_: _with_before(given, figure) for id_, figure in given.figures.items()},
        "sections": sections(given),
        "records": {ref: _named(given.facts[ref]) for ref in _mentioned(given)},
    }


def _with_before(given: Material, figure: Figure) -> dict[str, Any]:
    plain = figure.as_json()
    if figure.id in SUMMARY and figure.id in given.before:
        before = given.before[figure.id]
        plain["previous"] = {"value": before.value, "base": before.base, "approximate": before.approximate}
    return plain


def _mentioned(given: Material) -> list[str]:
    """Every record a figure or finding rests on, in a settled order."""
    refs = {ref for figure in given.figures.values() for ref in figure.refs}
    refs |= {ref for finding in given.findings for ref in finding.proved_by}
    refs |= {finding.project for finding in given.findings if finding.project}
    refs |= {fact.ref for fact in given.records.undatable}
    return sorted((ref for ref in refs if ref in given.facts), key=_by_kind_and_number)


def _by_kind_and_number(ref: str) -> tuple[str, int, str]:
    kind, _, number = ref.partition(":")
    return (kind, int(number) if number.isdigit() else 0, number)


def _named(fact: Fact) -> dict[str, str]:
    return {
        "title": fact.title,
        "when": str(fact.says.get("when", "")),
        "number": str(fact.says.get("number", "")),
    }
