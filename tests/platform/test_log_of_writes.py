"""SQLite's log of writes stays small, and whoever stops tidily leaves each database as one whole file."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from engage.platform import clock
from engage.platform.answers.models import Answer
from engage.platform.data import audit, database
from engage.platform.data.db import answers, record
from engage.platform.data.transactions import of_answers, one_long_transaction
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.harness.server import ROOT, free_port, started

happened = audit.Event("test.much-was-written")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    engage(folder, "db", "upgrade")
    return folder


def settings_for(home: Path) -> dict[str, str]:
    return {"ENGAGE_HOME": str(home), "ENGAGE_DATABASE_URL": "", "ENGAGE_DEMONSTRATION": "1"}


def engage(home: Path, *words: str) -> None:
    environment = {**os.environ, **settings_for(home)}
    command = [sys.executable, "-m", "engage", *words]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)


def entries_of_a_copy(home: Path) -> int:
    """How many entries the trail has in a copy of the one file, which nothing else was copied beside."""
    copy = home.parent / "copy.db"
    copy.write_bytes((home / "record.db").read_bytes())
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        [found] = connection.execute("SELECT count(*) FROM audit_entry").fetchone()
    return int(found)


def log_of(one: database.Database) -> Path:
    return Path(f"{one.engine.url.database}-wal")


def test_the_record_alone_is_whole_after_each_command_and_once_all_have_stopped(home: Path) -> None:
    assert entries_of_a_copy(home) == 0
    log = home / "log.csv"
    log.write_text("Activity,Date\nForum at Bilston,June 2018\n", encoding="utf-8")
    engage(home, "import", "activities", str(log))
    after_import = entries_of_a_copy(home)
    assert after_import > 0
    worker = [sys.executable, "-m", "engage", "worker"]
    port = free_port()
    with started({**settings_for(home), "PORT": str(port)}, home / "serve.log"):
        environment = {**os.environ, **settings_for(home)}
        with subprocess.Popen(
            worker, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        ) as working:
            assert working.stderr is not None
            assert any("This worker is active." in line for line in working.stderr)
            engage(home, "import", "activities", str(log))
            working.terminate()
    assert not list(home.glob("*.db-wal"))
    assert entries_of_a_copy(home) > after_import


def test_processes_that_stop_at_once_close_the_file_one_after_the_other(app: Flask) -> None:
    record.engine.connect().close()
    closing = Thread(target=database.close_databases)
    other = os.open(log_of(record).parent, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    closing.start()
    closing.join(0.3)
    still_waits = closing.is_alive()
    os.close(other)
    closing.join()
    assert still_waits
    assert not log_of(record).exists()


def test_a_long_verb_leaves_no_long_log_behind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_LOG", 50_000)
    body = make_body("Wolverhampton CCG")

    @one_long_transaction
    def write_much() -> None:
        body.name = "NHS Wolverhampton CCG"
        happened(SYSTEM)

    with record.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filling (words TEXT)")
        connection.exec_driver_sql("INSERT INTO filling VALUES (?)", ("x" * 200_000,))
    assert log_of(record).stat().st_size > 200_000
    write_much()
    assert log_of(record).stat().st_size == 0


def test_a_log_that_grew_is_cut_back_by_the_next_change(app: Flask) -> None:
    @of_answers
    def send_in(words: str) -> None:
        answers.session.add(Answer(received_at=clock.now(), words=words))

    send_in("x" * (database.LONGEST_LOG + 1_000_000))
    assert log_of(answers).stat().st_size > database.LONGEST_LOG
    send_in("The bus no longer stops at the clinic")
    assert log_of(answers).stat().st_size <= database.LONGEST_LOG
