"""The pieces dates are written with (day, month, quarter, season, year) and the words for each."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

HOW_TO_WRITE_A_DATE = "Enter a date such as 6 June 2018, a month such as June 2018, or leave it blank."
FIRST_YEAR, LAST_YEAR = 1900, 2099
MONTH_NAMES = tuple(calendar.month_name)[1:]


class UnreadableDate(ValueError):
    """The message says what is wrong with the words typed and what to type instead."""


class Precision(StrEnum):
    """How closely it is known when something started."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    MONTHS = "months"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    FINANCIAL_YEAR = "financial_year"
    OPEN_START = "open_start"
    WINDOW = "window"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """One named stretch of the calendar, both days included; where ``is_part``, somewhere in it."""

    precision: Precision
    first: date
    last: date
    words: str
    is_part: bool = False


def long_date(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, last_of_month(first).day))


def day_span(day: date) -> Span:
    return Span(Precision.DAY, day, day, long_date(day))


def month_span(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return Span(Precision.MONTH, first, last_of_month(first), f"{MONTH_NAMES[month - 1]} {year}")


def year_span(year: int) -> Span:
    return Span(Precision.YEAR, date(year, 1, 1), date(year, 12, 31), str(year))


def financial_year_span(year: int) -> Span:
    """The NHS financial year that starts on 1 April of ``year``."""
    words = f"{year}/{(year + 1) % 100:02d}"
    return Span(Precision.FINANCIAL_YEAR, date(year, 4, 1), date(year + 1, 3, 31), words)


def quarter_span(year: int, quarter: int) -> Span:
    """Quarter 1 to 4 of the financial year that starts in ``year``; quarter 1 is April to June."""
    first = months_later(date(year, 4, 1), 3 * (quarter - 1))
    words = f"Quarter {quarter} {financial_year_span(year).words}"
    return Span(Precision.QUARTER, first, last_of_month(months_later(first, 2)), words)


_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9}


def season_span(season: str, year: int, *, over_new_year: bool = False) -> Span:
    """
    Whole months, as the Met Office counts seasons. A winter named by one year ("winter 2016") may be
    the one that began it or the one that ended it, so it reaches over both.
    """
    if season == "winter":
        first = date(year if over_new_year else year - 1, 12, 1)
        words = f"winter {financial_year_span(year).words}" if over_new_year else f"winter {year}"
        return Span(Precision.SEASON, first, last_of_month(date(year + 1, 2, 1)), words)
    first = date(year, _SEASON_STARTS[season], 1)
    return Span(Precision.SEASON, first, last_of_month(months_later(first, 2)), f"{season} {year}")


def end_of(span: Span) -> Span:
    words = f"end of {span.words}"
    return Span(Precision.DAY, span.last, span.last, words)


MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"([0-9]{4}|'?[0-9]{2})"
_FINANCIAL_YEAR = r"(?:fy ?|financial year )?([0-9]{4}) ?[/-] ?([0-9]{2}|[0-9]{4})(?: financial year)?"
# As a spreadsheet or a program adds it to a date.
_TIME_OF_DAY = r"(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?)?"
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|s|nesday|r|rs|rsday|urday)?\b\.?,? *")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def lowered(text: str) -> str:
    """The words as they are compared: lower case, one kind of dash and of quote, single spaces."""
    plain = text.lower().translate(str.maketrans("‐‑‒–—−’‘", "------''"))
    return " ".join(plain.split())


def month_number(name: str) -> int:
    return [month[:3].lower() for month in MONTH_NAMES].index(name[:3]) + 1


def _year(typed: str) -> int:
    digits = typed.strip("'")
    if len(digits) == 2:
        return 2000 + int(digits)
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(
            f"The year {typed} is outside {FIRST_YEAR} to {LAST_YEAR}. {HOW_TO_WRITE_A_DATE}"
        )
    return year


def _day(typed: str, year: int, month: int, day: int) -> Span:
    if not 1 <= month <= 12:
        hint = "" if typed[:4].isdigit() else "; the day comes first, then the month"
        reason = f"there is no month {month}{hint}"
    elif 1 <= day <= calendar.monthrange(year, month)[1]:
        return day_span(date(year, month, day))
    else:
        of_month = month_span(year, month)
        reason = f"{of_month.words} has {of_month.last.day} days"
    raise UnreadableDate(f"{typed} is not a date: {reason}. {HOW_TO_WRITE_A_DATE}")


def _month(typed: str, year: int, month: int) -> Span:
    if not 1 <= month <= 12:
        raise UnreadableDate(f"{typed} is not a month: there is no month {month}. {HOW_TO_WRITE_A_DATE}")
    return month_span(year, month)


def _two_years(typed: str, first: str, second: str) -> Span:
    """Two numbers that may be a financial year or, as "2018-06", a year and its month."""
    year = _year(first)
    if int(second) % 100 == (year + 1) % 100 and len(second) == 2:
        return financial_year_span(year)
    if len(second) == 2 and 1 <= int(second) <= 12:
        return month_span(year, int(second))
    if int(second) == year + 1 and "/" in typed:
        return financial_year_span(year)
    if int(second) == year + 1:
        raise UnreadableDate(
            f"{typed} could be a financial year or two calendar years. "
            f"Enter {financial_year_span(year).words}, or {year} to {year + 1}."
        )
    last = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
    raise UnreadableDate(
        f"{typed} is not a financial year, which would be {financial_year_span(year).words}. "
        + (f"For several years enter {year} to {last}." if last > year else HOW_TO_WRITE_A_DATE)
    )


def _quarter(typed: str, quarter: str, first: str, second: str) -> Span:
    span = _two_years(typed, first, second)
    if span.precision is not Precision.FINANCIAL_YEAR or quarter not in "1234":
        raise UnreadableDate(f"{typed} is not a quarter. Enter a quarter such as Q3 2018/19.")
    return quarter_span(span.first.year, int(quarter))


def _season(typed: str, season: str, year: str, second: str | None) -> Span:
    if second is None:
        return season_span(season, _year(year))
    span = _two_years(typed, year, second)
    if season != "winter" or span.precision is not Precision.FINANCIAL_YEAR:
        raise UnreadableDate(f"{typed} names two years. Enter one, such as {season} {year}.")
    return season_span(season, span.first.year, over_new_year=True)


_Maker = Callable[..., Span]
_FORMS: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile(pattern), maker)
    for pattern, maker in (
        (
            r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})",
            lambda typed, day, _, month, year: _day(typed, _year(year), int(month), int(day)),
        ),
        (
            rf"([0-9]{{4}})([/.-])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME_OF_DAY}",
            lambda typed, year, _, month, day: _day(typed, _year(year), int(month), int(day)),
        ),
        (
            rf"{_DAY}(?: of)?[ /-]?({MONTH})[ /-]?{_YEAR}",
            lambda typed, day, month, year: _day(typed, _year(year), month_number(month), int(day)),
        ),
        (
            rf"({MONTH}) {_DAY} ([0-9]{{4}})",
            lambda typed, month, day, year: _day(typed, _year(year), month_number(month), int(day)),
        ),
        # Two figures after a space are left out: "June 14" may be a day of June or June 2014.
        (
            rf"({MONTH})(?:[ /-]?([0-9]{{4}})|(?:[/-]| ?')([0-9]{{2}}))",
            lambda typed, month, year, short: _month(typed, _year(year or short), month_number(month)),
        ),
        (
            r"([0-9]{1,2}) ?[/.-] ?([0-9]{4})",
            lambda typed, month, year: _month(typed, _year(year), int(month)),
        ),
        (
            rf"(?:q|qtr|quarter) ?([0-9]) (?:of )?{_FINANCIAL_YEAR}",
            lambda typed, quarter, first, second: _quarter(typed, quarter, first, second),
        ),
        (
            rf"{_FINANCIAL_YEAR} ?(?:q|qtr|quarter) ?([0-9])",
            lambda typed, first, second, quarter: _quarter(typed, quarter, first, second),
        ),
        (rf"{_FINANCIAL_YEAR}", lambda typed, first, second: _two_years(typed, first, second)),
        (
            r"(spring|summer|autumn|winter)(?: of)? ([0-9]{4})(?:[/-]([0-9]{2}|[0-9]{4}))?",
            lambda typed, season, year, second: _season(typed, season, year, second),
        ),
        (r"([0-9]{4})", lambda _typed, year: year_span(_year(year))),
    )
)


def read_span(text: str) -> Span | None:
    """
    One day, month, quarter, season, year or financial year; None when the words are none of these.

    Raises UnreadableDate for a day, month or quarter that does not exist, or a weekday that is wrong.
    """
    words, weekday = _without_weekday(lowered(text))
    words = " ".join(words.replace(",", " ").split())
    for pattern, maker in _FORMS:
        found = pattern.fullmatch(words)
        if found:
            span = maker(" ".join(text.split()), *found.groups())
            return _checked_weekday(span, weekday)
    return None


def _without_weekday(words: str) -> tuple[str, str]:
    found = _WEEKDAY.match(words)
    return (words[found.end() :], found[1]) if found else (words, "")


def _checked_weekday(span: Span, weekday: str) -> Span | None:
    if not weekday:
        return span
    if span.precision is not Precision.DAY:
        return None
    actual = span.first.weekday()
    if _WEEKDAYS[actual] != weekday:
        raise UnreadableDate(
            f"{span.words} is a {calendar.day_name[actual]}, but the record says "
            f"{calendar.day_name[_WEEKDAYS.index(weekday)]}. Correct the day or the date."
        )
    return span


_SHORT_DAY = re.compile(_DAY)
_SHORT_DATE = re.compile(rf"{_DAY}(?: of)?(?:[ /-]*({MONTH})|[/.]([0-9]{{1,2}}))")
_SHORT_MONTH = re.compile(rf"({MONTH})")


def read_short_span(text: str, full: Span) -> Span | None:
    """The "6" of "6 to 8 June 2018", or the "May" of "May to August 2014": the rest comes from ``full``."""
    words, weekday = _without_weekday(lowered(text))
    typed, year = " ".join(text.split()), full.first.year
    if full.precision not in {Precision.DAY, Precision.MONTH}:
        return None
    if found := _SHORT_MONTH.fullmatch(words):
        return month_span(year, month_number(found[1]))
    if found := _SHORT_DATE.fullmatch(words):
        number = month_number(found[2]) if found[2] else int(found[3])
        return _checked_weekday(_day(f"{typed} {year}", year, number, int(found[1])), weekday)
    if full.precision is Precision.DAY and (found := _SHORT_DAY.fullmatch(words)):
        month = month_span(year, full.first.month)
        span = _day(f"{typed} {month.words}", year, full.first.month, int(found[1]))
        return _checked_weekday(span, weekday)
    return None


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)
