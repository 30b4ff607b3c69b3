"""What is asked about before the rows of a log are taken: what can hardly be, and what may be there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.activities.listing import HARDLY
from engage.activities.models import Activity, ActivityBody
from engage.activities.queries import CANCELLED, NOT_HELD, nearly_one_title, plain
from engage.organisation.importing import BodyCells
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.imports.importing import Content, Creation, Doubtful, Entry, Update, batches
from engage.rules.dates_as_known import DateAsKnown, Precision, long_date

Days = Mapping[str, tuple[date | None, date | None]]
MOST_OF_A_DAY = 50  # titles of one body on one day with which another is compared
ASKED_ABOUT = {**HARDLY, "twice": "Perhaps one activity twice, under two titles"}


@dataclass(frozen=True, slots=True)
class _Planned:
    """A row with what its record will hold; ``number`` is that of the record it changes, ``held`` what that
    holds before."""

    entry: Entry
    holds: Mapping[str, Content]
    number: int | None = None
    held: Mapping[str, Content] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        return self.holds[name].value if name in self.holds else None

    @property
    def when(self) -> DateAsKnown:
        return self.value("starts") or DateAsKnown.not_recorded()

    @property
    def reached(self) -> int | None:
        return self.value("reached").number if self.value("reached") else None

    @property
    def bodies(self) -> Sequence[str]:
        """The codes of its bodies, the leading one first."""
        return self.value("body") or ()

    @property
    def as_it_was(self) -> _Planned:
        """What its record holds before the row is taken, of which nobody is asked again."""
        return _Planned(self.entry, self.held)


@dataclass(frozen=True, slots=True)
class _Alike:
    """An activity as others are held against it: of the log, or of the file."""

    title: str
    place: str
    reached: int | None
    told: str
    number: int | None = None

    def may_be(self, other: _Alike) -> bool:
        """Whether their titles are nearly the same, and no two places tell them apart."""
        elsewhere = bool(self.place and other.place) and self.place != other.place
        return not elsewhere and not self.is_same(other) and nearly_one_title(self.title, other.title)

    def is_same(self, other: _Alike) -> bool:
        return self.number is not None and self.number == other.number


@dataclass(slots=True)
class _Days:
    """What was held on each day, by its first body too."""

    at_once: dict[tuple[date, str, int], _Alike] = field(default_factory=dict)
    titled: dict[tuple[date, str], list[_Alike]] = field(default_factory=dict)

    def add(self, day: date, lead: str, one: _Alike) -> None:
        if one.place and one.reached:
            self.at_once.setdefault((day, one.place, one.reached), one)
        titled = self.titled.setdefault((day, lead), [])
        if len(titled) < MOST_OF_A_DAY:
            titled.append(one)

    def why(self, day: date, lead: str, one: _Alike) -> str:
        """Why it may be an earlier one; empty where none is like it."""
        at_once = self.at_once.get((day, one.place, one.reached)) if one.place and one.reached else None
        if at_once and not at_once.is_same(one):
            return f"the same day, place and number as {at_once.told}"
        found = next((it for it in self.titled.get((day, lead), ()) if it.may_be(one)), None)
        return f"nearly the same title, on the same day, as {found.told}" if found else ""


def doubts_of(creations: Sequence[Creation], updates: Sequence[Update], bodies: BodyCells) -> list[Doubtful]:
    """What is asked about, each row once for each kind."""
    rows = [_Planned(one.entry, one.entry.content) for one in creations]
    rows += [
        _Planned(one.entry, {**one.stored.content, **one.entry.content}, one.stored.id, one.stored.content)
        for one in updates
    ]
    days = bodies.days_of({code for row in rows for code in row.bodies})
    looks: Sequence[tuple[str, Callable[[_Planned], str]]] = (
        ("to_come", _to_come),
        ("bodies", lambda row: _outside_its_bodies(row, days, bodies)),
        ("cancelled", _called_off),
    )
    found = [
        Doubtful(row.entry, kind, why)
        for kind, look in looks
        for row in rows
        if (why := look(row)) and why != look(row.as_it_was)
    ]
    return [*found, *_twice(rows, bodies)]


def _to_come(row: _Planned) -> str:
    first = row.when.start_from
    if first is None or first <= clock.today() or row.value("status") in NOT_HELD:
        return ""
    return f"it starts on {long_date(first)}"


def _outside_its_bodies(row: _Planned, days: Days, bodies: BodyCells) -> str:
    first, last = row.when.start_from, row.when.start_to
    for code in row.bodies:
        began, ended = days.get(code, (None, None))
        name = bodies.content((code,)).words
        if first and ended and ended < first:
            return f"{name} ended on {long_date(ended)}"
        if last and began and last < began:
            return f"{name} began on {long_date(began)}"
    return ""


def _called_off(row: _Planned) -> str:
    if row.value("status") != CANCELLED:
        return ""
    if row.reached is not None:
        return f"{row.reached:,} reached"
    return "people are counted by group" if row.value("tallies") else ""


def _twice(rows: Sequence[_Planned], bodies: BodyCells) -> Iterator[Doubtful]:
    """Rows like one above them in the file, or like an activity of the log."""
    of_a_day = (row for row in rows if row.when.precision is Precision.DAY)
    dated = [(day, row) for row in of_a_day if (day := row.when.start_from)]
    known = _Days()
    for day, lead, one in _logged(sorted({day for day, _row in dated}), bodies):
        known.add(day, lead, one)
    for day, row in dated:
        lead, title = next(iter(row.bodies), ""), row.entry.name
        told = f"“{title}” above it in the file"
        one = _Alike(title, plain(row.value("venue") or ""), row.reached, told, row.number)
        if why := known.why(day, lead, one):
            yield Doubtful(row.entry, "twice", why)
        known.add(day, lead, one)


def _logged(days: Sequence[date], bodies: BodyCells) -> Iterable[tuple[date, str, _Alike]]:
    lead = (ActivityBody.activity_id == Activity.id) & ActivityBody.leads.is_(True)
    columns = (Activity.id, Activity.ref, Activity.title, Activity.venue, Activity.reached)
    wanted = select(*columns, Activity.start_from, ActivityBody.body_id).outerjoin(ActivityBody, lead)
    for some in batches(days):
        held = Activity.start_from.in_(some) & (Activity.start_to == Activity.start_from)
        rows: Iterable[Any] = session().execute(wanted.where(held))
        for number, ref, title, venue, reached, day, body_id in rows:
            code = bodies.code_of(body_id) if body_id else ""
            yield day, code, _Alike(title, plain(venue), reached, f"{ref}, “{title}”, of the log", number)
