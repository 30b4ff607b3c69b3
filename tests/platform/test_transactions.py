"""One verb is one transaction, writers take turns, and nobody's work is half done or lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.activities.models import Activity
from engage.organisation.models import Body
from engage.platform.data import audit, transactions, verifying
from engage.platform.data.db import session
from engage.platform.data.transactions import AT_WORK, GONE, one_transaction, unless_busy
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body
from tests.harness.installation import Installation
from tests.harness.server import ROOT
from tests.platform.tampering import by_hand

MANY = 12  # activities that each of four threads logs

happened = audit.Event("test.something-happened")


@one_transaction
def rename(body: Body, name: str) -> None:
    body.name = name
    happened(SYSTEM)


@one_transaction
def rename_and_fail(body: Body, name: str) -> None:
    body.name = name
    session().flush()
    happened(SYSTEM)
    raise Refused("The name is not to be changed.")


@unless_busy
def rename_if_free(body: Body, name: str) -> None:
    body.name = name
    happened(SYSTEM)


@pytest.mark.both_databases
def test_a_verb_that_fails_leaves_nothing_behind(app: Flask) -> None:
    body = make_body()
    entries = verifying.verify().entries
    with pytest.raises(Refused):
        rename_and_fail(body, "Half done")
    assert body.name == "Wolverhampton CCG"
    assert verifying.verify() == verifying.Verdict(entries, None, "", keyed_from=1)


@pytest.mark.both_databases
def test_a_record_that_somebody_took_away_meanwhile_is_said_to_be_gone(app: Flask) -> None:
    body = make_body()
    assert body.name
    by_hand("DELETE FROM body")
    with pytest.raises(Refused, match="was changed or removed by somebody else") as refusal:
        rename(body, "Too late")
    assert refusal.value.reason == GONE


@contextmanager
def somebody_writing(app: Flask) -> Iterator[None]:
    """Another thread is in the middle of a verb, until this ends."""
    begun, may_end = Event(), Event()

    @one_transaction
    def take_long() -> None:
        happened(SYSTEM)
        begun.set()
        may_end.wait(timeout=20)

    def run() -> None:
        with app.app_context():
            take_long()

    thread = Thread(target=run)
    thread.start()
    assert begun.wait(timeout=10)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


@pytest.mark.both_databases
def test_who_waits_too_long_for_another_is_told_and_nothing_is_saved(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = make_body()
    monkeypatch.setattr(transactions, "PATIENCE", 50)
    with somebody_writing(app), pytest.raises(Refused) as refusal:
        rename(body, "Too early")
    assert refusal.value.reason == AT_WORK
    rename(body, "In its turn")
    assert body.name == "In its turn"


@pytest.mark.both_databases
def test_what_can_wait_is_left_out_while_somebody_writes(app: Flask) -> None:
    body = make_body()
    with somebody_writing(app):
        rename_if_free(body, "Now")
        assert body.name == "Wolverhampton CCG"
    rename_if_free(body, "Now")
    assert body.name == "Now"


@pytest.mark.both_databases
def test_readers_do_not_wait_for_a_writer(app: Flask) -> None:
    body = make_body()
    with somebody_writing(app):
        session().rollback()
        assert session().scalar(select(Body.name).where(Body.id == body.id)) == "Wolverhampton CCG"


@pytest.mark.both_databases
def test_two_processes_writing_at_once_keep_one_trail_and_give_no_reference_twice(
    app: Flask, installation: Installation
) -> None:
    make_body()
    before = verifying.verify().entries
    session().rollback()
    environment = {
        **os.environ,
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
    }
    command = [sys.executable, "-m", "tests.harness.busy_writer"]
    writers = [
        subprocess.Popen([*command, name, str(MANY)], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        for name in ("Survey", "Talk")
    ]
    for writer in writers:
        _, complaints = writer.communicate(timeout=60)
        assert complaints.decode() == ""
    assert session().scalar(select(func.count(Activity.id))) == 4 * MANY
    refs = set(session().scalars(select(Activity.ref)))
    assert refs == {f"ACT-{number:04}" for number in range(1, 4 * MANY + 1)}
    assert verifying.verify() == verifying.Verdict(before + 4 * MANY, None, "", keyed_from=1)
