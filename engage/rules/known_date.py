"""When something happened, as closely as it was known and no closer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from engage.rules.calendar_words import (
    FIRST_YEAR,
    LAST_YEAR,
    Precision,
    Span,
    UnreadableDate,
    day_span,
    first_of_month,
    long_date,
)

NOT_RECORDED = "date not recorded"

_STARTS_IN_A_KNOWN_MONTH = frozenset({Precision.DAY, Precision.RANGE, Precision.MONTH, Precision.MONTHS})


@dataclass(frozen=True, slots=True)
class DateAsKnown:
    """
    When something happened, as it was known.

    ``start_from`` and ``start_to`` are the earliest and latest day on which it can have started; None
    means no bound on that side. ``end_to`` is the latest day on which it is known to have been over;
    None means the end is not known. ``words`` are for people, and read_date reads them back the same.
    """

    precision: Precision
    start_from: date | None
    start_to: date | None
    end_to: date | None
    words: str

    @classmethod
    def not_recorded(cls) -> DateAsKnown:
        return cls(Precision.UNKNOWN, None, None, None, NOT_RECORDED)

    @classmethod
    def of_days(cls, first: date, last: date | None = None) -> DateAsKnown:
        """
        A day, or a range of days. Raises UnreadableDate when the last day is before the first, or a year
        is not one that can be typed.
        """
        last = last or first
        for day in (first, last):
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise UnreadableDate(f"The year of {long_date(day)} is outside {FIRST_YEAR} to {LAST_YEAR}.")
        return joined(day_span(first), day_span(last))

    @property
    def start_month(self) -> date | None:
        """
        The first of the month it started in. Only a day, a range, a month or several months have one: a
        season, a year, a window, an end or a report date does not, however narrow.
        """
        if self.start_from is None or self.precision not in _STARTS_IN_A_KNOWN_MONTH:
            return None
        return first_of_month(self.start_from)

    def is_within(self, first: date | None, last: date | None) -> bool | None:
        """
        True when what is known of the start lies wholly between the two days (None: no bound), False
        when it lies wholly outside, None when it cannot be dated to that period.
        """
        earliest, latest = self.start_from or date.min, self.start_to or date.max
        opens, closes = first or date.min, last or date.max
        if latest < opens or earliest > closes:
            return False
        return True if opens <= earliest and latest <= closes else None


def joined(start: Span, end: Span, words: str = "") -> DateAsKnown:
    """From one span to another, in ``words`` if given. Raises UnreadableDate when the end comes first."""
    if end.last < start.first:
        raise UnreadableDate(
            f"The end, {end.words}, is before the start, {start.words}. "
            "Correct one of them, giving the year of both."
        )
    return DateAsKnown(
        _precision_with_end(start, end),
        start.first,
        min(start.last, end.last),
        end.last,
        words or _words_from_to(start, end),
    )


def _precision_with_end(start: Span, end: Span) -> Precision:
    if start.first == end.first and start.last == end.last:
        return start.precision
    return LASTING_PRECISION.get(start.precision, Precision.WINDOW)


LASTING_PRECISION = {
    Precision.DAY: Precision.RANGE,
    Precision.RANGE: Precision.RANGE,
    Precision.MONTH: Precision.MONTHS,
    Precision.MONTHS: Precision.MONTHS,
    Precision.OPEN_START: Precision.OPEN_START,
    Precision.UNKNOWN: Precision.OPEN_START,
}


def _words_from_to(start: Span, end: Span) -> str:
    if start.first == end.first and start.last == end.last and start.words == end.words:
        return start.words
    both_months = start.precision is end.precision is Precision.MONTH
    if both_months and start.first.year == end.first.year:
        return f"{start.words.removesuffix(f' {start.first.year}')} to {end.words}"
    return f"{start.words} to {end.words}"


def of_span(span: Span, words: str) -> DateAsKnown:
    return DateAsKnown(span.precision, span.first, span.last, span.last, words)


def until_day(day: date, words: str) -> DateAsKnown:
    return DateAsKnown(Precision.OPEN_START, None, day, day, words)


def with_open_end(known: DateAsKnown, span: Span | None, end_words: str) -> DateAsKnown:
    """The end is "tbc" or the like; only a plain date has room to say so."""
    if span is None:
        return known
    return replace(known, end_to=None, words=f"{span.words} to {end_words}")
