"""The tables are what the migrations make, on both databases, up and down again."""

from __future__ import annotations

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, inspect, text

from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.db import db, session
from engage.platform.data.search import is_part_of_an_index
from engage.platform.web.list_pages import keep_view
from tests.builders import make_activity, make_actor, make_body, make_project
from tests.house.product import columns, tables
from tests.house.source import ROOT

pytestmark = pytest.mark.both_databases
VERSIONS = ROOT / "migrations" / "record" / "versions"


def table_names() -> set[str]:
    return {name for name in inspect(db.engine).get_table_names() if not is_part_of_an_index(name)}


def test_the_models_are_what_the_migrations_make(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, _kind, _parents: not is_part_of_an_index(name),
            },
        )
        assert compare_metadata(context, db.metadata) == [], "Run the migration again, or write a new one."


def test_the_migrations_go_down_to_nothing_and_up_again(app: Flask) -> None:
    assert table_names() == {table.name for _, table in tables()} | {"alembic_version"}
    flask_migrate.downgrade(revision="base")
    db.engine.dispose()
    assert table_names() <= {"alembic_version"}
    flask_migrate.upgrade()
    assert table_names() == {table.name for _, table in tables()} | {"alembic_version"}


def test_rows_of_the_spine_are_kept_when_registers_and_forums_come_and_when_they_go(app: Flask) -> None:
    project = make_project(make_body())
    activity = make_activity(session().get_one(Body, project.body_id), project=project, heard="More buses")
    keep_view(make_actor("engagement_officer"), "engagement-log", "Surveys", "method=Survey")
    before = [activity.title, project.code, *rows_of("feedback", "said"), *rows_of("saved_view", "name")]
    assert before == ["Walk-in centre drop-in at the library", "WIC-14", "More buses", "Surveys"]
    trail = audit.verify()
    for revision in ("0002", "head"):
        session().rollback()
        db.engine.dispose()
        move = flask_migrate.downgrade if revision == "0002" else flask_migrate.upgrade
        move(revision=revision)
        tables_and_columns = (("activity", "title"), ("project", "code"), ("feedback", "said"))
        kept = [word for place in tables_and_columns for word in rows_of(*place)]
        assert [*kept, *rows_of("saved_view", "name")] == before
        assert audit.verify() == trail
    assert rows_of("saved_view", "sharing") == ["private"]
    assert "forum" in table_names()


def rows_of(table: str, column: str) -> list[str]:
    return [str(value) for value in session().scalars(text(f"SELECT {column} FROM {table} ORDER BY id"))]


def test_the_notes_of_the_columns_are_in_the_database_where_it_can_keep_them(app: Flask) -> None:
    engine: Engine = db.engine
    if engine.dialect.name == "sqlite":
        return
    kept = {
        f"{name}.{column['name']}": column.get("comment")
        for name in table_names() - {"alembic_version"}
        for column in inspect(engine).get_columns(name)
    }
    assert kept == {name: column.comment for name, column in columns()}


def test_migrations_follow_one_another_by_number(database_kind: str) -> None:
    numbers = [path.name[:4] for path in sorted(VERSIONS.glob("[0-9]*.py"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
