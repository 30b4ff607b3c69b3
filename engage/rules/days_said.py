"""Days that depend on the day they are said: "today", "yesterday", "last Tuesday", "next month"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from engage.rules.calendar_words import MONTH_NAMES, UnreadableDate, first_of_month, long_date, months_later

_PART_OF_DAY = "morning|afternoon|evening|night"
_WEEKDAYS = "|".join(name.lower() for name in calendar.day_name)
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten"
_SAID = re.compile(
    rf"\b(?:(?P<today>today|this (?:{_PART_OF_DAY})|tonight)"
    rf"|(?P<before>(?:the )?day before yesterday)|(?P<yesterday>yesterday(?: (?:{_PART_OF_DAY}))?|last night)"
    rf"|(?P<tomorrow>tomorrow(?: (?:{_PART_OF_DAY}))?)"
    rf"|(?P<ago>[0-9]{{1,3}}|a|{_NUMBERS}) days? ago"
    rf"|(?P<which>last|this|next) (?P<unit>week|month)"
    rf"|(?P<side>last|next) (?P<weekday>{_WEEKDAYS}))\b",
    re.IGNORECASE,
)
_DAYS_AWAY = {"today": 0, "before": -2, "yesterday": -1, "tomorrow": 1}
_SIDES = {"last": -1, "this": 0, "next": 1}


def first_said(text: str) -> str:
    """The first words of the text that depend on the day they are said; empty when there are none."""
    found = _SAID.search(text)
    return found[0] if found else ""


def with_days_named(text: str, today: date) -> str:
    """
    The text with such words replaced by the days they mean on ``today``.

    Raises UnreadableDate for a "last Tuesday" that may be one of two.
    """
    return _SAID.sub(lambda found: _named(found, today), text)


def _named(found: re.Match[str], today: date) -> str:
    for name, days in _DAYS_AWAY.items():
        if found[name]:
            return long_date(today + timedelta(days=days))
    if found["ago"]:
        return long_date(today - timedelta(days=_count(found["ago"].lower())))
    if found["weekday"]:
        return long_date(_weekday(found[0], found["side"].lower(), found["weekday"].lower(), today))
    side = _SIDES[found["which"].lower()]
    if found["unit"].lower() == "week":
        return f"week of {long_date(_monday_of(today) + timedelta(weeks=side))}"
    month = months_later(first_of_month(today), side)
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    return 1 if words == "a" else _NUMBERS.split("|").index(words) + 1


def _weekday(typed: str, side: str, name: str, today: date) -> date:
    """The nearest such day on that side, which people mean as well as that of the week on that side."""
    place = _WEEKDAYS.split("|").index(name)
    of_week = _monday_of(today) + timedelta(weeks=_SIDES[side], days=place)
    away = (today.weekday() - place - 1) % 7 + 1 if side == "last" else (place - today.weekday() - 1) % 7 + 1
    nearest = today + timedelta(days=_SIDES[side] * away)
    if nearest != of_week:
        first, second = sorted((nearest, of_week))
        raise UnreadableDate(
            f"“{typed}” may be {long_date(first)} or {long_date(second)}. Enter the day itself."
        )
    return nearest


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
