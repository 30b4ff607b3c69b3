"""What panels testify to: numbers and comparisons, and nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.organisation.models import Body
from engage.panels import facts
from engage.panels.comparison import queries
from engage.panels.models import Panel
from engage.rules.actors import SYSTEM
from engage.rules.facts import Fact
from tests.builders import make_body
from tests.harness.queries import queries_asked
from tests.organisation.population_figures import bring_in_wolverhampton
from tests.panels.made import (
    change_panel,
    compare,
    leave,
    make_interested,
    make_member,
    make_members,
    make_panel,
)

OLD = {"25-34": 12, "45-54": 20, "65-74": 48, "PNTS": 20}


@pytest.fixture
def ccg(app: Flask) -> Body:
    body = make_body("Wolverhampton CCG")
    bring_in_wolverhampton(body)
    return body


@pytest.fixture
def panel(ccg: Body) -> Panel:
    return make_panel(ccg)


def of_kind(kind: str) -> list[Fact]:
    return [fact for fact in facts.facts() if fact.kind == kind]


def test_how_many_joined_and_left_in_a_month_is_told_and_never_who(panel: Panel) -> None:
    gone = make_member(panel)
    for _ in range(2):
        make_member(panel)
    make_member(panel, date(2019, 5, 20))
    make_interested(panel)
    leave(panel, gone)
    april, may = of_kind("panel_member")
    assert (april.ref, april.title, april.bodies) == (
        f"panel:{panel.id}",
        "Patient Panel",
        ("wolverhampton-ccg",),
    )
    assert (april.first, april.on) == (date(2019, 4, 1), date(2019, 4, 30))
    assert (dict(april.says), dict(may.says)) == ({"joined": 3, "left": 0}, {"joined": 1, "left": 1})


def test_a_comparison_says_what_was_asked_who_answered_what_is_missing_and_what_is_done(panel: Panel) -> None:
    make_members(panel, "age", OLD)
    for _ in range(25):
        make_member(panel)
    found = compare(panel, age="age-three")
    agreed_at = queries.comparison_reference(found.id)
    agreed = ActionEntry(title="Ask at the college", owner_role="Engagement officer", agreed_at=agreed_at)
    for title in ("Ask at the college", "Ask at work"):
        actions.agree_action(SYSTEM, replace(agreed, title=title))
    dropped = actions.agree_action(SYSTEM, agreed)
    actions.drop(SYSTEM, dropped, dropped.version, "Said twice")
    (fact,) = of_kind("equality_summary")
    assert (fact.title, fact.on) == ("Patient Panel compared with its community", date(2019, 6, 3))
    assert fact.says == {
        "subject": "panel",
        "characteristics_asked": 9,
        "reasons_given": "",
        "comparator": "Age, 2021",
        "completion_rate": 80,
        "gaps": ("16 to 34", "35 to 64"),
        "gap_actions": 2,
    }


def test_what_is_not_asked_is_told_with_its_reasons_when_each_has_one(panel: Panel) -> None:
    make_members(panel, "sex", {"F": 1})
    asks = ("age", "disability", "gender", "race", "religion", "sex", "orientation", "carer")
    reasons = {"marriage": "It bears on nothing here", "pregnancy": "Asked by the maternity panel"}
    change_panel(panel, asks=asks, not_asked_because={})
    compare(panel, sex="sex-two")
    change_panel(panel, not_asked_because=reasons)
    compare(panel, sex="sex-two")
    without, given = of_kind("equality_summary")
    assert (without.says["characteristics_asked"], without.says["reasons_given"]) == (7, "")
    assert given.says["reasons_given"] == (
        "Marriage and civil partnership: It bears on nothing here; "
        "Pregnancy and maternity: Asked by the maternity panel"
    )


def test_a_panel_belongs_to_no_project_and_one_without_members_has_no_share_who_answered(
    panel: Panel,
) -> None:
    compare(panel, sex="sex-two")
    assert list(facts.facts(project_id=1)) == []
    (fact,) = of_kind("equality_summary")
    assert fact.says["completion_rate"] is None


def test_what_is_invented_says_so(ccg: Body) -> None:
    panel = make_panel(ccg, is_invented=True)
    make_member(panel)
    compare(panel, sex="sex-two")
    assert all(fact.title.endswith("(invented)") for fact in facts.facts())


def test_as_much_is_asked_for_2_panels_as_for_6(ccg: Body) -> None:
    counts = []
    for number in range(6):
        panel = make_panel(ccg, code=f"panel-{number}")
        make_member(panel)
        compare(panel, sex="sex-two")
        if number in {1, 5}:
            with queries_asked() as heard:
                list(facts.facts())
            counts.append(len(heard))
    assert counts[0] == counts[1]
