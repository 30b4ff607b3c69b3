"""The periods a report may cover: a financial year, a quarter of one, any two dates, or everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from engage.rules.calendar_words import (
    FIRST_YEAR,
    LAST_YEAR,
    Precision,
    Span,
    UnreadableDate,
    day_before,
    financial_year_span,
    first_of_month,
    long_date,
    months_later,
    quarter_span,
)
from engage.rules.dates_as_known import DateAsKnown, read_date

HOW_TO_WRITE_A_PERIOD = (
    "Enter a financial year such as 2018/19, a quarter such as Quarter 3 2018/19, "
    "two dates such as 1 April 2018 to 30 September 2018, or all."
)


class UnreadablePeriod(ValueError):
    """The message says what is wrong with the period typed and what to type instead."""


@dataclass(frozen=True, slots=True)
class Period:
    """
    The days from ``first`` to ``last``, both included; None on both sides is every date there is.

    ``label`` is for people ("Quarter 3 2018/19"), ``code`` for commands and addresses ("2018-19Q3").
    """

    first: date | None
    last: date | None
    label: str
    code: str

    @property
    def words(self) -> str:
        """The days it covers, in full."""
        if self.first is None or self.last is None:
            return self.label
        return f"{long_date(self.first)} to {long_date(self.last)}"

    def contains(self, known: DateAsKnown) -> bool | None:
        """True inside, False outside, None for what cannot be dated to this period."""
        return known.is_within(self.first, self.last)

    def previous(self) -> Period | None:
        """
        What to compare with: the financial year before, the same quarter a year before, or as many days
        just before. None for all dates, and when the period before would begin before the year 1900.
        """
        if self.first is None or self.last is None:
            return None
        if self.first.year <= FIRST_YEAR:
            return None
        if found := _QUARTER.fullmatch(self.code):
            return quarter(int(found[1]) - 1, int(found[3]))
        if found := _FINANCIAL_YEAR.fullmatch(self.code):
            return financial_year(int(found[1]) - 1)
        return between(self.first - (self.last - self.first) - _ONE_DAY, day_before(self.first))

    def months(self) -> list[date]:
        """The first day of every month it touches, in order; none for all dates, which have no bounds."""
        if self.first is None or self.last is None:
            return []
        start = first_of_month(self.first)
        count = (self.last.year - start.year) * 12 + self.last.month - start.month + 1
        return [months_later(start, step) for step in range(count)]


_ONE_DAY = date(2000, 1, 2) - date(2000, 1, 1)
ALL_DATES = Period(None, None, "All dates", "all")


def financial_year(year: int) -> Period:
    """The NHS financial year that starts on 1 April of ``year``."""
    return _of_span(financial_year_span(year), f"{year}-{(year + 1) % 100:02d}")


def quarter(year: int, number: int) -> Period:
    """Quarter 1 (April to June) to 4 (January to March) of the financial year that starts in ``year``."""
    return _of_span(quarter_span(year, number), f"{year}-{(year + 1) % 100:02d}Q{number}")


def between(first: date, last: date) -> Period:
    """Any two days, both included. Raises UnreadablePeriod when the last is before the first."""
    if last < first:
        raise UnreadablePeriod(
            f"The period ends on {long_date(last)}, before it starts on {long_date(first)}. Swap the dates."
        )
    label = f"{long_date(first)} to {long_date(last)}"
    return Period(first, last, label, f"{first.isoformat()}..{last.isoformat()}")


def financial_year_of(day: date) -> Period:
    return financial_year(day.year if day.month >= 4 else day.year - 1)


def quarter_of(day: date) -> Period:
    year = day.year if day.month >= 4 else day.year - 1
    return quarter(year, (day.month - 4) % 12 // 3 + 1)


def _of_span(span: Span, code: str) -> Period:
    return Period(span.first, span.last, span.words, code)


_FINANCIAL_YEAR = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4}) ?[Qq]([0-9])")
_DATES = re.compile(r"(.+?) ?\.\. ?(.+)")
_SAID_IN_WORDS = frozenset(
    {Precision.DAY, Precision.RANGE, Precision.MONTH, Precision.MONTHS, Precision.QUARTER}
)
"""A calendar year is not among them: 2018 may mean 2018/19."""


def read_period(text: str) -> Period:
    """
    The period typed: 2018-19, 2018/19, 2018-19Q3, all, two ISO dates with .. between them, or what people
    write (Quarter 3 2018/19, June 2018, 1 June 2018 to 31 August 2018).
    """
    words = " ".join(text.split())
    if words.lower() == "all":
        return ALL_DATES
    if found := _QUARTER.fullmatch(words):
        if found[3] not in "1234":
            raise UnreadablePeriod(
                f"A financial year has quarters 1 to 4, not {found[3]}. {HOW_TO_WRITE_A_PERIOD}"
            )
        return quarter(_checked_year(found[1], found[2]), int(found[3]))
    if found := _FINANCIAL_YEAR.fullmatch(words):
        return financial_year(_checked_year(found[1], found[2]))
    if found := _DATES.fullmatch(words):
        return between(_iso_date(found[1]), _iso_date(found[2]))
    if in_words := _read_words(words):
        return in_words
    said = f"“{words[:60]}” is not a period. " if words else "No period was given. "
    raise UnreadablePeriod(said + HOW_TO_WRITE_A_PERIOD)


def _read_words(words: str) -> Period | None:
    """The period that a date with both ends known covers; None for anything else."""
    try:
        known = read_date(words)
    except UnreadableDate as problem:
        if " to " in words:
            raise UnreadablePeriod(str(problem)) from None
        return None
    if known.precision not in _SAID_IN_WORDS or known.start_from is None or known.end_to is None:
        return None
    named = quarter_of(known.start_from), financial_year_of(known.start_from)
    days = (known.start_from, known.end_to)
    return next((period for period in named if (period.first, period.last) == days), between(*days))


def _checked_year(first: str, second: str) -> int:
    year = int(first)
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise UnreadablePeriod(
            f"The year {first} is outside {FIRST_YEAR} to {LAST_YEAR}. {HOW_TO_WRITE_A_PERIOD}"
        )
    if int(second) not in {year + 1, (year + 1) % 100}:
        raise UnreadablePeriod(
            f"{first}-{second} is not a financial year: {year + 1} follows {year}. {HOW_TO_WRITE_A_PERIOD}"
        )
    return year


def _iso_date(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise UnreadablePeriod(f"“{text[:60]}” is not a date such as 2018-04-01. {HOW_TO_WRITE_A_PERIOD}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnreadablePeriod(f"{text} is not a date in the calendar. {HOW_TO_WRITE_A_PERIOD}") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadablePeriod(
            f"The year of {text} is outside {FIRST_YEAR} to {LAST_YEAR}. {HOW_TO_WRITE_A_PERIOD}"
        )
    return day
