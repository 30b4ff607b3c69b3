"""Importing in a real browser: on a phone, without scripts, and a long file that is waited for."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.imports import child
from engage.rules.actors import SYSTEM
from tests.conftest import PHONE, NewWalker
from tests.harness.server import Server
from tests.imports.logs import FORUM, SURVEY, csv_of, many_rows
from tests.pages.walker import Walker

BROKEN = ("ENG-003", "Walsall CCG", "Open day", "31/06/2018", "Survey", "12", "Too far away", "")
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
