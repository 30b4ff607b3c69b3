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
FULL_SHARE = 0.7  # of the fullest row that looks like headings
LONGEST_HEADING = 80

_LETTER = re.compile(r"[^\W\d_]")
_VALUE = re.compile(
    r"\d[\d\W]*|https?:\S+|\S+@\S+|[A-Za-z]{1,6}[-/ ]?\d+|.*\d.*(\d{4}|[-/.]\d\d)|\D{3,12} \d{4}", re.DOTALL
)
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
    if place + 1 < len(top) and _parts_its_groups(heading, top[place + 1]):
        place += 1
        heading = _parted(heading, top[place])
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
    """Which of the first rows holds the headings: that with most known ones, else the first that looks so.

    Cells of a record may be known headings too, such as “Survey”: beside dates they decide nothing.
    """
    scores = [_known_headings(row, known) for row in top]
    best = max(scores)
    place = scores.index(best)
    likely = _first_like_headings(top)
    if likely is None:
        return place if best else None
    filled = _filled(top[place])
    plain = best * 2 >= filled or _texts_like_headings(top[place]) == filled
    return place if best >= ENOUGH_KNOWN_HEADINGS and plain else likely


def _known_headings(row: RawRow, known: Callable[[str], bool]) -> int:
    return sum(known(cell) for cell in {cell.casefold(): cell for cell in row.cells if cell}.values())


def _first_like_headings(top: Sequence[RawRow]) -> int | None:
    """The first row with nearly as many short and different texts, none of them a value, as any row has.

    A row of titles, or of headings over groups of columns, has fewer; a record has dates and numbers.
    """
    widest = max(_filled(row) for row in top)
    needed = min(ENOUGH_FILLED_HEADINGS, max(widest, 2))
    texts = [_texts_like_headings(row) for row in top]
    enough = max(needed, FULL_SHARE * max(texts))
    return next((place for place, number in enumerate(texts) if number >= enough), None)


def _texts_like_headings(row: RawRow) -> int:
    """How many different cells could be headings."""
    return len(
        {
            cell.casefold()
            for cell in row.cells
            if len(cell) <= LONGEST_HEADING and _LETTER.search(cell) and not _VALUE.fullmatch(cell)
        }
    )


def _parts_its_groups(upper: RawRow, lower: RawRow) -> bool:
    """Whether headings stand in two rows: the lower names the columns under groups of the upper alone.

    The merged cells of a group leave the columns after its first blank. One column without a heading, over a
    record of little else, looks so too: there must be several groups, or several columns beside the one.
    """
    blank = {at for at in range(len(lower.cells)) if at >= len(upper.cells) or not upper.cells[at]}
    groups = {at - 1 for at in blank if at and at - 1 not in blank}
    named = {at for at, cell in enumerate(lower.cells) if cell}
    single = {at for at, cell in enumerate(upper.cells) if cell} - groups
    several = len(groups) > 1 or len(single) >= ENOUGH_FILLED_HEADINGS
    return several and named == blank | groups and _texts_like_headings(lower) == len(named)


def _parted(upper: RawRow, lower: RawRow) -> RawRow:
    """The two rows as one: “Date” over “Start” and “End” is “Date: Start” and “Date: End”."""
    cells, group = [], ""
    for at in range(max(len(upper.cells), len(lower.cells))):
        name = lower.cells[at] if at < len(lower.cells) else ""
        group = (upper.cells[at] if at < len(upper.cells) else "") or group
        cells.append(f"{group}: {name}" if name else group)
    return RawRow(lower.number, cells, [*upper.problems, *lower.problems], max(upper.width, lower.width))


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
        while (key := _plain(name)) in taken:
            repeats += 1
            name = f"{wanted} ({repeats})"
        taken.add(key)
        names.append(name)
    return tuple(names)


def _plain(heading: str) -> str:
    """What tells a heading from others: “Date:” is “date” again."""
    return " ".join(re.findall(r"\w+", heading.casefold())) or heading


def column_letters(place: int) -> str:
    """What spreadsheets call a column: 0 is A, 26 is AA."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
