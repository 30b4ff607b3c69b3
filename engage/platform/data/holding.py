"""Holding a row as it was read, so that two people cannot overwrite one another unawares."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import literal
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr

from engage.platform.data.tables import Privacy, noted
from engage.rules.errors import Stale

LAST = 1000


class Versioned(Protocol):
    """A row whose number of changes is kept with it."""

    @property
    def version(self) -> Any: ...


def _number_of_changes(**given: Any) -> MappedColumn[Any]:
    """The column, which stands after those that the table declares itself."""
    note = "raised at each change, so that two people cannot overwrite one another"
    return noted(note, sort_order=LAST, privacy=Privacy.NONE, **given)


class WithVersion:
    """A table whose rows keep the number of their changes."""

    version: Mapped[int] = _number_of_changes()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class WithLaterVersion(WithVersion):
    """The same of a table that came without it: rows that were there then stand at 1."""

    version: Mapped[int] = _number_of_changes(server_default=literal(1))


def hold(row: Versioned, version: int, what: str) -> None:
    """Go on only with the row as it stood at ``version``; ``what`` it is, in a word. Raises Stale.

    A verb holds before it changes anything. It runs behind every earlier writer, so what it holds stays.
    """
    if row.version != version:
        raise Stale(what, row.version)
