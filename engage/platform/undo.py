"""Undo: put back what one audit entry replaced, or refuse and name what has changed since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import aliased

from engage.platform import audit
from engage.platform.db import session
from engage.platform.tables import Base
from engage.rules.errors import Refused


def put_back(entry_id: int) -> int:
    """Reverse every change of one entry inside the caller's verb; answer how many rows that touched.

    Raises Refused, naming the records, when any of them has been changed since.
    """
    changes = audit.changes_of(entry_id)
    changed_since = _changed_since(entry_id)
    if changed_since:
        named = ", ".join(changed_since[:5]) + (" and others" if len(changed_since) > 5 else "")
        raise Refused(
            f"This cannot be undone as a whole, because records it touched were changed afterwards: {named}. "
            "Nothing was undone. Undo or redo those later changes by hand first."
        )
    for change in reversed(changes):
        _reverse(change)
        session().flush()
    return len(changes)


def _table(name: str) -> type[Base]:
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == name)


def _found(change: audit.AuditChange) -> Base | None:
    return session().get(_table(change.table), change.row_id)


def _changed_since(entry_id: int) -> list[str]:
    mine, later = aliased(audit.AuditChange), aliased(audit.AuditChange)
    found = (
        select(later.ref)
        .join(mine, mine.ref == later.ref)
        .where(mine.entry_id == entry_id, later.entry_id > entry_id)
        .distinct()
        .order_by(later.ref)
    )
    return list(session().scalars(found))


def _reverse(change: audit.AuditChange) -> None:
    row = _found(change)
    if change.before is None:
        session().delete(row)
    elif change.after is None:
        session().add(_table(change.table)(**_thawed(_table(change.table), change.before)))
    else:
        for name, value in _thawed(_table(change.table), change.before).items():
            setattr(row, name, value)


def _thawed(table: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    columns = inspect(table).columns
    return {name: _as_kind(columns[name].type.python_type, value) for name, value in values.items()}


def _as_kind(kind: type, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    if issubclass(kind, date):
        return date.fromisoformat(value)
    return value
