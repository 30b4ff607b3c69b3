"""Reading delimited text row by row: which separator it uses, and quotation marks that are never closed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from engage.platform.data.refusal import Unusable
from engage.platform.data.typed import tidied
from engage.platform.sheets.guard import unguarded
from engage.platform.sheets.model import Limits, RawRow

SAMPLE_CHARACTERS = 1 << 16
SAMPLE_ROWS = 50
WIDEST, MOST_LINES = 16_384, 1_048_576  # of a spreadsheet, most of which may be empty
SEPARATORS = (",", ";", "\t", "|")


def separator_of(file: BinaryIO, encoding: str, known: Callable[[str], bool]) -> str:
    """The separator that shows most known headings, else the one that splits most rows alike."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    sample = text.read(SAMPLE_CHARACTERS)
    text.detach()
    return max(SEPARATORS, key=lambda separator: _fitness(sample, separator, known))


def _fitness(sample: str, separator: str, known: Callable[[str], bool]) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        rows = [row for row in islice(reader, SAMPLE_ROWS) if row]
    except csv.Error:
        return (0, 0.0, 0)
    if not rows:
        return (0, 0.0, 0)
    headings = max(sum(known(cell.strip()) for cell in row) for row in rows)
    width, alike = Counter(map(len, rows)).most_common(1)[0]
    return (headings, alike / len(rows) if width > 1 else 0.0, width)


def csv_rows(file: BinaryIO, encoding: str, separator: str, limits: Limits) -> Iterator[RawRow]:
    """The rows; a cell may hold line breaks. Leaves `file` open.

    Raises Unusable where a quotation mark swallows what follows it, and for too many columns.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _parsed(_Lines(text, separator, limits), separator, limits)
    finally:
        text.detach()


class _Lines:
    """Lines of the file, remembering those the current row is made of.

    One that no program writes is refused before it is taken apart.
    One empty line is added at the end: a row that takes it in was still inside quotation marks.
    """

    def __init__(self, text: Iterable[str], separator: str, limits: Limits) -> None:
        self._text, self._separator, self._limits = text, separator, limits
        self._row: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._text, start=1):
            if number > MOST_LINES:
                raise Unusable(
                    f"The file has more than {MOST_LINES:,} lines, the most that a spreadsheet has."
                    " Split it into several files."
                )
            if (separators := line.count(self._separator)) >= WIDEST:
                raise _too_wide(number, separators + 1, self._limits)
            self._row.append(line)
            yield line
        self.ended = True
        yield "\n"

    def take_row(self) -> list[str]:
        row, self._row = self._row, []
        return row


def _parsed(lines: _Lines, separator: str, limits: Limits) -> Iterator[RawRow]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1):
            typed = lines.take_row()
            if lines.ended and not typed:
                return
            if lines.ended or (len(typed) > 1 and not _is_well_quoted(typed, separator)):
                raise Unusable(
                    f"Row {number} opens a quotation mark that is not closed, so the rows after it cannot be"
                    " told apart. Correct that row and try again."
                )
            yield _raw_row(cells, number, limits)
    except csv.Error as error:
        raise Unusable(
            f"Row {number + 1} holds a text of more than {csv.field_size_limit():,} characters, most likely"
            " because a quotation mark in it is not closed. Correct that row and try again."
        ) from error


def _is_well_quoted(lines: list[str], separator: str) -> bool:
    """A text that is never closed takes in the rows below and ends in the middle of one, at its next mark."""
    try:
        next(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return False
    return True


def _raw_row(cells: list[str], number: int, limits: Limits) -> RawRow:
    width = len(cells)
    while cells and not cells[-1]:  # before anything is done with them: they may be many
        cells.pop()
    cells = [tidied(unguarded(cell)) if cell else "" for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        raise _too_wide(number, len(cells), limits)
    return RawRow(number, cells, [], width)


def _too_wide(number: int, cells: int, limits: Limits) -> Unusable:
    return Unusable(
        f"Row {number} has {cells} cells; the most that can be read is {limits.columns} columns."
        " Delete what stands far to the right and try again."
    )
