"""Rows that count or add up those above them, at the end of a table or in the middle of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import isfinite

ENOUGH_ADDED = 2  # figures above, before their sum can be told from a coincidence
ENOUGH_ADDED_UNDER_WORDS = 3
CLOSE = 0.005

_FIGURE_STARTS = frozenset("0123456789£$€-,.")
_NUMBER = re.compile(r"[£$€]?-?[\d,]*\.?\d+%?")
_COUNT_WORDS = re.compile(
    r"(grand |sub-?)?(totals?|sum|counts?|rows|records|entries|number)\b[^.?!]{0,40}", re.IGNORECASE
)
_COUNTED_THINGS = re.compile(r"\d[\d,]*( [a-z&/-]+){1,3}", re.IGNORECASE)
_OVERALL = re.compile(r"\b(grand|overall|final|whole)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"((grand|overall|running|final|sub)[ -]?)?totals?"
    r"( (for|of|in|to|so|this|per|by|across|reached|attend\w*|numbers?|people|contacts?|events?|activities)\b"
    r"[^.?!]{0,40})?( ?[:=] ?[\d,.]*)?"
    r"|[\w/’' -]{1,30} (sub[ -]?)?totals?( ?[:=] ?[\d,.]*)?"
    r"|(average|mean|median)s?( (for|of|in|per)\b[^.?!]{0,40})?:?",
    re.IGNORECASE,
)
_ADDS_UP = re.compile(r"total", re.IGNORECASE)


class Judged(Enum):
    """What a row is: a record, a row that only counts others, or the second only if no record follows."""

    RECORD = "record"
    APART = "apart"
    APART_AT_THE_END = "apart at the end"


@dataclass(slots=True)
class _Column:
    """The figures of one column so far: all, those since the last total, and the totals that were stated."""

    sum: float = 0
    count: int = 0
    sum_since: float = 0
    count_since: int = 0
    stated: list[float] = field(default_factory=list)

    def add(self, figure: float) -> None:
        self.sum += figure
        self.sum_since += figure
        self.count += 1
        self.count_since += 1

    def is_sum(self, figure: float, enough: int) -> bool:
        of_all = self.count >= enough and abs(figure - self.sum) < CLOSE
        return of_all or (self.count_since >= enough and abs(figure - self.sum_since) < CLOSE)

    def state(self, figure: float, overall: bool) -> None:
        """Totals of parts make that of all together; one nearer to the sum of all stands alone."""
        of_a_part = self.count_since and abs(figure - self.sum_since) < abs(figure - self.sum)
        self.stated = [*self.stated, figure] if of_a_part and not overall else [figure]
        self.sum_since, self.count_since = 0, 0


class Totals:
    """Goes through the rows of a table in their order, and tells totals from records."""

    def __init__(self) -> None:
        self._columns: dict[int, _Column] = {}

    def judge(self, cells: Sequence[str]) -> Judged:
        words: list[str] = []
        for cell in cells:
            if cell and not _NUMBER.fullmatch(cell):
                words.append(cell)
                if len(words) > 1 and not _TOTAL.fullmatch(words[0]):
                    return Judged.RECORD
        figures = [(place, figure_of(cell)) for place, cell in enumerate(cells) if _NUMBER.fullmatch(cell)]
        if words and _TOTAL.fullmatch(words[0]):
            apart = len(words) == 1 or self._add_up(figures, ENOUGH_ADDED)
            return Judged.APART if apart else Judged.RECORD
        enough = ENOUGH_ADDED_UNDER_WORDS if words else ENOUGH_ADDED
        if len(figures) > len(words) and self._add_up(figures, enough):
            return Judged.APART
        return Judged.APART_AT_THE_END if is_count_line(cells) else Judged.RECORD

    def _add_up(self, figures: Sequence[tuple[int, float]], enough: int) -> bool:
        """Whether every one of the figures is the sum of those above it."""
        return bool(figures) and all(
            place in self._columns and self._columns[place].is_sum(figure, enough)
            for place, figure in figures
        )

    def add(self, cells: Sequence[str]) -> None:
        """Count the figures of a record."""
        for place, cell in enumerate(cells):
            if cell and cell[0] in _FIGURE_STARTS and _NUMBER.fullmatch(cell):
                self._columns.setdefault(place, _Column()).add(figure_of(cell))

    def state(self, cells: Sequence[str]) -> None:
        """Keep the figures that a row set apart gives as totals."""
        words = [cell for cell in cells if cell and not _NUMBER.fullmatch(cell)]
        if words and not _ADDS_UP.search(words[0]):
            return
        overall = bool(words) and _OVERALL.search(words[0]) is not None
        for place, cell in enumerate(cells):
            if cell and _NUMBER.fullmatch(cell) and place in self._columns:
                self._columns[place].state(figure_of(cell), overall)

    def stated(self) -> Mapping[int, float]:
        """What the file gives as the sum of a column, by its place, if no figure follows the last total."""
        return {
            place: sum(column.stated)
            for place, column in self._columns.items()
            if column.stated and not column.count_since and isfinite(sum(column.stated))
        }


def figure_of(cell: str) -> float:
    return float(cell.strip("£$€%").replace(",", ""))


def is_count_line(cells: Sequence[str]) -> bool:
    """Whether a row only counts those above it: "147 activities", "Total: 147", or a total under a column."""
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if not _NUMBER.fullmatch(cell)]
    if not words:
        return len(cells) > 1 and len(filled) == 1
    if len(words) > 1:
        return False
    has_number = len(filled) > 1 or any(character.isdigit() for character in words[0])
    counts_things = len(filled) == 1 and _COUNTED_THINGS.fullmatch(words[0]) is not None
    return counts_things or (has_number and _COUNT_WORDS.fullmatch(words[0]) is not None)
