"""Looking over the XML inside a workbook before it is parsed, which takes far more memory than its size."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from engage.platform.data.refusal import Unusable

CHUNK_BYTES = 1 << 20
MOST_ROWS_OR_TEXTS = 1_048_576
# a full row of 16,384 cells has fewer, and so have the 64,000 styles that a much-copied workbook gathers
MOST_TAGS_TOGETHER = 400_000

_ROW_OR_TEXT = re.compile(rb"<(?:\w{1,20}:)?(?:row|si)[ />]")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[ />]")
_LONGEST_TAG_START = 26
_NEVER_PARSED = ("xl/pivotCache/", "xl/drawings/", "xl/charts/", "xl/media/", "customXml/")


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


def has_formulas(archive: zipfile.ZipFile, filename: str) -> bool:
    """Whether any part holds a formula.

    Raises Unusable for a part that would take more memory to parse than any sheet a person could make.
    """
    found = False
    for name in archive.namelist():
        if not name.endswith(".xml") or name.startswith(_NEVER_PARSED):
            continue
        tally = _Tally()
        try:
            for window in _windows(archive.open(name)):
                tally.count(window)
        except OverflowError as error:
            raise Unusable(
                f"{filename} is not opened: a part of it holds more rows or cells than a sheet can have."
                " Copy what you need into a new workbook, or save it as CSV."
            ) from error
        found = found or tally.has_formula
    return found


def _windows(part: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that never cut the start of a tag in two."""
    rest = b""
    with part:
        while chunk := part.read(CHUNK_BYTES):
            window = rest + chunk
            cut = window.rfind(b"<", max(0, len(window) - _LONGEST_TAG_START))
            rest = window[cut:] if cut > 0 else b""
            yield window[:cut] if cut > 0 else window
    yield rest
