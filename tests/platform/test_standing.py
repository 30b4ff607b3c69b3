"""How each job stands, and the workers, is seen by administrators and told to scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask

from engage.cli import main
from engage.platform import clock as wall
from engage.platform.data.db import watch
from engage.platform.processes import jobs, queries, service
from engage.platform.processes.jobs import Job, Undone
from tests.conftest import VisitorAs
from tests.harness.installation import Installation
from tests.pages.page import Page

FULL = "The disk is full, so nothing was counted."


def fails() -> str:
    raise Undone(FULL)


@pytest.fixture
def counting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Runs a job that counts the records: it works, or fails."""

    def run(works: bool) -> None:
        act = (lambda: "147 records counted.") if works else fails
        known = Job("count_the_records", act, None, 60, "Counts what is on record.")
        monkeypatch.setitem(jobs.JOBS, known.name, known)
        if works:
            jobs.run_job(known.name)
        else:
            with pytest.raises(Undone):
                jobs.run_job(known.name)

    return run


def row_of(page: Page, name: str) -> dict[str, str]:
    [found] = [row for row in page.table() if row["Job"].startswith(name)]
    return found


def hear(name: str, *, is_active: bool) -> None:
    service.be_heard(name, wall.now(), is_active=is_active)


def test_before_any_run_the_page_says_so_and_that_no_worker_is_active(visitor_as: VisitorAs) -> None:
    administrator = visitor_as("administrator")
    page = administrator.visit("/")
    words = "No worker has been active since Engage was set up, so no job runs and no letter leaves"
    page = administrator.follow(words)
    assert page.heading == "Jobs"
    assert page.says("No job has run yet.")
    assert "Hands letters that wait to the mail server" in row_of(page, "Post letters")["Job"]
    assert "as soon as a worker is active" in row_of(page, "Post letters")["Next run"]


def test_a_job_that_failed_is_told_on_the_first_page_and_run_again_by_a_button(
    counting: Callable[[bool], None], visitor_as: VisitorAs, clock: time_machine.Traveller
) -> None:
    hear("engage 7", is_active=True)
    counting(True)
    counting(False)
    counting(False)
    administrator = visitor_as("administrator")
    administrator.visit("/")
    row = row_of(administrator.follow("1 job failed"), "Count the records")
    assert "Failed 2 times in a row, since 14 November 2019 at 9:30am" in row["How it stands"]
    assert FULL in row["What came of it"]
    assert "14 November 2019 at 10:30am" in row["Next run"]
    page = administrator.submit("Run it now Count the records")
    assert page.says("It runs within a minute")
    known, now = jobs.JOBS["count_the_records"], wall.now()
    assert jobs.is_due(known, queries.runs()[known.name], now)
    counting(True)
    assert not jobs.is_due(known, queries.runs()[known.name], now)
    assert "Done" in row_of(administrator.visit("/jobs"), "Count the records")["How it stands"]
    assert not administrator.visit("/").says("1 job failed")


def test_a_job_whose_time_went_by_is_late_and_says_since_when(
    counting: Callable[[bool], None], visitor_as: VisitorAs, clock: time_machine.Traveller
) -> None:
    counting(True)
    clock.shift(timedelta(minutes=74))
    hear("engage 7", is_active=True)
    administrator = visitor_as("administrator")
    assert "late" not in administrator.visit("/").text
    clock.shift(timedelta(minutes=2))
    hear("engage 7", is_active=True)
    administrator.visit("/")
    row = row_of(administrator.follow("1 job is late"), "Count the records")
    assert "Late: it was due 14 November 2019 at 10:30am" in row["How it stands"]


@pytest.mark.both_databases
def test_which_worker_is_active_how_many_stand_by_and_when_one_was_last_heard_is_known(
    app: Flask, visitor_as: VisitorAs, clock: time_machine.Traveller
) -> None:
    hear("one 1", is_active=True)
    hear("two 2", is_active=False)
    hear("three 3", is_active=False)
    administrator = visitor_as("administrator")
    since = "A worker has been active since 14 November 2019 at"
    assert administrator.visit("/jobs").says(f"{since} 9:30am; 2 others stand by to take over.")
    clock.shift(timedelta(minutes=3))
    gone = "No worker has been active since 14 November 2019 at 9:30am, so no job runs and no letter leaves."
    assert administrator.visit("/jobs").says(gone)
    hear("two 2", is_active=True)
    assert administrator.visit("/jobs").says(f"{since} 9:33am; no other stands by to take over.")
    clock.shift(timedelta(hours=-1))
    assert not administrator.visit("/jobs").says(since), "a clock set back keeps nobody alive"


def test_others_are_told_nothing_of_jobs(counting: Callable[[bool], None], visitor_as: VisitorAs) -> None:
    counting(False)
    officer = visitor_as("engagement_officer")
    assert "job failed" not in officer.visit("/").text
    assert "worker" not in officer.page.text
    officer.visit("/jobs", status=403)


def test_the_first_page_does_not_fail_with_the_database_of_workers(
    app: Flask, visitor_as: VisitorAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = visitor_as("administrator")
    watch.downgrade("base")
    assert administrator.visit("/").says("It cannot be told whether a worker is active")
    watch.upgrade()


def test_scripts_are_told_the_same_and_fail_when_something_did(
    counting: Callable[[bool], None], installation: Installation
) -> None:
    settings = installation.settings
    environment = {"ENGAGE_HOME": str(settings.home), "ENGAGE_DATABASE_URL": settings.database_url}

    def told() -> tuple[int, str]:
        answer = CliRunner().invoke(main, ["jobs"], env=environment)
        return answer.exit_code, answer.output

    status, said = told()
    assert (status, said.splitlines()[0]) == (
        1,
        "No worker has been active since Engage was set up, so no job runs and no letter leaves.",
    )
    hear("engage 7", is_active=True)
    counting(True)
    status, said = told()
    assert (status, "count_the_records; Done; last" in said) == (0, True)
    counting(False)
    status, said = told()
    assert status == 1
    assert "count_the_records; Failed, since" in said
    assert FULL[:-1] in said
