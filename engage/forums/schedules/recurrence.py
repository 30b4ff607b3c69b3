"""When a forum is to meet: a rule of recurrence that always ends, and the days it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Protocol

from engage.forums.words import FREQUENCIES
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

MOST_MEETINGS = 400  # of one schedule: more is a mistake of typing, and would flood every calendar
LAST_WEEK = 5  # of a month: not every month has five of a weekday, so the fifth is the last
LAST_SURE_DAY = 28  # of a month: beyond it the month's last day stands in where there is no such day
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY = {
    "weekly": 1,
    "fortnightly": 2,
    "monthly": 1,
    "bimonthly": 2,
    "quarterly": 3,
    "half_yearly": 6,
    "yearly": 12,
}
"""How many weeks or months lie between two meetings."""
IN_WEEKS = frozenset({"weekly", "fortnightly"})


class Recurring(Protocol):
    """What a rule of recurrence is made from."""

    @property
    def first_on(self) -> date: ...
    @property
    def until_on(self) -> date: ...
    @property
    def frequency(self) -> str: ...
    @property
    def by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of recurrence as calendars know it: every ``interval`` weeks or months, on which days of it."""

    is_weekly: bool
    interval: int
    weekday: int | None = None
    place: int | None = None
    days: tuple[int, ...] = ()

    def dates(self, first: date, until: date) -> Iterator[date]:
        """The days of it, from the first to the last, both counted."""
        if self.is_weekly:
            step = timedelta(weeks=self.interval)
            return (first + number * step for number in range((until - first) // step + 1))
        from dateutil.rrule import MONTHLY, rrule, weekday

        found = rrule(
            MONTHLY,
            interval=self.interval,
            dtstart=datetime.combine(first, time()),
            until=datetime.combine(until, time()),
            byweekday=None if self.weekday is None else weekday(self.weekday, self.place),
            bymonthday=self.days or None,
            bysetpos=-1 if self.days else None,
        )
        return (moment.date() for moment in found)


def rule_of(schedule: Recurring) -> Rule:
    """The rule that a schedule means: which weekday or day of the month follows from its first meeting."""
    interval = EVERY[schedule.frequency]
    first = schedule.first_on
    if schedule.frequency in IN_WEEKS:
        return Rule(is_weekly=True, interval=interval, weekday=first.weekday())
    if schedule.by == "day_of_month":
        days = tuple(range(min(first.day, LAST_SURE_DAY), first.day + 1))
        return Rule(is_weekly=False, interval=interval, days=days)
    week = (first.day - 1) // 7 + 1
    place = -1 if week == LAST_WEEK else week
    return Rule(is_weekly=False, interval=interval, weekday=first.weekday(), place=place)


def occurrences(schedule: Recurring) -> list[date]:
    """Every day on which a forum is to meet, in order, by its schedule."""
    return list(rule_of(schedule).dates(schedule.first_on, schedule.until_on))


def in_words(schedule: Recurring) -> str:
    """Every three months on the second Thursday, from 11 April 2019 to 31 March 2020."""
    days = f"from {long_date(schedule.first_on)} to {long_date(schedule.until_on)}"
    return f"{FREQUENCIES[schedule.frequency]} on {_which_day(schedule)}, {days}"


def check(schedule: Recurring) -> None:
    """Raises Refused for a schedule that ends before it begins, or has too many meetings."""
    first, until = schedule.first_on, schedule.until_on
    if until < first:
        raise Refused(
            f"The schedule ends on {long_date(until)}, before its first meeting on {long_date(first)}."
            " Enter a later last day."
        )
    days = rule_of(schedule).dates(first, until)
    if len(list(islice(days, MOST_MEETINGS + 1))) > MOST_MEETINGS:
        raise Refused(
            f"A schedule until {long_date(until)} would have more than {MOST_MEETINGS} meetings. Enter an "
            "earlier last day; a new schedule can follow it."
        )


def _which_day(schedule: Recurring) -> str:
    rule = rule_of(schedule)
    if rule.days:
        day = rule.days[-1]
        return f"day {day} of the month" + (", or its last" if day > LAST_SURE_DAY else "")
    name = DAYS[schedule.first_on.weekday()]
    return name if rule.is_weekly else f"the {ORDINALS[rule.place or 0]} {name}"
