"""Rows made ready for the driver of a database, so that nothing is left to work out when they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

Values = dict[str, Any]


@dataclass(slots=True)
class Ready:
    """New rows of one table, with values as the driver takes them, in their order or by their names."""

    statement: str
    in_order: bool
    rows: list[Any]

    @classmethod
    def of(cls, table: Table, rows: Sequence[Values], dialect: Dialect, also: tuple[str, ...] = ()) -> Ready:
        """``also`` are columns of which the values are the same in every row, and known only on writing."""
        names = [*rows[0], *also]
        compiled = insert(sql_table(table.name, *map(sql_column, names))).compile(
            dialect=dialect, column_keys=names
        )
        processors = [(name, _processor(table, name, dialect)) for name in rows[0]]
        made = [
            {name: process(row[name]) if process else row[name] for name, process in processors}
            for row in rows
        ]
        if compiled.positional:
            return cls(str(compiled), True, [tuple(row.values()) for row in made])
        return cls(str(compiled), False, made)

    def write(self, connection: Connection, **also: Any) -> None:
        if self.in_order:
            rest = tuple(also.values())
            connection.exec_driver_sql(self.statement, [row + rest for row in self.rows])
        else:
            connection.exec_driver_sql(self.statement, [row | also for row in self.rows])


def _processor(table: Table, name: str, dialect: Dialect) -> Any:
    kind: Any = table.c[name].type
    return kind.dialect_impl(dialect).bind_processor(dialect)
