"""The report as a value: sections of plain blocks, drawn alike as a page, a paper and JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

FORMAT = 1

Block = dict[str, Any]
Cell = dict[str, Any]


def cell(
    text: str | int | None, *, figure: str = "", part: str = "", ref: str = "", number: bool = False
) -> Cell:
    """A cell of a table; it may lead to the records of a figure, or of one part of it, or to a record."""
    shown = f"{text:,}" if isinstance(text, int) else (text or "")
    found: Cell = {"text": shown}
    if figure:
        found["figure"] = figure
    if part:
        found["part"] = part
    if ref:
        found["ref"] = ref
    if number or isinstance(text, int):
        found["number"] = True
    return found


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def paragraph(*pieces: str | Cell) -> Block:
    """A paragraph of words, with cells where a number or a name leads somewhere."""
    return {
        "kind": "paragraph",
        "pieces": [cell(piece) if isinstance(piece, str) else piece for piece in pieces],
    }


def points(items: Sequence[Sequence[str | Cell]]) -> Block:
    """A list with bullets."""
    return {"kind": "points", "items": [paragraph(*pieces)["pieces"] for pieces in items]}


def table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    annex: bool = False,
    empty: str = "",
) -> Block:
    """A table. ``annex``: it may grow past what a paper can carry. ``empty`` is said when it has no rows."""
    return {
        "kind": "table",
        "caption": caption,
        "headings": list(headings),
        "rows": [list(row) for row in rows],
        "annex": annex,
        "empty": empty,
    }


def chart(
    shape: str, title: str, rows: Sequence[tuple[str, int]], *, category: str, source: str, missing: int = 0
) -> Block:
    """A chart of counts of activities: ``bars`` or a ``line``; ``missing`` are records under no label."""
    return {
        "kind": "chart",
        "shape": shape,
        "title": title,
        "rows": [list(row) for row in rows],
        "category": category,
        "source": source,
        "missing": missing,
    }


def section(number: int, title: str, blocks: Sequence[Block]) -> dict[str, Any]:
    return {"number": number, "title": title, "blocks": [block for block in blocks if block]}


def canonical(value: Mapping[str, Any]) -> str:
    """The one text of a report value: the same value always gives the same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
