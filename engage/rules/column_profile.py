"""What stands in a column of somebody's spreadsheet: which of its cells are dates, numbers, codes, bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from engage.rules.body_names import BodyKind, body_kind, split_bodies
from engage.rules.calendar_words import UnreadableDate
from engage.rules.dates_as_known import Precision, read_date
from engage.rules.reached import UnreadableNumber, read_reached
from engage.rules.words import is_not_recorded, plain_words

MOST_CELLS = 60
LONGEST_CELL = 240  # characters of a cell that are looked at
LONGEST_DATE = 60


class Holds(StrEnum):
    """What the cells of a column hold."""

    DATE = "date"
    YEAR = "year"
    NUMBER = "number"
    SHARE = "share"
    CODE = "code"
    BODY = "body"
    YES_NO = "yes or no"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    SOURCE = "source"
    TERM = "term"
    TEXT = "text"
    REMARKS = "remarks"
    NAME = "name"
    LIST = "list"
    REPEATED = "repeated"
    PLACE = "place"
    AREA = "area"
    ROLE = "role"
    OFTEN = "often"
    GROUP = "group"
    LINE = "line"


PLAIN = (
    Holds.DATE,
    Holds.NUMBER,
    Holds.BODY,
    Holds.YES_NO,
    Holds.POSTCODE,
    Holds.PHONE,
    Holds.EMAIL,
    Holds.WEB,
)
"""What a cell is known to be without asking what the column is for."""

_DATE_LIKE = re.compile(
    r"\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter", re.IGNORECASE
)
_YEAR = re.compile(r"(19|20)\d\d")
MONEY = re.compile(r"[£$€]\s?[\d,.]+[km]?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"-?[\d,]*\.?\d+\s?%?")
_SHARE = re.compile(r"\d{1,3}\.\d+\s?%?|\d{1,3}\s?%")
_CODE = re.compile(r"[A-Za-z]{0,10}[-/_.# ]{0,2}(\d{1,4}[-/_.])?\d{1,8}[A-Za-z]?")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}", re.IGNORECASE)
_PHONE = re.compile(r"(\+?44|\(?0)[\d\s()-]{8,16}")
_EMAIL = re.compile(r"(mailto:)?[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)
_SEVERAL = re.compile(r"[;|\n]|\s/\s|,")
_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false", "✓", "x"})


@dataclass(frozen=True)
class Profile:
    """A column: cells kept from all over it, of how many filled, in how many rows."""

    kept: tuple[str, ...]
    filled: int
    rows: int

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Those of the kept cells that say something."""
        return tuple(cell for cell in self.kept if not is_not_recorded(cell))

    @property
    def blank(self) -> float:
        """The share of rows that leave it blank."""
        return 1 - self.filled / self.rows if self.rows else 1.0

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(cell.casefold() for cell in self.cells)

    @cached_property
    def distinct(self) -> float:
        return len(self.counts) / len(self.cells) if self.cells else 0.0

    @cached_property
    def words(self) -> float:
        """How many words a cell has."""
        return self.share_of(lambda cell: len(cell.split()))

    @cached_property
    def _words_of_cells(self) -> tuple[tuple[frozenset[str], int], ...]:
        """The words of each different cell, and how many cells say the same."""
        return tuple((frozenset(plain_words(cell)), number) for cell, number in self.counts.items())

    @cached_property
    def shares(self) -> Mapping[Holds, float]:
        """The share of cells that are of each plain kind, and of others that are told by their look."""
        looks = {
            Holds.YEAR: _YEAR.fullmatch,
            Holds.SHARE: _SHARE.fullmatch,
            Holds.CODE: _CODE.fullmatch,
            Holds.LIST: _SEVERAL.search,
        }
        found: Counter[Holds] = Counter()
        for cell, number in self.counts.items():
            if (kind := kind_of(cell)) is not None:
                found[kind] += number
            for holds, look in looks.items():
                found[holds] += number if look(cell) else 0
        return {holds: found[holds] / len(self.cells) for holds in found}

    def share(self, holds: Holds) -> float:
        return self.shares.get(holds, 0.0)

    def share_of(self, measure: Callable[[str], float]) -> float:
        """The measure of a cell, on average."""
        total = sum(measure(cell) * number for cell, number in self.counts.items())
        return total / len(self.cells) if self.cells else 0.0

    def samples(self, most: int) -> list[str]:
        """The first few different cells; those that say something, if any does."""
        return list(dict.fromkeys(self.cells or self.kept))[:most]

    def saying(self, words: frozenset[str]) -> float:
        """The share of cells that hold any of these words."""
        total = sum(number for said, number in self._words_of_cells if said & words)
        return total / len(self.cells) if self.cells else 0.0

    @cached_property
    def mostly(self) -> Holds | None:
        """The plain kind that most of its cells are of; None for words."""
        best = max(PLAIN, key=self.share)
        return best if self.share(best) >= 0.6 else None


def kind_of(cell: str) -> Holds | None:
    """The plain kind of one cell; None for words."""
    if cell.casefold() in _YES_NO:
        return Holds.YES_NO
    if _EMAIL.fullmatch(cell):
        return Holds.EMAIL
    if _WEB.search(cell):
        return Holds.WEB
    if _POSTCODE.fullmatch(cell):
        return Holds.POSTCODE
    if _PHONE.fullmatch(cell):
        return Holds.PHONE
    if _is_date(cell):
        return Holds.DATE
    if _is_number(cell):
        return Holds.NUMBER
    return Holds.BODY if _names_bodies(cell) else None


def _is_date(cell: str) -> bool:
    if len(cell) > LONGEST_DATE or not _DATE_LIKE.search(cell):
        return False
    try:
        return read_date(cell).precision is not Precision.UNKNOWN
    except UnreadableDate:
        return False


def _is_number(cell: str) -> bool:
    if not any(map(str.isdigit, cell)) or len(cell) > LONGEST_DATE:
        return False
    if _PLAIN_NUMBER.fullmatch(cell) or MONEY.fullmatch(cell):
        return True
    try:
        return read_reached(cell).number is not None
    except UnreadableNumber:
        return False


def _names_bodies(cell: str) -> bool:
    return any(body_kind(name) is not BodyKind.OTHER for name in split_bodies(cell)[:3])


def profiles(rows: Iterable[Sequence[str]], width: int) -> list[Profile]:
    """Each column of a sheet, from cells spread evenly over those it fills; however long the sheet is, a
    bounded number of them is kept."""
    filled, stride = [0] * width, [1] * width
    kept: list[list[str]] = [[] for _ in range(width)]
    number = 0
    for cells in rows:
        number += 1
        for place, cell in enumerate(cells):
            if not cell:
                continue
            if not filled[place] % stride[place]:
                kept[place].append(cell[:LONGEST_CELL])
                if len(kept[place]) == 2 * MOST_CELLS:
                    kept[place] = kept[place][::2]
                    stride[place] *= 2
            filled[place] += 1
    return [Profile(tuple(mine), count, number) for mine, count in zip(kept, filled, strict=True)]


def joined(parts: Sequence[Profile]) -> Profile:
    """Columns of several sheets that bear one heading, as one."""
    kept = tuple(cell for part in parts for cell in part.kept)
    return Profile(kept, sum(part.filled for part in parts), sum(part.rows for part in parts))
