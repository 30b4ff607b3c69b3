"""The history of one record as its page shows it: who changed what, from what to what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, inspect
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from engage.platform.data import audit
from engage.platform.data.audit import AuditChange
from engage.platform.data.db import record
from engage.platform.data.fields import Field
from engage.platform.data.tables import Moment
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.platform.web.pages import moment
from engage.rules.calendar_words import long_date

NO = "no"
BLANKED = "(blanked)"
Named = Mapping[str, Link]

HIDDEN = {
    "id",
    "version",
    "search_text",
    "sorts_on",
    "start_from",
    "start_to",
    "start_month",
    "end_to",
    "when_precision",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One column that changed; ``before`` is empty for something new, ``after`` for something taken away."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody did to the record."""

    at: datetime
    who: str
    event: str
    lines: tuple[Line, ...]


def history_page(ref: str, *, without: Collection[str] = ()) -> list[Step]:
    """Everything done to a record, newest first; changes of the tables in ``without`` are left out, and what
    was done to nothing else. Columns named there (“activity.tallies”) are not told."""
    history = [
        (entry, kept)
        for entry, changes in audit.history_of(ref)
        if (kept := [change for change in changes if change.table not in without])
    ]
    named = references.links(_pointed_at(change for _, changes in history for change in changes) - {ref})
    return [
        Step(entry.at, entry.actor_name, in_words(entry.event), tuple(_lines(ref, changes, named, without)))
        for entry, changes in history
    ]


def in_words(event: str) -> str:
    """activity.evidence-kept: “Activity: evidence kept”."""
    thing, _, act = event.partition(".")
    return f"{thing.capitalize()}: {act.replace('-', ' ')}"


def _lines(
    ref: str, changes: Iterable[AuditChange], named: Named, without: Collection[str]
) -> Iterator[Line]:
    for change in changes:
        if change.is_blanked:
            old, new = ("" if values is None else BLANKED for values in (change.before, change.after))
            yield Line("what it held", old, new)
        before, after = change.before or {}, change.after or {}
        for name in dict.fromkeys([*before, *after]):
            column = _columns(change.table).get(name)
            if column is None or f"{change.table}.{name}" in without:
                continue
            if ref in _refs(column, [before.get(name), after.get(name)]):
                continue
            old, new = (_said(column, values.get(name), named) for values in (before, after))
            words = _words(column)
            if words and old != new and (old or new != NO):
                yield Line(words, old, new)


def _words(column: Column[Any]) -> str:
    """What the column's field is called; empty where a record that declares its fields does not tell it."""
    field: Field | None = column.info["field"]
    if field is not None:
        return field.words
    is_told = not _declares(column.table.name) and column.name not in HIDDEN
    return str(column.comment or column.name) if is_told else ""


@cache
def _declares(table: str) -> bool:
    """Whether a record declares its fields: more than a date as it was known brings with it."""
    return any(column.info["field"] for name, column in _columns(table).items() if name != "when_words")


def _pointed_at(changes: Iterable[AuditChange]) -> set[str]:
    """The references of every record that these changes point at."""
    return {
        ref
        for change in changes
        for values in (change.before or {}, change.after or {})
        for name, value in values.items()
        if name in _columns(change.table)
        for ref in _refs(_columns(change.table)[name], [value])
    }


def _refs(column: Column[Any], values: Iterable[Any]) -> list[str]:
    """What a column that points at another table points at, as references."""
    said = [value for value in values if value is not None]
    field: Field | None = column.info["field"]
    if field is not None and not column.foreign_keys:
        return [ref for value in said for ref in field.refs(field.held(value))]
    return [f"{key.column.table.name}:{value}" for key in column.foreign_keys for value in said]


@cache
def _columns(table: str) -> ReadOnlyColumnCollection[str, Column[Any]]:
    return inspect(record.row_of(table)).columns


def _said(column: Column[Any], value: Any, named: Named) -> str:
    if value is None or value == []:
        return ""
    if value == audit.NOT_KEPT:
        return audit.NOT_KEPT
    if refs := _refs(column, [value]):
        return "; ".join(named[ref].text for ref in refs)
    if isinstance(column.type, Date) and isinstance(value, str):
        return long_date(date.fromisoformat(value))
    if isinstance(column.type, Moment) and isinstance(value, str):
        return moment(datetime.fromisoformat(value))
    field: Field | None = column.info["field"]
    return field.said(field.held(value)) if field is not None else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else NO
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(held)}" for name, held in value.items())
    return str(value)
