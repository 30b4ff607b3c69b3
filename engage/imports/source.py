"""The file of an import: opened, outlined for choosing columns, and matched with the fields they fill."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from engage.organisation.queries import body_names
from engage.platform.data.files import shown_name
from engage.platform.data.refusal import Unusable
from engage.platform.imports.mapping import ColumnMapping, Fields, chosen, guess, heading_key
from engage.platform.sheets.counting import count_words
from engage.platform.sheets.model import MEGABYTE, Limits, Sheet, Workbook
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.body_names import BodyNames, names_bodies
from engage.rules.words import is_not_recorded

Columns = Mapping[str, str | None]
Outline = Sequence[Mapping[str, Any]]

CHUNK_BYTES = 1 << 16
MOST_ROWS = 100_000
SAMPLES = 3
SAMPLE_CHARACTERS = 60


@contextmanager
def received(stream: IO[bytes], filename: str, limit: int) -> Iterator[tuple[Path, str]]:
    """An uploaded file on disk for as long as it is looked at, and the name to show for it.

    Raises Unusable for one of more than ``limit`` bytes, of which nothing is kept.
    """
    name = shown_name(filename)
    with tempfile.TemporaryDirectory(prefix="engage-upload-") as folder:
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
    path: Path, filename: str, fields: Fields, *, columns: Columns, sheet: str, limit: int
) -> Workbook:
    """The workbook at ``path``; ``columns`` helps to find the header of one with headings of its own."""
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
    )


def matched(workbook: Workbook, fields: Fields, columns: Columns) -> list[tuple[Sheet, ColumnMapping]]:
    """Each sheet with its mapping: the given one, or when there is none what the headings say.

    Sheets that lack what every record needs are left out. Raises Unusable when all do.
    """
    pairs = [(sheet, mapping_of(sheet.header, fields, columns)) for sheet in workbook.sheets]
    complete = [(sheet, mapping) for sheet, mapping in pairs if not mapping.missing(fields)]
    if not complete:
        raise Unusable(_lacking([mapping for _sheet, mapping in pairs], fields))
    return complete


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


def mapping_of(header: tuple[str, ...], fields: Fields, columns: Columns) -> ColumnMapping:
    return chosen(header, columns, fields) if columns else guess(header, fields).mapping


def outline_of(workbook: Workbook) -> list[dict[str, Any]]:
    """What a person needs to see of each sheet to say which column is which; which columns name bodies."""
    known = body_names()
    return [
        {
            "name": sheet.name,
            "header": list(sheet.header),
            "rows": len(sheet.rows),
            "samples": _samples(sheet),
            "bodies": _columns_of_bodies(sheet, known),
            "words": count_words(sheet),
        }
        for sheet in workbook.sheets
    ]


def guessed_columns(outline: Outline, fields: Fields) -> dict[str, str | None]:
    """Heading to field for every heading of the file, as the spelling of the headings says."""
    columns: dict[str, str | None] = {}
    for sheet in outline:
        for heading, name in guess(sheet["header"], fields).mapping.choices().items():
            columns.setdefault(heading, name)
    return columns


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
    for place, heading in enumerate(sheet.header):
        cells = Counter(row.cells[place] for row in sheet.rows)
        if named := names_bodies(cells, known):
            blank = sum(rows for cell, rows in cells.items() if is_not_recorded(cell))
            found[heading] = {"named": len(named), "blank": blank}
    return found


def _samples(sheet: Sheet) -> list[list[str]]:
    """For each column, the first few different cells that say something."""
    samples: list[dict[str, None]] = [{} for _heading in sheet.header]
    for row in sheet.rows:
        for found, cell in zip(samples, row.cells, strict=True):
            if cell and len(found) < SAMPLES:
                found[_short(cell)] = None
        if all(len(found) == SAMPLES for found in samples):
            break
    return [list(found) for found in samples]


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= SAMPLE_CHARACTERS else line[: SAMPLE_CHARACTERS - 1].rstrip() + "…"
