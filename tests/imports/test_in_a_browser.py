"""Importing in a real browser: on a phone, without scripts, and a long file that is waited for."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.imports import child
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.conftest import PHONE, NewWalker
from tests.harness.server import Server
from tests.imports.logs import FORUM, LOG_CSV, SURVEY, csv_of, many_rows
from tests.pages.walker import Walker

BROKEN = ("ENG-003", "Walsall CCG", "", "30/06/2018", "Survey", "12", "Too far away", "")
LONG = child.LONG + 100  # rows
PATIENCE = 60_000  # milliseconds


@pytest.fixture
def officer(server: Server) -> str:
    """The name on the sign-in button of a communications officer."""
    name = "Communications officer"
    address = "officer@wolverhampton.example"
    service.open_account(SYSTEM, address, name, ["communications_officer"], password=None, demonstration=True)
    return name


def check(walker: Walker, content: bytes) -> None:
    walker.visit("/imports/new?kind=activities")
    walker.upload("Spreadsheet", "log.csv", content)
    walker.press("Continue")
    walker.press("Check every row")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_import_on_a_phone(new_walker: NewWalker, officer: str, scripts: bool) -> None:
    walker = new_walker(width=PHONE, scripts=scripts)
    walker.visit("/sign-in")
    walker.press(officer)
    check(walker, csv_of(FORUM, SURVEY, BROKEN))
    assert "1 set aside" in walker.text
    walker.press("Import 2 activities")
    assert "2 activities were imported." in walker.text
    check(walker, csv_of(FORUM, (*SURVEY[:4], "Focus group", *SURVEY[5:])))
    walker.tick("Skip them: leave them as they are")
    walker.press("Show what that means")
    assert "There is nothing to import." in walker.text
    walker.visit("/imports")
    walker.follow("log.csv")
    walker.visit("/imports/1/undo")
    walker.press("Undo the import")
    assert "Every record that it entered or changed is as it was before." in walker.text


def test_whoever_waits_for_a_long_import_sees_its_result(new_walker: NewWalker, officer: str) -> None:
    walker = new_walker()
    walker.visit("/sign-in")
    walker.press(officer)
    check(walker, csv_of(*many_rows(LONG)))
    walker.press(f"Import {LONG:,} activities")
    walker.page.get_by_text(f"{LONG:,} activities were imported.").wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_words_mean_is_said_on_a_phone(new_walker: NewWalker, officer: str, scripts: bool) -> None:
    walker = new_walker(width=PHONE, scripts=scripts)
    walker.visit("/sign-in")
    walker.press(officer)
    words = ("Redesign", "Redesign", "Procurement", "2. Schemes", "Ramblings")
    rows = [(f"Forum {place}", "6 June 2018", "Walkabout", word) for place, word in enumerate(words)]
    check(walker, csv_of(*rows, headings=("Activity", "Date", "Method", "Stage")))
    assert walker.heading == "What do the file’s words mean?"
    walker.choose("“Redesign”", "3 Improve services")
    walker.press("Check every row")
    assert "Spellings that mean the same" in walker.text
    walker.press("Import 5 activities")
    assert "5 activities were imported." in walker.text


def test_sixteen_columns_stand_in_one_screen_and_one_field_given_twice_is_pointed_out(
    new_walker: NewWalker, officer: str
) -> None:
    walker = new_walker(width=1280)
    walker.visit("/sign-in")
    walker.press(officer)
    walker.visit("/imports/new?kind=activities")
    walker.upload("Spreadsheet", "log.csv", LOG_CSV.read_bytes())
    walker.press("Continue")
    table = walker.page.locator("table")
    box = table.bounding_box()
    assert box
    assert box["height"] < 900
    walker.page.get_by_label("Method").select_option("Date")
    assert table.get_by_text("Date is given to “Method” too. Leave one of them out.").is_visible()
    assert table.get_by_text("Date is given to “Date” too. Leave one of them out.").is_visible()
    walker.press("Check every row")
    assert walker.page.get_by_label("Method").input_value() == "starts"
    walker.page.set_viewport_size({"width": 320, "height": 900})
    assert walker.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_the_names_of_bodies_mean_is_said_on_a_phone_and_they_are_merged_there(
    new_walker: NewWalker, officer: str
) -> None:
    make_body("Ambridge CCG")
    name, address = "Governance lead", "lead@wolverhampton.example"
    service.open_account(SYSTEM, address, name, ["governance_lead"], password=None, demonstration=True)
    walker = new_walker(width=PHONE)
    walker.visit("/sign-in")
    walker.press(officer)
    headings = ("Who did it", "Activity")
    named = ("Ambrige CCG", "Felpersham CCG", "Felpershm CCG")
    walker.visit("/imports/new?kind=activities")
    walker.upload(
        "Spreadsheet", "log.csv", csv_of(*((one, f"Tea at {one}") for one in named), headings=headings)
    )
    walker.press("Continue")
    walker.press("Check every row")  # the column is known by the bodies in it
    walker.follow("Say which bodies the file means")
    walker.tick("Ambridge CCG (nearly the same spelling)")
    walker.press("Check every row again")
    walker.press("Import 3 activities")
    walker.visit("/sign-out")
    walker = new_walker(width=PHONE)
    walker.visit("/sign-in")
    walker.press(name)
    walker.visit("/bodies/alike")
    walker.follow("Merge Felpershm CCG into Felpersham CCG")
    walker.press("Merge them")
    assert "Felpershm CCG was merged into Felpersham CCG." in walker.text
