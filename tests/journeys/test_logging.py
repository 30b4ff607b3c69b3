"""An activity is logged at a stall, pointed out when it is typed twice, and found in the report."""

from __future__ import annotations

import re

import pytest

from engage.accounts import service
from engage.activities import queries
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_body, make_project
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.harness.server import Server
from tests.pages.walker import Walker

OFFICER = "Communications officer"
SIMILAR = "Is it one of these, already in the log?"


@pytest.fixture
def officer(server: Server) -> str:
    """The name on the sign-in button of an officer whose body has a project and one activity."""
    body = make_body("Wolverhampton CCG")
    make_activity(body, "Walk-in centre café talk", "7 June 2018", project=make_project(body))
    service.open_account(
        SYSTEM,
        "officer@wolverhampton.example",
        OFFICER,
        ["communications_officer"],
        password=None,
        demonstration=True,
    )
    return OFFICER


def sign_in(walker: Walker, name: str) -> None:
    walker.visit("/sign-in")
    walker.press(name)


@pytest.mark.parametrize(
    ("width", "scripts"),
    [(DESKTOP, True), (PHONE, True), (PHONE, False)],
    ids=["desk", "phone", "without scripts"],
)
def test_an_activity_is_logged_and_found_in_the_report(
    new_walker: NewWalker, officer: str, width: int, scripts: bool
) -> None:
    walker = new_walker(width, scripts=scripts)
    sign_in(walker, officer)
    walker.visit("/activities")
    walker.press("Log an activity")
    walker.fill("What was it called?", "Bilston market stall")
    walker.fill("When did it start?", "31 June 2018")
    walker.press("Log the activity")
    assert "There is a problem" in walker.text
    walker.fill("When did it start?", "summer 2018")
    walker.fill("How many people were reached?", "about 120")
    walker.fill("What did people say?", "Signs are hard to read")
    walker.press("Log the activity")
    assert "summer 2018" in walker.text
    assert "about 120" in walker.text
    assert "Signs are hard to read" in walker.text

    walker.visit("/activities?words=market")
    assert "1 activity" in walker.text
    walker.visit("/reports")
    walker.press("Prepare an assurance report")
    walker.choose("Body", "Wolverhampton CCG")
    walker.fill("Period", "2018-19")
    walker.press("Prepare it")
    assert "There are about 120 contacts on record, from 1 of 2 activities." in walker.text


def test_while_it_is_being_typed_an_activity_like_it_is_pointed_out(
    new_walker: NewWalker, officer: str
) -> None:
    walker = new_walker()
    sign_in(walker, officer)
    walker.visit("/activities/new")
    walker.fill("What was it called?", "Cafe talk, walk-in centre")
    walker.fill("When did it start?", "6 June 2018")
    walker.page.keyboard.press("Tab")
    walker.page.get_by_text(SIMILAR).wait_for()
    assert "Walk-in centre café talk" in walker.text
    walker.fill("What was it called?", "Radio interview on flu")
    walker.page.keyboard.press("Tab")
    walker.page.get_by_text(SIMILAR).wait_for(state="detached")


def test_what_is_on_screen_is_taken_away_and_a_record_says_what_was_done_to_it(
    new_walker: NewWalker, officer: str
) -> None:
    walker = new_walker()
    sign_in(walker, officer)
    walker.visit("/activities?words=caf%C3%A9&column=title&column=when")
    with walker.page.expect_download() as taken:
        walker.page.get_by_role("link", name="CSV", exact=True).click()
    lines = taken.value.path().read_text("utf-8-sig").splitlines()
    assert lines == ["Activity,When", "Walk-in centre café talk,7 June 2018"]

    walker.follow("Walk-in centre café talk")
    number = int(re.search(r"/activities/(\d+)", walker.page.url)[1])  # type: ignore[index]
    walker.press("Change")
    walker.fill("When did it start?", "8 June 2018")
    walker.press("Save")
    walker.page.locator("details").last.evaluate("folded => { folded.open = true }")
    assert "7 June 2018" in walker.text, "what it was before"
    assert queries.activity_for(number).when_words == "8 June 2018"


@pytest.mark.parametrize(
    ("width", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["desk", "phone without scripts"]
)
def test_each_thing_said_is_asked_for_by_itself_and_enter_logs_them_all(
    new_walker: NewWalker, officer: str, width: int, scripts: bool
) -> None:
    walker = new_walker(width, scripts=scripts)
    sign_in(walker, officer)
    walker.visit("/activities/new")
    walker.fill("What was it called?", "Patient group at the surgery")
    walker.fill("What did people say?", "The phone line is engaged at 8 am")
    walker.fill("What did we do about it?", "Two more lines from May")
    walker.choose("What became of it?", "Done")
    walker.press("Add another thing people said")
    walker.fill("What did people say? (2)", "No step-free way in")
    walker.page.get_by_label("What was it called?").press("Enter")
    assert "is in the log as" in walker.text
    walker.visit("/feedback?answer=no_answer")
    assert "No step-free way in" in walker.text
    assert "The phone line" not in walker.text
