"""Logging a drop-in on a phone: how many of whom in one line, and a question beside the button."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_body
from tests.conftest import PHONE, NewWalker
from tests.harness.server import Server


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_drop_in_is_logged_and_the_question_is_met_at_the_button(
    server: Server, new_walker: NewWalker, scripts: bool
) -> None:
    officer = "Communications officer"
    address = "officer@wolverhampton.example"
    service.open_account(
        SYSTEM, address, officer, ["communications_officer"], password=None, demonstration=True
    )
    make_activity(make_body(), "Drop-in at the leisure centre", "5 June 2018")
    walker = new_walker(width=PHONE, scripts=scripts)
    walker.visit("/sign-in")
    walker.press(officer)
    walker.visit("/activities/new")
    walker.fill("What was it called?", "Leisure centre drop-in at the")
    walker.fill("When did it start?", "6 June 2018")
    walker.fill("How many people were reached?", "23")
    walker.fill("How many of them were of which groups?", "9 disabled, 3 carers, 24 women")
    walker.press("Log the activity")
    assert walker.page.title() == "Is this the same activity? – Log an activity – Engage"
    focused = walker.page.locator("input[name=sure]:focus")
    assert focused.count() == 1
    assert focused.bounding_box()["y"] < walker.page.viewport_size["height"]  # type: ignore[index]
    walker.tick("This is a different activity: log it")
    walker.tick("Women: 24, which is more than the 23 reached in all.")
    walker.press("Log the activity")
    assert "Disabled people: 9" in walker.text
