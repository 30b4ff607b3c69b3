"""What a feature can testify to: one dated record, and plain answers about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Days = tuple[date, date]
"""An earliest and a latest day, both included."""
OF_EVERY_FACT = frozenset({"ref", "title", "project", "on", "ended"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One record of something that happened, told by the feature that keeps it.

    ``first`` and ``on`` are the earliest and the latest day it can have started: equal when the day is
    known, None when nothing is known on that side. ``project`` is the reference of a project
    ("project:12"); a project is itself a fact, whose ``project`` is its own reference. ``bodies`` are body
    codes. ``recorded_on`` is the day it was entered, where the register knows it. ``proves`` is the period
    the record speaks for when that is not the day it was made. ``says`` holds text, whole numbers, yes or
    no, dates, and tuples of them; what each kind says is declared in ``catalogue/registers.toml``. Anything
    that needs a loop inside one record is worked out by the feature and said plainly. What was called off,
    or has not taken place, is not a fact.
    """

    kind: str
    ref: str
    title: str
    first: date | None = None
    on: date | None = None
    ended: date | None = None
    project: str | None = None
    bodies: tuple[str, ...] = ()
    recorded_on: date | None = None
    proves: Days | None = None
    says: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def started(self) -> Days | None:
        """The days between which it started; an unknown side is as wide as the calendar."""
        if self.first is None and self.on is None:
            return None
        return self.first or date.min, self.on or date.max

    @property
    def was_entered_later(self) -> bool:
        """Whether it is known to have been entered after the day it speaks of."""
        return bool(self.recorded_on and self.on and self.recorded_on > self.on)

    def days(self, name: str) -> Days | None:
        """The days one of its dates can lie between: ``on``, ``ended`` or any date it says."""
        if name == "on":
            return self.started
        day = self.ended if name == "ended" else self.says.get(name)
        if name == "ended" and day is None:
            return self.started
        return (day, day) if isinstance(day, date) else None

    def answer(self, name: str) -> Any:
        """What the fact says to one field, or None where it says nothing."""
        return getattr(self, name) if name in OF_EVERY_FACT else self.says.get(name)


def marked(words: str, is_invented: bool) -> str:
    """The words a record is known by; one that was invented for the demonstration says so."""
    return f"{words} (invented)" if is_invented else words
