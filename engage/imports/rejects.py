"""The file of rows set aside: their own cells and what is wrong with them, to correct and load again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from engage.platform.sheets.model import Workbook
from engage.platform.sheets.writing import Column, Table, csv_bytes, xlsx_bytes

PROBLEM = "Problem to correct"

Problems = Mapping[tuple[str, int], Sequence[str]]
"""What is wrong, in sentences, by sheet and row number."""


def problems_by_row(set_aside: Iterable[Mapping[str, str | int]]) -> dict[tuple[str, int], list[str]]:
    """The problems of a result, gathered for each row; each names its column."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in set_aside:
        sentence = f"{one['column']}: {one['problem']}" if one["column"] else str(one["problem"])
        found.setdefault((str(one["sheet"]), int(one["row"])), []).append(sentence)
    return found


def rejects_file(workbook: Workbook, problems: Problems, suffix: str, made_at: datetime) -> bytes:
    """The file in the format of its name: ".xlsx" or anything else, which is CSV."""
    if suffix.lower() == ".xlsx":
        return rejects_xlsx(workbook, problems, made_at)
    return rejects_csv(workbook, problems)


def rejects_csv(workbook: Workbook, problems: Problems) -> bytes:
    """One table with the headings of every sheet, in their order."""
    headings = list(
        dict.fromkeys(heading for sheet in workbook.sheets for heading in _headings(sheet.header))
    )
    rows = []
    for sheet in workbook.sheets:
        for row in sheet.rows:
            if (sheet.name, row.number) in problems:
                cells = dict(zip(sheet.header, row.cells, strict=True))
                rows.append(
                    [
                        *(cells.get(heading, "") for heading in headings),
                        _told(problems, sheet.name, row.number),
                    ]
                )
    return csv_bytes(Table("Rows set aside", _columns(headings), rows))


def rejects_xlsx(workbook: Workbook, problems: Problems, made_at: datetime) -> bytes:
    """A sheet for each sheet that has such rows."""
    tables = []
    for sheet in workbook.sheets:
        headings = _headings(sheet.header)
        rows = [
            [
                *(cell for heading, cell in zip(sheet.header, row.cells, strict=True) if heading in headings),
                _told(problems, sheet.name, row.number),
            ]
            for row in sheet.rows
            if (sheet.name, row.number) in problems
        ]
        if rows:
            tables.append(Table(sheet.name, _columns(headings), rows))
    return xlsx_bytes(tables, "Rows set aside", made_at)


def _headings(header: Sequence[str]) -> list[str]:
    """Without the column that an earlier file of rows set aside brought along."""
    return [heading for heading in header if heading != PROBLEM]


def _columns(headings: Sequence[str]) -> list[Column]:
    return [Column(heading) for heading in (*headings, PROBLEM)]


def _told(problems: Problems, sheet: str, row: int) -> str:
    return "\n".join(problems[sheet, row])
