"""Coverage: of each stakeholder group, with how many there was contact lately, and with whom none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.remembered import Memory
from engage.platform.web.declared import NONE
from engage.stakeholders import words
from engage.stakeholders.contacts import LETTERS, letters_sent
from engage.stakeholders.listing import contacted_since
from engage.stakeholders.models import Organisation, Person, Table

MOST_NAMED = 20
COUNTED = Memory(4)


@dataclass(frozen=True, slots=True)
class Line:
    """One group: how many are open, with how many there was contact; ``value`` is the group for the list."""

    value: str
    label: str
    contacted: int
    total: int

    @property
    def silent(self) -> int:
        return self.total - self.contacted

    @property
    def percent(self) -> int | None:
        return round(100 * self.contacted / self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The organisations or the people of the register: by group, together, and the first without contact."""

    lines: tuple[Line, ...]
    together: Line
    silent: tuple[tuple[int, str], ...]


def coverage(table: Table, since: date) -> Coverage:
    """Whoever is still open, with contact since a day or without; worked out anew once anything changes.

    Those who are not to be contacted are left out: nobody should have been in touch with them.
    """
    what = (table.__tablename__, since, clock.today(), letters_sent())
    lines, silent = COUNTED.remembered(what, lambda: _counted(table, since), LETTERS)
    names = dict(session().execute(select(table.id, table.name).where(table.id.in_(silent))).all())
    together = Line("", "All groups", sum(one.contacted for one in lines), sum(one.total for one in lines))
    return Coverage(lines, together, tuple((number, names[number]) for number in silent))


def _counted(table: Table, since: date) -> tuple[tuple[Line, ...], tuple[int, ...]]:
    """The groups, and the first without contact by number: names are not remembered."""
    reached = contacted_since(table, since)
    rows = session().execute(_open(table)).all()
    lines = [_line(value, label, rows, reached) for value, label in _groups()]
    silent = [number for number, _ in rows if number not in reached]
    return tuple(line for line in lines if line.total), tuple(silent[:MOST_NAMED])


def _open(table: Table) -> Any:
    wanted = select(table.id, table.group).where(
        table.merged_into_id.is_(None), table.do_not_contact.is_(False)
    )
    if table is Organisation:
        wanted = wanted.where(Organisation.status == "active")
    else:
        wanted = wanted.where(Person.erased_on.is_(None), Person.closed_on.is_(None))
    return wanted.order_by(table.sorts_as, table.id)


def _groups() -> list[tuple[str, str]]:
    return [*words.code_choices(words.GROUPS), (NONE, "Group not known")]


def _line(value: str, label: str, rows: Iterable[Any], reached: set[int]) -> Line:
    group = "" if value == NONE else value
    own = [number for number, known in rows if known == group]
    return Line(value, label, sum(number in reached for number in own), len(own))
