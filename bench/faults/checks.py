"""What stands after a kill: whether it is whole, and which rows are there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Connection, Integer, Table, func, literal, select

from engage.platform.backups import checking
from engage.platform.data import heads, verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import record, session
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
    """What ``engage verify`` finds wrong with the databases, the trail and the files, in sentences."""
    session().rollback()
    if wrong := checking.what_is_wrong_with_databases():
        return wrong
    published = heads.read(current_app.config["HEADS"])
    verdict = verifying.verify((one.entries, one.fingerprint) for one in published)
    broken = [f"The audit trail is broken: {verdict.why}."] if verdict.why else []
    return [*broken, *checking.what_is_wrong_with_files()]
