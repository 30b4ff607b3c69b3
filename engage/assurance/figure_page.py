"""One figure opened: the number, what it rests on, its parts, and the records behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from engage.assurance.part_names import part_name
from engage.rules.errors import Missing

RECORDS_A_PAGE = 100
GONE = {"number": "", "title": "A record that is no longer kept", "when": "", "path": ""}


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A figure, or one part of it; ``records`` are those of this page of so many ``pages``.

    ``parts`` has of each part its code, what it is called, and its number.
    """

    label: str
    part: str
    part_name: str
    shown: str
    parts: tuple[tuple[str, str, int], ...]
    total: int
    records: tuple[Mapping[str, str], ...]
    page: int
    pages: int


def figure_page(value: Mapping[str, Any], figure_id: str, part: str, page: int) -> FigurePage:
    """The figure as it stands in a report. Raises Missing for a figure or part there is none of."""
    figure = value["figures"].get(figure_id)
    if figure is None or (part and part not in figure.get("parts", {})):
        raise Missing
    refs: Sequence[str] = figure["parts"][part] if part else figure["refs"]
    pages = max(1, ceil(len(refs) / RECORDS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = refs[(page - 1) * RECORDS_A_PAGE : page * RECORDS_A_PAGE]
    held = figure["value"]
    return FigurePage(
        label=figure["label"],
        part=part,
        part_name=part_name(figure_id, part),
        shown=f"{held[part]:,}" if part else _shown(figure),
        parts=() if part else _parts(figure_id, held),
        total=len(refs),
        records=tuple(value["records"].get(ref, GONE) for ref in shown),
        page=page,
        pages=pages,
    )


def _parts(figure_id: str, held: Any) -> tuple[tuple[str, str, int], ...]:
    if not isinstance(held, dict):
        return ()
    return tuple((part, part_name(figure_id, part), number) for part, number in held.items())


def _shown(figure: Mapping[str, Any]) -> str:
    held = figure["value"]
    if isinstance(held, dict):
        return ""
    if held is None:
        return "not recorded"
    return f"about {held:,}" if figure["approximate"] else f"{held:,}"
