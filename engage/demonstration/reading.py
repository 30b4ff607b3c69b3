"""Reading the files of the demonstration year."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engage.platform.imports.mapping import Fields, by_spelling
from engage.platform.sheets.model import Row

DATA = Path(__file__).parent / "data"

Told = Mapping[str, Any]
"""One table of a file, its values by the names the file gives them."""


def read_tables(name: str) -> dict[str, Any]:
    """What a file of tables holds."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of rows, by heading."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_fields(name: str, fields: Fields) -> Iterator[dict[str, str]]:
    """The rows of an extract of records, by the field that an import would put each cell in."""
    for number, row in enumerate(read_rows(name), 2):
        mapping = by_spelling(tuple(row), fields)
        yield mapping.apply(Row(number, tuple(cell.strip() for cell in row.values())))
