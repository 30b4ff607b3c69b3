"""A project is opened for a body, moved round the cycle and held to a promise, at a desk and on a phone."""

from __future__ import annotations

import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.conftest import NewWalker
from tests.harness.server import Server

HEAD = "Head of communications and engagement"


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (375, True), (375, False)])
def test_a_project_goes_round_the_cycle(
    server: Server, new_walker: NewWalker, width: int, scripts: bool
) -> None:
    service.open_account(
        SYSTEM,
        "head@wolverhampton.example",
        HEAD,
        ["head_of_comms_engagement"],
        password=None,
        demonstration=True,
    )
    person = new_walker(width, scripts=scripts)
    person.visit("/sign-in")
    person.press(HEAD)
    assert "No body is here yet." in person.text

    person.follow("Add a body")
    person.fill("Name", "Wolverhampton CCG")
    person.fill("Code", "wolverhampton-ccg")
    person.tick("We work for this body")
    person.press("Add the body")
    person.follow("Add a strategy")
    person.fill("Title", "Communications and Participation Strategy 2019/20")
    person.fill("Principles", "Inclusive: access needs and reach are recorded")
    person.press("Add a strategy")
    person.visit("/bodies")

    person.visit("/")
    person.follow("Open the first project")
    person.fill("Title", "Walk-in centre review")
    person.press("Open the project")
    assert "Enter a short code, such as WIC-14" in person.text
    person.fill("Code", "WIC-14")
    person.tick("1 Identify needs")
    person.fill("Since when does it stand there?", "2 April 2018")
    person.press("Open the project")

    person.visit("/projects/WIC-14/stages")
    person.tick("2 Priorities and plans")
    person.fill("From which day?", "3 September 2018")
    person.press("Move it")
    person.visit("/projects/WIC-14/promises")
    person.press("Record a promise")
    person.fill("What was promised?", "To consult before any service moves")
    person.press("Record the promise")

    person.visit("/projects")
    assert "Walk-in centre review" in person.text
    person.visit("/stages/2")
    assert "WIC-14 Walk-in centre review" in person.text
    person.visit("/projects/WIC-14/edit")
    person.visit("/")
    assert "1 promise not yet kept" in person.text
