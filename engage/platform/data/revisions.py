"""Whether a database stands where this Engage needs it: neither behind nor ahead of its migrations."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

LOOK_EVERY = 60.0  # seconds, since somebody may upgrade while a process runs
NO_TABLE = "42P01"

_any_will_do: ContextVar[bool] = ContextVar("any_will_do", default=False)
_looked_in_vain = {"at": 0.0}


class OutOfDate(Exception):
    """A database does not fit this Engage; the message tells an administrator what to do."""


def require(engine: Engine, name: str, migrations: Path) -> None:
    """Let nobody have a connection of an engine while its database does not fit. That raises OutOfDate."""
    known = _known(migrations)
    looked = {"at": float("-inf")}

    @event.listens_for(engine, "checkout")
    def look(connection: Any, _record: Any, _lent: Any) -> None:
        now = time.monotonic()
        if _any_will_do.get() or max(now - LOOK_EVERY, _looked_in_vain["at"]) < looked["at"]:
            return
        if misfit := _misfit(name, _revision_of(connection), known):
            raise OutOfDate(misfit)
        looked["at"] = now


def refuse_newer(engine: Engine, name: str, migrations: Path) -> None:
    """Before an upgrade: raises OutOfDate for a database of which a newer Engage made something."""
    with at_any(), engine.connect() as connection:
        found = _revision_of(connection.connection.dbapi_connection)
    if found and found not in _known(migrations):
        raise OutOfDate(_misfit(name, found, _known(migrations)))


def look_again() -> None:
    """Something went wrong with a database: whether it still fits is looked at before it is used again."""
    _looked_in_vain["at"] = time.monotonic()


@contextmanager
def at_any() -> Iterator[None]:
    """For what changes the revision of a database, and so has to do with it at every other."""
    mark = _any_will_do.set(True)
    try:
        yield
    finally:
        _any_will_do.reset(mark)


def _known(migrations: Path) -> list[str]:
    return sorted(path.name.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*.py"))


def _misfit(name: str, found: str, known: list[str]) -> str:
    """What to do about a database that does not fit; nothing where it does."""
    if found == known[-1]:
        return ""
    if found and found not in known:
        return (
            f"The {name} database is at {found}, and this Engage knows it up to {known[-1]}: a newer Engage "
            "brought it up to date. Start that one."
        )
    state = f"is at {found}, and this Engage needs {known[-1]}" if found else "has not been made yet"
    return f"The {name} database is not up to date: it {state}. Run first: engage db upgrade"


def _revision_of(connection: Any) -> str:
    with closing(connection.cursor()) as cursor:
        try:
            cursor.execute("SELECT version_num FROM alembic_version")
            [found] = cursor.fetchone() or [""]
        except Exception as problem:
            if getattr(problem, "sqlstate", "") != NO_TABLE and "no such table" not in str(problem):
                raise
            found = ""
    connection.rollback()  # PostgreSQL began a transaction
    return str(found)
