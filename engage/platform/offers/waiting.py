"""What waits for somebody: each feature offers what of its own does, and the first page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.platform.data.db import session
from engage.platform.offers.gathered import gathered
from engage.platform.web.guard import leads_somewhere
from engage.platform.web.pages import counted
from engage.rules.actors import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, in words such as "4 actions are overdue", and the list that shows it."""

    words: str
    address: str


Find = Callable[[Actor], Iterable[Waiting]]
"""What waits in a feature, and this person may see, in a fixed number of queries."""


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits and this person may see, feature by feature."""
    found = (one for find in gathered().waiting.values() for one in find(actor))
    return [one for one in found if leads_somewhere(one.address)]


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that wait for one reason: in words for one and for many, and the list that shows them."""

    condition: ColumnElement[bool]
    one: str
    many: str
    address: str


def rows(
    number: InstrumentedAttribute[int], condition: ColumnElement[bool], one: str, many: str, address: str
) -> list[Waiting]:
    """How many rows of a table wait, in words for one and for many; nothing where none does."""
    return rows_of_kinds(number, Kind(condition, one, many, address))


def rows_of_kinds(number: InstrumentedAttribute[int], *kinds: Kind) -> list[Waiting]:
    """How many rows of a table wait for each reason, in one query; nothing where none does."""
    counts = [func.count(number).filter(kind.condition) for kind in kinds]
    found = session().execute(select(*counts).where(or_(*(kind.condition for kind in kinds)))).one()
    return [
        Waiting(counted(count, kind.one, kind.many), kind.address)
        for count, kind in zip(found, kinds, strict=True)
        if count
    ]
