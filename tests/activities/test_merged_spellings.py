"""Spellings of one thing become one thing, are shown to be, and never by guessing."""

from __future__ import annotations

import pytest

from tests.activities.test_importing import FORUM, bring_in, outcomes, plan_of
from tests.imports.logs import activities

pytestmark = pytest.mark.usefixtures("app")

TYPED = {
    "method": (["Drop-in", "Drop in", "drop-in session"], "Drop-in"),
    "stage": (["3 Improve services", "Improve services", "3. improve services"], "Improve services"),
    "status": (["Fed back", "closed - fed back", "FED BACK"], "Fed back"),
    "body": (["Walsall CCG", "NHS Walsall CCG", "Walsall Clinical Commissioning Group"], "Walsall CCG"),
}


def rows_with(field: str) -> list[dict[str, str]]:
    return [
        {**FORUM, "ref": f"ENG-{number:03}", "title": f"Forum {number}", field: typed}
        for number, typed in enumerate(TYPED[field][0], 1)
    ]


@pytest.mark.parametrize("field", TYPED)
def test_each_spelling_is_taken_for_one_term_and_named_with_its_rows(field: str) -> None:
    plan = plan_of(*rows_with(field))
    assert outcomes(plan) == ["new"] * 3
    [merged] = [one for one in plan.spellings() if one.field == field]
    spelled = [typed for typed in TYPED[field][0] if typed != TYPED[field][1]]
    assert merged.term == TYPED[field][1]
    assert sorted(merged.typed) == sorted(spelled)
    assert merged.rows == len(spelled)


def test_what_only_looks_alike_stays_apart_and_an_abbreviation_needs_its_alias() -> None:
    methods = ["Public event", "Public events week", "FG", "Focus group"]
    plan = bring_in(
        *(
            {**FORUM, "ref": f"ENG-{number:03}", "title": f"Forum {number}", "method": method}
            for number, method in enumerate(methods)
        )
    )
    assert [one.method for one in activities()] == ["Public event", "Public events week", "FG", "Focus group"]
    assert not [one for one in plan.spellings() if one.field == "method"]
