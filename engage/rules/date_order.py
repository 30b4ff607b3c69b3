"""Whether the day or the month comes first where a date is written in figures alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engage.rules.calendar_words import HOW_TO_WRITE_A_DATE, MONTH_NAMES, UnreadableDate

LONGEST_CELL = 200
SAMPLES = 3


class Order(StrEnum):
    """Which comes first in 06/07/2018. A year that comes first is always followed by its month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class OrdersShown:
    """
    What the cells of one column show: a few that can only be one order, and how many have either.

    06/13/2018 shows that the month comes first, 13/06/2018 the day; 06/07/2018 shows nothing.
    """

    day_first: tuple[str, ...]
    month_first: tuple[str, ...]
    either: int

    @property
    def order(self) -> Order | None:
        """The order of the whole column; None where it shows none, or both."""
        if bool(self.day_first) is bool(self.month_first):
            return None
        return Order.DAY_FIRST if self.day_first else Order.MONTH_FIRST

    @property
    def must_be_asked(self) -> bool:
        """Whether taking the day to come first would refuse a cell that has a date."""
        return bool(self.month_first)


_YEAR_FIRST = r"(?<![0-9])[0-9]{4} ?[/.-] ?[0-9]{1,4}(?: ?[/.-] ?[0-9]{1,2})?(?![0-9])"
_IN_FIGURES = (
    r"(?<![0-9])(?P<one>[0-9]{1,2}) ?(?P<mark>[/.-]) ?(?P<two>[0-9]{1,2}) ?(?P=mark) ?"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_SHORT = (
    r"(?<![0-9])(?P<short_one>[0-9]{1,2})/(?P<short_two>[0-9]{1,2})"
    r"(?= ?(?:[-–—,&]|to|and|until|till) ?[0-9]{1,2}/)"
)
_DATES = re.compile(rf"{_YEAR_FIRST}|{_IN_FIGURES}|{_SHORT}", re.IGNORECASE)


def orders_shown(texts: Iterable[str]) -> OrdersShown:
    """What the cells of a column show of its order. Long texts, which no date has, are passed over."""
    shown: dict[Order, dict[str, None]] = {order: {} for order in Order}
    either = 0
    for text in texts:
        for found in _DATES.finditer(text if len(text) <= LONGEST_CELL else ""):
            if not found["one"]:
                continue
            one, two = int(found["one"]), int(found["two"])
            if one <= 12 and two <= 12:
                either += one != two
            elif order := _only_order(one, two):
                shown[order].setdefault(text)
    few = {order: tuple(cells)[:SAMPLES] for order, cells in shown.items()}
    return OrdersShown(few[Order.DAY_FIRST], few[Order.MONTH_FIRST], either)


def _only_order(one: int, two: int) -> Order | None:
    if two <= 12 and one <= 31:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if one <= 12 and two <= 31 else None


def either_day(text: str) -> str:
    """The first date in the text whose two figures may each be its month; empty where there is none."""
    found = _DATES.finditer(text if len(text) <= LONGEST_CELL else "")
    dates = (one for one in found if one["one"] and one["one"].lstrip("0") != one["two"].lstrip("0"))
    return next((one[0] for one in dates if int(one["one"]) <= 12 and int(one["two"]) <= 12), "")


def in_order(text: str, order: Order) -> str:
    """
    The text with the months of its dates in words, where the month comes first: what is kept of it reads
    the same ever after. Raises UnreadableDate where the first figures are no month.
    """
    if order is Order.DAY_FIRST:
        return text
    return _DATES.sub(_month_in_words, text)


def _month_in_words(found: re.Match[str]) -> str:
    one, day = (found["one"], found["two"]) if found["one"] else (found["short_one"], found["short_two"])
    if one is None:
        return found[0]
    if not 1 <= int(one) <= 12:
        raise UnreadableDate(
            f"{found[0]} is not a date: there is no month {int(one)}; in this column the month comes first,"
            f" then the day. {HOW_TO_WRITE_A_DATE}"
        )
    month = MONTH_NAMES[int(one) - 1]
    return f"{day} {month} {found['year']}" if found["year"] else f"{day} {month}"
