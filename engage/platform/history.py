"""The history of one record as its page shows it: who changed what, from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from engage.platform import audit
from engage.platform.tables import Base

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


def history_page(ref: str) -> list[Step]:
    """Everything done to a record, newest first."""
    return [
        Step(entry.at, entry.actor_name, _in_words(entry.event), tuple(_lines(changes)))
        for entry, changes in audit.history_of(ref)
    ]


def _in_words(event: str) -> str:
    """activity.evidence-kept: “Activity: evidence kept”."""
    thing, _, act = event.partition(".")
    return f"{thing.capitalize()}: {act.replace('-', ' ')}"


def _lines(changes: Iterable[audit.AuditChange]) -> Iterable[Line]:
    for change in changes:
        before, after = change.before or {}, change.after or {}
        for name in dict.fromkeys([*before, *after]):
            if name not in HIDDEN and _said(before.get(name)) != _said(after.get(name)):
                yield Line(_note(change.table, name), _said(before.get(name)), _said(after.get(name)))


def _note(table: str, name: str) -> str:
    found: type[Base] = next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table)
    columns = inspect(found).columns
    return str(columns[name].comment or name) if name in columns else name.replace("_", " ")


def _said(value: Any) -> str:
    if value is None or value == [] or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_said(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(held)}" for name, held in value.items())
    return str(value)
