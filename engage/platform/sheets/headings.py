"""Finding the headings of a table: below titles, in one row or in two that belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engage.platform.sheets.model import Merged, RawRow

ENOUGH_KNOWN_HEADINGS = 2
ENOUGH_FILLED_HEADINGS = 3
FULL_SHARE = 0.7  # of the fullest row that looks like headings
LONGEST_HEADING = 80

_LETTER = re.compile(r"[^\W\d_]")
_VALUE = re.compile(
    r"\d[\d\W]*|https?:\S+|\S+@\S+|[A-Za-z]{2,6}[-/]?\d{2,}|.*\d.*(\d{4}|[-/.]\d\d)|\D{3,12} \d{4}", re.DOTALL
)

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
    if under and _parts_its_groups(row, under):
        return _parted(row, under, place + 2)
    cells = _spread(row, _groups(row, merged))
    last = max((one.bottom for one in merged if one.top == row.number), default=row.number)
    return Headings(cells, row.number, last, row.width, len(row.cells), place + 1)


def header_place(top: Sequence[RawRow], known: Known) -> int | None:
    """Which of the first rows holds the headings: that with most known ones, else the first that looks so.

    Cells of a record may be known headings too, such as “Survey”: beside dates they decide nothing.
    """
    scores = [_known_headings(row, known) for row in top]
    best = max(scores)
    place = scores.index(best)
    likely = _first_like_headings(top)
    if likely is None:
        return place if best else None
    filled = len(_filled(top[place]))
    plain = best * 2 >= filled or _texts_like_headings(top[place]) == filled
    return place if best >= ENOUGH_KNOWN_HEADINGS and plain else likely


def _known_headings(row: RawRow, known: Known) -> int:
    return sum(known(cell) for cell in {cell.casefold(): cell for cell in row.cells if cell}.values())


def _first_like_headings(top: Sequence[RawRow]) -> int | None:
    """The first row with nearly as many short and different texts, none of them a value, as any row has.

    A row of titles, or of headings over groups of columns, has fewer; a record has dates and numbers.
    """
    widest = max(len(_filled(row)) for row in top)
    needed = min(ENOUGH_FILLED_HEADINGS, max(widest, 2))
    for values_too in (False, True):  # headings may be values: months, or Q10
        texts = [_texts_like_headings(row, values_too) for row in top]
        enough = max(needed, FULL_SHARE * max(texts))
        if max(texts) >= needed:
            return next(place for place, number in enumerate(texts) if number >= enough)
    return None


def _texts_like_headings(row: RawRow, values_too: bool = False) -> int:
    """How many different cells could be headings; with ``values_too`` dates and codes count."""
    return len(
        {
            cell.casefold()
            for cell in row.cells
            if len(cell) <= LONGEST_HEADING
            and _LETTER.search(cell)
            and (values_too or not _VALUE.fullmatch(cell))
        }
    )


def _parts_its_groups(upper: RawRow, lower: RawRow) -> bool:
    """Whether headings stand in two rows where nothing says what is merged: the lower names the columns under
    groups of the upper alone.

    The merged cells of a group leave the columns after its first blank. One column without a heading, over a
    record of little else, looks so too: there must be several groups, or several columns beside the one.
    """
    blank = {at for at in range(len(lower.cells)) if at >= len(upper.cells) or not upper.cells[at]}
    groups = {at - 1 for at in blank if at and at - 1 not in blank}
    named = {at for at, cell in enumerate(lower.cells) if cell}
    single = {at for at, cell in enumerate(upper.cells) if cell} - groups
    several = len(groups) > 1 or len(single) >= ENOUGH_FILLED_HEADINGS
    return several and bool(named) and named == blank | groups and _texts_like_headings(lower) == len(named)


def _parted(upper: RawRow, lower: RawRow, place: int) -> Headings:
    """The two rows as one: “Date” over “Start” and “End” is “Date: Start” and “Date: End”."""
    cells, group, joined = [], "", ""
    for at in range(max(len(upper.cells), len(lower.cells))):
        name = lower.cells[at] if at < len(lower.cells) else ""
        group = (upper.cells[at] if at < len(upper.cells) else "") or group
        cells.append(f"{group}: {name}" if name else group)
        joined = cells[-1] if name else joined
    width = max(upper.width, lower.width)
    return Headings(cells, lower.number, lower.number, width, len(cells), place, joined)


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
