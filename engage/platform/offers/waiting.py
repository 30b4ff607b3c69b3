"""What waits for somebody: each feature offers what of its own does, and the first page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
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


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that wait for one reason, still to be counted: in words for one and for many."""

    number: InstrumentedAttribute[int]
    condition: ColumnElement[bool]
    one: str
    many: str
    address: str


Find = Callable[[Actor], Iterable[Waiting | Rows]]
"""What waits in a feature, and this person may see; beside rows to be counted in few queries, or none."""


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits and this person may see, feature by feature; all rows counted in one query."""
    found = [one for find in gathered().waiting.values() for one in find(actor)]
    seen = [one for one in found if leads_somewhere(one.address)]
    counts = iter(_counts([one for one in seen if isinstance(one, Rows)]))
    told = (_in_words(one, next(counts)) if isinstance(one, Rows) else one for one in seen)
    return [one for one in told if one]


def _in_words(rows: Rows, count: int) -> Waiting | None:
    return Waiting(counted(count, rows.one, rows.many), rows.address) if count else None


def _counts(wanted: Sequence[Rows]) -> list[int]:
    if not wanted:
        return []
    each = [select(func.count(rows.number)).where(rows.condition).scalar_subquery() for rows in wanted]
    return list(session().execute(select(*each)).one())
