"""Kinds of field that forums and their meetings share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from engage.platform.data.fields import Day, Line, Number
from engage.rules.clock_times import read_clock_time


@dataclass(frozen=True, slots=True)
class KnownDay(Day):
    """A day that cannot be left out."""

    entry_type: ClassVar[Any] = date


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
        if plain and not (plain.isdecimal() and self.least <= int(plain) <= self.most):
            raise ValueError(self.wrong)
        return int(plain) if plain else self.usual


MINUTES = Within(
    "Minutes it lasts",
    asks="How many minutes does it last?",
    least=5,
    most=12 * 60,
    usual=120,
    wrong="The length in minutes is a whole number from 5 to 720",
)
