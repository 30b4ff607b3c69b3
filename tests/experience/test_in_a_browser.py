"""A story on its way to quality in a real browser, on a phone and at a desk; axe looks at each page."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_body, make_feedback, make_story
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.harness.server import Server
from tests.pages.walker import Walker

PEOPLE = {"engagement_officer": "Engagement officer", "quality_lead": "Quality lead"}


@pytest.fixture
def told(server: Server) -> None:
    """A story and a stall that speak of one topic, and the two people."""
    for role, name in PEOPLE.items():
        address = f"{role}@wolverhampton.example"
        service.open_account(SYSTEM, address, name, [role], password=None, demonstration=True)
    ours = make_body()
    stall = make_activity(ours, "Stall at the carnival", "12 July 2019")
    at = {"heard_at": f"activity:{stall.id}", "body_id": ours.id}
    make_feedback("Nobody rings back", "12 July 2019", topic="Wheelchairs", tone="negative", **at)
    make_feedback("Nobody rings back", "12 July 2019", topic="Wheel-chairs", **at)
    make_story(body_id=ours.id)


def come_in(walker: Walker, role: str) -> None:
    walker.visit("/sign-in")
    walker.press(PEOPLE[role])


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_story_reaches_quality_and_the_quarter_comes_back(new_walker: NewWalker, width: int) -> None:
    officer, quality = new_walker(width), new_walker(width)
    come_in(officer, "engagement_officer")
    officer.visit("/experience")
    officer.follow("Waiting for a wheelchair")
    officer.press("Pass to quality and safety")
    officer.fill("To which post?", "Quality lead")
    officer.press("Pass it on")
    officer.visit("/topics")
    officer.follow("Wheelchairs")
    assert "2 independent sources (1 activity, 1 story)" in officer.text
    officer.visit("/topic-spellings")
    officer.choose("Other spelling", "Wheel-chairs")
    officer.choose("Topic that is meant", "Wheelchairs")
    officer.press("Confirm it")
    officer.visit("/insight/new")
    officer.press("Draw it up")
    officer.press("Share with quality and safety")
    officer.press("Share it")

    come_in(quality, "quality_lead")
    quality.visit("/experience/1")
    quality.press("Acknowledge")
    quality.press("Acknowledge it")
    assert "Acknowledged, no outcome yet" in quality.text
    quality.visit("/insight/1")
    quality.press("Record the answer")
    quality.fill("What did quality and safety say?", "The supplier was asked")
    quality.press("Record the answer")
    quality.press("Agree an action")
    quality.fill("What is to be done?", "Ring people who wait")
    quality.press("Agree it")
    assert "nobody yet" in quality.text
    officer.visit("/experience/1/withdraw")
    officer.fill("What reason stands in the place of the words?", "She changed her mind")
    officer.press("Take the words out")
    assert "Eleven weeks" not in officer.text
