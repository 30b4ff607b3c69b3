"""Columns for a date as it was known, on any table that needs one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Mapped, declared_attr

from engage.platform.data.fields import Field
from engage.platform.data.tables import Privacy, noted
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.periods import read_period


class Dated:
    """A date that may be a day, a month, a season, a year or unknown, shown as it was known."""

    @declared_attr
    def when_words(cls) -> Mapped[str]:
        return noted(
            "the date in words, as it was known", default="", field=Field("When"), privacy=Privacy.NONE
        )

    @declared_attr
    def when_precision(cls) -> Mapped[str]:
        return noted(
            "how much is known of the date: day, range, month, season, year, unknown...",
            default="unknown",
            privacy=Privacy.NONE,
        )

    @declared_attr
    def start_from(cls) -> Mapped[date | None]:
        return noted("earliest day it can have started", index=True, privacy=Privacy.NONE)

    @declared_attr
    def start_to(cls) -> Mapped[date | None]:
        return noted("latest day it can have started", privacy=Privacy.NONE)

    @declared_attr
    def end_to(cls) -> Mapped[date | None]:
        return noted("latest day it is known to have lasted", privacy=Privacy.NONE)

    @declared_attr
    def start_month(cls) -> Mapped[date | None]:
        return noted(
            "first day of the month it started in; empty when the month is not known",
            index=True,
            privacy=Privacy.NONE,
        )

    @declared_attr
    def sorts_on(cls) -> Mapped[date]:
        return noted(
            "the day it is sorted by: the earliest known, or the beginning of time",
            default=date.min,
            privacy=Privacy.NONE,
        )

    @classmethod
    def wholly_in(cls, typed: str) -> ColumnElement[bool]:
        """True for what is known to have started within a period, as the reports count it.

        Raises ValueError, with a sentence, for a period nobody can read.
        """
        period = read_period(typed)
        if period.first is None or period.last is None:
            return true()
        return and_(cls.start_from >= period.first, cls.start_to <= period.last)

    @property
    def when(self) -> DateAsKnown:
        return DateAsKnown(
            precision=Precision(self.when_precision),
            start_from=self.start_from,
            start_to=self.start_to,
            end_to=self.end_to,
            words=self.when_words,
        )


def date_columns(known: DateAsKnown) -> dict[str, Any]:
    """The values of the ``Dated`` columns for a date as it was known."""
    return {
        "when_words": known.words,
        "when_precision": known.precision.value,
        "start_from": known.start_from,
        "start_to": known.start_to,
        "end_to": known.end_to,
        "start_month": known.start_month,
        "sorts_on": known.start_from or known.start_to or date.min,
    }


def put_date(row: Dated, known: DateAsKnown) -> None:
    """Put a date as it was known into the ``Dated`` columns of a row."""
    for name, value in date_columns(known).items():
        setattr(row, name, value)
