"""The record database: one session a request, writers that queue instead of colliding."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from engage.platform.tables import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": True})

# True while a verb runs: SQLite must then lock at once, since a transaction that has read cannot
# be made a writing one after another writer has committed, however long it waits.
writing: ContextVar[bool] = ContextVar("writing", default=False)

Row = TypeVar("Row", bound=Base)


def session() -> Session:
    """The session of this request or job."""
    return cast(Session, db.session())


def save(row: Row) -> Row:
    """Add ``row`` and give it its number."""
    session().add(row)
    session().flush()
    return row


def is_postgresql() -> bool:
    return session().get_bind().dialect.name == "postgresql"


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
        "busy_timeout=15000",
        "secure_delete=ON",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
