"""Undo: put back what one audit entry replaced, or refuse and name what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Date, inspect, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from engage.platform.data import audit
from engage.platform.data.audit import AuditChange
from engage.platform.data.db import record, session
from engage.platform.data.tables import Base, Moment
from engage.platform.offers import references
from engage.rules.errors import Refused

AT_ONCE = 500
MOST_NAMED = 5
NO_COPY = (
    "This cannot be undone, because it changed what is kept of a person, and the audit trail holds no copy "
    "of that. Nothing was undone. Change it back by hand."
)
BLANKED = (
    "This cannot be undone, because what it changed was blanked in the audit trail for good. "
    "Nothing was undone. Change it back by hand."
)


@dataclass(frozen=True, slots=True)
class Lean:
    """A record that points at a row of another: ``leaning`` would lose ``upon``, both as ``activity:412``."""

    leaning: str
    upon: str


def put_back(
    entry_id: int,
    *,
    sparing: Collection[str] = (),
    but: Collection[str] = (),
    report: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Reverse the changes of one entry inside the caller's verb; answer how many rows that touched.

    Rows of the tables named in ``sparing``, and those of the records in ``but``, stay as they are. Raises
    Refused, naming the records, when any other has been changed since, or when a record depends on one that
    would go away.
    """
    changes = [
        change
        for change in audit.changes_of(entry_id)
        if change.table not in sparing and change.ref not in but
    ]
    changed = [ref for ref in changed_since(entry_id, sparing) if ref not in but]
    _refuse(changed, "records it touched were changed afterwards")
    leaning = sorted({one.leaning for one in leaning_on(changes)})
    _refuse(leaning, "records entered since depend on what it brought")
    done = 0
    for run in _runs(changes):
        rows = _rows_of(run)
        for change in run:
            _reverse(change, rows.get(change.row_id))
        session().flush()
        done += len(run)
        report(done, len(changes))
    return len(changes)


def changed_since(entry_id: int, sparing: Collection[str] = ()) -> list[str]:
    """The records, such as ``activity:412``, that the entry touched and that are not as it left them.

    What was changed later and changed back stands in nobody's way.
    """
    mine, later = aliased(AuditChange), aliased(AuditChange)
    touched_again = (
        select(later.ref)
        .join(mine, mine.ref == later.ref)
        .where(mine.entry_id == entry_id, later.entry_id > entry_id, mine.table.not_in(sparing))
        .distinct()
    )
    refs = list(session().scalars(touched_again))
    return sorted({ref for batch in _batches(refs) for ref in _not_as_left(entry_id, batch)})


def _not_as_left(entry_id: int, refs: Sequence[str]) -> Iterator[str]:
    wanted = select(AuditChange).where(AuditChange.ref.in_(refs), AuditChange.entry_id > entry_id)
    rows: dict[tuple[str, int], list[AuditChange]] = {}
    for change in session().scalars(wanted.order_by(AuditChange.id)):
        rows.setdefault((change.table, change.row_id), []).append(change)
    yield from (changes[0].ref for changes in rows.values() if not _came_to_nothing(changes))


def _came_to_nothing(changes: Sequence[AuditChange]) -> bool:
    """Whether the changes of one row, in their order, have left it as it was."""
    if any(change.is_blanked for change in changes):
        return False
    if changes[0].before is None or changes[-1].after is None:
        return changes[0].before is changes[-1].after
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in changes:
        before = {**(change.before or {}), **before}
        after |= change.after or {}
    counter = inspect(record.row_of(changes[0].table)).version_id_col
    return all(
        after.get(name) == value for name, value in before.items() if name != getattr(counter, "name", "")
    )


def leaning_on(changes: Sequence[AuditChange]) -> list[Lean]:
    """Records that point at a row which the changes made, by a row that they did not touch."""
    made: dict[str, dict[int, str]] = {}
    touched: dict[str, set[int]] = {}
    for change in changes:
        touched.setdefault(change.table, set()).add(change.row_id)
        if change.before is None:
            made.setdefault(change.table, {})[change.row_id] = change.ref
    found = {lean for name, rows in made.items() for lean in _pointing_at(name, rows, touched)}
    return sorted(found, key=lambda lean: (lean.leaning, lean.upon))


def _refuse(named: Sequence[str], why: str) -> None:
    if named:
        first = references.links(named[:MOST_NAMED]).values()
        shown = "; ".join(link.text for link in first) + (" and others" if len(named) > MOST_NAMED else "")
        raise Refused(
            f"This cannot be undone as a whole, because {why}: {shown}. Nothing was undone."
            " Undo or redo those later changes by hand first."
        )


def _pointing_at(name: str, made: dict[int, str], touched: dict[str, set[int]]) -> Iterator[Lean]:
    target = record.row_of(name).__table__
    for row, table in record.tables():
        columns = [key.parent for key in table.foreign_keys if key.column.table is target]
        if row.__unaudited__:
            continue
        own = touched.get(table.name, set())
        for column in columns:
            yield from _others(row, column, made, own)


def _others(table: type[Base], column: Column[Any], made: dict[int, str], own: set[int]) -> Iterator[Lean]:
    """Where rows, not our own, have the number of a row that was made in the column."""
    key = inspect(table).primary_key[0]
    for batch in _batches(sorted(made)):
        pairs = session().execute(select(key, column).where(column.in_(batch))).all()
        found = {number: made[target] for number, target in pairs if number not in own}
        if found:
            rows = session().scalars(select(table).where(key.in_(found)))
            yield from (Lean(row.record_ref(), found[_number_of(row)]) for row in rows)


def _runs(changes: Sequence[AuditChange]) -> Iterator[list[AuditChange]]:
    """The changes, last first, in pieces that can be written together: of one table and one kind."""
    kinds = groupby(reversed(changes), lambda one: (one.table, one.before is None, one.after is None))
    for _kind, run in kinds:
        yield from _batches(list(run))


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _rows_of(run: Sequence[AuditChange]) -> dict[int, Base]:
    """The rows that the changes of one table are about, by number."""
    table = record.row_of(run[0].table)
    key = inspect(table).primary_key[0]
    rows = session().scalars(select(table).where(key.in_([change.row_id for change in run])))
    return {_number_of(row): row for row in rows}


def _number_of(row: Base) -> int:
    number: int = inspect(row).mapper.primary_key_from_instance(row)[0]
    return number


def _reverse(change: AuditChange, row: Base | None) -> None:
    table = record.row_of(change.table)
    if change.is_blanked:
        raise Refused(BLANKED)
    if change.before is not None and audit.NOT_KEPT in change.before.values():
        raise Refused(NO_COPY)
    if change.before is not None and change.after is None:
        session().add(table(**_thawed(table, change.before)))
        return
    if row is None:
        raise Refused(f"This cannot be undone as a whole, because {change.ref} is no longer there.")
    if change.before is None:
        session().delete(row)
        return
    for name, value in _thawed(table, change.before).items():
        setattr(row, name, value)


def _thawed(table: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    columns = inspect(table).columns
    return {name: _as_kind(columns[name].type, value) for name, value in values.items()}


def _as_kind(kind: TypeEngine[Any], value: Any) -> Any:
    if value is not None and isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
