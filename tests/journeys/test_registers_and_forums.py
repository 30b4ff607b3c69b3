"""From two contact lists to the assurance report: whom we involve, where they meet, and what became of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from engage.accounts import service
from engage.platform import clock
from engage.rules.actors import SYSTEM
from engage.rules.calendar_words import long_date
from engage.rules.periods import financial_year_of
from tests.builders import make_body
from tests.conftest import NewWalker
from tests.harness.server import Server
from tests.pages.walker import Walker
from tests.stakeholders.duplicates.test_duplicates import PAIRS

DATA = Path(__file__).parents[1] / "data"
FORUM = "PPG Chairs Group"
CHAIR = "PPG Chair, practice M92007"
NOTES = "The chairs talked about how networks meet their patient groups."
ASKED, OPEN = "Name a contact for patient groups", "Bring the plan back in three months"


@pytest.fixture
def officer(server: Server, new_walker: NewWalker) -> Walker:
    """An engagement officer on the first morning, with one body to work for."""
    make_body()
    post = ("officer@a.example", "Engagement officer", ["engagement_officer"])
    service.open_account(SYSTEM, *post, password=None, demonstration=True)
    walker = new_walker()
    walker.visit("/sign-in")
    walker.press("Engagement officer")
    return walker


def bring_in(officer: Walker, kind: str, name: str) -> None:
    officer.visit(f"/imports/new?kind={kind}")
    officer.upload("Spreadsheet", name, (DATA / name).read_bytes())
    officer.press("Continue")
    officer.press("Check every row")
    officer.press(officer.page.get_by_role("button", name=re.compile(r"^Import \d")).first.inner_text())
    assert "imported" in officer.text


def settle_the_pairs(officer: Walker) -> None:
    """Merge the pairs, which are all one organisation each; nothing else is proposed."""
    officer.visit("/stakeholders/duplicates")
    assert f"Organisations: {len(PAIRS)} pairs to decide" in officer.text
    for _ in PAIRS:
        kept, other = officer.page.locator(".engage-pair").first.locator("h3 a").all_inner_texts()
        officer.follow(f"Compare and merge {kept} and {other}")
        officer.press("Merge them")
        officer.visit("/stakeholders/duplicates")
    assert "No two organisations are waiting for a decision." in officer.text


def add_a_look_alike(officer: Walker) -> None:
    officer.visit("/stakeholders/organisations/new")
    officer.fill("Name", "Tettenhall Road Medical Centre")
    officer.press("Add the organisation")
    assert "Tettenhall Road Medical Practice" in officer.text
    officer.tick("It is a different organisation: add it")
    officer.press("Add the organisation")


def add_the_chair(officer: Walker) -> None:
    officer.visit("/people/new")
    officer.fill("Name", CHAIR)
    officer.fill("Mail address", "chair@m92007.example")
    officer.press("Add the person")


def set_up_the_group(officer: Walker, first: date) -> None:
    officer.follow("Forums")
    officer.press("Set up a forum")
    officer.fill("What is it called?", FORUM)
    officer.choose("Kind", "Group of PPG chairs or representatives")
    officer.choose("Which body does it serve?", "Wolverhampton CCG")
    officer.press("Set it up")
    officer.follow("Add a member")
    officer.fill("Post of the member", CHAIR)
    officer.choose("Role on the forum", "Chair")
    officer.fill("Who holds it now", CHAIR)
    officer.press("Add the member")
    officer.follow("Set a schedule")
    officer.fill("First meeting", long_date(first))
    officer.choose("How often?", "Every three months")
    officer.fill("Last day of the schedule", long_date(first + timedelta(days=360)))
    officer.fill("Time", "14:00")
    officer.press("Set it")
    officer.press("Plan its meetings")


def feed_read_by_a_calendar(officer: Walker, stranger: Walker) -> list[Any]:
    """The events of the private feed, as a calendar program without an account reads them."""
    officer.follow("Subscribe to its meetings")
    officer.press("Make an address")
    address = officer.page.locator("code").inner_text()
    answer = stranger.page.request.get(here(officer) + path_of(address))
    assert answer.status == 200
    calendar: Any = Calendar.from_ical(answer.body())
    return list(calendar.walk("VEVENT"))


def hold_the_first_meeting(officer: Walker, first: date) -> None:
    officer.follow("Forums")
    officer.follow("Meetings")
    officer.page.locator("main tbody a").filter(has_text=long_date(first)).first.click()
    officer.press("Record who came")
    officer.page.get_by_role("group", name=CHAIR).get_by_label("Attended", exact=True).check()
    officer.press("Record it as held")
    officer.press("Write the notes")
    officer.fill("Notes", NOTES)
    officer.press("Keep the notes")
    for action, owner in ((ASKED, f"{CHAIR} (member)"), (OPEN, "Nobody yet")):
        officer.follow("Agree an action")
        officer.fill("What is to be done?", action)
        officer.choose("Who is to be told?", owner)
        officer.press("Agree it")


def mail_the_minutes(officer: Walker) -> None:
    officer.follow("Send the minutes to members")
    assert "1 member can be written to" in officer.text
    officer.press("Send them")
    officer.visit("/mailbox")
    officer.page.locator("main a").filter(has_text=FORUM).first.click()
    assert NOTES in officer.text


def chase(officer: Walker) -> str:
    """Remind the chair, and answer the path of the link that the letter brings."""
    officer.follow("Forums")
    officer.follow("Actions")
    officer.follow(ASKED)
    officer.press("Remind the owner")
    officer.tick("Write to them now, with a link by which they can say that it is done")
    officer.press("Remind them")
    officer.visit("/mailbox")
    officer.page.locator("main a").first.click()
    link = officer.page.locator("main a[href*='/a/']").first.get_attribute("href")
    assert link is not None
    return path_of(link)


def here(walker: Walker) -> str:
    return walker.page.url.removesuffix(path_of(walker.page.url))


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def test_from_two_contact_lists_to_the_forum_table_of_the_assurance_report(
    officer: Walker, new_walker: NewWalker
) -> None:
    first = clock.today() - timedelta(days=7)
    bring_in(officer, "organisations", "nhs_organisations.csv")
    bring_in(officer, "stakeholders", "stakeholders.csv")
    settle_the_pairs(officer)
    officer.follow("Stakeholders")
    assert "490 organisations" in officer.text
    add_a_look_alike(officer)
    add_the_chair(officer)

    set_up_the_group(officer, first)
    chair = new_walker()
    [event, *later] = feed_read_by_a_calendar(officer, chair)
    assert FORUM in event["SUMMARY"]
    assert event["DTSTART"].dt.isoformat().startswith(f"{first}T14:00:00")
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert "RRULE" in event or len(later) == 3

    hold_the_first_meeting(officer, first)
    mail_the_minutes(officer)
    link = chase(officer)
    chair.visit(link)
    chair.press("Yes, it is done")
    chair.visit(link)
    assert "This link was used on" in chair.text

    officer.follow("Reports")
    officer.press("Prepare an assurance report")
    officer.choose("Body", "Wolverhampton CCG")
    officer.fill("Period", financial_year_of(first).code)
    officer.press("Prepare it")
    row = officer.page.get_by_role("row").filter(has_text=FORUM).first
    assert row.get_by_role("cell").all_inner_texts() == ["1", long_date(first), "1", "1", "0", "1"]
