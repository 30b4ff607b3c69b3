"""Which files of the file store the databases name: found from the tables, so that no feature is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Select, String, cast, select
from sqlalchemy.engine import Connection

from engage.platform.data.audit import AuditChange, AuditEntry, Event
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES
from engage.platform.data.tables import Base

_FINGERPRINTS = re.compile(r"\b[0-9a-f]{64}\b")


def named_files() -> set[str]:
    """The fingerprint of every file that a record names now, or will name again once it is put back."""
    found: set[str] = set()
    for database in DATABASES:
        with database.engine.connect() as connection:
            found |= named_in(database, connection)
    return found


def named_in(database: Database, connection: Connection) -> set[str]:
    """The same of one database, as a connection with it sees it."""
    rows = (connection.scalars(select(_words_of(column))) for _, column in columns_with_files(database))
    found = {fingerprint for words in rows for one in words for fingerprint in _FINGERPRINTS.findall(one or "")}
    if database.has_trail:
        found |= {fingerprint for fingerprint, _ in _in_the_trail(connection)}
    return found


def is_named(fingerprint: str) -> bool:
    """Whether any record names this file, or will once it is put back."""
    return next(_who_names(fingerprint), None) is not None


def who_names(fingerprint: str) -> list[str]:
    """The records that name this file, such as ``activity:412``."""
    return sorted(set(_who_names(fingerprint)))


def columns_with_files(database: Database) -> Iterator[tuple[type[Base], Column[Any]]]:
    """Every column that holds fingerprints of files, and the class of its rows."""
    return (
        (row, column)
        for row, table in database.tables()
        for column in table.columns
        if column.info.get("names_a_file")
    )


def _who_names(fingerprint: str) -> Iterator[str]:
    for database in DATABASES:
        for row, column in columns_with_files(database):
            wanted = select(row).where(_words_of(column).contains(fingerprint))
            yield from (one.record_ref() for one in database.session().scalars(wanted))
        if database.has_trail:
            kept = _in_the_trail(database.session().connection())
            yield from (ref for one, ref in kept if one == fingerprint)


def _in_the_trail(connection: Connection) -> Iterator[tuple[str, str]]:
    """What rows named that can be put back from the trail: each fingerprint, with its record."""
    columns: dict[str, set[str]] = {}
    for database in DATABASES:
        for _, column in columns_with_files(database):
            columns.setdefault(column.table.name, set()).add(column.name)
    for table, before, ref in connection.execute(_what_can_be_put_back(columns)):
        for name in columns[table] & set(before or {}):
            yield from ((one, ref) for one in _FINGERPRINTS.findall(str(before[name])))


def _what_can_be_put_back(tables: dict[str, set[str]]) -> Select[Any]:
    events = [event.name for event in Event.declared.values() if event.can_be_put_back]
    return (
        select(AuditChange.table, AuditChange.before, AuditChange.ref)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.event.in_(events), AuditChange.table.in_(tables))
    )


def _words_of(column: Column[Any]) -> Any:
    return cast(column, String)
