"""Administrators are written to when a job fails, once a day while it does, and when it works again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.alarms.jobs import tell_of_jobs
from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.platform.processes import jobs
from engage.platform.processes.jobs import Job, Undone
from engage.rules.actors import SYSTEM
from tests.builders import make_account

FULL = "The disk is full, so nothing was counted."


def run(monkeypatch: pytest.MonkeyPatch, name: str = "count_the_records", *, fails: bool) -> None:
    def act() -> str:
        if fails:
            raise Undone(FULL)
        return "147 records counted."

    monkeypatch.setitem(jobs.JOBS, name, Job(name, act, None, 60))
    if fails:
        with pytest.raises(Undone):
            jobs.run_job(name)
    else:
        jobs.run_job(name)


def written() -> Sequence[Letter]:
    session().rollback()
    return session().scalars(select(Letter).where(Letter.kind == "word of a job").order_by(Letter.id)).all()


def test_administrators_are_told_at_the_first_failure_once_a_day_and_when_it_works_again(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = make_account("administrator")
    make_account("communications_officer")
    accounts.open_account(
        SYSTEM, "d@x.example", "Demonstrator", ["administrator"], password=None, demonstration=True
    )
    run(monkeypatch, fails=True)
    assert tell_of_jobs() == "1 job told of."
    clock.shift(timedelta(hours=1))
    run(monkeypatch, fails=True)
    assert tell_of_jobs() == "0 jobs told of.", "they know it"
    [letter] = written()
    assert letter.to_address == administrator.email, "and none to the demonstration"
    assert letter.subject == "Engage: a job failed: Count the records"
    assert FULL in letter.text
    clock.shift(timedelta(hours=23))
    run(monkeypatch, fails=True)
    assert tell_of_jobs() == "1 job told of."
    assert "3 times in a row" in written()[1].text

    clock.shift(timedelta(minutes=30))
    run(monkeypatch, fails=False)
    assert tell_of_jobs() == "0 jobs told of.", "it may fail again at once"
    clock.shift(timedelta(minutes=31))
    run(monkeypatch, fails=False)
    assert tell_of_jobs() == "1 job told of."
    assert written()[2].subject == "Engage: a job works again: Count the records"
    assert "between 14 November 2019 at 9:30am and 15 November 2019 at 9:30am" in written()[2].text
    assert tell_of_jobs() == "0 jobs told of."
    clock.shift(timedelta(days=3))
    run(monkeypatch, fails=True)
    assert tell_of_jobs() == "1 job told of.", "a failure of its own"


def test_what_fails_every_other_time_is_told_of_once_a_day(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("administrator")
    for number in range(20):
        run(monkeypatch, fails=number % 2 == 0)
        tell_of_jobs()
        clock.shift(timedelta(minutes=5))
    assert len(written()) == 1


def test_while_no_letter_leaves_none_is_written_of_it_until_they_leave_again(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("administrator")
    run(monkeypatch, "post_letters", fails=True)
    tell_of_jobs()
    assert not written()
    clock.shift(timedelta(hours=2))
    run(monkeypatch, "post_letters", fails=False)
    tell_of_jobs()
    assert [letter.subject for letter in written()] == ["Engage: a job works again: Post letters"]
