"""Reading the sheets of an XLSX workbook row by row, with the stored values of its formulas."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from engage.platform.data.archive import open_archive
from engage.platform.data.refusal import Unusable
from engage.platform.sheets.cells import text_of
from engage.platform.sheets.model import Limits, Marks, RawRow, RawSheet
from engage.platform.sheets.xlsx_parts import look_over

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell

MOST_ROWS_OF_A_SHEET = 1_048_576


class _OpenSheet(Protocol):
    """What openpyxl's read-only sheets can do."""

    title: str
    sheet_state: str
    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, max_col: int) -> Iterator[Sequence[ReadOnlyCell]]: ...


@contextmanager
def opened_sheets(file: BinaryIO, filename: str, limits: Limits) -> Iterator[list[RawSheet]]:
    """The sheets, to be read inside the `with` block.

    Raises Unusable for what must not be unpacked, and whatever openpyxl raises for a damaged workbook.
    """
    with ExitStack() as resources, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would lose if it wrote the workbook again
        with open_archive(file, filename, limits.unpacked_bytes) as archive:
            parts = look_over(archive, filename)
        values = _worksheets(file, resources, data_only=True, rich_text=parts.strikes_in_texts)
        sources = _worksheets(file, resources, data_only=False) if parts.formulas else repeat(None)
        yield [
            RawSheet(
                name=sheet.title,
                hidden=sheet.sheet_state != "visible",
                ragged=False,
                rows=partial(_rows, sheet, source, limits, parts.strikes),
                marks=parts.marks.get(sheet._worksheet_path.lstrip("/"), Marks()),
            )
            for sheet, source in zip(values, sources, strict=False)
        ]


def _worksheets(
    file: BinaryIO, resources: ExitStack, *, data_only: bool, rich_text: bool = False
) -> list[_OpenSheet]:
    import openpyxl

    file.seek(0)
    workbook = openpyxl.load_workbook(
        file, read_only=True, data_only=data_only, keep_links=False, rich_text=rich_text
    )
    resources.enter_context(closing(workbook))
    sheets = cast("list[_OpenSheet]", workbook.worksheets)
    for sheet in sheets:
        sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    return sheets


def _rows(sheet: _OpenSheet, source: _OpenSheet | None, limits: Limits, strikes: bool) -> Iterator[RawRow]:
    most = limits.columns + 1
    values = sheet.iter_rows(max_col=most)
    sources = source.iter_rows(max_col=most) if source else repeat(())
    blank: Sequence[ReadOnlyCell] | None = None
    for number, (row, formulas) in enumerate(zip(values, sources, strict=False), start=1):
        if number > MOST_ROWS_OF_A_SHEET:
            raise Unusable(f"Sheet {sheet.title} numbers its rows past the last row a sheet can have.")
        if row is blank:  # openpyxl gives one and the same row for all that the file passes over
            yield RawRow(number, [], [], 0)
            continue
        raw = _raw_row(sheet.title, number, row, formulas, limits, strikes)
        blank = blank if raw.cells or raw.problems else row
        yield raw


def _raw_row(
    sheet: str,
    number: int,
    row: Sequence[ReadOnlyCell],
    formulas: Sequence[ReadOnlyCell],
    limits: Limits,
    strikes: bool,
) -> RawRow:
    problems = [
        (place, "holds a formula with no stored value: open the file in Excel, save it and try again")
        for place, formula in enumerate(formulas)
        if formula.data_type == "f" and row[place].value is None and row[place].data_type == "n"
    ]
    cells: list[str] = []
    struck = struck_in_part = 0
    for place, cell in enumerate(row):
        value = cell.value
        if value is None:
            continue
        runs = value if isinstance(value, list) else []  # a text of which parts look otherwise
        value = str(value) if runs else value
        text = text_of(value, "" if isinstance(value, str) else cell.number_format)
        if not text:
            continue
        if place == limits.columns:
            raise Unusable(
                f"Sheet {sheet} has more than {limits.columns} columns, the most that can be read: row"
                f" {number} goes further. Delete what stands far to the right and try again."
            )
        cells.extend([""] * (place - len(cells)))
        cells.append(text)
        if cell.data_type == "e":
            problems.append((place, f"holds the error {text}"))
        whole = bool(strikes and cell.font.strike)
        through = {_is_struck(run) for run in runs if str(run).strip()}
        struck += whole or through == {True}
        struck_in_part += not whole and through == {True, False}
    return RawRow(number, cells, problems, len(cells), struck, struck_in_part=struck_in_part)


def _is_struck(run: object) -> bool:
    """Whether a part of a text is struck through; what looks as its cell does is a plain string."""
    return bool(getattr(getattr(run, "font", None), "strike", False))
