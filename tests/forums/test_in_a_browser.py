"""Forums and their framework in a real browser: whoever walks holds each page against the rules of access."""

from __future__ import annotations

from datetime import date

import pytest

from engage.accounts import service as accounts
from engage.forums.entries import SeatEntry
from engage.forums.framework import service as framework_service
from engage.rules.actors import SYSTEM
from tests.builders import (
    make_body,
    make_edition,
    make_forum,
    make_meeting,
    make_member,
    make_schedule,
    make_terms,
)
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.harness.server import Server

OFFICER = "Engagement officer"
NAMES = (
    "Governing Body",
    "PPG Chairs Group",
    "Practice Patient Participation Groups (PPGs)",
    "STP (18 NHS and council organisations) and its communications leads meeting",
)
PAGES = (
    "/framework?on=1+June+2019",
    "/framework/editions/1",
    "/framework/editions/1/forums/new",
    "/forums",
    "/forums/ppg-chairs-group",
    "/forums/ppg-chairs-group/edit",
    "/forums/ppg-chairs-group/schedules/new",
    "/forums/ppg-chairs-group/members/new",
    "/forums/networks?period=2019/20",
    "/calendar",
)


@pytest.fixture
def _records(server: Server) -> None:
    address = "officer@wolverhampton.example"
    accounts.open_account(SYSTEM, address, OFFICER, ["engagement_officer"], password=None, demonstration=True)
    body = make_body()
    edition = make_edition(body)
    above: int | None = None
    for name in NAMES:
        forum = make_forum(body, name)
        framework_service.seat_forum(SYSTEM, edition, forum, SeatEntry(reports_to_id=above))
        above = forum.id
        make_member(forum, term_ends_on=date(2019, 10, 10))
        make_meeting(forum)
        make_terms(forum, review_on=date(2019, 9, 1))
        make_schedule(forum)


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_every_page_is_accessible_and_fits_the_screen(new_walker: NewWalker, width: int) -> None:
    walker = new_walker(width=width)
    walker.visit("/sign-in")
    walker.press(OFFICER)
    for address in PAGES:
        walker.visit(address)


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_quarter_is_planned_and_an_address_made_on_a_phone(new_walker: NewWalker, scripts: bool) -> None:
    walker = new_walker(width=PHONE, scripts=scripts)
    walker.visit("/sign-in")
    walker.press(OFFICER)
    walker.visit("/forums/ppg-chairs-group")
    walker.press("Plan its meetings")
    assert "4 meetings are planned." in walker.text
    walker.follow("Subscribe to its meetings")
    walker.press("Make an address")
    assert "Copy it now: it is shown only this once." in walker.text
