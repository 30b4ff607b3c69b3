"""Long imports: they go on in a process of their own, say how far they are, and are all or nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from engage.imports import child, service
from engage.imports.taking.service import Desk
from engage.platform import clock
from engage.platform.data import verifying
from engage.platform.data.db import session
from engage.platform.imports.importing import Choice
from engage.platform.imports.models import Import
from engage.platform.processes.progress import READING, UNDOING, WRITING, Progress, ProgressFile
from engage.rules.actors import SYSTEM
from tests.conftest import VisitorAs
from tests.harness.waiting import eventually
from tests.imports.logs import FORUM, count_of_activities, csv_of, many_rows
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

PATIENCE = 60.0  # seconds
LONG = child.LONG + 200  # rows


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def wait_until_idle(person: Visitor, number: int = 1) -> dict[str, Any]:
    """Ask how far it is until it is done, as the page does; answers the last thing said while at work."""
    said: dict[str, Any] = {}

    def is_idle() -> bool:
        told = json.loads(person.fetch(f"/imports/{number}/progress").get_data())
        if told["busy"]:
            said.update(told)
        return not told["busy"]

    eventually(is_idle, "the import has ended", PATIENCE)
    return said


@pytest.mark.both_databases
def test_a_long_import_can_be_left_and_shows_its_result_when_it_is_done(officer: Visitor) -> None:
    check(officer, csv_of(*many_rows(LONG)))
    page = officer.submit(f"Import {LONG:,} activities")
    assert page.heading == "Importing log.csv"
    assert page.says("You can leave this page")
    assert "." in wait_until_idle(officer)["words"]
    page = officer.follow("See how far it is")
    assert page.says(f"{LONG:,} activities were imported.")
    assert count_of_activities() == LONG
    officer.visit("/imports/1/undo")
    page = officer.submit("Undo the import")
    assert page.heading == "Undoing the import of log.csv"
    wait_until_idle(officer)
    assert officer.visit("/imports/1").summary()["State"] == "Undone"
    assert count_of_activities() == 0
    assert not verifying.verify().why


def test_a_long_import_that_cannot_be_done_says_why(officer: Visitor, visitor_as: VisitorAs) -> None:
    check(officer, csv_of(*many_rows(LONG)))
    colleague = visitor_as("engagement_officer")
    check(colleague, csv_of(many_rows(LONG)[7]))
    colleague.submit("Import 1 activity")
    officer.submit(f"Import {LONG:,} activities")
    wait_until_idle(officer)
    page = officer.visit("/imports/1")
    assert page.says("The records were changed while you were looking")
    assert count_of_activities() == 1
    page = officer.follow("Look at the rows again")
    assert page.says("1 same")


def test_an_import_nobody_hears_of_can_be_started_again_and_is_taken_once(officer: Visitor) -> None:
    check(officer, csv_of(*many_rows(LONG)))
    service.begin(SYSTEM, session().get_one(Import, 1), service.TAKING, Choice.UPDATE)
    assert "Start it again" not in officer.visit("/imports/1").html
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        page = officer.visit("/imports/1")
        assert page.says("Nothing was heard of it for a minute.")
        officer.submit("Start it again")
    wait_until_idle(officer)
    assert count_of_activities() == LONG


def test_a_taking_that_comes_to_nothing_says_why_and_leaves_the_file_to_be_looked_at_again(
    app: Flask, officer: Visitor
) -> None:
    check(officer, csv_of(FORUM))
    row = session().get_one(Import, 1)
    service.begin(SYSTEM, row, service.TAKING, Choice.UPDATE)
    Desk.of(app).work_on(SYSTEM, row, seen="another plan than the one the file makes")
    assert session().get_one(Import, 1).state == service.UPLOADED
    assert officer.visit("/imports/1").says("The records were changed while you were looking")
    assert count_of_activities() == 0


def test_how_far_it_is_is_told_in_words(tmp_path: Path) -> None:
    told = ProgressFile(tmp_path, "import-7")
    assert told.read() is None
    told.tell(READING, 500, 10_000)
    assert told.read() == Progress(READING, 500, 10_000)
    assert Progress(READING, 500, 10_000).words == "Reading rows: 500 of 10,000."
    saved = "Writing rows: 10,000 of 10,000. Now it is being saved."
    assert Progress(WRITING, 10_000, 10_000).words == saved
    assert Progress(UNDOING, 0, 0).words == "Putting rows back."
    assert Progress(UNDOING, 500, 4_000).words == "Putting rows back: 500 of 4,000."
    told.forget()
    assert told.read() is None
