"""Looking over the XML inside a workbook before it is parsed, which takes far more memory than its size."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.model import Marks, Merged

CHUNK_BYTES = 1 << 20
MOST_ROWS_OR_TEXTS = 1_048_576
# a full row of 16,384 cells has fewer, and so have the 64,000 styles that a much-copied workbook gathers
MOST_TAGS_TOGETHER = 400_000
MOST_MERGED = 100_000
HEADINGS_WITHIN = 1_000  # rows; further down, cells merged only sideways change nothing

_ROW_OR_TEXT = re.compile(rb"<(?:\w{1,20}:)?(?:row|si)[ />]")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[ />]")
_STRIKE = re.compile(rb"<(?:\w{1,20}:)?strike[ />]")
_FILTER = re.compile(rb"<(?:\w{1,20}:)?filterColumn[ />]")
_TABLE = re.compile(rb"<(?:\w{1,20}:)?tablePart[ />]")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\s([^<>]*)>")
_MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s(?:[^<>]*\s)?ref\s*=\s*[\"']"
    rb"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)
_HIDDEN = re.compile(rb"(?:^|\s)hidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBERED = re.compile(rb"(?:^|\s)(r|min|max)\s*=\s*[\"'](\d{1,7})[\"']")
_LONGEST_TAG = 1_024
_MOST_COLUMNS = 16_384
_NEVER_PARSED = ("xl/pivotCache/", "xl/drawings/", "xl/charts/", "xl/media/", "customXml/")
_SHEETS, _TABLES = "xl/worksheets/", "xl/tables/"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the parts of a workbook hold beside values: the marks of a sheet stand under its part's name."""

    formulas: bool
    strikes: bool
    strikes_in_texts: bool
    marks: dict[str, Marks]


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    tags_since_row: int = 0
    has_formula: bool = False

    def count(self, window: bytes) -> None:
        before, *rows = _ROW_OR_TEXT.split(window)
        most = self.tags_since_row + before.count(b"<")
        self.tags_since_row = most
        for row in rows:
            self.tags_since_row = row.count(b"<")
            most = max(most, self.tags_since_row)
        self.rows += len(rows)
        self.has_formula = self.has_formula or _FORMULA.search(window) is not None
        if most > MOST_TAGS_TOGETHER or self.rows > MOST_ROWS_OR_TEXTS:
            raise OverflowError


@dataclass(slots=True)
class _Marked:
    """Gathers the marks of one sheet from the pieces of its part."""

    merged: list[Merged] = field(default_factory=list)
    hidden_rows: bytearray = field(default_factory=bytearray)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    has_table: bool = False

    def look_at(self, window: bytes) -> None:
        self.filtered = self.filtered or _FILTER.search(window) is not None
        self.has_table = self.has_table or _TABLE.search(window) is not None
        if b"hidden" in window:
            self._look_for_hidden(window)
        if b"mergeCell" in window:
            found = (_merged(match) for match in _MERGED.finditer(window))
            self.merged += (one for one in found if one.bottom > one.top or one.top <= HEADINGS_WITHIN)

    def _look_for_hidden(self, window: bytes) -> None:
        for row in _ROW.finditer(window):
            number = _numbers(row[1]).get(b"r", 0) if _HIDDEN.search(row[1]) else 0
            if 0 < number <= MOST_ROWS_OR_TEXTS:
                self.hidden_rows.extend(bytes(max(0, number + 1 - len(self.hidden_rows))))
                self.hidden_rows[number] = 1
        for column in _COLUMN.finditer(window):
            if _HIDDEN.search(column[1]):
                found = _numbers(column[1])
                last = min(found.get(b"max", 0), _MOST_COLUMNS)
                self.hidden_columns.update(range(max(found.get(b"min", 1), 1) - 1, last))

    def marks(self, tables_filtered: bool) -> Marks:
        filtered = self.filtered or (self.has_table and tables_filtered)
        merged = tuple(sorted(self.merged, key=lambda one: (one.top, one.left)))
        return Marks(merged, bytes(self.hidden_rows), frozenset(self.hidden_columns), filtered)


def look_over(archive: zipfile.ZipFile, filename: str) -> Parts:
    """What no reader of rows tells of a workbook, in one pass over its parts.

    Raises Unusable for a part that would take more memory to parse than any sheet a person could make.
    """
    formulas = strikes = strikes_in_texts = tables_filtered = False
    sheets: dict[str, _Marked] = {}
    for name in archive.namelist():
        if not name.endswith(".xml") or name.startswith(_NEVER_PARSED):
            continue
        tally, marked = _Tally(), _Marked()
        try:
            for window in _windows(archive.open(name)):
                tally.count(window)
                if name.startswith(_SHEETS):
                    marked.look_at(window)
                strikes = strikes or (name.endswith("styles.xml") and _STRIKE.search(window) is not None)
                in_texts = name.endswith("sharedStrings.xml") and _STRIKE.search(window) is not None
                strikes_in_texts = strikes_in_texts or in_texts
                filters = name.startswith(_TABLES) and _FILTER.search(window) is not None
                tables_filtered = tables_filtered or filters
        except OverflowError as error:
            raise Unusable(
                f"{filename} is not opened: a part of it holds more rows or cells than a sheet can have."
                " Copy what you need into a new workbook, or save it as CSV."
            ) from error
        formulas = formulas or tally.has_formula
        sheets[name] = marked
        if sum(len(sheet.merged) for sheet in sheets.values()) > MOST_MERGED:
            raise Unusable(
                f"{filename} has more than {MOST_MERGED:,} merged cells, the most that can be read. Unmerge"
                " them in Excel, save it and try again."
            )
    marks = {name: sheet.marks(tables_filtered) for name, sheet in sheets.items()}
    return Parts(formulas, strikes, strikes_in_texts, marks)


def _numbers(attributes: bytes) -> dict[bytes, int]:
    return {name: int(number) for name, number in _NUMBERED.findall(attributes)}


def _merged(match: re.Match[bytes]) -> Merged:
    return Merged(int(match[2]), int(match[4]), _place(match[1]), _place(match[3]))


def _place(letters: bytes) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _windows(part: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that never cut the start of a tag in two, nor one of a usual length."""
    rest = b""
    with part:
        while chunk := part.read(CHUNK_BYTES):
            window = rest + chunk
            cut = window.rfind(b"<", max(0, len(window) - _LONGEST_TAG))
            rest = window[cut:] if cut > 0 else b""
            yield window[:cut] if cut > 0 else window
    yield rest
