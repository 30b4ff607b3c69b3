"""The XLSX annex: every table of the report, whole, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engage.platform.sheets.writing import Column, Table, xlsx_bytes


def xlsx(value: Mapping[str, Any], made_at: datetime) -> bytes:
    """The annex as XLSX bytes: first the figures, then the tables in the report's order."""
    tables = [_figures(value), *(_sheet(block) for block in _tables(value))]
    return xlsx_bytes(tables, value["title"], made_at)


def _figures(value: Mapping[str, Any]) -> Table:
    return Table(
        title="Figures",
        columns=[
            Column("Figure"),
            Column("What it counts"),
            Column("Part"),
            Column("Value", "number"),
            Column("Rests on", "number"),
            Column("Approximate"),
        ],
        rows=list(_figure_rows(value)),
    )


def _figure_rows(value: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    rows: list[list[Any]] = []
    for id_, figure in value["figures"].items():
        rough = "yes" if figure["approximate"] else "no"
        held = figure["value"]
        parts = held.items() if isinstance(held, dict) else [("", "not recorded" if held is None else held)]
        rows.extend([id_, figure["label"], part, number, figure["base"], rough] for part, number in parts)
    return rows


def _tables(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        block
        for section in value["sections"]
        for block in section["blocks"]
        if block["kind"] == "table" and block["rows"]
    ]


def _sheet(block: Mapping[str, Any]) -> Table:
    return Table(
        title=block["caption"],
        columns=[Column(heading) for heading in block["headings"]],
        rows=[[_plain(cell) for cell in row] for row in block["rows"]],
    )


def _plain(cell: Mapping[str, Any]) -> str | int:
    text = str(cell["text"])
    return int(text.replace(",", "")) if cell.get("number") and text.replace(",", "").isdigit() else text
