"""Reading what people keep in spreadsheets: CSV in several encodings, and XLSX with dates and text mixed."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from engage.platform.data import kinds
from engage.platform.data.plain_text import encoding_of
from engage.platform.data.refusal import Unusable
from engage.platform.sheets.csv_rows import csv_rows, separator_of
from engage.platform.sheets.kept import NotKept, keep_rows, kept_sheets
from engage.platform.sheets.layout import lay_out
from engage.platform.sheets.model import MEGABYTE, IgnoredSheet, Limits, RawSheet, RowStore, Sheet, Workbook
from engage.platform.sheets.xlsx_rows import opened_sheets

_LOOKUP_NAME = re.compile(
    r"\b(look-?\s?ups?|drop-?\s?downs?|pick-?\s?lists?|validation|lists)\b", re.IGNORECASE
)
_WORKBOOKS = (kinds.XLSX, kinds.MACRO_WORKBOOK)

_SAVE_AS = "Open it in a spreadsheet program, save it as .xlsx or CSV UTF-8 and try that file."
_COPY = "Copy its table into a new spreadsheet, save that as .xlsx and try that file."
_TYPED = "Ask for the spreadsheet it was made from, or type its rows into a new one."
_OPEN_UP = "Open it, take out the spreadsheet that is in it and try that file."
_ADVICE = {
    kinds.DOCX: _COPY,
    kinds.PPTX: _COPY,
    kinds.MACRO_DOCUMENT: _COPY,
    kinds.RICH_TEXT: _COPY,
    kinds.PDF: f"{_COPY} Better still, ask for the spreadsheet it was made from.",
    kinds.PNG: _TYPED,
    kinds.JPEG: _TYPED,
    kinds.GIF: _TYPED,
    kinds.ARCHIVE: _OPEN_UP,
    kinds.OLD_OFFICE: (
        "If it is an Excel file, open it in Excel, save it as .xlsx and try that file; if it is a Word file,"
        " copy its table into a new spreadsheet first."
    ),
    kinds.PROGRAM: "Choose the spreadsheet itself.",
    kinds.UNKNOWN: "Choose the spreadsheet itself, saved as .xlsx or CSV UTF-8.",
}

Known = Callable[[str], bool]


def open_workbook_file(
    source: Path | bytes,
    *,
    filename: str | None = None,
    known: Known = lambda heading: False,
    essential: Known | None = None,
    sheet: str | None = None,
    limits: Limits | None = None,
    kept: Path | None = None,
    leave_out: Collection[str] = (),
) -> Workbook:
    """The tables of a CSV or XLSX file, read once to the end and checked.

    `known` says whether a heading is one the caller has a use for; the row with most of them is the header.
    `essential` says whether a sheet with this heading holds the caller's records: if any sheet has such a
    heading, sheets without one are left out. `sheet` takes the sheet of that name, whatever is on it. `kept`
    is where the rows of a workbook are kept once read: taken from there, and put there when they are not.
    Rows with a mark of `leave_out`, struck through or hidden, are left out.

    Raises Unusable for a file that is too large, damaged, not a spreadsheet or without rows.
    """
    limits = limits or Limits()
    filename = filename or (source.name if isinstance(source, Path) else "The file")
    with _opened(source, filename, limits) as file:
        kind = kinds.recognise(file)
        if kind in _WORKBOOKS:
            return _read_xlsx(file, filename, _Wish(known, essential, sheet, limits, leave_out), kept)
        if kind is kinds.TEXT:
            return _read_csv(file, filename, _Wish(known, essential, sheet, limits))
        raise Unusable(_not_a_spreadsheet(filename, kind))


@contextmanager
def _opened(source: Path | bytes, filename: str, limits: Limits) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        _check_size(len(source), filename, limits)
        yield io.BytesIO(source)
        return
    try:
        size = source.stat().st_size
        file = source.open("rb")
    except OSError as error:
        raise Unusable(f"{filename} cannot be opened: {error.strerror}. Check its name and place.") from error
    with file:
        _check_size(size, filename, limits)
        yield file


def _check_size(size: int, filename: str, limits: Limits) -> None:
    if size == 0:
        raise Unusable(f"{filename} is empty. Check that it was saved, and try again.")
    if size > limits.file_bytes:
        raise Unusable(
            f"{filename} is {_megabytes(size)} MB; the most that can be read is"
            f" {_megabytes(limits.file_bytes)} MB. Split it into several files."
        )


def _megabytes(size: int) -> str:
    """Rounded up to a tenth, so that what is over a limit never looks equal to it."""
    return f"{math.ceil(size * 10 / MEGABYTE) / 10:,g}"


def _not_a_spreadsheet(filename: str, kind: kinds.Kind) -> str:
    if kind is kinds.LOCKED_OFFICE:
        return f"{filename} is locked with a password. Take the password off, save it and try again."
    return f"{filename} cannot be read: it is {kind.description}. {_ADVICE.get(kind, _SAVE_AS)}"


class _Wish:
    """What the caller asked for, and the choice of sheets that follows from it."""

    def __init__(
        self,
        known: Known,
        essential: Known | None,
        sheet: str | None,
        limits: Limits,
        leave_out: Collection[str] = (),
    ) -> None:
        self.known = known
        self.leave_out = leave_out
        self.limits = limits
        self._essential = essential
        self._sheet = sheet

    def candidates(self, sheets: list[RawSheet], filename: str) -> list[RawSheet]:
        if self._sheet is None:
            return [sheet for sheet in sheets if not sheet.hidden]
        wanted = self._sheet.strip().casefold()
        named = [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted]
        if not named:
            names = ", ".join(sheet.name for sheet in sheets)
            raise Unusable(f"{filename} has no sheet called “{self._sheet}”. Its sheets are: {names}.")
        return named

    def choose(self, sheets: list[Sheet]) -> list[IgnoredSheet]:
        """Those of the sheets with rows that are to be left out."""
        if self._sheet is not None:
            return []
        if self._essential is not None:
            without = [sheet for sheet in sheets if not any(map(self._essential, sheet.header))]
            if len(without) < len(sheets):
                return [
                    IgnoredSheet(sheet.name, "has none of the headings a record needs") for sheet in without
                ]
        lookups = [sheet for sheet in sheets if _LOOKUP_NAME.search(sheet.name)]
        if len(lookups) == len(sheets):
            return []
        return [IgnoredSheet(sheet.name, "holds lookup lists") for sheet in lookups]


def _read_csv(file: BinaryIO, filename: str, wish: _Wish) -> Workbook:
    encoding = encoding_of(file, filename)
    separator = separator_of(file, encoding, wish.known)
    name = Path(filename).stem
    raw = RawSheet(name, False, True, lambda: csv_rows(file, encoding, separator, wish.limits))
    return _taken([raw], filename, wish)


def _read_xlsx(file: BinaryIO, filename: str, wish: _Wish, kept: Path | None) -> Workbook:
    try:
        if kept is not None:
            return _read_kept(file, filename, wish, kept)
        with opened_sheets(file, filename, wish.limits) as sheets:
            return _taken(sheets, filename, wish)
    except NotKept:
        return _read_xlsx(file, filename, wish, None)
    except Unusable:
        raise
    except Exception as error:  # openpyxl meets a damaged workbook with whichever error comes first
        raise Unusable(
            f"{filename} cannot be read: the workbook is damaged. Open it in Excel, save it again as .xlsx"
            " and try that copy."
        ) from error


def _read_kept(file: BinaryIO, filename: str, wish: _Wish, kept: Path) -> Workbook:
    """As the rows were kept when the workbook was first read. Raises NotKept."""
    if not kept.exists():
        with opened_sheets(file, filename, wish.limits) as sheets:
            keep_rows(sheets, kept)
    with kept_sheets(kept) as sheets:
        return _taken(sheets, filename, wish)


def _taken(raw_sheets: list[RawSheet], filename: str, wish: _Wish) -> Workbook:
    candidates = wish.candidates(raw_sheets, filename)
    ignored = [IgnoredSheet(sheet.name, "is hidden") for sheet in raw_sheets if sheet not in candidates]
    with ExitStack() as stores:
        found: list[Sheet] = []
        for raw in candidates:
            store = stores.enter_context(closing(RowStore()))
            laid_out = lay_out(raw, wish.known, wish.limits, store, wish.leave_out)
            if isinstance(laid_out, Sheet):
                found.append(laid_out)
            else:
                ignored.append(IgnoredSheet(raw.name, laid_out.reason, laid_out.filled))
        if not found:
            raise Unusable(_nothing_in(filename, ignored))
        left_out = wish.choose(found)
        names = {sheet.name for sheet in left_out}
        taken = tuple(sheet for sheet in found if sheet.name not in names)
        return Workbook(filename, taken, (*ignored, *left_out), stores.pop_all())


def _nothing_in(filename: str, ignored: list[IgnoredSheet]) -> str:
    if len(ignored) == 1:
        found = f"it {ignored[0].reason}"
    else:
        found = "; ".join(f"sheet {sheet.name} {sheet.reason}" for sheet in ignored)
    return (
        f"There is nothing to read in {filename}: {found}. Put the headings in one row, the records in the"
        " rows under it, and try again."
    )
