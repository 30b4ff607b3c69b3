"""What a spreadsheet holds once it has been read: sheets, rows, and the cells that hold nothing readable."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

MEGABYTE = 1 << 20
STRUCK, HIDDEN = "struck", "hidden"
LEFT_OUT = {STRUCK: "struck through", HIDDEN: "hidden"}
"""The marks of whole rows for which somebody may leave those rows out, with what is said of the rows."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of the machine."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    rows: int = 200_000
    columns: int = 200


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken as it stands, in words: "holds the error #REF!"."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        column = self.column.strip("()") if self.column.startswith("(column ") else f"column {self.column}"
        return f"row {self.row}, {column}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the headings; `number` is the row's number in the file, counted from 1.

    There is one cell a heading, its outer blanks removed and its line ends written as "\\n". `shared` names
    the columns in which it was given what a merged cell, begun in a row above, holds.
    """

    number: int
    cells: tuple[str, ...]
    problems: tuple[CellProblem, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells made one: the first and last row, counted from 1, and the first and last column, from 0."""

    top: int
    bottom: int
    left: int
    right: int

    def covers(self, place: int) -> bool:
        return self.left <= place <= self.right


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet shows beside its cells. `hidden_rows` has a byte for each row by its number: 1 where it is
    hidden; `hidden_columns` are counted from 0."""

    merged: tuple[Merged, ...] = ()
    hidden_rows: bytes = b""
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False

    def hides(self, number: int) -> bool:
        return self.hidden_rows[number : number + 1] == b"\1"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it: cells to the last filled one, problems by place of the cell from 0.

    `width` is how many cells the file gives the row, filled or not; `struck` how many filled ones are struck
    through, `struck_in_part` how many only in part of their text, and `shared` the places of those given what
    a merged cell holds.
    """

    number: int
    cells: list[str]
    problems: list[tuple[int, str]]
    width: int
    struck: int = 0
    shared: Sequence[int] = ()
    struck_in_part: int = 0


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet nobody has looked into; `ragged` where cells past the last heading mean a broken row."""

    name: str
    hidden: bool
    ragged: bool
    rows: Callable[[], Iterator[RawRow]]
    marks: Marks = Marks()


@dataclass(frozen=True, slots=True)
class IgnoredSheet:
    """A sheet that was left out; `reason` completes the sentence "it …". An empty one is not `filled`."""

    name: str
    reason: str
    filled: bool = True


class RowStore:
    """Rows kept on disk once they are many, so that a long log can be gone through again and again."""

    CHUNK_ROWS = 500
    MEMORY_BYTES = 2 * MEGABYTE

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=self.MEMORY_BYTES)  # noqa: SIM115  see close()
        self._chunks: list[tuple[int, int]] = []
        self._waiting: list[tuple[int, list[str], list[tuple[int, str]], Sequence[int]]] = []
        self._size = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, row: RawRow) -> None:
        self._waiting.append((row.number, row.cells, row.problems, row.shared))
        self._count += 1
        if len(self._waiting) == self.CHUNK_ROWS:
            self._write()

    def __iter__(self) -> Iterator[RawRow]:
        self._write()
        for place, length in self._chunks:
            self._file.seek(place)
            for number, cells, problems, shared in json.loads(self._file.read(length)):
                yield RawRow(number, cells, problems, len(cells), shared=shared)

    def close(self) -> None:
        self._file.close()

    def _write(self) -> None:
        if not self._waiting:
            return
        chunk = json.dumps(self._waiting).encode()
        self._file.seek(self._size)
        self._file.write(chunk)
        self._chunks.append((self._size, len(chunk)))
        self._size += len(chunk)
        self._waiting = []


class Rows:
    """The rows under the headings: they can be counted, and gone through more than once."""

    def __init__(self, store: RowStore, header: tuple[str, ...]) -> None:
        self._store = store
        self._header = header

    def __len__(self) -> int:
        return len(self._store)

    def __iter__(self) -> Iterator[Row]:
        width = len(self._header)
        for raw in self._store:
            cells = (*raw.cells, *[""] * (width - len(raw.cells)))
            problems = [CellProblem(raw.number, self._header[at], problem) for at, problem in raw.problems]
            shared = tuple(self._header[at] for at in raw.shared)
            yield Row(raw.number, cells, tuple(problems), shared)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its headings, the rows under them, and what was left out.

    A column without a heading is called "(column H)"; of two columns with one heading the second is called
    "Date (2)". `blank` counts empty rows between filled ones; `apart` holds the rows that only count or add
    up those above them, and `totals` what the file itself gives as the sum of a column, by its heading.
    `notes` are sentences about what a person should know of how the sheet was read, `marked` how many rows
    are marked so that they can be left out.
    """

    name: str
    header_row_number: int
    header: tuple[str, ...]
    rows: Rows
    blank: int
    apart: tuple[Row, ...]
    totals: Mapping[str, float]
    notes: tuple[str, ...]
    marked: Mapping[str, int]


class Workbook:
    """Everything taken from one file. Close it, or use it in a `with` block: long ones lie on disk."""

    def __init__(
        self,
        filename: str,
        sheets: tuple[Sheet, ...],
        ignored: tuple[IgnoredSheet, ...],
        stores: ExitStack,
    ) -> None:
        self.filename = filename
        self.sheets = sheets
        self.ignored = ignored
        self._stores = stores

    def close(self) -> None:
        self._stores.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
