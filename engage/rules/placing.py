"""Placing facts in time: what certainly happened on given days, what may have, and which quarters count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from engage.rules.calendar_words import financial_year_span, last_of_month, long_date
from engage.rules.facts import Days, Fact

ALWAYS: Days = (date.min, date.max)


def shared(one: Days, other: Days) -> Days | None:
    """The days both have, if any."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def life_of(project: Fact) -> Days:
    """From the day a project opened to the day it closed; a side that is not known is open."""
    opened = project.says.get("live_from") or project.first or date.min
    closed = project.says.get("live_to") or date.max
    return min(opened, closed), max(opened, closed)


def contradiction(project: Fact) -> str:
    """What two dates of a project say that cannot both be; empty where they can."""
    opened, closed = project.says.get("live_from"), project.says.get("live_to")
    decided = project.says.get("decision")
    if opened and closed and closed < opened:
        told = f"ended on {long_date(closed)} and began on {long_date(opened)}"
    elif decided and closed and closed < decided:
        told = f"ended on {long_date(closed)} and was decided on {long_date(decided)}"
    else:
        return ""
    return f"Not known: record which date is right: the project {told}."


def last_known_day(project: Fact, beside: Iterable[Fact]) -> date | None:
    """The last day of which the records of a project tell: a date of its own, or of an activity."""
    own = [day for day in (project.first, *project.says.values()) if isinstance(day, date)]
    held = [fact.ended or fact.on for fact in beside if fact.kind == "activity"]
    return max((*own, *filter(None, held)), default=None)


def may_fall(fact: Fact, days: Days, life: Days) -> bool:
    """Whether it did or may have happened on one of these days; a project stands whatever its dates."""
    first, last = fact.proves or _start(fact, life)
    return fact.kind == "project" or shared((first, max(last, fact.ended or date.min)), days) is not None


def falls(fact: Fact, days: Days, life: Days) -> bool:
    """Whether it certainly started on one of these days, was still going on one, or proves one."""
    if fact.kind == "project":
        return True
    if fact.proves:
        return shared(fact.proves, days) is not None
    first, last = _start(fact, life)
    started = days[0] <= first and last <= days[1]
    return started or (fact.ended is not None and last <= days[1] and fact.ended >= days[0])


def _start(fact: Fact, life: Days) -> Days:
    """When it can have started; a side that is not known is bounded by the life of its project."""
    first, last = fact.started or ALWAYS
    return (life[0] if first == date.min else first), (life[1] if last == date.max else last)


def financial_year_end(day: date) -> date:
    return financial_year_span(day.year if day.month >= 4 else day.year - 1).last


def quarter_end(day: date) -> date:
    return last_of_month(date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def quarters_over(days: Days, today: date) -> Iterator[Days]:
    """The quarters among these days that are over, the first and last cut to them."""
    first = days[0]
    while first <= days[1]:
        end = quarter_end(first)
        last = min(end, days[1])
        if last >= today:
            return
        yield first, last
        first = end + timedelta(days=1)
