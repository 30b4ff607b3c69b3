"""The record database: one session a request, writers that queue instead of colliding."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, Integer, String, Table, column, event, func, insert, select, update
from sqlalchemy import table as sql_table
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.platform.data.drafts import RecordSession, look_on
from engage.platform.data.tables import Base

db = SQLAlchemy(model_class=Base, session_options={"class_": RecordSession, "expire_on_commit": True})

look_on(db.session)

PATIENCE = 60_000  # milliseconds that a writer waits for the writers before it
SET_ASIDE = 1_000  # numbers of a table taken at once
SEQUENCES = sql_table("sqlite_sequence", column("name", String), column("seq", Integer))
TURN = 4_412_019  # of PostgreSQL's advisory locks

# Set while a writing transaction begins: how long it waits.
_patience: ContextVar[int | None] = ContextVar("patience", default=None)

Row = TypeVar("Row", bound=Base)


class Busy(Exception):
    """Another writer has been at work for longer than this one would wait."""


def session() -> Session:
    """The session of this request or job."""
    return cast(Session, db.session())


def save(row: Row) -> Row:
    """Add ``row`` and give it its number."""
    session().add(row)
    session().flush()
    return row


def read_json(text: str | bytes) -> Any:
    """What a JSON column holds. Most lists are empty, and reading those without a parser halves the cost."""
    return [] if text in {"[]", b"[]"} else json.loads(text)


def is_postgresql() -> bool:
    return session().get_bind().dialect.name == "postgresql"


def take_turn(patience: int = PATIENCE) -> None:
    """Begin a transaction that writes, once the writers before it are done. Raises Busy if that takes longer.

    SQLite must lock as the transaction begins, since one that has read cannot be made a writing one after
    another has committed. On PostgreSQL writers queue for one lock, so that neither the audit trail nor
    what a verb has looked up can be overtaken.
    """
    mark = _patience.set(patience)
    try:
        session().connection()
        if is_postgresql():
            session().execute(select(func.set_config("lock_timeout", f"{max(patience, 1)}ms", True)))
            session().execute(select(func.pg_advisory_xact_lock(TURN)))
    except OperationalError as error:
        if _is_busy(error):
            raise Busy from error
        raise
    finally:
        _patience.reset(mark)


def see_one_moment() -> None:
    """Let every query of the transaction that now begins see the records as they stand at one moment."""
    if is_postgresql():
        session().connection(execution_options={"isolation_level": "REPEATABLE READ"})


class Numbers:
    """Numbers for rows that are drafted, set aside some at a time."""

    def __init__(self) -> None:
        self._left: dict[str, Iterator[int]] = {}

    def next_of(self, table: Table) -> int:
        number = next(self._left.get(table.name, iter(())), None)
        if number is None:
            self._left[table.name] = iter(set_numbers_aside(table, SET_ASIDE))
            number = next(self._left[table.name])
        return number


def set_numbers_aside(table: Table, how_many: int) -> Sequence[int]:
    """Numbers for rows to come that nobody else will be given, whatever becomes of this transaction."""
    if is_postgresql():
        sequence = func.pg_get_serial_sequence(table.name, "id")
        taken = select(func.nextval(sequence)).select_from(func.generate_series(1, how_many))
        return session().connection().scalars(taken).all()  # a session would flush first, and ask again
    mark = _patience.set(PATIENCE)
    try:
        with db.engine.connect() as connection, connection.begin():
            return _after_the_last(connection, table.name, how_many)
    finally:
        _patience.reset(mark)


def _after_the_last(connection: Connection, name: str, how_many: int) -> range:
    last = connection.scalar(select(SEQUENCES.c.seq).where(SEQUENCES.c.name == name))
    raised = {"name": name, "seq": (last or 0) + how_many}
    to = insert(SEQUENCES) if last is None else update(SEQUENCES).where(SEQUENCES.c.name == name)
    connection.execute(to.values(raised))
    return range((last or 0) + 1, (last or 0) + how_many + 1)


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return code in {"55P03", "SQLITE_BUSY"}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = (
        None  # SQLAlchemy says BEGIN, below; the driver's own habit breaks savepoints
    )
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    patience = _patience.get()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE if patience is None else patience}")
    connection.exec_driver_sql("BEGIN" if patience is None else "BEGIN IMMEDIATE")
