"""What stands after a kill: whether it is whole, and which rows are there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Connection, Integer, Table, func, literal, select

from engage.platform.data import heads, verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES, record, session
from engage.platform.data.files import file_store
from engage.platform.data.named_files import is_named
from engage.platform.data.tables import Moment

DIFFER = (Integer, Moment)  # numbers of rows and moments are others each time
REFERENCE = re.compile(r"\b([a-z_]+):\d+")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table: how many, and what they say."""

    number: int
    said: str


Contents = Mapping[str, Rows]


def contents(but: tuple[str, ...] = ()) -> Contents:
    """What the record holds in its audited tables, ``but`` for some."""
    with record.engine.connect() as connection:
        return {
            table.name: _rows(connection, table)
            for row, table in record.tables()
            if not row.__unaudited__ and table.name not in but
        }


def _rows(connection: Connection, table: Table) -> Rows:
    compared = [column for column in table.columns if not isinstance(column.type, DIFFER)]
    wanted = select(literal(1), *compared).select_from(table)
    found = sorted(REFERENCE.sub(r"\1", repr(tuple(row))) for row in connection.execute(wanted))
    return Rows(len(found), hashlib.sha256("\n".join(found).encode()).hexdigest())


def entries_of(event: str) -> int:
    """How often the trail tells of it."""
    session().rollback()
    return session().scalar(select(func.count()).where(AuditEntry.event == event)) or 0


def what_is_wrong() -> list[str]:
    """What a check of the databases, of the trail and of the files finds, in sentences."""
    session().rollback()
    return [*_wrong_databases(), *_wrong_trail(), *_wrong_files()]


def files_left_over() -> int:
    """Files of the store that nothing names."""
    kept = [one for one in current_app.config["HOME"].glob("files/**/*") if one.is_file()]
    return sum(not is_named(one.name) for one in kept if one.suffix != ".rows")


def _wrong_databases() -> Iterator[str]:
    for database in DATABASES:
        if not database.is_postgresql and (found := _integrity_of(database)) != "ok":
            yield f"The {database.name} database is damaged: {found}."


def _integrity_of(database: Database) -> str:
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return f"a row refers to nothing: {tuple(loose)}" if loose else str(found)


def _wrong_trail() -> Iterator[str]:
    published = heads.read(current_app.config["HEADS"])
    verdict = verifying.verify((one.entries, one.fingerprint) for one in published)
    if verdict.why:
        yield f"The audit trail is broken: {verdict.why}."


def _wrong_files() -> Iterator[str]:
    named = [
        (table.name, column)
        for database in DATABASES
        for _, table in database.tables()
        for column in table.columns
        if column.info.get("names_a_file")
    ]
    for name, column in named:
        for fingerprint in session().scalars(select(column).where(column != "").distinct()):
            if not file_store().is_whole(fingerprint):
                yield f"A file that {name} names is missing or altered: {fingerprint}."
