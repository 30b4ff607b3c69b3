"""Pages of forums, the framework and private calendars, as somebody at a keyboard meets them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
import pytest
from flask import Flask

from engage.forums import queries as forums
from engage.forums import service as forum_service
from engage.forums.entries import SeatEntry
from engage.forums.framework import service as framework_service
from engage.forums.models import Forum
from engage.forums.words import WITHOUT_END
from engage.meetings import service as meeting_service
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from tests.builders import (
    make_account,
    make_body,
    make_edition,
    make_forum,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_schedule,
    make_terms,
)
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("clock")

FORUM = "/forums/ppg-chairs-group"


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body()


@pytest.fixture
def forum(body: Body) -> Forum:
    return make_forum(body)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("engagement_officer")


def test_the_ppg_chairs_group_is_set_up_with_terms_members_and_quarterly_meetings(
    body: Body, officer: Visitor
) -> None:
    make_organisation("Lea Road Medical Practice")
    officer.visit("/forums")
    officer.follow("Set up a forum")
    officer.submit(
        "Set it up",
        {
            "What is it called?": "PPG Chairs Group",
            "Kind": "Group of PPG chairs or representatives",
            "Post that chairs it": "PPG Chair",
        },
    )
    assert officer.page.says("PPG Chairs Group is set up.")
    officer.follow("Add terms of reference")
    officer.submit(
        "Keep them",
        {
            "When were they agreed?": "11 April 2019",
            "When are they to be reviewed?": "10 October 2019",
            "Quorum": "5",
            "Or a file": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "terms.pdf"),
        },
    )
    assert officer.page.says("Review of terms overdue")
    officer.follow("Add a member")
    officer.submit(
        "Add the member",
        {
            "Post of the member": "PPG Chair, practice M92007",
            "Role on the forum": "Chair",
            "Organisation they speak for": "Lea Road Medical Practice",
            "Term ends on": "9 January 2020",
        },
    )
    assert officer.page.says("PPG Chair, practice M92007 Term ends soon")
    officer.follow("Set a schedule")
    officer.submit(
        "Set it",
        {"First meeting": "11 April 2019", "Last day of the schedule": "31 March 2020", "Time": "2pm"},
    )
    assert officer.page.says("The schedule is kept. Plan its 4 meetings next.")
    officer.submit("Plan its meetings")
    assert officer.page.says("4 meetings are planned.")
    officer.submit("Plan its meetings")
    assert officer.page.says("Every meeting of the schedule was planned already.")
    assert officer.page.summary()["Met in 2019/20"] == (
        "0 held of 3 due, 1 still to come. It is behind its schedule."
    )


def test_a_schedule_without_an_end_is_answered_with_a_sentence_and_keeps_what_was_typed(
    forum: Forum, officer: Visitor
) -> None:
    officer.visit(f"{FORUM}/schedules/new")
    officer.submit("Set it", {"First meeting": "11 April 2019", "Time": "2 in the afternoon"}, status=200)
    assert officer.page.errors == [
        WITHOUT_END,
        "“2 in the afternoon” is not a time of day. Enter a time such as 14:00 or 2pm.",
    ]
    assert ("first_on", "11 April 2019") in officer.page.form("Set it").sent


def test_a_forum_is_changed_ended_and_a_mistake_taken_away(forum: Forum, officer: Visitor) -> None:
    officer.visit(FORUM)
    officer.follow("Change")
    verified = {"Trust in these facts": "Verified: checked at its source"}
    officer.submit("Save", {"What is it for?": "Briefings of PPG chairs", **verified})
    assert officer.page.says("The forum was changed.")
    officer.follow("End it")
    officer.submit("End it", {"Last day": "31 October 2019"})
    assert officer.page.says("Ended")
    officer.follow("End it")
    officer.follow("Remove it")
    officer.submit("Remove it")
    assert officer.page.says("PPG Chairs Group was removed.")
    officer.visit(FORUM, status=404)


def test_a_form_left_open_while_somebody_else_changed_the_forum_says_so(
    forum: Forum, officer: Visitor
) -> None:
    officer.visit(f"{FORUM}/edit")
    other = replace(forums.entry_of(forum), purpose="Another purpose")
    forum_service.change_forum(SYSTEM, forum, forum.version, other)
    officer.submit("Save", {"What is it for?": "Mine"})
    assert officer.page.errors[0].startswith("Somebody else changed this forum while you were writing.")
    officer.submit("Save")
    assert officer.page.says("Mine")


@pytest.mark.parametrize(
    ("address", "question", "name"),
    [
        ("terms/1/edit", "Who must be among them?", "quorum_note"),
        ("members/1/edit", "Post of the member", "title"),
        ("schedules/1/edit", "Where?", "venue"),
    ],
)
def test_who_writes_second_is_told_and_nothing_that_either_typed_is_lost(
    forum: Forum, officer: Visitor, visitor_as: VisitorAs, address: str, question: str, name: str
) -> None:
    make_terms(forum), make_member(forum), make_schedule(forum)
    secretary = visitor_as("governing_body_secretary")
    officer.visit(f"{FORUM}/{address}")
    secretary.visit(f"{FORUM}/{address}")
    secretary.submit("Save", {question: "Typed by the secretary"})
    officer.submit("Save", {question: "Typed by the officer"}, status=200)
    assert officer.page.errors[0].startswith("Somebody else changed this")
    assert (name, "Typed by the officer") in officer.page.form("Save").sent
    assert secretary.visit(FORUM).says("Typed by the secretary")
    officer.submit("Save")
    assert officer.page.says("Typed by the officer")
    assert officer.page.says("Typed by the secretary"), "its history tells what stood there"


def test_the_history_of_a_forum_speaks_the_words_of_its_fields(forum: Forum, officer: Visitor) -> None:
    officer.visit(f"{FORUM}/edit")
    officer.submit("Save", {"Kind": "Healthwatch", "Post that chairs it": "PPG Chair"})
    make_member(forum, "PPG Chair, practice M92007", counts_for_quorum=False)
    page = officer.visit(FORUM)
    for words in ("Role on the forum", "Healthwatch", "Chair"):
        assert page.says(words)
    assert not page.says("short code used in addresses")


def test_terms_members_and_schedules_are_corrected_from_the_page_of_the_forum(
    forum: Forum, officer: Visitor
) -> None:
    terms = make_terms(forum)
    make_terms(forum, date(2019, 6, 11))
    member = make_member(forum)
    row = make_schedule(forum)
    officer.visit(f"{FORUM}/terms/{terms.id}/edit")
    officer.submit("Save", {"When were they agreed?": "11 June 2019"})
    assert officer.page.errors == [
        "There are terms of reference agreed on 11 June 2019 already. Change those."
    ]
    officer.submit(
        "Save", {"When were they agreed?": "12 April 2019", "Public address": "https://a.example/t"}
    )
    assert officer.page.says("12 April 2019")
    officer.submit("Remove those of 12 April 2019")
    assert "Correct the terms agreed on 12 April 2019" not in officer.page.links()
    officer.visit(f"{FORUM}/members/{member.id}/edit")
    officer.submit("Save", {"Term ends on": "9 January 2020"})
    assert officer.page.says("Term ends soon")
    officer.visit(f"{FORUM}/members/{member.id}/leave")
    officer.submit("Enter the last day", {"Last day": "13 November 2019"})
    assert officer.page.says("PPG Chair, practice M92007 Former")
    officer.visit(f"{FORUM}/schedules/{row.id}/edit")
    officer.submit("Save", {"How often?": "Every month"})
    assert officer.page.says("Every month on the second Thursday")
    officer.submit("Plan its meetings")
    officer.visit(f"{FORUM}/schedules/{row.id}/edit")
    officer.submit("Save")
    assert officer.page.errors[0].startswith("Meetings have been planned by this schedule")
    officer.visit(f"{FORUM}/schedules/{row.id}/end")
    officer.submit("End it", {"Last day": "31 January 2020"})
    assert officer.page.says("The schedule has ended. 2 meetings planned after it were called off.")


def test_the_name_of_a_member_is_only_for_those_who_may_read_the_register(
    forum: Forum, visitor_as: VisitorAs
) -> None:
    person = make_person("Carer of two")
    member = make_member(forum, person_id=person.id)
    assert visitor_as("engagement_officer").visit(FORUM).says("Carer of two")
    assert not visitor_as("lay_member_ppi").visit(FORUM).says("Carer of two")
    secretary = visitor_as("governing_body_secretary")
    assert not secretary.visit(f"{FORUM}/members/{member.id}/edit").says("Carer of two")
    secretary.submit("Save", {"Role on the forum": "Secretary"})
    assert visitor_as("engagement_officer").visit(FORUM).says("Carer of two"), "it was not lost"


def test_the_framework_is_shown_on_any_day_and_its_next_edition_made_from_it(
    body: Body, forum: Forum, officer: Visitor
) -> None:
    make_forum(body, "Governing Body", kind="governing_body", trust="verified")
    officer.visit("/framework")
    assert officer.page.says("No edition of the framework held on 14 November 2019.")
    officer.visit("/framework/editions/new")
    officer.submit(
        "Add it", {"What is it called?": "Framework 2019-21", "First day it holds": "1 April 2019"}
    )
    officer.follow("Give a forum a place")
    officer.submit("Give it a place", {"Forum": "Governing Body"})
    officer.follow("Give a forum a place")
    officer.submit(
        "Give it a place", {"Forum": "PPG Chairs Group", "To which forum does it report?": "Governing Body"}
    )
    officer.follow("Make the next edition from it")
    officer.submit(
        "Make it", {"What is it called?": "Framework 2021-23", "First day it holds": "1 April 2021"}
    )
    officer.follow("Change the place of PPG Chairs Group")
    officer.submit("Save", {"How?": "Advises"})
    before = officer.visit("/framework?on=31+March+2021")
    after = officer.visit("/framework?on=1+April+2021")
    assert [row["How"] for row in before.table("Who reports to whom")][1] == "reports to"
    assert [row["How"] for row in after.table("Who reports to whom")][1] == "advises"
    assert before.says("It holds from 1 April 2019 to 31 March 2021; shown as it stood on 31 March 2021.")
    assert officer.visit("/framework?on=some+day").says("Shown as of today, 14 November 2019.")
    assert officer.visit(FORUM).says("reports to Governing Body")


def test_what_the_framework_cannot_be_is_said_in_the_form(body: Body, forum: Forum, officer: Visitor) -> None:
    board = make_forum(body, "Governing Body")
    edition = make_edition(body, to_on=date(2021, 3, 31))
    top = framework_service.seat_forum(SYSTEM, edition, board)
    framework_service.seat_forum(SYSTEM, edition, forum, SeatEntry(reports_to_id=board.id))
    officer.visit(f"/framework/editions/{edition.id}/forums/{top.id}/edit")
    officer.submit("Save", {"To which forum does it report?": "PPG Chairs Group"})
    assert "that would be a circle" in officer.page.errors[0]
    officer.visit(f"/framework/editions/{edition.id}/forums/{top.id}/remove")
    officer.submit("Take it out")
    assert officer.page.errors[0].startswith("In this edition others report to it: PPG Chairs Group.")
    officer.visit("/framework/editions/new")
    officer.submit("Add it", {"What is it called?": "Another", "First day it holds": "1 April 2020"})
    assert "two editions cannot hold on one day" in officer.page.errors[0]
    officer.visit(f"/framework/editions/{edition.id}/edit")
    officer.submit("Save", {"Last day it holds": "1 April 2018"})
    assert officer.page.errors[0].startswith("The edition cannot end on 1 April 2018")
    officer.visit(f"/framework/editions/{edition.id}/copy")
    officer.submit("Make it", {"What is it called?": "Too soon", "First day it holds": "1 April 2019"})
    assert "Enter a later day" in officer.page.errors[0]
    officer.visit(f"/framework/editions/{edition.id}/remove")
    officer.submit("Remove it")
    assert officer.page.says("Its forums are untouched.")


def test_a_calendar_program_reads_the_address_it_was_given_until_that_is_closed(
    forum: Forum, officer: Visitor, visitor: Visitor
) -> None:
    meeting = make_meeting(forum, "12 December 2019", held=False, starts_at="14:00")
    officer.visit("/calendar")
    officer.submit("Make an address", {"Meetings of": "PPG Chairs Group", "Remind me": "A day before"})
    address = _address(officer)
    assert officer.response.headers["Cache-Control"] == "no-store"
    (event,) = _events(visitor.download(address))
    assert str(event["UID"]) == meeting.uid
    answer = visitor.fetch(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    again = visitor.fetch(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    meeting_service.cancel_meeting(SYSTEM, meeting, "No room")
    changed = visitor.fetch(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    assert b"STATUS:CANCELLED" in changed.data
    officer.visit("/calendar")
    officer.submit("Replace the address for PPG Chairs Group")
    assert visitor.fetch(address).status_code == 404
    address = _address(officer)
    assert visitor.fetch(address).status_code == 200
    officer.visit("/calendar")
    officer.submit("Close the address for PPG Chairs Group")
    closed, guessed = visitor.fetch(address), visitor.fetch("/calendar/guessed.ics")
    assert (closed.status_code, closed.data) == (guessed.status_code, guessed.data)
    assert closed.status_code == 404


def test_guessing_addresses_is_soon_answered_with_wait_and_true_ones_are_still_read(
    forum: Forum, officer: Visitor, visitor: Visitor, clock: Any
) -> None:
    officer.visit("/calendar")
    officer.submit("Make an address")
    address = _address(officer)
    answers = [visitor.fetch(f"/calendar/guess{number}.ics").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    last = visitor.fetch("/calendar/once-more.ics")
    assert last.headers["Retry-After"] == "1"
    assert b"Wait 1 second, then try again." in last.data
    assert visitor.fetch(address).status_code == 200


def test_files_of_one_meeting_and_of_a_forum_can_be_downloaded(forum: Forum, officer: Visitor) -> None:
    meeting = make_meeting(forum, "12 December 2019", held=False)
    for address in (f"{FORUM}/meetings.ics", f"/meetings/{meeting.id}.ics"):
        (event,) = _events(officer.download(address))
        assert event["DTSTART"].dt == date(2019, 12, 12)
    assert "attachment" in officer.fetch(f"{FORUM}/meetings.ics").headers["Content-Disposition"]


def _events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def _address(someone: Visitor) -> str:
    found = re.search(r"/calendar/[A-Za-z0-9_-]{43}\.ics", someone.page.text)
    assert found is not None
    return found[0]


VIEWS = (
    ("/forums", May.READ_RECORDS),
    ("/forums/export.csv", May.EXPORT_RECORDS),
    ("/forums/new", May.RUN_FORUMS),
    ("/forums/networks", May.READ_RECORDS),
    (FORUM, May.READ_RECORDS),
    (f"{FORUM}/edit", May.RUN_FORUMS),
    (f"{FORUM}/end", May.RUN_FORUMS),
    (f"{FORUM}/remove", May.RUN_FORUMS),
    (f"{FORUM}/terms/new", May.RUN_FORUMS),
    (f"{FORUM}/members/new", May.RUN_FORUMS),
    (f"{FORUM}/members/1/edit", May.RUN_FORUMS),
    (f"{FORUM}/members/1/leave", May.RUN_FORUMS),
    (f"{FORUM}/schedules/new", May.RUN_FORUMS),
    (f"{FORUM}/meetings.ics", May.READ_RECORDS),
    ("/framework", May.READ_RECORDS),
    ("/framework/editions/1", May.READ_RECORDS),
    ("/framework/editions/new", May.RUN_FORUMS),
    ("/framework/editions/1/edit", May.RUN_FORUMS),
    ("/framework/editions/1/copy", May.RUN_FORUMS),
    ("/framework/editions/1/forums/new", May.RUN_FORUMS),
    ("/framework/editions/1/forums/1/edit", May.RUN_FORUMS),
    ("/calendar", May.READ_RECORDS),
)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_which_page(role: str, body: Body, forum: Forum, app: Flask) -> None:
    make_member(forum)
    edition = make_edition(body)
    framework_service.seat_forum(SYSTEM, edition, forum)
    someone = Visitor(app)
    someone.sign_in(make_account(role))
    found = {address: someone.fetch(address).status_code for address, _ in VIEWS}
    held = ROLES[role].may
    assert found == {
        address: 200 if may in held and (may is not May.EXPORT_RECORDS or May.READ_RECORDS in held) else 403
        for address, may in VIEWS
    }
