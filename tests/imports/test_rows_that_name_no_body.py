"""Whose the rows are that name no body: asked for where the file names bodies, and never assumed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import csv_of
from tests.imports.test_pages import check, upload
from tests.pages.visitor import Visitor

WHICH = "Which body are rows that name none for?"
LEAVE = "Leave them without a body"
ASKED = "Some rows name no body, and the file does not say whose they are."
HEADINGS = ("Who did it", "Activity", "Date")
SEVERAL = (
    ("Walsall CCG", "Urgent care survey", "July 2018"),
    ("NHS Telford and Wrekin CCG", "Carers tea", "4 June 2018"),
    ("Stafford Borough Council", "Leisure centre stand", "5 June 2018"),
    ("", "Open day", "6 June 2018"),
)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    make_body("Wolverhampton CCG")
    return visitor_as("communications_officer")


def test_a_column_that_names_bodies_is_noticed_under_any_heading_and_nothing_is_assumed(
    officer: Visitor,
) -> None:
    upload(officer, csv_of(*SEVERAL, headings=HEADINGS))
    page = officer.submit("Check every row", {"Who did it": "Leave this column out"})
    assert page.errors[0].startswith(ASKED)
    assert page.says("The column “Who did it” names 3 bodies and is left out.")
    page = officer.submit("Check every row", {WHICH: LEAVE})
    assert page.says("The column “Who did it” names 3 bodies and is left out.")
    assert not page.says("are given Wolverhampton CCG")
    officer.follow("Correct the columns")
    page = officer.submit("Check every row", {"Who did it": "Body", WHICH: "Wolverhampton CCG"})
    assert page.says("1 row names no body and is given Wolverhampton CCG")
    assert not page.says("is left out")


def test_nobody_is_asked_where_every_row_says_whose_it_is(officer: Visitor) -> None:
    page = check(officer, csv_of(*SEVERAL[:3], headings=("CCG", *HEADINGS[1:])))
    assert page.says("3 new")


def test_leaving_rows_without_a_body_is_kept_with_the_other_choices(officer: Visitor) -> None:
    content = csv_of(*SEVERAL, headings=("CCG", *HEADINGS[1:]))
    upload(officer, content)
    keeping = {WHICH: LEAVE, "Keep these choices for the next file as": "Their log"}
    assert officer.submit("Check every row", keeping).says("4 new")
    upload(officer, content)
    officer.follow("Use “Their log”")
    assert officer.submit("Check every row").says("4 new")


def test_figures_of_who_lives_somewhere_ask_whose_area_it_is(officer: Visitor) -> None:
    headings = ("Characteristic", "Category", "Count", "Source")
    content = csv_of(("Age", "25-34", "31,200", "Census 2021"), headings=headings)
    upload(officer, content, kind="population")
    assert officer.submit("Check every row").errors[0].startswith(ASKED)
    assert officer.submit("Check every row", {WHICH: "Wolverhampton CCG"}).says("1 new")


def test_the_command_line_assumes_nothing_of_a_file_that_names_bodies(engage: Engage, tmp_path: Path) -> None:
    make_body("Wolverhampton CCG")
    log = tmp_path / "log.csv"
    log.write_bytes(csv_of(*SEVERAL, headings=HEADINGS))
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"Who did it": None, "Activity": "title", "Date": "starts"}))
    options = ("--mapping", mapping, "--json")
    left = json.loads(engage("import", "activities", log, "--dry-run", *options).stdout)
    assert (left["filled"], left["bodies_left_out"]) == ({}, {"Who did it": 3})
    given = json.loads(engage("import", "activities", log, "--body", "wolverhampton-ccg", *options).stdout)
    assert given["filled"] == {"body": 4}
    log.write_bytes(csv_of(("Cafe morning", "8 June 2018"), headings=HEADINGS[1:]))
    usual = json.loads(engage("import", "activities", log, "--dry-run", "--json").stdout)
    none = json.loads(engage("import", "activities", log, "--body", "none", "--json").stdout)
    assert (usual["filled"], none["filled"]) == ({"body": 1}, {})


def test_figures_of_an_area_cannot_be_left_without_a_body(visitor_as: VisitorAs) -> None:
    make_body("Wolverhampton CCG")
    make_body("Walsall CCG")
    officer = visitor_as("engagement_officer")
    headings = ("Characteristic", "Category", "Count", "Source")
    figures = csv_of(("Age", "25-34", "120", "Census 2021"), headings=headings)
    page = upload(officer, figures, "figures.csv", "population")
    assert page.says("Choose a body")
    assert not page.says(LEAVE)
    page = officer.submit("Check every row")
    assert page.errors == [f"{ASKED} Answer “{WHICH}”."]
    assert officer.submit("Check every row", {WHICH: "Walsall CCG"}).says("1 new")
