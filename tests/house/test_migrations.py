"""The tables are what the migrations make, on both databases, up and down again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from engage.duties.entries import AssessmentEntry
from engage.duties.project.service import assess_duty
from engage.organisation.models import Body
from engage.platform.data import revisions, verifying
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES, record, session
from engage.platform.data.search import is_part_of_an_index
from engage.platform.processes import upkeep
from engage.platform.web.list_pages import keep_view
from tests.builders import make_activity, make_actor, make_body, make_project

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def at_any_revision() -> Iterator[None]:
    """Tables are looked at here as they stood before this Engage."""
    with revisions.at_any():
        yield


@pytest.fixture(params=DATABASES, ids=lambda one: one.name)
def database(request: pytest.FixtureRequest, app: Flask) -> Database:
    """Each database of a fresh installation in turn."""
    found: Database = request.param
    return found


def table_names(database: Database = record) -> set[str]:
    found = inspect(database.engine).get_table_names()
    return {name for name in found if not is_part_of_an_index(name)}


def test_the_models_are_what_the_migrations_make(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, _kind, _parents: not is_part_of_an_index(name),
            },
        )
        differences = compare_metadata(context, database.metadata)
    assert differences == [], "Run the migration again, or write a new one."


def test_the_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    every = {table.name for _, table in database.tables()} | {"alembic_version"}
    assert table_names(database) == every
    database.downgrade("base")
    database.engine.dispose()
    assert table_names(database) <= {"alembic_version"}
    database.upgrade()
    assert table_names(database) == every


def test_rows_of_the_spine_are_kept_when_registers_and_forums_come_and_when_they_go(app: Flask) -> None:
    project = make_project(make_body())
    activity = make_activity(session().get_one(Body, project.body_id), project=project, heard="More buses")
    keep_view(make_actor("engagement_officer"), "engagement-log", "Surveys", "method=Survey")
    before = [activity.title, project.code, *rows_of("feedback", "said"), *rows_of("saved_view", "name")]
    assert before == ["Walk-in centre drop-in at the library", "WIC-14", "More buses", "Surveys"]
    entries = verifying.verify().entries
    for revision in ("0002", "head"):
        session().rollback()
        record.engine.dispose()
        move = record.downgrade if revision == "0002" else record.upgrade
        move(revision)
        tables_and_columns = (("activity", "title"), ("project", "code"), ("feedback", "said"))
        kept = [word for place in tables_and_columns for word in rows_of(*place)]
        assert [*kept, *rows_of("saved_view", "name")] == before
    assert rows_of("saved_view", "sharing") == ["private"]
    upkeep.begin_seals()
    assert verifying.verify() == verifying.Verdict(entries + 1, None, "", keyed_from=entries + 1)
    assert "forum" in table_names()


@pytest.mark.usefixtures("clock")
def test_a_triage_from_before_was_entered_when_the_trail_says_so(app: Flask) -> None:
    entry = AssessmentEntry(outcome="applies", reason="The ward moves.", assessed_on=date(2019, 4, 25))
    assess_duty(make_actor("commissioning_manager"), make_project(make_body()), entry)
    assert rows_of("duty_assessment", "entered_on") == ["2019-11-14"]
    for move, revision in ((record.downgrade, "0024"), (record.upgrade, "head")):
        session().rollback()
        record.engine.dispose()
        move(revision)
    assert rows_of("duty_assessment", "entered_on") == ["2019-11-14"]


def rows_of(table: str, column: str) -> list[str]:
    return [str(value) for value in session().scalars(text(f"SELECT {column} FROM {table} ORDER BY id"))]


def test_the_notes_of_the_columns_are_in_the_database_where_it_can_keep_them(database: Database) -> None:
    if not database.is_postgresql:
        return
    kept = {
        f"{name}.{column['name']}": column.get("comment")
        for name in table_names(database) - {"alembic_version"}
        for column in inspect(database.engine).get_columns(name)
    }
    notes = {str(column): column.comment for _, table in database.tables() for column in table.columns}
    assert kept == notes


@pytest.mark.parametrize("database", DATABASES, ids=lambda one: one.name)
def test_migrations_follow_one_another_by_number(database: Database, database_kind: str) -> None:
    numbers = [path.name[:4] for path in sorted((database.migrations / "versions").glob("[0-9]*.py"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
