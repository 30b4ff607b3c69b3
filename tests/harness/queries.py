"""What a piece of work asks the database, for showing that it does not ask more as records grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engage.platform.data.db import record


@contextmanager
def queries_asked() -> Iterator[list[str]]:
    """Every statement sent to the database while this lasts, without the plumbing of SQLite."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            heard.append(statement)

    engine = record.engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)
