"""Looking for words through all a database holds: its tables, and on SQLite the bytes of its files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import MetaData, Text, cast, select, text

from engage.platform.data.db import is_postgresql, session


def places_of(words: Iterable[str]) -> dict[str, list[str]]:
    """Where each word stands: table.column for every table there is, and the names of files on disk."""
    found = {word: _columns_with(word) + _files_with(word) for word in words}
    return {word: places for word, places in found.items() if places}


def _columns_with(word: str) -> list[str]:
    metadata = MetaData()
    metadata.reflect(session().connection())
    places = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            wanted = select(column).where(cast(column, Text).icontains(word, autoescape=True)).limit(1)
            if session().execute(wanted).first() is not None:
                places.append(f"{table.name}.{column.name}")
    return places


def _files_with(word: str) -> list[str]:
    if is_postgresql():
        return []
    session().commit()
    session().execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    path = Path(str(session().connection().engine.url.database))
    session().rollback()
    needle = word.lower().encode()
    return [one.name for one in path.parent.glob(f"{path.name}*") if needle in one.read_bytes().lower()]
