"""Reads the dates of an engagement log: the words in one cell, or a start and an end in two."""

from __future__ import annotations

import re
from datetime import date

from engage.rules.calendar_words import (
    HOW_TO_WRITE_A_DATE,
    Precision,
    Span,
    UnreadableDate,
    long_date,
    lowered,
)
from engage.rules.date_order import Order, in_order
from engage.rules.date_phrases import END_STILL_OPEN, NO_END_GIVEN, read_phrase, read_range, read_several
from engage.rules.days_said import with_days_named
from engage.rules.known_date import (
    LASTING_PRECISION,
    NOT_RECORDED,
    DateAsKnown,
    joined,
    until_day,
    with_open_end,
)
from engage.rules.vague_dates import read_end_span, read_start_span

__all__ = [
    "NOT_RECORDED",
    "DateAsKnown",
    "Order",
    "Precision",
    "UnreadableDate",
    "long_date",
    "read_date",
    "read_day",
]

HOW_TO_WRITE_A_DAY = "Enter a day such as 6 June 2018."
LONGEST_TEXT = 200
_ENDED_BESIDE = re.compile(r"(.+), ended (.+)")


def read_day(typed: str, *, today: date | None = None) -> date:
    """
    The one day that was typed, "yesterday" too where ``today`` is given. Raises ValueError with a sentence
    for a month, a year or a nonsense.
    """
    try:
        known = read_date(typed, today=today)
    except UnreadableDate as problem:
        raise ValueError(str(problem).replace(HOW_TO_WRITE_A_DATE, HOW_TO_WRITE_A_DAY)) from problem
    if known.precision is not Precision.DAY or known.start_from is None:
        raise ValueError(f"“{typed}” is not one day. {HOW_TO_WRITE_A_DAY}")
    return known.start_from


def read_date(
    text: str, end_text: str = "", *, today: date | None = None, order: Order = Order.DAY_FIRST
) -> DateAsKnown:
    """
    What the words say of when something happened; ``end_text`` is a column of its own for the end.

    The day comes first unless ``order`` says otherwise, two figures for a year are of this century, and
    nothing is guessed. Words such as "yesterday" are read where it is known on which day they were written,
    ``today``. Raises UnreadableDate for a date that does not exist, an end before its start, or words not
    understood.
    """
    words, end_words = (_plain(typed, today, order) for typed in (text, end_text))
    if not end_words and (found := _ENDED_BESIDE.fullmatch(words)):
        words, end_words = found.groups()
    if lowered(end_words) in NO_END_GIVEN:
        return read_phrase(words)
    span = read_start_span(words)
    if lowered(end_words) in END_STILL_OPEN:
        return with_open_end(read_phrase(words), span, end_words)
    end = read_end_span(end_words)
    if end is None:
        raise UnreadableDate(f"The end date “{end_words}” cannot be read. {HOW_TO_WRITE_A_DATE}")
    return joined(span, end) if span else _ended(words, end)


def _plain(text: str, today: date | None, order: Order) -> str:
    """The text in one line, its dates written so that they mean the same on any day and in any column."""
    words = in_order(_checked_length(text), order)
    return words if today is None else with_days_named(words, today)


def _checked_length(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    words = ", ".join(line for line in lines if line)
    if len(words) > LONGEST_TEXT:
        raise UnreadableDate(f"“{words[:40]}…” is too long to be a date. {HOW_TO_WRITE_A_DATE}")
    return words


def _ended(words: str, end: Span) -> DateAsKnown:
    """An end given beside words that are more than one plain date: "monthly from August 2018"."""
    known = read_phrase(words)
    if known.precision is Precision.UNKNOWN and known.words == NOT_RECORDED:
        return until_day(end.last, f"to {end.words}")
    if known.end_to == end.last:
        return known
    says_its_own_end = read_range(words) or read_several(words)
    if says_its_own_end:
        raise UnreadableDate(
            f"The date “{words}” ends differently from the end date, {end.words}. Correct one of them."
        )
    if known.start_from and end.last < known.start_from:
        raise UnreadableDate(f"The end, {end.words}, is before the start, {words}. Correct one of them.")
    return DateAsKnown(
        LASTING_PRECISION.get(known.precision, Precision.WINDOW),
        known.start_from,
        min(known.start_to or end.last, end.last),
        end.last,
        f"{words}, ended {end.words}",
    )
