"""What the columns of a file were matched with, as the import keeps it and tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engage.platform.imports.guessing import Column, Mark
from engage.platform.imports.mapping import heading_key
from engage.platform.sheets.model import Workbook
from engage.rules.column_profile import Profile, joined

Columns = Mapping[str, str | None]
Outline = Sequence[Mapping[str, Any]]

NOT_LOOKED_AT = {"field": None, "mark": Mark.MISSED.value, "reason": "Nothing was guessed for this file."}


def columns_of(workbook: Workbook, found: Sequence[Sequence[Profile]]) -> list[Column]:
    """Every heading once, with what stands under it in all the sheets that have it."""
    places: dict[str, list[tuple[int, Profile]]] = {}
    for number, (sheet, profiled) in enumerate(zip(workbook.sheets, found, strict=True)):
        for heading, profile in zip(sheet.header, profiled, strict=True):
            places.setdefault(heading, []).append((number, profile))
    return [
        Column(heading, frozenset(number for number, _ in under), joined([one for _, one in under]))
        for heading, under in places.items()
    ]


def guessed_columns(outline: Outline, *, doubtful: bool) -> dict[str, str | None]:
    """Heading to field for every heading of the file; those in doubt are left out unless asked for."""
    return {
        heading: match["field"] if doubtful or match["mark"] != Mark.DOUBTFUL else None
        for heading, match in matches_of(outline).items()
    }


def matches_of(outline: Outline) -> dict[str, dict[str, Any]]:
    """What each heading was matched with; nothing for a file uploaded before that was looked at."""
    return {
        heading: match
        for sheet in outline
        for heading, match in zip(
            sheet["header"], sheet.get("matches") or [NOT_LOOKED_AT] * len(sheet["header"]), strict=True
        )
    }


def told_columns(outline: Outline, columns: Columns, *, guessed: bool) -> list[dict[str, str | None]]:
    """How each column was matched, for scripts: a mapping that was given needs no reason."""
    by_key = {heading_key(heading): name for heading, name in columns.items()}
    found = matches_of(outline)
    if not guessed:
        return [
            {"heading": heading, "field": by_key.get(heading_key(heading)), "mark": "given"}
            for heading in found
        ]
    return [
        {"heading": heading, "field": columns[heading], "mark": match["mark"], "reason": match["reason"]}
        | ({"looks_like": match["field"]} if columns[heading] != match["field"] else {})
        for heading, match in found.items()
    ]
