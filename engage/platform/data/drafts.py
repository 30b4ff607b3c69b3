"""Drafts: what a verb with many rows will write, worked out before its turn, so that its turn is short.

While a draft is open the session writes nothing. New rows get numbers set aside for them, what changed is
noted for the audit trail as ever, and every table that was read is remembered. When the turn comes the draft
is written in a few statements, unless somebody changed one of those tables meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Executable, Table, bindparam, delete, event, inspect, update
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.orm import ORMExecuteState, Session, make_transient, make_transient_to_detached
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.util import find_tables

from engage.platform.data.ready import Ready, Values
from engage.platform.data.search_text import keep_words

Rows = dict[int, Values]
GiveNumber = Callable[[Table], int]

NUMBER, VERSION = "number_of_row", "version_before"


@dataclass(slots=True)
class Batch:
    """What may be written in one go: new rows by table, then changed ones, then what goes, then the rest."""

    new: dict[Table, Rows] = field(default_factory=dict)
    changed: dict[Table, Rows] = field(default_factory=dict)
    gone: list[tuple[Table, int]] = field(default_factory=list)
    then: list[tuple[Executable, Any]] = field(default_factory=list)
    ready: list[Ready] = field(default_factory=list)


class Draft:
    """What will be written; ``read`` are the names of the tables on which it rests."""

    def __init__(self, give_number: GiveNumber) -> None:
        self.read: set[str] = set()
        self._give_number = give_number
        self._batches = [Batch()]

    @contextmanager
    def open_in(self, session: Session) -> Iterator[None]:
        """Take in what the session would write, until this ends."""
        session.info["draft"] = self
        try:
            yield
        finally:
            del session.info["draft"]

    def take_in(self, session: Session) -> None:
        """Take what a flush would write; afterwards the session holds it as if it were written.

        Whoever listens for a flush, as the audit trail does, is told before it counts as written.
        """
        new = list(session.new)
        changed = [row for row in session.dirty if session.is_modified(row)]
        gone = list(session.deleted)
        for row in new:
            self._complete(row)
            self._open.new.setdefault(row.__table__, {})[_number(row)] = _values(row, _attributes(row))
        with session.no_autoflush:
            session.dispatch.after_flush(session, None)
        for row in changed:
            _raise_version(row)
            self._change(row)
        self._open.gone.extend((row.__table__, _number(row)) for row in reversed(gone))
        _settle(session, new, changed, gone)

    def note(self, statement: Executable, parameters: Any) -> None:
        """Remember a statement that writes many rows at once."""
        self._open.then.append((statement, parameters))

    def make_ready(self, dialect: Dialect, in_order: Sequence[Table]) -> None:
        """Leave nothing to be worked out of new rows, which are written in this order of tables."""
        for batch in self._batches:
            for table in in_order:
                if rows := batch.new.get(table):
                    batch.ready.append(Ready.of(table, list(rows.values()), dialect))

    def write(self, session: Session) -> None:
        """Write everything, once it is ready. Raises StaleDataError for a row that changed meanwhile."""
        for batch in self._batches:
            for rows_of_one in batch.ready:
                rows_of_one.write(session.connection())
            for table, rows in batch.changed.items():
                _write_changes(session, table, rows)
            for table, number in batch.gone:
                session.connection().execute(delete(table).where(_key(table) == number))
            for statement, parameters in batch.then:
                session.connection().execute(statement, parameters)

    @property
    def _open(self) -> Batch:
        if self._batches[-1].gone or self._batches[-1].then:
            self._batches.append(Batch())
        return self._batches[-1]

    def _complete(self, row: Any) -> None:
        """Give a new row the number and the defaults that it would get from being written."""
        mapper = inspect(type(row))
        for attribute in mapper.column_attrs:
            column = attribute.columns[0]
            if row.__dict__.get(attribute.key) is not None:
                continue
            if column.primary_key:
                value = self._give_number(row.__table__)
            elif column is mapper.version_id_col:
                value = 1
            else:
                value = _default(column)
            setattr(row, attribute.key, value)

    def _change(self, row: Any) -> None:
        table, number = row.__table__, _number(row)
        values = _values(row, _changed(row))
        drafted = next((one.new[table] for one in self._batches if number in one.new.get(table, ())), None)
        if drafted is not None:
            drafted[number] |= values
            return
        rows = self._open.changed.setdefault(table, {})
        known = rows.setdefault(number, {NUMBER: number, **_version_before(row)})
        known |= values


class DraftingSession(Session):
    """A session of a database: a flush writes, or goes into the draft that is open. Rows keep their words."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if self._is_clean():
            return
        keep_words([*self.new, *self.dirty])
        draft: Draft | None = self.info.get("draft")
        if draft is None:
            super().flush(objects)
        else:
            draft.take_in(self)


def look_on(session: Any) -> None:
    """Let drafts of these sessions see what is read, and keep statements that would write at once."""

    @event.listens_for(session, "do_orm_execute")
    def into_the_draft(state: ORMExecuteState) -> Any:
        draft: Draft | None = state.session.info.get("draft")
        if draft is None:
            return None
        if state.is_insert or state.is_update or state.is_delete:
            draft.note(state.statement, state.parameters)
            return IteratorResult(SimpleResultMetaData([]), iter(()))
        draft.read.update(table.name for table in _tables(state.statement))
        return None


def _tables(statement: Any) -> list[Table]:
    found = find_tables(
        statement, check_columns=True, include_joins=True, include_selects=True, include_crud=True
    )
    return [table for table in found if isinstance(table, Table)]


def _write_changes(session: Session, table: Table, rows: Rows) -> None:
    """Rows that change in the same columns are written together; each must be as it was when it was read."""
    alike: dict[tuple[str, ...], list[Values]] = {}
    for values in rows.values():
        alike.setdefault(tuple(values), []).append(values)
    for names, some in alike.items():
        where = _key(table) == bindparam(NUMBER)
        if VERSION in names:
            where = where & (table.c.version == bindparam(VERSION))
        columns = [name for name in names if name not in {NUMBER, VERSION}]
        statement = (
            update(table).where(where).values({table.c[name]: bindparam(_to(name)) for name in columns})
        )
        sent = [{_to(name): held for name, held in one.items()} for one in some]
        if session.connection().execute(statement, sent).rowcount != len(some):
            raise StaleDataError(f"a row of {table.name} was changed meanwhile")


def _to(name: str) -> str:
    return name if name in {NUMBER, VERSION} else f"to_{name}"


def _settle(session: Session, new: Sequence[Any], changed: Sequence[Any], gone: Sequence[Any]) -> None:
    """Let the session take these rows for written."""
    for row in [*new, *changed]:
        session.expunge(row)
        make_transient(row)
        make_transient_to_detached(row)
        session.add(row)
    for row in gone:
        make_transient(row)


def _raise_version(row: Any) -> None:
    version = inspect(type(row)).version_id_col
    if version is not None and not inspect(row).attrs[version.key].history.has_changes():
        setattr(row, version.key, getattr(row, version.key) + 1)


def _version_before(row: Any) -> Values:
    version = inspect(type(row)).version_id_col
    return {} if version is None else {VERSION: inspect(row).attrs[version.key].history.deleted[0]}


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def _attributes(row: Any) -> Iterable[Any]:
    found: Iterable[Any] = inspect(type(row)).column_attrs
    return found


def _changed(row: Any) -> list[Any]:
    state = inspect(row)
    touched = state.committed_state
    return [
        one for one in _attributes(row) if one.key in touched and state.attrs[one.key].history.has_changes()
    ]


def _values(row: Any, attributes: Iterable[Any]) -> Values:
    return {one.columns[0].key: getattr(row, one.key) for one in attributes}


def _number(row: Any) -> int:
    number: int = inspect(type(row)).primary_key_from_instance(row)[0]
    return number


def _key(table: Table) -> Any:
    return next(iter(table.primary_key.columns))
