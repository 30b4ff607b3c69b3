"""How blocks are drawn, the same on the page and in the paper: charts, and tables laid out in less room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engage.assurance.report.entries import Cell, Row, Table
from engage.assurance.report.entries import Chart as ReportChart
from engage.platform.charts import Chart, bar_chart, line_chart

UNIT = "activities"


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid out, with how many rows were left out; one place of it may hold several cells.

    Of each column: its head, whether it holds numbers, and its part of the width (None: as its words need).
    """

    heads: tuple[tuple[str, bool, float | None], ...]
    rows: tuple[tuple[tuple[Cell, ...], ...], ...]
    left_out: int


def picture(block: ReportChart) -> Chart:
    """The chart a block describes."""
    title = f"{block.label}. {block.title}"
    if block.shape == "line":
        steps, values = [label for label, _ in block.rows], [value for _, value in block.rows]
        series = [(UNIT.capitalize(), values)]
        return line_chart(title, steps, series, UNIT, block.source, category=block.category)
    return bar_chart(
        title, block.rows, UNIT, block.source, category=block.category, not_recorded=block.missing
    )


def laid_out(block: Table, most: int) -> Laid:
    """At most so many rows of a table, with the columns that stand beneath others put there."""
    headings, under = block.headings, block.under
    rows = block.rows[: min(block.shown, most)]
    lower = {above: below for below, above in under.items()}
    places = [
        [headings.index(name) for name in (heading, lower.get(heading)) if name]
        for heading in headings
        if heading not in under and heading not in block.hidden
    ]
    heads = tuple(
        (_head(headings, rows, place), _is_numbers(rows, place), block.shares.get(headings[place[0]]))
        for place in places
    )
    laid = tuple(tuple(tuple(row[column] for column in place) for place in places) for row in rows)
    return Laid(heads, laid, len(block.rows) - len(rows))


def _head(headings: Sequence[str], rows: Sequence[Row], place: Sequence[int]) -> str:
    """What stands in a place, without what no row has there."""
    first, *below = place
    said = [headings[column].lower() for column in below if any(row[column].text for row in rows)]
    return ", ".join([headings[first], *said])


def _is_numbers(rows: Sequence[Row], place: Sequence[int]) -> bool:
    return len(place) == 1 and all(row[place[0]].number for row in rows)
