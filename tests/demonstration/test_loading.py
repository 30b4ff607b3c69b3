"""Loading the demonstration year: whole or not at all, once, and never among records of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from engage.cli import main
from engage.demonstration.service import WORDS, load_demonstration
from engage.organisation.models import Body
from engage.organisation.queries import demonstration_words
from engage.platform.data import verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.data.tables import Base
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body
from tests.demonstration.conftest import ADDRESS


def load(app: Flask) -> bool:
    return load_demonstration(SYSTEM, app.extensions["files"], ADDRESS)


def rows_by_table() -> dict[str, int]:
    return {
        table.name: session().scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.both_databases
def test_loading_twice_changes_nothing(app: Flask) -> None:
    assert load(app) is True
    there = rows_by_table()
    assert load(app) is False
    assert rows_by_table() == there


@pytest.mark.both_databases
def test_loading_is_one_entry_of_a_trail_that_is_whole(app: Flask) -> None:
    load(app)
    entries = session().scalars(select(AuditEntry)).all()
    assert [entry.event for entry in entries] == ["demonstration.loaded"]
    assert set(entries[0].fields) == {"projects", "activities", "feedback"}
    assert verifying.verify().why == ""


def test_demonstration_data_is_never_mixed_with_records_of_ones_own(app: Flask) -> None:
    make_body("Walsall CCG")
    with pytest.raises(Refused, match="records here already"):
        load(app)
    assert demonstration_words() == ""
    assert session().scalars(select(Body.name)).all() == ["Walsall CCG"]


def test_a_year_that_cannot_be_loaded_to_its_end_leaves_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_by_table()
    monkeypatch.setattr("engage.demonstration.reading.DATA", Path("no such folder"))
    with pytest.raises(FileNotFoundError):
        load(app)
    session().rollback()
    assert rows_by_table() == before


def test_the_command_loads_it_and_then_says_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGE_HOME", str(tmp_path))
    monkeypatch.delenv("ENGAGE_DATABASE_URL", raising=False)
    runner = CliRunner()
    assert runner.invoke(main, ["db", "upgrade"]).exit_code == 0
    first, second = (runner.invoke(main, ["demo", "load"]) for _ in range(2))
    assert (first.exit_code, first.output) == (0, "The demonstration year is loaded.\n")
    assert (second.exit_code, second.output) == (0, "The demonstration year is already there.\n")


def test_what_pages_and_papers_say_names_the_body_and_the_year(app: Flask) -> None:
    load(app)
    assert demonstration_words() == WORDS
    assert "Wolverhampton CCG 2019/20" in WORDS
