"""Looking for words through what databases hold: their tables, and on SQLite the bytes of their files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import MetaData, Text, cast, select

from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES
from engage.platform.data.search import is_part_of_an_index


def places_of(words: Iterable[str]) -> dict[str, list[str]]:
    """Where each word stands: table.column for every table there is, and the names of files on disk."""
    found = {word: _columns_with(word) + _files_with(word) for word in words}
    return {word: places for word, places in found.items() if places}


def _columns_with(word: str) -> list[str]:
    return [place for database in DATABASES for place in _columns_of(database, word)]


def _columns_of(database: Database, word: str) -> list[str]:
    metadata = MetaData()
    metadata.reflect(database.session.connection())
    places = []
    for table in metadata.sorted_tables:
        if is_part_of_an_index(table.name):
            continue  # it shows what its table holds; its own pages are among the bytes of the file
        for column in table.columns:
            wanted = select(column).where(cast(column, Text).icontains(word, autoescape=True)).limit(1)
            if database.session.execute(wanted).first() is not None:
                places.append(f"{table.name}.{column.name}")
    return places


def _files_with(word: str) -> list[str]:
    return [name for database in DATABASES for name in _files_of(database, word)]


def _files_of(database: Database, word: str) -> list[str]:
    if database.is_postgresql:
        return []
    database.session.rollback()
    database.look_after()
    path = Path(str(database.engine.url.database))
    needle = word.lower().encode()
    return [one.name for one in path.parent.glob(f"{path.name}*") if needle in one.read_bytes().lower()]
