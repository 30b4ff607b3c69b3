"""The form of an activity asks for one thing that was said at a time, each with its own answer."""

from __future__ import annotations

from typing import Any

import pytest

from engage.activities.models import Activity
from engage.feedback.queries import heard_at
from engage.organisation.models import Body
from tests.activities.test_importing import FORUM, bring_in
from tests.activities.test_pages import logged
from tests.builders import make_activity, make_body, thing_said
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

ANOTHER = "Add another thing people said"
ENGAGED, STEPS = "The surgery phone line is engaged at 8 am", "No step-free way in"


@pytest.fixture
def body(app: object) -> Body:
    return make_body("Wolverhampton CCG")


@pytest.fixture
def officer(visitor_as: VisitorAs, body: Body) -> Visitor:
    return visitor_as("engagement_officer")


def items(activity: Activity) -> list[tuple[str, str, str]]:
    return [(item.said, item.did, item.answer) for item in heard_at(f"activity:{activity.id}")]


@pytest.mark.both_databases
def test_three_things_said_and_one_done_are_three_items_of_which_one_is_done(officer: Visitor) -> None:
    officer.visit("/activities/new")
    first = {
        "What was it called?": "Café talk",
        "What did people say?": ENGAGED,
        "What did we do about it?": "Two more lines from May",
        "What became of it?": "Done",
    }
    page = officer.submit(ANOTHER, first)
    assert (page.errors, logged()) == ([], []), "asking for another row is no mistake and logs nothing"
    officer.submit(ANOTHER, {"What did people say? (2)": STEPS})
    page = officer.submit("Log the activity", {"What did people say? (3)": "Parking is dear"})
    [activity] = logged()
    assert items(activity) == [
        (ENGAGED, "Two more lines from May", "done"),
        (STEPS, "", "no_answer"),
        ("Parking is dear", "", "no_answer"),
    ]
    assert page.says("Two more lines from May Done")
    assert [row["Answer"] for row in officer.visit("/feedback?sort=said").table()].count("Done") == 1


def test_rows_left_blank_are_no_items(officer: Visitor) -> None:
    officer.visit("/activities/new")
    officer.submit(ANOTHER, {"What was it called?": "Café talk"})
    officer.submit("Log the activity", {"What did people say? (2)": STEPS})
    assert items(logged()[0]) == [(STEPS, "", "no_answer")]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"What did we do about it?": "A ramp"}, "Choose what became of it: what was done is written above"),
        (
            {"What became of it?": "Cannot, because…"},
            "Enter what was done, is being done, or why it cannot be done",
        ),
        ({"What did people say?": "x" * 20_001}, "What people said must be 20,000 characters or fewer"),
    ],
)
def test_what_is_said_of_one_thing_must_hold_together(
    officer: Visitor, answers: dict[str, Any], sentence: str
) -> None:
    officer.visit("/activities/new")
    typed = {"What was it called?": "Café talk", "What did people say?": STEPS}
    page = officer.submit("Log the activity", typed | answers)
    [problem] = page.errors
    assert sentence in problem
    assert logged() == []
    assert page.links()[problem].startswith("#things-0-")


def test_words_taken_away_take_their_item_away_and_leave_the_others(officer: Visitor, body: Body) -> None:
    activity = make_activity(body, things=[thing_said(ENGAGED, "Two more lines"), thing_said(STEPS)])
    [_, steps] = heard_at(f"activity:{activity.id}")
    officer.visit(f"/activities/{activity.id}/edit")
    officer.submit("Save", {"What did people say?": "", "What did we do about it?": ""})
    assert [item.id for item in heard_at(f"activity:{activity.id}")] == [steps.id]


def test_a_state_that_is_not_recorded_stays_until_somebody_says_which_it_is(officer: Visitor) -> None:
    bring_in({**FORUM, "heard": STEPS, "done": "A ramp was fitted"})
    [activity] = logged()
    officer.visit(f"/activities/{activity.id}/edit")
    officer.submit("Save", {"What was it called?": "Forum"})
    assert items(activity) == [(STEPS, "A ramp was fitted", "answered")]
    assert activity.status == "", "nor is a status made up by saving"
    officer.visit(f"/activities/{activity.id}/edit")
    page = officer.submit("Save", {"What became of it?": "Done"})
    assert items(activity) == [(STEPS, "A ramp was fitted", "done")]
    assert page.says("Status not recorded")
