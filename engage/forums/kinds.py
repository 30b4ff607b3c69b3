"""Kinds of field that forums and their meetings share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from engage.platform.data.fields import Choice, Day, FindTerm, Line, Number, Text
from engage.platform.data.typed import number_or_none
from engage.rules.clock_times import read_clock_time
from engage.rules.dates_as_known import UnreadableDate, read_date


@dataclass(frozen=True, slots=True)
class KnownDay(Day):
    """A day that cannot be left out."""

    entry_type: ClassVar[Any] = date


@dataclass(frozen=True, slots=True)
class DayInWords(Line):
    """A day as every date is written here, or the words as they stand where they tell none."""

    def read(self, text: str, find: FindTerm) -> Any:
        try:
            return read_date(text).words
        except UnreadableDate:
            return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Gathered(Text):
    """Text that several columns of a spreadsheet may hold."""

    takes_columns: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Standing(Choice):
    """How something stands by what was done with it: no form asks."""

    has_code_of_its_own: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class TimeOfDay(Line):
    """A time of day as people write it."""

    width: int = 5

    def taken(self, answer: Any) -> Any:
        return read_clock_time(answer or "")

    def check(self, answer: Any) -> None:
        self.taken(answer)


@dataclass(frozen=True, slots=True)
class Address(Line):
    """An address of the web."""

    def check(self, answer: Any) -> None:
        if answer and not answer.startswith(("https://", "http://")):
            raise ValueError("Enter the whole address, starting with https://")


@dataclass(frozen=True, slots=True)
class Within(Number):
    """A whole number from ``least`` to ``most``; ``usual`` when none is typed."""

    least: int = 0
    most: int = 0
    wrong: str = ""
    usual: int | None = None

    @property
    def entry_type(self) -> Any:
        return int | None if self.usual is None else int

    def taken(self, answer: Any) -> Any:
        plain = (answer or "").replace(",", "")
        if not plain:
            return self.usual
        number = number_or_none(plain)
        if number is None or not self.least <= number <= self.most:
            raise ValueError(self.wrong)
        return number


MINUTES = Within(
    "Minutes it lasts",
    asks="How many minutes does it last?",
    least=5,
    most=12 * 60,
    usual=120,
    wrong="The length in minutes is a whole number from 5 to 720",
)
