"""Days that few projects have and the law asks for: an urgent change, regulation 23, a call-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engage.cycle import facts, queries, service
from engage.rules.actors import SYSTEM
from engage.rules.findings import State
from tests.builders import make_body, make_project
from tests.conftest import VisitorAs
from tests.rules.duties.situations import fact, found, project

pytestmark = pytest.mark.usefixtures("clock", "app")


def test_they_are_facts_of_the_project() -> None:
    stroke = make_project(make_body("Wolverhampton CCG", kind="CCG"), "STR-18", "Moving the stroke ward")
    told = replace(
        queries.entry_of(stroke),
        urgent_change_on=date(2018, 5, 2),
        reg23_on=date(2018, 5, 8),
        call_in_on=date(2018, 9, 3),
        decision_is_held=True,
    )
    service.change_project(SYSTEM, stroke, told, stroke.version)
    (says,) = (one.says for one in facts.facts(stroke.id))
    asked = ("urgent_change", "reg23_triggered", "call_in_directed", "decision_held")
    assert [says[name] for name in asked] == [date(2018, 5, 2), date(2018, 5, 8), date(2018, 9, 3), True]


def test_they_are_asked_with_the_other_dates_and_shown(visitor_as: VisitorAs) -> None:
    make_project(make_body("Wolverhampton CCG", kind="CCG"), "STR-18", "Moving the stroke ward")
    commissioner = visitor_as("commissioning_manager")
    commissioner.visit("/projects/STR-18/edit")
    page = commissioner.submit("Save", {"A change too urgent to consult on was decided": "2 May 2018"})
    assert page.says("Urgent change")
    assert page.says("2 May 2018")


@pytest.mark.parametrize(("sent", "state"), [(2, State.EVIDENCED), (3, State.NONE)])
def test_an_authority_is_told_of_an_urgent_change_on_its_day(sent: int, state: State) -> None:
    urgent = project(urgent_change=date(2018, 5, 2), decision=date(2018, 5, 2))
    notice = fact(
        "correspondence",
        4,
        "Notice to the council",
        date(2018, 5, sent),
        type="urgent_change_notice",
        authority="City of Wolverhampton Council",
        reason="No anaesthetist was left to keep the ward safe.",
    )
    assert found("E-SCR-7", urgent, notice, duty="consult-scrutiny").state is state
