"""How many people of which groups were counted at an activity is typed in a line, kept, shown and told."""

from __future__ import annotations

from typing import Any

import pytest

from engage.activities import queries, service
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM
from engage.rules.tallies import read_tallies, words_of
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs

ASKED = "How many of them were of which groups?"
DROP_IN = {
    "What was it called?": "Drop-in at the leisure centre",
    "When did it start?": "6 June 2018",
    "Lead body": "Wolverhampton CCG",
    "How many people were reached?": "23",
}


@pytest.fixture
def body(app: object) -> Body:
    return make_body()


def counted(title: str = "Drop-in", tallies: str = "9 disabled, 40 women", **values: Any) -> Any:
    return make_activity(
        make_body(f"{title} CCG"), title, reached="100", tallies=read_tallies(tallies), **values
    )


def test_a_line_is_understood_and_shown_back(visitor_as: VisitorAs, body: Body) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/activities/new")
    page = officer.submit("Log the activity", {**DROP_IN, ASKED: "9 disabled, 3 carers and 2 Polish speakers"})
    assert page.summary()["People counted by group"] == "Disabled people: 9 Carers: 3 Polish speakers: 2"
    assert page.says("You see every number of people by group because you may log activities.")
    page = officer.follow("Change")
    page = officer.submit("Save", {ASKED: "10 disabled\n3 carers"})
    assert page.says(
        "People counted by group : Disabled people: 9; Carers: 3; Polish speakers: 2"
        " Disabled people: 10; Carers: 3"
    )


def test_what_is_not_understood_is_said_and_nothing_typed_is_lost(visitor_as: VisitorAs, body: Body) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/activities/new")
    page = officer.submit("Log the activity", {**DROP_IN, ASKED: "9 disabled, some carers"})
    assert page.says("Understood: Disabled people: 9. Not understood: “some carers”.")
    page = officer.submit("Log the activity", {})
    assert page.says("Not understood: “some carers”."), "what was typed is there still"


def test_those_who_only_read_see_no_small_number_nor_its_history(visitor_as: VisitorAs) -> None:
    activity = counted()
    page = visitor_as("lay_member_ppi").visit(f"/activities/{activity.id}")
    assert page.summary()["People counted by group"] == "Disabled people: hidden Women: 40"
    assert page.says("Numbers of people from 1 to 9 are hidden")
    assert "Disabled people: 9" not in page.text


def test_an_activity_taken_out_and_put_back_has_its_numbers(body: Body) -> None:
    activity = counted()
    number = service.remove_activity(SYSTEM, activity)
    service.put_back_activity(SYSTEM, number)
    assert words_of(queries.logged(number).tallies) == "Disabled people: 9; Women: 40"
