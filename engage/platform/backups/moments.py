"""One moment of every database, seen by connections of their own while others go on writing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, column, func, select, table, text

from engage.platform import clock
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES
from engage.platform.data.line import Busy
from engage.rules.errors import Refused

LONGEST_WAIT = 600  # seconds for the turns of all writers: a large import may be at work
A_TRY = 60_000  # milliseconds
BRIEFLY = 2_000  # while others wait behind us

SQLITE_TABLES = table("sqlite_master", column("name"))


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` is when it was; what a connection reads stands as it did then."""

    at: datetime
    seen: dict[Database, Connection]


@contextmanager
def one_moment() -> Iterator[Moment]:
    """The databases as they stand between two changes. Raises Refused where writers leave no room for it.

    The turns of all are held only until each has shown itself to a connection of its own.
    """
    with ExitStack() as stack:
        seen = {one: stack.enter_context(_connected(one)) for one in DATABASES}
        give_up = time.monotonic() + LONGEST_WAIT
        while (at := _look(seen)) is None:
            if time.monotonic() > give_up:
                raise Refused("Others have been writing for ten minutes. Nothing was backed up; try later.")
        yield Moment(at, seen)


@contextmanager
def _connected(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        if database.is_postgresql:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.execute(text(f"SET LOCAL {limit} = 0"))  # a query would fix the moment
        yield connection


def _look(seen: dict[Database, Connection]) -> datetime | None:
    """Let each connection see what stands now, with no writer at work; None where one of them was."""
    try:
        for number, one in enumerate(DATABASES):
            one.hold_writers(BRIEFLY if number else A_TRY)
        for one, connection in seen.items():
            # What comes first in a transaction fixes what it sees.
            connection.scalar(select(func.now()) if one.is_postgresql else select(SQLITE_TABLES.c.name))
        return clock.now()
    except Busy:
        return None
    finally:
        for one in reversed(DATABASES):
            one.session.rollback()
