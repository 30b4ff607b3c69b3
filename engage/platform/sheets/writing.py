"""Writing tables as CSV and XLSX that open anywhere and never run anything a person typed."""

from __future__ import annotations

import csv
import io
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeGuard

from engage.platform.sheets.cells import text_of
from engage.platform.sheets.guard import guarded

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS_OF_A_CELL = 32_767
MOST_CHARACTERS_OF_A_SHEET_NAME = 31
MOST_ROWS_OF_A_SHEET = 1_048_576
MOST_DIGITS_OF_A_NUMBER = 15
NARROWEST, WIDEST = 10, 50
CUT_SHORT = " … (cut short: a cell holds no more)"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is what the cells are when they can be: vague dates and numbers stay text in any column."""

    heading: str
    kind: Literal["text", "number", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """What one sheet shows; `title` names it. Each row has a cell for each column."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def csv_bytes(table: Table) -> bytes:
    """UTF-8 with a byte order mark and CRLF line ends, so that Excel opens it as it is.

    A text that could start a formula gets an apostrophe before it; reading the file here takes it off again.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(column.heading) for column in table.columns])
    for row in _full_rows(table):
        writer.writerow([guarded(_as_text(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(tables: Sequence[Table], title: str, made_at: datetime) -> bytes:
    """One sheet a table. The same tables and `made_at` (aware of its zone) give the same bytes."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as workbook:
            created = made_at.astimezone(UTC).replace(tzinfo=None)
            workbook.set_properties({"title": writable(title), "created": created})
            workbook.set_custom_property("Language", "en-GB", "text")
            formats = _Formats(
                heading=workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
                text=workbook.add_format({"text_wrap": True, "valign": "top"}),
                day=workbook.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"}),
            )
            for name, table in zip(sheet_names([table.title for table in tables]), tables, strict=True):
                _write_sheet(workbook.add_worksheet(name), table, formats)
        file.seek(0)
        return file.read()


def sheet_names(titles: Sequence[str]) -> list[str]:
    """A name for each sheet that Excel accepts, no two alike: at most 31 characters and none of []:*?/\\."""
    names: list[str] = []
    for place, title in enumerate(titles, start=1):
        cleaned = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", writable(title)).split()).strip("' ")
        wanted = cleaned if cleaned and cleaned.casefold() != "history" else f"Sheet {place}"
        name, repeats = _shortened(wanted, ""), 1
        while name.casefold() in {taken.casefold() for taken in names}:
            repeats += 1
            name = _shortened(wanted, f" ({repeats})")
        names.append(name)
    return names


def writable(text: str) -> str:
    """`text` with line ends as "\\n" and a visible mark for each character that no spreadsheet can hold."""
    return _UNWRITABLE.sub(UNREADABLE, text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class _Formats:
    heading: Format
    text: Format
    day: Format


def _full_rows(table: Table) -> Iterator[Sequence[Cell]]:
    for row in table.rows:
        if len(row) != len(table.columns):
            raise ValueError(f"a row of {table.title} has {len(row)} cells for {len(table.columns)} columns")
        yield row


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return text_of(cell, "General")
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    return writable(str(cell))


def _write_sheet(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    widths = [max(NARROWEST, len(column.heading) + 3) for column in table.columns]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _fitting(column.heading), formats.heading)
    last = 0
    for last, row in enumerate(_full_rows(table), start=1):
        if last == MOST_ROWS_OF_A_SHEET:
            raise ValueError(f"{table.title} has more rows than a sheet can hold")
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, last, place, column, cell, formats)
            widths[place] = max(widths[place], min(_width(cell), WIDEST))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_cell(
    sheet: Worksheet, row: int, place: int, column: Column, cell: Cell, formats: _Formats
) -> None:
    if cell is None or cell == "":
        return
    if column.kind == "date" and _is_day(cell):
        sheet.write_datetime(row, place, cell, formats.day)
    elif column.kind == "number" and _is_exact_number(cell):
        sheet.write_number(row, place, cell, formats.text)
    else:
        sheet.write_string(row, place, _fitting(_as_text(cell)), formats.text)


def _is_day(cell: Cell) -> TypeGuard[date]:
    """A day that Excel can count: it knows none before 1900."""
    return isinstance(cell, date) and not isinstance(cell, datetime) and cell.year >= 1900


def _is_exact_number(cell: Cell) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return False
    return math.isfinite(cell) and abs(cell) < 10**MOST_DIGITS_OF_A_NUMBER


def _fitting(text: str) -> str:
    text = writable(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # the writer would take it for ready-made markup
    units = len(text.encode("utf-16-le")) // 2
    if units <= MOST_CHARACTERS_OF_A_CELL:
        return text
    room = MOST_CHARACTERS_OF_A_CELL - len(CUT_SHORT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore") + CUT_SHORT


def _width(cell: Cell) -> int:
    if isinstance(cell, date):
        return len("30 September 2018")
    return max(map(len, str(cell).split("\n"))) + 1 if cell is not None else 0


def _shortened(name: str, ending: str) -> str:
    return name[: MOST_CHARACTERS_OF_A_SHEET_NAME - len(ending)].strip("' ") + ending
