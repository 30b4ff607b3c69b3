"""How many people of which groups were counted at an activity is typed in a line, kept, shown and told."""

from __future__ import annotations

from typing import Any

import pytest

from engage.activities import queries, service
from engage.activities.importing.headings import FIELDS
from engage.activities.importing.service import ActivityImporter
from engage.organisation.models import Body
from engage.platform.imports.mapping import by_spelling
from engage.platform.imports.plan import make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from engage.rules.tallies import read_tallies, words_of
from tests.activities.test_importing import FORUM, bring_in, take
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.imports.logs import csv_of

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
    page = officer.submit("Log the activity", {**DROP_IN, ASKED: "9 disabled, 3 carers, 2 Polish speakers"})
    assert page.summary()["People counted by group"] == "Disabled people: 9 Carers: 3 Polish speakers: 2"
    assert page.says("You see every number of people by group because you may log activities.")
    page = officer.follow("Change")
    page = officer.submit("Save", {ASKED: "10 disabled\n3 carers"})
    assert page.says(
        "People counted by group : Disabled people: 9; Carers: 3; Polish speakers: 2"
        " Disabled people: 10; Carers: 3"
    )


def test_groups_are_chosen_from_a_list_too_each_counted_once(visitor_as: VisitorAs, body: Body) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/activities/new")
    chosen = {"First group": "Carers", "How many were of the first group?": "3", "Second group": "Women"}
    page = officer.submit("Log the activity", {**DROP_IN, ASKED: "2 carers", **chosen})
    assert {error.rstrip(".") for error in page.errors} == {
        "Carers are counted already. Enter one number for each group",
        "Enter how many: Women",
    }
    page = officer.submit(
        "Log the activity", {ASKED: "9 disabled", "How many were of the second group?": "about 14"}
    )
    assert page.summary()["People counted by group"] == "Disabled people: 9 Carers: 3 Women: about 14"


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


def brought_in(headings: list[str], row: list[str]) -> str:
    with open_workbook_file(csv_of(row, headings=headings), filename="log.csv", known=FIELDS.knows) as book:
        plan = make_plan(
            [(sheet, by_spelling(headings, FIELDS)) for sheet in book.sheets], ActivityImporter()
        )
    assert [problem.problem for problem in plan.problems] == []
    take(plan)
    return words_of(queries.logged(1).tallies)


def test_a_column_of_words_and_columns_of_numbers_are_brought_in(body: Body) -> None:
    headings = [
        "Activity",
        "Date",
        "No. reached",
        "Breakdown of attendees",
        "No. of carers",
        "Women attending",
    ]
    row = ["Drop-in", "6 June 2018", "23", "9 disabled, 2 Polish speakers", "3", "about 14"]
    assert brought_in(headings, row) == ("Carers: 3; Disabled people: 9; Polish speakers: 2; Women: about 14")


@pytest.mark.parametrize("heading", ["Disability", "Carers present", "Number attended", "No. of sessions"])
def test_columns_that_count_no_group_are_left_to_what_they_are(heading: str) -> None:
    assert getattr(FIELDS.named(heading), "name", "") != "tallies"


def test_words_that_give_no_number_are_kept_for_those_who_can_mend_them(
    visitor_as: VisitorAs, body: Body
) -> None:
    bring_in({**FORUM, "tallies": "4 disabled, mostly women"})
    assert visitor_as("engagement_officer").visit("/activities/1").says("“4 disabled, mostly women”")
    assert "4 disabled" not in visitor_as("lay_member_ppi").visit("/activities/1").text


@pytest.mark.both_databases
def test_the_list_is_narrowed_to_a_group_and_shows_and_exports_no_small_number(visitor_as: VisitorAs) -> None:
    counted("Drop-in", "9 disabled, 40 women")
    counted("Visit", "12 Polish speakers, 0 carers")
    make_activity(make_body("Dudley CCG"), "Survey")
    officer = visitor_as("engagement_officer")
    for asked, found in {
        "disability": ["Drop-in"],
        "polish speakers": ["Visit"],
        "Carers": ["Visit"],
        "any": ["Visit", "Drop-in"],
        "None": ["Survey"],
        "veterans": [],
    }.items():
        rows = officer.visit(f"/activities?column=title&counted={asked}").table() if found else []
        assert {row["Activity"] for row in rows} == set(found), asked
    page = officer.visit("/activities?column=title&column=counted&counted=women")
    shown = "Disabled people: hidden; Women: 40"
    assert [row["People counted by group"] for row in page.table()] == [shown]
    assert shown in officer.download(page.links()["CSV"]).decode("utf-8-sig")


def test_the_words_of_a_number_are_kept_beside_it_and_stay_when_another_is_changed(
    visitor_as: VisitorAs, body: Body
) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/activities/new")
    chosen = {"First group": "Women", "How many were of the first group?": "between 30 and 40"}
    chosen["How many people were reached?"] = "60"
    page = officer.submit("Log the activity", {**DROP_IN, ASKED: "Carers: 10-12", **chosen})
    told = "Carers: at least 10 (written “10-12”) Women: at least 30 (written “between 30 and 40”)"
    assert page.summary()["People counted by group"] == told
    officer.follow("Change")
    page = officer.submit("Save", {"How many people were reached?": "61"})
    assert page.summary()["People counted by group"].startswith("Carers: at least 10 (written “10-12”)")
