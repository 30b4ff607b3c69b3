"""Holding a row as it was read, so that two people cannot overwrite one another unawares."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import literal
from sqlalchemy.orm import Mapped, declared_attr

from engage.platform.data.tables import Privacy, noted
from engage.rules.errors import Stale


class Versioned(Protocol):
    """A row whose number of changes is kept with it."""

    @property
    def version(self) -> Any: ...


class WithVersion:
    """A table whose rows keep the number of their changes."""

    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another",
        server_default=literal(1),
        privacy=Privacy.NONE,
    )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def hold(row: Versioned, version: int, what: str) -> None:
    """Go on only with the row as it stood at ``version``; ``what`` it is, in a word. Raises Stale.

    A verb holds before it changes anything. It runs behind every earlier writer, so what it holds stays.
    """
    if row.version != version:
        raise Stale(what, row.version)
