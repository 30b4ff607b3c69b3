"""The report as a value: numbered sections of plain blocks, drawn alike as page, paper, workbook and JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FORMAT = 1

Block = dict[str, Any]
Cell = dict[str, Any]
Piece = str | Cell
Section = dict[str, Any]


def cell(
    text: str | int | None,
    *,
    figure: str = "",
    part: str = "",
    ref: str = "",
    number: bool = False,
    exact: int | None = None,
) -> Cell:
    """Words or a number, which may lead to the records of a figure, or of one part of it, or to one record.

    ``number`` marks words that stand among numbers, such as "about 500"; ``exact`` is what to reckon with.
    """
    found: Cell = {"text": f"{text:,}" if isinstance(text, int) else (text or "")}
    if isinstance(text, int):
        exact = text
    if figure:
        found["figure"] = figure
    if part:
        found["part"] = part
    if ref:
        found["ref"] = ref
    if number or isinstance(text, int):
        found["number"] = True
    if exact is not None:
        found["exact"] = exact
    return found


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def paragraph(*pieces: Piece) -> Block:
    """A numbered paragraph of words, with cells where a number or a name leads somewhere."""
    return {"kind": "paragraph", "pieces": _cells(pieces)}


def points(items: Sequence[Sequence[Piece]]) -> Block:
    """A list with bullets."""
    return {"kind": "points", "items": [_cells(pieces) for pieces in items]}


def table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    empty: str = "",
    under: Mapping[str, str] | None = None,
    shares: Mapping[str, float] | None = None,
    hidden: Sequence[str] = (),
    shown: int | None = None,
) -> Block:
    """A table, or the sentence ``empty`` when it has no rows.

    On page and paper, to save room, a column named in ``under`` stands beneath the words of another, one in
    ``hidden`` is left out, and only the first ``shown`` rows are drawn (0: none); the annex has every column
    and row. ``shares`` are parts of the paper's width for columns whose words should not decide it.
    """
    if not rows:
        return paragraph(empty)
    return {
        "kind": "table",
        "caption": caption,
        "headings": list(headings),
        "rows": [list(row) for row in rows],
        "under": dict(under or {}),
        "shares": dict(shares or {}),
        "hidden": list(hidden),
        "shown": len(rows) if shown is None else min(shown, len(rows)),
    }


def chart(
    shape: str,
    title: str,
    rows: Sequence[tuple[str, int]],
    counts: Block,
    *,
    category: str,
    source: str,
    missing: int = 0,
) -> Block:
    """A chart of activities, ``bars`` or a ``line``, over a table in which each count leads to its records.

    ``missing`` are records under no label, which get a bar of their own.
    """
    return {
        "kind": "chart",
        "shape": shape,
        "title": title,
        "category": category,
        "rows": [list(row) for row in rows],
        "source": source,
        "missing": missing,
        "table": counts,
    }


def sign_off(steps: Sequence[tuple[str, str, str]]) -> Block:
    """Who vouches for the report: step, role, date; what is empty is left for a pen."""
    return {"kind": "sign_off", "steps": [list(step) for step in steps]}


def section(number: str, title: str, blocks: Sequence[Block]) -> Section:
    """A section; its paragraphs are numbered within it, so that a meeting can speak of 4.3."""
    spoken = [block for block in blocks if block["kind"] == "paragraph"]
    for place, block in enumerate(spoken, start=1):
        block["number"] = f"{number}.{place}"
    return {"number": number, "title": title, "blocks": list(blocks)}


def number_captions(sections: Sequence[Section]) -> None:
    """Number tables and charts from 1, each through the whole report."""
    for kind in ("table", "chart"):
        for place, block in enumerate(_blocks(sections, kind), start=1):
            block["label"] = f"{kind.capitalize()} {place}"


def tables_of(value: Mapping[str, Any]) -> list[Block]:
    """Every table of a report in its order, those of charts among them, each labelled."""
    found: list[Block] = []
    for part in value["sections"]:
        for block in part["blocks"]:
            if block["kind"] == "table":
                found.append(block)
            elif block["kind"] == "chart":
                found.append({**block["table"], "label": block["label"]})
    return found


def cells_of(sections: Sequence[Section]) -> Iterator[Cell]:
    """Every cell there is, in paragraphs, lists and tables."""
    for part in sections:
        for block in part["blocks"]:
            yield from block.get("pieces", ())
            for pieces in (*block.get("items", ()), *_rows(block)):
                yield from pieces


def canonical(value: Mapping[str, Any]) -> str:
    """The one text of a report value: the same value always gives the same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _cells(pieces: Sequence[Piece]) -> list[Cell]:
    return [cell(piece) if isinstance(piece, str) else piece for piece in pieces]


def _blocks(sections: Sequence[Section], kind: str) -> Iterator[Block]:
    return (block for part in sections for block in part["blocks"] if block["kind"] == kind)


def _rows(block: Block) -> list[list[Cell]]:
    if block["kind"] == "table":
        return list(block["rows"])
    return list(block["table"]["rows"]) if block["kind"] == "chart" else []
