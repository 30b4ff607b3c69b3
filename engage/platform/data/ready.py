"""Rows made ready for the driver of a database, so that nothing is left to work out when they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Table

Values = dict[str, Any]


MOST_VALUES = 30_000  # in one statement: SQLite takes 32,766


@dataclass(slots=True)
class Ready:
    """New rows of one table, with values as the driver takes them, in the order of ``columns``."""

    table: str
    columns: str
    rows: list[tuple[Any, ...]]

    @classmethod
    def of(cls, table: Table, rows: Sequence[Values], dialect: Dialect, also: tuple[str, ...] = ()) -> Ready:
        """``also`` are columns of which the values are the same in every row, and known only on writing."""
        quote = dialect.identifier_preparer.quote
        processors = [(name, _processor(table, name, dialect)) for name in rows[0]]
        made = [
            tuple(process(row[name]) if process else row[name] for name, process in processors)
            for row in rows
        ]
        return cls(quote(table.name), ", ".join(map(quote, (*rows[0], *also))), made)

    def write(self, connection: Connection, **also: Any) -> None:
        write = self._copy if connection.dialect.name == "postgresql" else self._insert
        write(connection, tuple(also.values()))

    def _insert(self, connection: Connection, rest: tuple[Any, ...]) -> None:
        # Many rows in one statement: after each, SQLite writes out what it has gathered for its index of
        # words, which took longer than all the rest.
        of_one = f"({', '.join('?' * (self.columns.count(',') + 1))})"
        size = MOST_VALUES // of_one.count("?")
        for start in range(0, len(self.rows), size):
            some = self.rows[start : start + size]
            values = ", ".join([of_one] * len(some))
            statement = f"INSERT INTO {self.table} ({self.columns}) VALUES {values}"  # noqa: S608  our own names
            connection.exec_driver_sql(statement, tuple(value for row in some for value in row + rest))

    def _copy(self, connection: Connection, rest: tuple[Any, ...]) -> None:
        # Not one after another: PostgreSQL takes a row of a copy in a fraction of the time of a statement.
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {self.table} ({self.columns}) FROM STDIN") as copy:
            for row in self.rows:
                copy.write_row(row + rest)


def _processor(table: Table, name: str, dialect: Dialect) -> Any:
    kind: Any = table.c[name].type
    return kind.dialect_impl(dialect).bind_processor(dialect)
