"""The record database: one session a request, writers that queue instead of colliding."""

from __future__ import annotations

import json
import sqlite3
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.platform.data.tables import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": True})

PATIENCE = 60_000  # milliseconds that a writer waits for the writers before it
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
