"""What waits for somebody: each feature offers what of its own does, and the first page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.platform.data.db import session
from engage.platform.offers.gathered import gathered
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
    return [one for find in gathered().waiting.values() for one in find(actor)]


def rows(
    number: InstrumentedAttribute[int], condition: ColumnElement[bool], one: str, many: str, address: str
) -> list[Waiting]:
    """How many rows of a table wait, in words for one and for many; nothing where none does."""
    count = session().scalar(select(func.count(number)).where(condition)) or 0
    return [Waiting(counted(count, one, many), address)] if count else []
