"""A database that is behind Engage, or ahead of it, is used by nobody, and each says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import text

from engage.platform.data import revisions
from engage.platform.data.db import record
from tests.builders import make_account
from tests.harness.databases import postgresql_server
from tests.harness.installation import Installation
from tests.harness.server import ROOT, free_port
from tests.pages.visitor import Visitor

BEHIND = "The record database is not up to date: it is at 0001, and this Engage needs "
AHEAD = "The record database is at 9999, and this Engage knows it up to "
HEADING = "Engage is being brought up to date"


def put_at(revision: str) -> str:
    """Say that the record stands at another revision; answers at which it stood."""
    with revisions.at_any(), record.engine.begin() as connection:
        stood: str = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    revisions.look_again()
    return stood


@contextmanager
def at(revision: str) -> Iterator[None]:
    stood = put_at(revision)
    try:
        yield
    finally:
        put_at(stood)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("revision", "says", "advice"),
    [("0001", BEHIND, "Run first: engage db upgrade"), ("9999", AHEAD, "Start that one.")],
)
def test_a_page_of_another_revision_says_so_to_people_and_what_to_do_to_the_administrator(
    app: Flask, revision: str, says: str, advice: str
) -> None:
    officer = Visitor(app)
    officer.sign_in(make_account("web_editor"))
    with at(revision):
        page = officer.visit("/", status=503)
        assert (page.heading, page.says("Nothing was changed. Try again in a few minutes.")) == (
            HEADING,
            True,
        )
        assert page.says(f"For the administrator: {says}")
        assert page.says(advice)
    assert officer.visit("/").heading != HEADING


def test_what_goes_wrong_on_tables_that_others_have_upgraded_is_told_as_that(app: Flask) -> None:
    officer = Visitor(app)
    officer.sign_in(make_account("web_editor"))
    assert officer.visit("/").status == 200
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        with revisions.at_any(), record.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            connection.execute(text("ALTER TABLE account RENAME COLUMN name TO full_name"))
        page = officer.visit("/", status=503)
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = True
    assert page.heading == HEADING


def environment_of(home: Path, database_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    chosen = {"ENGAGE_HOME": str(home), "ENGAGE_DATABASE_URL": database_url, "PORT": str(free_port())}
    return kept | chosen


def start(home: Path, database_url: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "engage", *words],
        cwd=ROOT,
        env=environment_of(home, database_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_no_process_starts_on_a_database_that_is_behind(app: Flask, installation: Installation) -> None:
    settings = installation.settings
    with at("0001"):
        started = [start(settings.home, settings.database_url, word) for word in ("serve", "worker")]
        ended = [(process.communicate(timeout=120)[0], process.returncode) for process in started]
    for said, status in ended:
        assert (BEHIND in said, "Run first: engage db upgrade" in said, status) == (True, True, 2)


@pytest.fixture
def fresh_database(database_kind: str) -> Iterator[str]:
    """The address of a record in which nothing is made yet; none of SQLite, which is in the data folder."""
    if database_kind == "sqlite":
        yield ""
        return
    server, name = postgresql_server(), "engage_upgraded_at_once"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server.replace("/postgres?", f"/{name}?")
        for one in (name, f"{name}_answers", f"{name}_watch"):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(one)))


@pytest.mark.database
@pytest.mark.both_databases
def test_upgrades_that_start_at_once_are_one(tmp_path: Path, fresh_database: str) -> None:
    started = [start(tmp_path, fresh_database, "db", "upgrade") for _ in range(3)]
    ended = [(process.communicate(timeout=300)[0], process.returncode) for process in started]
    for said, status in ended:
        assert status == 0, said
        assert "The watch database is up to date." in said
    waited = [said for said, _ in ended if "Another upgrade is at work; this one waits for it." in said]
    assert len(waited) == 2


def test_a_database_that_a_newer_engage_upgraded_is_left_as_it_is(
    app: Flask, installation: Installation
) -> None:
    settings = installation.settings
    with at("9999"):
        process = start(settings.home, settings.database_url, "db", "upgrade")
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert AHEAD in said
