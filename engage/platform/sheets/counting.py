"""The different cells of each column, and in how many rows each stands: counted once, in bounded memory."""

from __future__ import annotations

from heapq import nlargest
from typing import Any

from engage.platform.sheets.model import Sheet

LONGEST = 200  # characters of a cell that can be a word for something; longer ones are sentences
MOST_KEPT = 300  # different cells of a column
MOST_KEPT_IN_ALL = 20_000
MOST_COUNTED_IN_ALL = 100_000


def count_words(sheet: Sheet) -> list[dict[str, Any]]:
    """For each column its commonest cells with their ``rows``; ``further`` are how many more there are at
    least, and ``further_rows`` in how many rows they stand."""
    columns = max(len(sheet.header), 1)
    room, kept = MOST_COUNTED_IN_ALL // columns, min(MOST_KEPT, MOST_KEPT_IN_ALL // columns)
    counts: list[dict[str, int]] = [{} for _heading in sheet.header]
    uncounted = [0] * len(counts)
    for row in sheet.rows:
        for place, cell in enumerate(row.cells):
            if not cell:
                continue
            held = counts[place]
            if cell in held:
                held[cell] += 1
            elif len(cell) <= LONGEST and len(held) < room:
                held[cell] = 1
            else:
                uncounted[place] += 1
    return [_commonest(held, kept, more) for held, more in zip(counts, uncounted, strict=True)]


def _commonest(held: dict[str, int], kept: int, uncounted: int) -> dict[str, Any]:
    found = nlargest(kept, held.items(), key=lambda one: one[1])
    rows = sum(held.values()) - sum(number for _cell, number in found)
    return {
        "rows": dict(found),
        "further": len(held) - len(found) + bool(uncounted),
        "further_rows": rows + uncounted,
    }
