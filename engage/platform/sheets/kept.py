"""The rows of a workbook kept as they were read, for reading a workbook takes a hundred times as long."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from engage.platform.sheets.model import Marks, Merged, RawRow, RawSheet

FORMAT = 2  # another number when a row is read otherwise than before: what was kept then is read no more
CHUNK_ROWS = 500
INDEX = "sheets.json"


class NotKept(Exception):
    """The rows that are wanted are not kept, or not in a form that can be read: the file itself can be."""


def keep_rows(sheets: Sequence[RawSheet], path: Path) -> None:
    """Keep every row of the sheets that are not hidden; all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="incoming-", delete=False) as arriving:
        incoming = Path(arriving.name)
        try:
            with zipfile.ZipFile(arriving, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                index = [_kept(archive, number, sheet) for number, sheet in enumerate(sheets)]
                archive.writestr(INDEX, json.dumps([FORMAT, index]))
            incoming.replace(path)
        finally:
            incoming.unlink(missing_ok=True)


def _kept(archive: zipfile.ZipFile, number: int, sheet: RawSheet) -> dict[str, Any]:
    marks, chunks = sheet.marks, 0
    rows = iter(()) if sheet.hidden else (row for row in sheet.rows() if row.cells)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        chunks += 1
        lines = [
            [row.number, row.cells, row.problems, row.width, row.struck, row.struck_in_part] for row in chunk
        ]
        archive.writestr(f"{number}/{chunks}.json", json.dumps(lines))
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "chunks": chunks,
        "merged": [[one.top, one.bottom, one.left, one.right] for one in marks.merged],
        "hidden_rows": [number for number, hidden in enumerate(marks.hidden_rows) if hidden],
        "hidden_columns": sorted(marks.hidden_columns),
        "filtered": marks.filtered,
    }


@contextmanager
def kept_sheets(path: Path) -> Iterator[list[RawSheet]]:
    """The sheets that were kept, to be read inside the `with` block. Raises NotKept."""
    try:
        with zipfile.ZipFile(path) as archive:
            number, index = json.loads(archive.read(INDEX))
            if number != FORMAT:
                raise NotKept
            yield [_sheet(archive, place, one) for place, one in enumerate(index)]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotKept from error


def _sheet(archive: zipfile.ZipFile, place: int, kept: dict[str, Any]) -> RawSheet:
    hidden_rows = bytearray(max(kept["hidden_rows"], default=-1) + 1)
    for number in kept["hidden_rows"]:
        hidden_rows[number] = 1
    marks = Marks(
        tuple(Merged(*one) for one in kept["merged"]),
        bytes(hidden_rows),
        frozenset(kept["hidden_columns"]),
        kept["filtered"],
    )
    names = [f"{place}/{number}.json" for number in range(1, kept["chunks"] + 1)]
    rows = partial(_not_kept if kept["hidden"] else _rows, archive, names)
    return RawSheet(kept["name"], kept["hidden"], False, rows, marks)


def _rows(archive: zipfile.ZipFile, names: Iterable[str]) -> Iterator[RawRow]:
    """The rows in their order, and blank ones where the file has none."""
    before = 0
    for name in names:
        for number, cells, problems, width, struck, in_part in json.loads(archive.read(name)):
            for blank in range(before + 1, number):
                yield RawRow(blank, [], [], 0)
            told = [(at, problem) for at, problem in problems]
            yield RawRow(number, cells, told, width, struck, struck_in_part=in_part)
            before = number


def _not_kept(archive: zipfile.ZipFile, names: Iterable[str]) -> Iterator[RawRow]:
    raise NotKept
