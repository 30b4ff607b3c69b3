"""You said, we did: from what people said, at a stall on a phone, to what they were told of it."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.conftest import PHONE, NewWalker
from tests.harness.server import Server


@pytest.fixture
def officer(server: Server) -> str:
    """The name on the sign-in button of a communications officer, who serves one body."""
    prepare(server.app)
    return "Communications officer"


def prepare(app: Flask) -> None:
    with app.app_context():
        make_body("Wolverhampton CCG")
        service.open_account(
            SYSTEM,
            "officer@wolverhampton.example",
            "Communications officer",
            ["communications_officer"],
            password=None,
            demonstration=True,
        )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_people_said_is_recorded_answered_and_told(
    new_walker: NewWalker, officer: str, scripts: bool
) -> None:
    walker = new_walker(width=PHONE, scripts=scripts)
    walker.visit("/sign-in")
    walker.press(officer)
    walker.visit("/feedback")
    walker.press("Record what people said")
    walker.fill("What did people say?", "We need more time to respond")
    walker.fill("When was it heard?", "31 June 2019")
    walker.choose("Body it was said to", "Wolverhampton CCG")
    walker.fill("Topic", "Tettenhall branch surgery")
    walker.press("Record it")
    assert "There is a problem" in walker.text

    walker.fill("When was it heard?", "11 July 2019")
    walker.press("Record it")
    assert walker.heading.endswith("Tettenhall branch surgery: We need more time to respond")

    walker.press("Answer")
    walker.tick("Done")
    walker.fill(
        "What was done, is being done, or why can it not be done?", "Consultation extended to 15 September"
    )
    walker.press("Record the answer")
    walker.press("Say when people were told")
    walker.fill("When were people told?", "1 August 2019")
    walker.fill("How were they told?", "A page on our website")
    walker.press("Record that people were told")
    assert "People were told 1 August 2019" in walker.text

    walker.visit("/feedback?told=yes")
    assert "We need more time to respond" in walker.text
