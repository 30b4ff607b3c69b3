"""Looking for words through what databases hold: their tables, and on SQLite the bytes of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import inspect, select, text
from sqlalchemy import table as sql_table

from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES
from engage.platform.data.search import is_part_of_an_index


def places_of(words: Iterable[str]) -> dict[str, list[str]]:
    """Where each word stands: table.column for every table there is, and the names of files on disk."""
    sought = tuple(words)
    found: dict[str, list[str]] = {}
    for word, place in [
        *(one for database in DATABASES for one in _columns_with(database, sought)),
        *(one for database in DATABASES for one in _files_with(database, sought)),
    ]:
        found.setdefault(word, []).append(place)
    return found


def _columns_with(database: Database, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    connection = database.session.connection()
    for table in inspect(connection).get_table_names():
        if is_part_of_an_index(table):
            continue  # it shows what its table holds; its own pages are among the bytes of the file
        rows = connection.execute(select(text("*")).select_from(sql_table(table)))
        held: dict[str, set[str]] = {}
        for row in rows.mappings():
            for name, value in row.items():
                held.setdefault(name, set()).add(str(value).lower())
        for name, values in held.items():
            yield from (
                (word, f"{table}.{name}") for word in words if any(word.lower() in one for one in values)
            )


def _files_with(database: Database, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if database.is_postgresql:
        return
    database.session.rollback()
    database.look_after()
    path = Path(str(database.engine.url.database))
    for file in path.parent.glob(f"{path.name}*"):
        held = file.read_bytes().lower()
        yield from ((word, file.name) for word in words if word.lower().encode() in held)
