"""Finding the table in a sheet: titles above it, headings, rows, and count lines below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.model import Limits, RawRow, RawSheet, Row, Rows, RowStore, Sheet

HEADINGS_WITHIN_ROWS = 50
ENOUGH_KNOWN_HEADINGS = 2
ENOUGH_FILLED_HEADINGS = 3

_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[£$€]?-?[\d,]*\.?\d+%?")
_COUNT_WORDS = re.compile(
    r"(grand |sub-?)?(totals?|sum|counts?|rows|records|entries|number)\b[^.?!]{0,40}", re.IGNORECASE
)
_COUNTED_THINGS = re.compile(r"\d[\d,]*( [a-z&/-]+){1,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Empty:
    """A sheet without a table; `reason` completes the sentence "it …"."""

    reason: str


def lay_out(raw: RawSheet, known: Callable[[str], bool], limits: Limits, store: RowStore) -> Sheet | Empty:
    """The table of one sheet, its rows put into `store`.

    Raises Unusable if there are more rows than the limit.
    """
    rows = raw.rows()
    top = _top_of(rows)
    if not top:
        return Empty("is empty")
    place = header_place(top, known)
    if place is None:
        return Empty("has no row of headings")
    heading = top[place]
    body = _Body(store, limits, raw.name, heading.width if raw.ragged else None)
    for row in chain(top[place + 1 :], rows):
        body.take(row)
    if not len(store):
        return Empty("has headings but no rows under them")
    header = _header(heading.cells, max(body.width, len(heading.cells)))
    below = tuple(Row(row.number, tuple(row.cells)) for row in body.pending)
    return Sheet(raw.name, heading.number, header, Rows(store, header), body.blank, below)


def _top_of(rows: Iterator[RawRow]) -> list[RawRow]:
    top: list[RawRow] = []
    for row in rows:
        if row.cells or top:
            top.append(row)
        if len(top) == HEADINGS_WITHIN_ROWS:
            break
    return top


def header_place(top: Sequence[RawRow], known: Callable[[str], bool]) -> int | None:
    """Which of the first rows holds the headings: that with most known ones, else the first that looks so."""
    scores = [_known_headings(row, known) for row in top]
    best = max(scores)
    if best >= ENOUGH_KNOWN_HEADINGS:
        return scores.index(best)
    likely = _first_like_headings(top)
    if likely is None and best:
        return scores.index(best)
    return likely


def _known_headings(row: RawRow, known: Callable[[str], bool]) -> int:
    return sum(known(cell) for cell in {cell.casefold(): cell for cell in row.cells if cell}.values())


def _first_like_headings(top: Sequence[RawRow]) -> int | None:
    widest = max(_filled(row) for row in top)
    needed = min(ENOUGH_FILLED_HEADINGS, max(widest, 2))
    for place, row in enumerate(top):
        filled = [cell.casefold() for cell in row.cells if cell]
        distinct = len(set(filled)) == len(filled) >= needed
        if distinct and all(_LETTER.search(cell) for cell in filled):
            return place
    return None


def _filled(row: RawRow) -> int:
    return sum(1 for cell in row.cells if cell)


class _Body:
    """Takes the rows under the headings, holding back blank and count lines until a real row follows."""

    def __init__(self, store: RowStore, limits: Limits, name: str, fixed_width: int | None) -> None:
        self._store = store
        self._limits = limits
        self._name = name
        self._fixed_width = fixed_width
        self._blank_since = 0
        self.pending: list[RawRow] = []
        self.blank = 0
        self.width = 0

    def take(self, row: RawRow) -> None:
        if not row.cells:
            self._blank_since += 1
            return
        self.width = max(self.width, len(row.cells))
        if is_count_line(row.cells):
            self.pending.append(row)
            return
        self.blank += self._blank_since
        self._blank_since = 0
        for held in self.pending:
            self._keep(held)
        self.pending = []
        self._keep(row)

    def _keep(self, row: RawRow) -> None:
        if len(self._store) == self._limits.rows:
            raise Unusable(
                f"Sheet {self._name} has more than {self._limits.rows:,} rows, the most that can be read at"
                " once. Split it into several files."
            )
        if self._fixed_width is not None and len(row.cells) > self._fixed_width:
            problem = (
                f"the row has {len(row.cells)} cells but there are {self._fixed_width} headings:"
                " a text with the separator in it needs quotation marks"
            )
            row.problems.append((self._fixed_width, problem))
        self._store.add(row)


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


def _header(cells: Sequence[str], width: int) -> tuple[str, ...]:
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        heading = " ".join(cells[place].split()) if place < len(cells) else ""
        name = wanted = heading or f"(column {column_letters(place)})"
        repeats = 1
        while name.casefold() in taken:
            repeats += 1
            name = f"{wanted} ({repeats})"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def column_letters(place: int) -> str:
    """What spreadsheets call a column: 0 is A, 26 is AA."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
