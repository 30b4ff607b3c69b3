"""How long a verb with many rows keeps the turn of writers, and what an officer's save meanwhile takes.

Run by itself it does one such verb and tells the longest turn: ``python -m bench.turns import log.csv``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, Pool, event

from bench.measuring import ROOT, command, environment
from bench.sizes import YEAR, application

LOCKS = ("BEGIN IMMEDIATE", "SELECT pg_advisory_xact_lock")
PAUSE = 0.2  # seconds between two saves of the officer


@dataclass(frozen=True, slots=True)
class Turn:
    """The longest turn of a verb, in seconds of processor and clock, and the longest save beside it."""

    processor: float
    seconds: float
    save: float = 0.0


def measure_turns(log: Path, home: Path, database: str = "") -> dict[str, Turn]:
    """The turns of an import of this log and of publishing the report on a year of it."""
    home.mkdir(parents=True)
    settings = {"ENGAGE_DATABASE_URL": database} if database else {}
    command(home, ["db", "upgrade"], **settings)
    with application(home, **settings) as app:
        verbs = {"import": ("import", str(log)), "publishing": ("publish", YEAR)}
        return {name: _with_an_officer(app, words, settings) for name, words in verbs.items()}


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on the server that tests start for themselves."""
    import psycopg
    from psycopg import sql

    from tests.harness.databases import postgresql_server

    server, name = postgresql_server(), f"engage_bench_{os.getpid()}"
    every = [sql.Identifier(one) for one in (name, f"{name}_answers", f"{name}_watch")]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(every[0]))
        try:
            yield server.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
        finally:
            for one in every:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(one))


def _with_an_officer(app: Flask, words: tuple[str, str], settings: dict[str, str]) -> Turn:
    """Do it in a process of its own, while an officer saves one action after another in this one."""
    saves = [_save(app, 0)]
    given = environment(app.config["HOME"], **settings)
    asked = [sys.executable, "-m", "bench.turns", *words]
    with subprocess.Popen(asked, cwd=ROOT, env=given, stdout=subprocess.PIPE) as process:
        for number in count(1):
            try:
                process.wait(PAUSE)
                break
            except subprocess.TimeoutExpired:
                saves.append(_save(app, number))
        told = process.stdout.read() if process.stdout else b""
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return Turn(**json.loads(told.splitlines()[-1]) | {"save": max(saves[1:], default=0.0)})


def _save(app: Flask, number: int) -> float:
    """Seconds of the clock that one save takes."""
    from engage.actions.entries import ActionEntry
    from engage.actions.service import agree_action
    from engage.rules.actors import SYSTEM

    entry = ActionEntry(title=f"Send the figures to PPG {number}", agreed_at="meeting:1", owner_role="Chair")
    with app.app_context():
        begun = time.perf_counter()
        agree_action(SYSTEM, entry)
        return time.perf_counter() - begun


def _watched() -> list[Turn]:
    """Every turn of this process from now on: from the lock until the connection is given back."""
    turns: list[Turn] = []

    @event.listens_for(Engine, "after_cursor_execute")
    def taken(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(LOCKS):
            connection.info["turn"] = time.process_time(), time.perf_counter()

    @event.listens_for(Pool, "checkin")
    def let_go(_connection: Any, kept: Any) -> None:
        if begun := kept.info.pop("turn", None):
            turns.append(Turn(time.process_time() - begun[0], time.perf_counter() - begun[1]))

    return turns


def _import(log: str) -> None:
    from engage.cli import main

    try:
        main(["import", "activities", log], standalone_mode=False)
    except SystemExit as end:
        if end.code not in {None, 0, 3}:
            raise


def _publish(year: str) -> None:
    from engage import create_app
    from engage.assurance import publishing, service
    from engage.assurance.reporting import body_numbered, report_value
    from engage.platform import clock
    from engage.rules.actors import SYSTEM
    from engage.rules.periods import read_period

    app, period = create_app(), read_period(year)
    with app.app_context():
        report = service.draft_report(SYSTEM, None, period, {})
        value = report_value(body_numbered(None), period, clock.today(), report.front_sheet)
        address = f"/reports/{report.id}/figures"
        keep = publishing.keeper(app.extensions["files"], app.config["ADDRESS"], address)
        service.publish_report(SYSTEM, report, value, keep)


if __name__ == "__main__":
    watched = _watched()
    {"import": _import, "publish": _publish}[sys.argv[1]](sys.argv[2])
    print("\n" + json.dumps(asdict(max(watched, key=lambda turn: turn.processor))))
