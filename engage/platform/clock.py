"""The clock on the wall: the only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()


def in_london(moment: datetime) -> datetime:
    """A stored moment as London clocks show it. SQLite gives moments back without a zone: they are UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(LONDON)


def beginning_of(day: date) -> datetime:
    """The first moment of a day in London, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last moment of a day in London, in UTC."""
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)
