"""The file of an import: opened, outlined for choosing columns, and matched with the fields they fill."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from engage.organisation.queries import body_names
from engage.platform.data.files import shown_name
from engage.platform.data.full_disk import told_if_full
from engage.platform.data.refusal import Unusable
from engage.platform.imports.guessing import Guesser
from engage.platform.imports.mapping import ColumnMapping, Fields, chosen, heading_key
from engage.platform.imports.matches import columns_of
from engage.platform.sheets.counting import count_words
from engage.platform.sheets.model import MEGABYTE, Limits, Sheet, Workbook
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.body_names import BodyNames, names_bodies
from engage.rules.column_profile import profiles
from engage.rules.words import is_not_recorded

Columns = Mapping[str, str | None]
Outline = Sequence[Mapping[str, Any]]

CHUNK_BYTES = 1 << 16
MOST_ROWS = 100_000
SAMPLES = 3
MOST_BODIES = 2_000  # different cells of one column
SAMPLE_CHARACTERS = 40


@contextmanager
def received(stream: IO[bytes], filename: str, limit: int) -> Iterator[tuple[Path, str]]:
    """An uploaded file on disk for as long as it is looked at, and the name to show for it.

    Raises Unusable for one of more than ``limit`` bytes, of which nothing is kept, and DiskFull.
    """
    name = shown_name(filename)
    with told_if_full(), tempfile.TemporaryDirectory(prefix="engage-upload-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            left = limit
            while chunk := stream.read(CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    raise Unusable(
                        f"{name} is larger than {limit / MEGABYTE:,.0f} MB, the most that can be read."
                        " Split it into several files."
                    )
                file.write(chunk)
        yield path, name


def open_source(
    path: Path,
    filename: str,
    fields: Fields,
    *,
    columns: Columns,
    sheet: str,
    limit: int,
    kept: Path | None = None,
    leave_out: Collection[str] = (),
) -> Workbook:
    """The workbook at ``path``; ``columns`` helps to find the header of one with headings of its own.

    ``kept`` is where its rows are kept once it was read; rows with a mark of ``leave_out`` are left out.
    """
    targets = {heading_key(heading): name for heading, name in columns.items() if name}

    def known(heading: str) -> bool:
        return heading_key(heading) in targets or fields.knows(heading)

    def essential(heading: str) -> bool:
        name = targets.get(heading_key(heading))
        return fields.by_name[name].required if name in fields.by_name else fields.requires(heading)

    return open_workbook_file(
        path,
        filename=filename,
        known=known,
        essential=essential,
        sheet=sheet or None,
        limits=Limits(file_bytes=limit, rows=MOST_ROWS),
        kept=kept,
        leave_out=leave_out,
    )


def matched(workbook: Workbook, fields: Fields, columns: Columns) -> list[tuple[Sheet, ColumnMapping]]:
    """Each sheet with its mapping.

    Sheets that lack what every record needs are left out. Raises Unusable when all do.
    """
    pairs = [(sheet, chosen(sheet.header, columns, fields)) for sheet in workbook.sheets]
    complete = [(sheet, mapping) for sheet, mapping in pairs if not mapping.missing(fields)]
    if not complete:
        raise Unusable(_lacking([mapping for _sheet, mapping in pairs], fields))
    return complete


def left_out(
    workbook: Workbook, taken: Sequence[tuple[Sheet, ColumnMapping]], chosen_sheet: str
) -> list[tuple[str, str]]:
    """Sheets that hold something and are not taken, each with a sentence; none when one was chosen."""
    if chosen_sheet:
        return []
    names = {sheet.name for sheet, _mapping in taken}
    lacking = [sheet.name for sheet in workbook.sheets if sheet.name not in names]
    return [
        *((one.name, f"This sheet is left out: it {one.reason}.") for one in workbook.ignored if one.filled),
        *((name, "This sheet is left out: no column fills what every record needs.") for name in lacking),
    ]


def check_mapping(outline: Outline, fields: Fields, columns: Columns, sheet: str) -> None:
    """Raises Unusable unless some sheet, or the one chosen, would have what every record needs."""
    headers = [tuple(one["header"]) for one in outline if sheet in {"", one["name"]}]
    mappings = [chosen(header, columns, fields) for header in headers]
    if all(mapping.missing(fields) for mapping in mappings):
        raise Unusable(_lacking(mappings, fields))


def _lacking(mappings: Sequence[ColumnMapping], fields: Fields) -> str:
    lacking = " or ".join(f"“{field.label}”" for field in mappings[0].missing(fields))
    headings = ", ".join(dict.fromkeys(heading for mapping in mappings for heading in mapping.header))
    return (
        f"No column fills {lacking}, which every row needs. Say which column holds it."
        f" The headings found are: {headings}."
    )


def outline_of(workbook: Workbook, guesser: Guesser) -> list[dict[str, Any]]:
    """What a person needs to see of each sheet to say which column is which; which columns name bodies."""
    found = [profiles((row.cells for row in sheet.rows), len(sheet.header)) for sheet in workbook.sheets]
    matches = {one.heading: one for one in guesser.guess(columns_of(workbook, found))}
    known = body_names()
    return [
        {
            "name": sheet.name,
            "header": list(sheet.header),
            "rows": len(sheet.rows),
            "samples": [[_short(cell) for cell in one.samples(SAMPLES)] for one in profiled],
            "matches": [asdict(matches[heading]) for heading in sheet.header],
            "bodies": _columns_of_bodies(sheet, known),
            "words": count_words(sheet),
            "marked": dict(sheet.marked),
        }
        for sheet, profiled in zip(workbook.sheets, found, strict=True)
    ]


def marked_rows(outline: Outline) -> dict[str, int]:
    """How many rows of the file bear a mark for which they can be left out; marks that none bears are not
    there."""
    found: Counter[str] = Counter()
    for sheet in outline:
        found.update(sheet.get("marked", {}))
    return {mark: number for mark, number in found.items() if number}


def bodies_left_out(outline: Outline, columns: Columns) -> dict[str, int]:
    """The headings over bodies that fill no field, each with how many bodies stand under it."""
    found = {name: of["named"] for sheet in outline for name, of in bodies_of(sheet)}
    return {name: number for name, number in found.items() if not columns.get(name)}


def bodies_of(sheet: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, int]]]:
    """The headings of a sheet over bodies; a file that came in before these were looked for has none."""
    found: dict[str, Mapping[str, int]] = sheet.get("bodies", {})
    return found.items()


def _columns_of_bodies(sheet: Sheet, known: BodyNames) -> dict[str, dict[str, int]]:
    """The headings over bodies, each with how many different ones it names and in how many rows none."""
    found: dict[str, dict[str, int]] = {}
    for heading, cells in zip(sheet.header, _cells_by_column(sheet), strict=True):
        if cells and (named := names_bodies(cells, known)):
            blank = sum(rows for cell, rows in cells.items() if is_not_recorded(cell))
            found[heading] = {"named": len(named), "blank": blank}
    return found


def _cells_by_column(sheet: Sheet) -> list[Counter[str] | None]:
    """The different cells of each column with their rows, in one reading; None where there are too many for
    a column of bodies."""
    columns: list[Counter[str] | None] = [Counter() for _heading in sheet.header]
    for row in sheet.rows:
        for place, cell in enumerate(row.cells):
            counted = columns[place]
            if counted is not None:
                counted[cell] += 1
                if len(counted) > MOST_BODIES:
                    columns[place] = None
    return columns


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= SAMPLE_CHARACTERS else line[: SAMPLE_CHARACTERS - 1].rstrip() + "…"
