"""A report in a real browser: on a phone, at a desk, and without scripts; each page is checked with axe."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_body, make_feedback, make_project
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.harness.server import Server
from tests.pages.walker import Walker

PEOPLE = {"communications_officer": "Communications officer", "lay_member_ppi": "Lay member"}
TITLE = "Communications and engagement assurance report, Quarter 1 2018/19"


@pytest.fixture
def a_quarter(server: Server) -> None:
    """A quarter with something in every section, and the two people."""
    for role, name in PEOPLE.items():
        address = f"{role}@wolverhampton.example"
        service.open_account(SYSTEM, address, name, [role], password=None, demonstration=True)
    ours = make_body()
    dates: dict[str, Any] = {"options_fixed_on": date(2018, 5, 1), "decision_on": date(2018, 6, 20)}
    review = make_project(ours, stage=3, since=date(2018, 4, 1), **dates)
    groups = ["Disability", "Age"]
    stall = make_activity(ours, reached="about 120", project=review, method="Drop-in", equality_groups=groups)
    make_activity(ours, "Autumn forum", "12 July 2018", status="planned")
    make_activity(ours, "Conversations with carers", "2018")
    said = "Waits are too long for people who come by bus from Bilston and Bradley"
    make_feedback(said, "6 June 2018", topic="GP access", heard_at=f"activity:{stall.id}", body_id=ours.id)


def come_in(walker: Walker, role: str) -> None:
    walker.visit("/sign-in")
    walker.press(PEOPLE[role])


@pytest.mark.usefixtures("a_quarter")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_report_is_prepared_published_doubted_and_vouched_for(new_walker: NewWalker, width: int) -> None:
    officer, lay_member = new_walker(width), new_walker(width)
    come_in(officer, "communications_officer")
    officer.visit("/reports/new")
    officer.choose("Body", "Wolverhampton CCG")
    officer.fill("Period", "2018-19Q1")
    officer.press("Prepare it")
    officer.follow("Write on the front sheet")
    officer.fill("Meeting and date", "Governing Body (public), 10 July 2018")
    officer.press("Save the front sheet")
    officer.press("Publish this report")
    officer.press("Publish the report")
    officer.follow("What would differ today")

    come_in(lay_member, "lay_member_ppi")
    lay_member.visit("/reports")
    lay_member.follow(TITLE)
    assert "Governing Body (public), 10 July 2018" in lay_member.text
    lay_member.follow("about 120")
    lay_member.follow("ACT-0001 Walk-in centre drop-in at the library")
    lay_member.visit("/reports/1/statement")
    lay_member.tick("Significant assurance")
    lay_member.fill("Your statement", "I followed the contacts to their record and found them as stated.")
    lay_member.press("Give the statement")
    assert "I followed the contacts to their record" in lay_member.text


@pytest.mark.usefixtures("a_quarter")
def test_a_figure_opens_without_scripts_on_a_phone(new_walker: NewWalker) -> None:
    walker = new_walker(PHONE, scripts=False)
    come_in(walker, "lay_member_ppi")
    walker.visit("/reports/figures/activities.by_stage?period=2018-19Q1&body=wolverhampton-ccg")
    assert "This is counted from 1 activity" in walker.text
