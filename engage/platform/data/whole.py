"""Whether a database is whole: all of its tables are there, and all of it can be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import DBAPIError

from engage.platform.data.database import Database

REVISION = table("alembic_version", column("version_num"))
MOST_TOLD = 5


def what_is_wrong(database: Database) -> Iterator[str]:
    """What is wrong with a database, in sentences; only of one that is up to date."""
    try:
        yield from _what_is_missing(database) or _what_cannot_be_read(database)
    except (DBAPIError, sqlite3.Error) as problem:
        said = str(getattr(problem, "orig", problem)).strip() or "it gives no reason"
        yield f"The {database.name} database cannot be read: {said.splitlines()[0]}."


def is_empty(database: Database) -> bool:
    """Whether nothing was ever made in it; one that is not there is empty, and stays away."""
    return not (_is_there(database) and inspect(database.engine).get_table_names())


def revision_of(database: Database) -> str:
    """How far its tables were brought; nothing where they never were."""
    if REVISION.name not in inspect(database.engine).get_table_names():
        return ""
    with database.engine.connect() as connection:
        return connection.scalar(select(REVISION.c.version_num)) or ""


def knows(database: Database, revision: str) -> bool:
    """Whether this edition of Engage has the revision in its history of tables."""
    return any(database.migrations.glob(f"versions/{revision}_*.py"))


def newest_revision(database: Database) -> str:
    """The one that this edition of Engage brings its tables to."""
    return max(path.name.partition("_")[0] for path in database.migrations.glob("versions/[0-9]*.py"))


def wrong_in_sqlite(file: Path) -> Iterator[str]:
    """What SQLite itself finds wrong with a file, which is changed in nothing."""
    try:
        yield from _found_in(file)
    except sqlite3.Error as problem:
        yield f"{file.name} is damaged: {problem}."


def _found_in(file: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        for (found,) in connection.execute(f"PRAGMA integrity_check({MOST_TOLD})"):
            if found != "ok":
                yield f"{file.name} is damaged: {found}."
        for child, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_TOLD):
            yield f"{file.name} is damaged: a row of {child} leads to a row of {parent} that is not there."


def _what_is_missing(database: Database) -> list[str]:
    name = database.name
    if is_empty(database):
        return [f"The {name} database has no tables: it was never made, or this is not all of a copy."]
    at, newest = revision_of(database), newest_revision(database)
    if at != newest:
        return [f"The {name} database is at revision {at or 'none'}, not at {newest}. Run: engage db upgrade"]
    there = set(inspect(database.engine).get_table_names())
    wanted = {table.name for _, table in database.tables()}
    return [
        f"The {name} database is not whole: the table {one} is missing." for one in sorted(wanted - there)
    ]


def _is_there(database: Database) -> bool:
    return database.is_postgresql or Path(str(database.engine.url.database)).is_file()


def _what_cannot_be_read(database: Database) -> Iterator[str]:
    if not database.is_postgresql:
        yield from wrong_in_sqlite(Path(str(database.engine.url.database)))
        return
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for _, one in database.tables():
            name = connection.dialect.identifier_preparer.quote(one.name)
            with driver.cursor() as cursor, cursor.copy(f"COPY {name} TO STDOUT") as rows:
                for _row in rows:
                    pass
