"""Finding the headings of a table: below titles, in one row or in two that belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engage.platform.sheets.model import Merged, RawRow

ENOUGH_KNOWN_HEADINGS = 2
ENOUGH_FILLED_HEADINGS = 3

_LETTER = re.compile(r"[^\W\d_]")

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings by their columns, the row they are found in, and the last row they reach down to.

    `width` is how many cells the file gives that row and `filled` how many to the last filled one. `place` is
    that of the first row after them among the rows looked at; `in_two_rows` is one of the headings made from
    two.
    """

    cells: Sequence[str]
    number: int
    last: int
    width: int
    filled: int
    place: int
    in_two_rows: str = ""


def headings_of(top: Sequence[RawRow], known: Known, merged: Sequence[Merged]) -> Headings | None:
    """The headings among the first rows of a sheet, or None."""
    place = header_place(top, known)
    if place is None:
        return None
    row = top[place]
    under = top[place + 1] if place + 1 < len(top) else None
    if under and under.number == row.number + 1 and _stands_under(under, _groups(row, merged)):
        return _in_two_rows(row, under, place + 2, known, merged)
    over = top[place - 1] if place else None
    if over and over.number == row.number - 1 and _stands_over(over, row, _groups(over, merged)):
        return _in_two_rows(over, row, place + 1, known, merged)
    cells = _spread(row, _groups(row, merged))
    last = max((one.bottom for one in merged if one.top == row.number), default=row.number)
    return Headings(cells, row.number, last, row.width, len(row.cells), place + 1)


def header_place(top: Sequence[RawRow], known: Known) -> int | None:
    """Which of the first rows holds the headings: that with most known ones, else the first that looks so."""
    scores = [_known_headings(row, known) for row in top]
    best = max(scores)
    if best >= ENOUGH_KNOWN_HEADINGS:
        return scores.index(best)
    likely = _first_like_headings(top)
    if likely is None and best:
        return scores.index(best)
    return likely


def _known_headings(row: RawRow, known: Known) -> int:
    return sum(known(cell) for cell in {cell.casefold(): cell for cell in row.cells if cell}.values())


def _first_like_headings(top: Sequence[RawRow]) -> int | None:
    widest = max(len(_filled(row)) for row in top)
    needed = min(ENOUGH_FILLED_HEADINGS, max(widest, 2))
    for place, row in enumerate(top):
        filled = [cell.casefold() for cell in row.cells if cell]
        distinct = len(set(filled)) == len(filled) >= needed
        if distinct and all(_LETTER.search(cell) for cell in filled):
            return place
    return None


def _filled(row: RawRow) -> list[int]:
    return [place for place, cell in enumerate(row.cells) if cell]


def _groups(row: RawRow, merged: Sequence[Merged]) -> list[Merged]:
    """The filled cells of the row that are merged across columns, and over no other row."""
    filled = set(_filled(row))
    return [
        one
        for one in merged
        if one.top == one.bottom == row.number and one.left in filled and one.right > one.left
    ]


def _stands_under(row: RawRow, groups: Sequence[Merged]) -> bool:
    """Whether the row only says, in words, what stands under the groups: a record would have more cells."""
    filled = _filled(row)
    return len(filled) > 1 and all(
        _LETTER.search(row.cells[place]) and any(group.covers(place) for group in groups) for place in filled
    )


def _stands_over(row: RawRow, under: RawRow, groups: Sequence[Merged]) -> bool:
    """Whether the row groups the headings under it, and is not a title merged across them."""
    first = _filled(under)[0]
    alone = len(_filled(row)) == 1
    return any(
        not (group.covers(first) and (alone or (group.right - group.left + 1) * 2 > len(under.cells)))
        for group in groups
    )


def _spread(row: RawRow, groups: Sequence[Merged]) -> list[str]:
    cells = list(row.cells)
    for group in groups:
        cells.extend([""] * (group.right + 1 - len(cells)))
        cells[group.left : group.right + 1] = [cells[group.left]] * (group.right + 1 - group.left)
    return cells


def _in_two_rows(
    upper: RawRow, lower: RawRow, place: int, known: Known, merged: Sequence[Merged]
) -> Headings:
    groups = _groups(upper, merged)
    above = _spread(upper, groups)
    width = max(len(upper.cells), len(lower.cells))
    own = [*lower.cells, *[""] * (width - len(lower.cells))]
    above = [*above, *[""] * (width - len(above))][:width]
    grouped = [any(group.covers(at) for group in groups) for at in range(width)]
    repeated = {cell.casefold() for cell in own if cell and own.count(cell) > 1}
    cells, joined = [], ""
    for over, under, is_grouped in zip(above, own, grouped, strict=True):
        name = under or over
        if under and is_grouped and not (known(under) and under.casefold() not in repeated):
            name = joined = f"{over}: {under}"
        cells.append(name)
    return Headings(cells, lower.number, lower.number, max(upper.width, lower.width), width, place, joined)


def named(headings: Headings, width: int) -> tuple[str, ...]:
    """A heading for each column, told apart; cells merged across columns nothing stands in name none."""
    cells = headings.cells[: max(width, headings.filled)]
    names: list[str] = []
    taken: set[str] = set()
    for place in range(max(width, len(cells))):
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
