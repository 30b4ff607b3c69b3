"""How long each class of value stays, who answers for that, and the stated rule for backups."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from engage.rules.calendar_words import months_later
from engage.rules.editions import Setting, Trust

_RETENTION = Path(__file__).parent / "catalogue" / "retention.toml"
SOURCE = "Proposed by this product; a body has its own retention schedule"

Unit = Literal["months", "days"]


class By(StrEnum):
    """Who sees to it that something goes: the clock, jobs of their own, or an owner who decides."""

    CLOCK = "clock"
    SIGN_IN = "sign-in"
    WATCH = "watch"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long one class stays: ``number`` of ``unit`` after something, as it came; ``by`` sees to it."""

    keep: str
    words: str
    number: int
    unit: Unit
    after: str
    by: By
    owner: str
    trust: Trust

    @property
    def setting(self) -> str:
        """The name under which its owner confirms or changes the number."""
        return f"kept-{self.keep}-{self.unit}"

    def ends(self, day: date, number: int) -> date:
        """The day on which what is counted from ``day`` is to go, with the number in force."""
        return months_later(day, number) if self.unit == "months" else day + timedelta(days=number)

    def begins(self, day: date, number: int) -> date:
        """What was counted from this day or an earlier one is to go on ``day``, with the number in force."""
        return months_later(day, -number) if self.unit == "months" else day - timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Backups:
    """The stated rule for backups, and how many days before something goes there is a warning."""

    words: str
    days: int
    warned_days: int


@cache
def read_retention() -> dict[str, Retention]:
    """Every class by its name."""
    content = tomllib.loads(_RETENTION.read_text(encoding="utf-8"))
    return {keep: _retention(keep, dict(table)) for keep, table in content.items() if keep != "backups"}


@cache
def read_backups() -> Backups:
    table = tomllib.loads(_RETENTION.read_text(encoding="utf-8"))["backups"]
    return Backups(table["words"], table["days"], table["warned_days"])


def retention_settings() -> Iterator[Setting]:
    """Each number as one that its owner confirms with the others the checks rest on."""
    for one in read_retention().values():
        means = f"{one.unit.capitalize()} for which values of the class “{one.keep}” stay after {one.after}"
        yield Setting(one.setting, one.number, means, one.owner, one.trust, SOURCE)


def _retention(keep: str, table: dict[str, str | int]) -> Retention:
    unit: Unit = "months" if "months" in table else "days"
    return Retention(
        keep=keep,
        words=str(table["words"]),
        number=int(table[unit]),
        unit=unit,
        after=str(table["after"]),
        by=By(str(table["by"])),
        owner=str(table["owner"]),
        trust=Trust(str(table["trust"])),
    )
