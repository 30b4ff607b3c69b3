"""How wide each column of a table is: first what each needs, then room to whichever makes rows tall."""

from collections.abc import Sequence

from engage.platform.paper.text import Setting

_WIDEST_WORD = 0.34
"""A single word, such as a web address, may claim at most this part of the table before it is broken."""
_SHORT = 60.0
"""A column whose longest cell is no wider, such as dates and numbers, is not wrapped if it can be helped."""
_RAGGED = 0.4
"""The part of its longest word by which a line is, more or less, too short."""
_DEPTH_MATTERS = 4
"""How much more a cell of twice the depth counts (as a power): a row is as tall as its deepest cell."""
_SLICES = 60
_SAMPLE = 80


def column_widths(
    rows: Sequence[Sequence[Setting]], shares: Sequence[float | None], room: float
) -> list[float]:
    """Widths in points that fit in `room`, and may leave some of it over.

    Given shares are parts of the room; the words of `rows`, the head among them, decide the others.
    """
    fixed = {index: share * room for index, share in enumerate(shares) if share is not None}
    free = [index for index in range(len(shares)) if index not in fixed]
    columns = [[row[index] for row in rows] for index in free]
    widths = fixed | dict(zip(free, _decided(columns, room - sum(fixed.values())), strict=True))
    return [widths[index] for index in range(len(shares))]


def _decided(columns: Sequence[Sequence[Setting]], room: float) -> list[float]:
    naturals = [[cell.natural_width for cell in cells] for cells in columns]
    widest = [max(widths, default=1.0) for widths in naturals]
    if sum(widest) <= room:
        return widest
    words = [max((cell.longest_word for cell in cells), default=1.0) for cells in columns]
    least = [min(word, room * _WIDEST_WORD) for word in words]
    unwrapped = [full if full <= _SHORT else word for full, word in zip(widest, least, strict=True)]
    if sum(unwrapped) < room:
        least = unwrapped
    if sum(least) >= room:
        return _cut_down(least, room)
    step = max(1, len(naturals[0]) // _SAMPLE)
    sample = [widths[::step] for widths in naturals]
    ragged = [min(word, room * _WIDEST_WORD) * _RAGGED for word in words]
    return _grown(least, ragged, sample, room)


def _cut_down(widths: list[float], room: float) -> list[float]:
    """Take from the widest only, so that few words are broken, and those the longest."""
    left = room
    cut = list(widths)
    for count, index in zip(
        range(len(widths), 0, -1), sorted(range(len(widths)), key=widths.__getitem__), strict=True
    ):
        cut[index] = min(widths[index], left / count)
        left -= cut[index]
    return cut


def _grown(
    widths: list[float], ragged: Sequence[float], naturals: Sequence[Sequence[float]], room: float
) -> list[float]:
    """Give the spare room away slice by slice, each to the column whose deep cells shrink most by it."""
    slice_width = (room - sum(widths)) / _SLICES
    for _ in range(_SLICES):
        filled = [max(1.0, width - waste) for width, waste in zip(widths, ragged, strict=True)]
        relief = [
            sum((natural / width) ** _DEPTH_MATTERS for natural in cells) / width if wanted > full else 0.0
            for cells, width, full, wanted in zip(naturals, filled, widths, map(max, naturals), strict=True)
        ]
        widths[relief.index(max(relief))] += slice_width
    return widths
