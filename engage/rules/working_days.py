"""Working days in England: not a Saturday, a Sunday or a bank holiday."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_HOLIDAYS = Path(__file__).parent / "catalogue" / "bank-holidays.toml"


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday listed.

    Past the last year listed a clock runs on weekdays alone, so that it ends early and not late.
    """
    return frozenset(tomllib.loads(_HOLIDAYS.read_text(encoding="utf-8"))["england"])


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays()


def last_day_of_clock(start: date, working_days: int, *, counts_start: bool = False) -> date:
    """The last day of a clock of so many working days.

    It runs from the day after ``start`` (Freedom of Information Act 2000, section 10), or begins with
    ``start`` where the law says so (SI 2012/3094, regulation 44(3)).
    """
    day, left = start, working_days - (counts_start and is_working_day(start))
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day
