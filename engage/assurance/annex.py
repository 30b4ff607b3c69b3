"""The XLSX annex: the figures and every table of the report, whole, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from engage.assurance.figures.words import NOT_RECORDED
from engage.assurance.front_sheet.document import rows as front_sheet_rows
from engage.assurance.report.entries import Cell, ReportValue, tables_of
from engage.assurance.report.entries import Table as Block
from engage.assurance.report.page import GONE, adds_to
from engage.platform.sheets.writing import Column, Table, xlsx_bytes


def xlsx(value: ReportValue, made_at: datetime) -> bytes:
    """The annex as XLSX bytes: what it belongs to, the figures, then the tables in the report's order."""
    tables = [_about(value), _figures(value), _sums(value), *(_sheet(block) for block in tables_of(value))]
    return xlsx_bytes(tables, value.title, made_at)


def _about(value: ReportValue) -> Table:
    """The front sheet, so that the annex says which report it belongs to."""
    rows: list[list[str]] = [["Annex to", value.title], *map(list, front_sheet_rows(value))]
    if value.demonstration:
        rows.append(["Demonstration", value.demonstration])
    rows += [[block.label, block.caption] for block in tables_of(value)]
    return Table("About", [Column("What"), Column("Words")], rows)


def _figures(value: ReportValue) -> Table:
    columns = (
        Column("Figure"),
        Column("What it counts"),
        Column("Part"),
        Column("Value", "number"),
        Column("Rests on", "number"),
        Column("Out of", "number"),
        Column("Approximate"),
        Column("Period before", "number"),
    )
    return Table("Figures", columns, list(_figure_rows(value)))


def _figure_rows(value: ReportValue) -> Iterator[Sequence[str | int | None]]:
    for id_, figure in value.figures.items():
        parts = figure.value if isinstance(figure.value, dict) else {"": figure.value}
        before = figure.previous.value if figure.previous else None
        for part, number in parts.items():
            yield (
                id_,
                figure.label,
                part,
                NOT_RECORDED if number is None else number,
                len(figure.parts[part]) if part else figure.base,
                figure.out_of,
                "yes" if figure.approximate else "no",
                before,
            )


def _sums(value: ReportValue) -> Table:
    """What each record adds to a figure that is one number, so that it can be added up again.

    Of what a breakdown counts, the tables have every record with what it is broken down by.
    """
    columns = (
        Column("Figure"),
        Column("What it counts"),
        Column("Reference"),
        Column("Record"),
        Column("When"),
        Column("Adds", "number"),
    )
    return Table("What each record adds", columns, list(_sum_rows(value)))


def _sum_rows(value: ReportValue) -> Iterator[Sequence[str | int | None]]:
    for id_, figure in value.figures.items():
        if isinstance(figure.value, dict):
            continue
        for ref in (*figure.refs, *figure.without):
            record = value.records.get(ref, GONE)
            adds = adds_to(figure, ref)
            known = NOT_RECORDED if adds is None else adds
            yield id_, figure.label, record.number, record.title, record.when, known


def _sheet(block: Block) -> Table:
    """A table; a column of numbers with words among them ("about 500") has one to reckon with beside it."""
    columns: list[Column] = []
    places: list[tuple[int, str]] = []
    for place, heading in enumerate(block.headings):
        cells = [row[place] for row in block.rows]
        if any(_is_worded(cell) for cell in cells):
            columns += [Column(heading), Column(f"{heading} (number)", "number")]
            places += [(place, "text"), (place, "exact")]
        elif any(cell.exact is not None for cell in cells):
            columns.append(Column(heading, "number"))
            places.append((place, "either"))
        else:
            columns.append(Column(heading))
            places.append((place, "text"))
    rows = [[_shown(row[place], side) for place, side in places] for row in block.rows]
    return Table(f"{block.label} {block.caption}", columns, rows)


def _shown(cell: Cell, side: str) -> str | int | None:
    if side == "exact":
        return cell.exact
    return cell.exact if side == "either" and cell.exact is not None else cell.text


def _is_worded(cell: Cell) -> bool:
    return cell.exact is not None and cell.text != f"{cell.exact:,}"
