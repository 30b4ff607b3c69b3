"""One figure opened: the number, what it rests on, its parts, and the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from engage.assurance.figures.entries import FigureValue
from engage.assurance.figures.words import Id, part_name
from engage.assurance.report.entries import Record, ReportValue
from engage.rules.errors import Missing

RECORDS_A_PAGE = 100
GONE = Record(number="", title="A record that is no longer kept", when="", path="")


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A figure, or one part of it; ``records`` are those of this page of so many ``pages``, each with the
    number that it adds to a sum, and None where each counts once.

    ``parts`` has of each part its code, what it is called, and its number.
    """

    label: str
    part: str
    part_name: str
    shown: str
    parts: tuple[tuple[str, str, int], ...]
    total: int
    records: tuple[tuple[Record, int | None], ...]
    page: int
    pages: int
    is_sum: bool
    is_count: bool
    approximate: bool


def figure_page(value: ReportValue, figure_id: str, part: str, page: int) -> FigurePage:
    """The figure as it stands in a report. Raises Missing for a figure or part there is none of."""
    figure = value.figures.get(figure_id)
    if figure is None or (part and part not in figure.parts):
        raise Missing
    refs = figure.parts[part] if part else figure.refs
    pages = max(1, ceil(len(refs) / RECORDS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = refs[(page - 1) * RECORDS_A_PAGE : page * RECORDS_A_PAGE]
    return FigurePage(
        label=figure.label,
        part=part,
        part_name=part_name(figure_id, part),
        shown=_shown(figure, part),
        parts=() if part else _parts(figure_id, figure),
        total=len(refs),
        records=tuple((value.records.get(ref, GONE), figure.adds.get(ref)) for ref in shown),
        page=page,
        pages=pages,
        is_sum=bool(figure.adds),
        is_count=bool(part)
        or (figure.value == len(refs) and figure_id != Id.FEEDBACK_OLDEST_UNANSWERED_DAYS),
        approximate=figure.approximate,
    )


def _parts(figure_id: str, figure: FigureValue) -> tuple[tuple[str, str, int], ...]:
    return tuple((part, part_name(figure_id, part), number) for part, number in figure.values.items())


def _shown(figure: FigureValue, part: str) -> str:
    """The number; a whole breakdown has none of its own."""
    if part:
        return f"{figure.values[part]:,}"
    return "" if isinstance(figure.value, dict) else figure.shown
