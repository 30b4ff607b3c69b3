"""Everything that points at a body, whatever package it belongs to, as the tables themselves declare it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, UniqueConstraint, cast, select

from engage.organisation.models import Body
from engage.platform.data.db import record, session
from engage.platform.data.fields import Choices, Records, fields_of
from engage.platform.data.tables import Base

Row = Any
"""A row of some table: which, only the tables know."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column that points at bodies: by one number, or by a list of numbers or codes."""

    table: type[Base]
    column: str
    is_list: bool = False
    by_code: bool = False

    def rows(self, body: Body) -> list[Row]:
        """The rows that point at the body."""
        column: Any = getattr(self.table, self.column)
        if not self.is_list:
            return list(session().scalars(select(self.table).where(column == body.id)))
        held = self.held(body)
        near = select(self.table).where(cast(column, String).like(f"%{held}%"))
        return [row for row in session().scalars(near) if held in getattr(row, self.column)]

    def held(self, body: Body) -> Any:
        return body.code if self.by_code else body.id

    def moved(self, value: Any, other: Body, kept: Body) -> Any:
        """What the column holds once it points at the kept one instead of the other."""
        if not self.is_list:
            return kept.id
        swapped = (self.held(kept) if one == self.held(other) else one for one in value)
        return list(dict.fromkeys(swapped))

    def twins(self, kept: Body) -> dict[tuple[Any, ...], Row]:
        """The rows of the kept one by what, together with the body, no two rows may say alike."""
        rows = [] if self.is_list else self.rows(kept)
        return {self._key(row, names): row for names in self._unique() for row in rows}

    def twin(self, row: Row, twins: dict[tuple[Any, ...], Row]) -> Row | None:
        return next((twins[key] for names in self._unique() if (key := self._key(row, names)) in twins), None)

    def _unique(self) -> Iterator[tuple[str, ...]]:
        table: Any = self.table.__table__
        constraints = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        for one in (*constraints, *(index for index in table.indexes if index.unique)):
            names = [column.name for column in one.columns]
            if self.column in names and not self.is_list:
                yield tuple(name for name in names if name != self.column)

    def _key(self, row: Row, names: tuple[str, ...]) -> tuple[Any, ...]:
        return (names, *(getattr(row, name) for name in names))


def pointers() -> list[Pointer]:
    """Every column that points at bodies."""
    found: list[Pointer] = []
    for row, table in record.tables():
        keys = [key for key in table.foreign_keys if key.column.table is Body.__table__]
        found += [Pointer(row, key.parent.name) for key in sorted(keys, key=lambda one: one.parent.name)]
        for name, field in fields_of(row).items():
            if isinstance(field, Records) and field.kind == "body":
                found.append(Pointer(row, name, is_list=True))
            if isinstance(field, Choices) and field.codes_of == "body":
                found.append(Pointer(row, name, is_list=True, by_code=True))
    return found
