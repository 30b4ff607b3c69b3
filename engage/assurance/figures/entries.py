"""A figure of the report: a number or a breakdown that knows the records it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.assurance.figures.words import ACTIVITIES, NOT_RECORDED, Id, Noun

Value = int | dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Before:
    """The same figure in the period before."""

    period: str
    value: int | None
    base: int
    approximate: bool


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure, or one breakdown, as it stands in a report.

    ``value`` is a whole number, a mapping of part to number, or None when nothing was recorded. ``refs`` are
    the records it rests on, ``parts`` those of each part of a breakdown. ``out_of`` is how many records they
    were found among, None where that would say nothing more. ``approximate``: an estimate is in it. ``adds``
    is what each record adds to a sum; nothing where each counts once. ``without`` are records that might have
    added to a sum and have no number.
    """

    label: str
    value: Value
    refs: tuple[str, ...]
    out_of: int | None = None
    approximate: bool = False
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    previous: Before | None = None
    adds: Mapping[str, int] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def base(self) -> int:
        """How many records it rests on."""
        return len(self.refs)

    @property
    def shown(self) -> str:
        """The number as people read it; an estimate says so, and what was not recorded is never 0."""
        if self.value is None or isinstance(self.value, dict):
            return NOT_RECORDED
        return f"about {self.value:,}" if self.approximate else f"{self.value:,}"

    @property
    def values(self) -> dict[str, int]:
        """The number of each part; nothing for a figure without parts."""
        return self.value if isinstance(self.value, dict) else {}


@dataclass(frozen=True, slots=True)
class Figure(FigureValue):
    """A figure as it is worked out: it knows its id, and what the records are called that it counts."""

    id: Id = field(kw_only=True)
    noun: Noun = field(default=ACTIVITIES, kw_only=True)

    @property
    def rests_on(self) -> str:
        """Its base in words: "19 of 147 activities"."""
        whole = self.base if self.out_of is None else self.out_of
        noun = self.noun[0] if whole == 1 else self.noun[1]
        return f"{whole:,} {noun}" if self.out_of is None else f"{self.base:,} of {whole:,} {noun}"
