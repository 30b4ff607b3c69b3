"""Several things in one row of a log are several items, each with its own answer where it is known which."""

from __future__ import annotations

import pytest

from engage.activities.importing.service import ActivityImporter
from engage.feedback import service
from engage.feedback.queries import heard_at
from engage.platform.imports.mapping import ColumnMapping
from engage.platform.imports.plan import make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from tests.activities.test_importing import FORUM, bring_in, outcomes, plan_of, take
from tests.imports.logs import csv_of

pytestmark = pytest.mark.usefixtures("app")

THREE = (
    "1. The surgery line is engaged at 8 am\n2. There is no step-free way in\n3. Nobody told us of the move"
)
ENGAGED, STEPS, MOVE = (line[3:] for line in THREE.splitlines())


def items() -> list[tuple[str, str, str]]:
    return [(item.said, item.did, item.answer) for item in heard_at("activity:1")]


@pytest.mark.both_databases
def test_answers_as_many_as_the_things_said_are_theirs_in_order() -> None:
    row = {**FORUM, "heard": THREE, "done": "1) Two more lines\n2) n/a\n3) A letter will go out in May"}
    bring_in(row)
    assert items() == [
        (ENGAGED, "Two more lines", "answered"),
        (STEPS, "", "no_answer"),
        (MOVE, "A letter will go out in May", "answered"),
    ]
    assert outcomes(plan_of(row)) == ["same"]


def test_one_answer_to_three_things_marks_none_of_them_as_answered_and_is_not_lost() -> None:
    row = {**FORUM, "heard": THREE, "done": "A ramp was fitted"}
    bring_in(row)
    assert items() == [
        (ENGAGED, "", "no_answer"),
        (STEPS, "", "no_answer"),
        (MOVE, "", "no_answer"),
        ("", "A ramp was fitted", "answered"),
    ]
    assert outcomes(plan_of(row)) == ["same"]


def test_one_thing_said_keeps_an_answer_of_several_lines_whole() -> None:
    bring_in({**FORUM, "heard": "Two wishes\nand a complaint", "done": "- A ramp\n- A lift"})
    assert items() == [("Two wishes\nand a complaint", "- A ramp\n- A lift", "answered")]


def test_several_columns_of_what_was_heard_are_several_things() -> None:
    headings = ("Event", "Feedback 1", "Feedback 2", "Feedback 3")
    content = csv_of(("Carers tea", "Too far", "Too late\nin the day", ""), headings=headings)
    mapping = ColumnMapping(headings, ("title", "heard", "heard", "heard"))
    for outcome in ("new", "same"):
        with open_workbook_file(content, filename="log.csv", known=lambda heading: True) as workbook:
            plan = make_plan([(sheet, mapping) for sheet in workbook.sheets], ActivityImporter())
        assert outcomes(plan) == [outcome]
        take(plan)
    assert items() == [("Too far", "", "no_answer"), ("Too late\nin the day", "", "no_answer")]


def test_what_somebody_has_said_of_an_item_stays_when_the_row_comes_again_or_another_thing_is_added() -> None:
    bring_in({**FORUM, "heard": THREE, "done": "A ramp was fitted"})
    [_, steps, _, apart] = heard_at("activity:1")
    service.answer(SYSTEM, steps, steps.version, "doing", "A ramp was fitted", None)
    assert outcomes(plan_of({**FORUM, "heard": THREE, "starts": "8 June 2018"})) == ["changed"]
    bring_in({**FORUM, "heard": f"{THREE}\n4. Parking is dear", "starts": "8 June 2018"})
    assert [(item.id, item.said, item.answer) for item in heard_at("activity:1")][1] == (
        steps.id,
        STEPS,
        "doing",
    )
    assert [(said, answer) for said, _, answer in items()] == [
        (ENGAGED, "no_answer"),
        (STEPS, "doing"),
        (MOVE, "no_answer"),
        ("", "answered"),
        ("Parking is dear", "no_answer"),
    ]
    assert {item.when_words for item in heard_at("activity:1")} == {"8 June 2018"}
    assert apart.did == "A ramp was fitted"


def test_another_wording_of_a_thing_changes_its_item_and_a_new_answer_takes_the_place_of_the_old() -> None:
    bring_in({**FORUM, "heard": THREE, "done": "A ramp was fitted"})
    numbers = [item.id for item in heard_at("activity:1")]
    bring_in({**FORUM, "heard": THREE.replace("8 am", "eight"), "done": "A ramp was fitted in June"})
    assert [item.id for item in heard_at("activity:1")] == numbers
    assert items()[0][0] == "The surgery line is engaged at eight"
    assert items()[3] == ("", "A ramp was fitted in June", "answered")
