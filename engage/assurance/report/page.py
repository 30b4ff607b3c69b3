"""One figure opened: the number, what it rests on, its parts, and the records behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from engage.assurance.figures.entries import FigureValue
from engage.assurance.figures.words import RECORDS, part_name
from engage.assurance.report.entries import Record, ReportValue
from engage.assurance.report.parts import sentence_of
from engage.platform.web.pages import counted
from engage.rules.errors import Missing

RECORDS_A_PAGE = 100
GONE = Record(number="", title="A record that is no longer kept", when="", path="")


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A figure, or one part of it; ``records`` are those of this page of so many ``pages``, each with the
    number that it adds, and None where none is recorded of it.

    ``rests_on`` names what the records are, with those they were found among. ``parts`` has of each part its
    code, what it is called, and its number. ``total`` is that of the numbers added, where it is one.
    """

    label: str
    part: str
    part_name: str
    shown: str
    parts: tuple[tuple[str, str, int], ...]
    rests_on: str
    total: str
    records: tuple[tuple[Record, int | None], ...]
    without: int
    page: int
    pages: int
    approximate: bool


def figure_page(value: ReportValue, figure_id: str, part: str, page: int) -> FigurePage:
    """The figure as it stands in a report. Raises Missing for a figure or part there is none of."""
    figure = value.figures.get(figure_id)
    if figure is None or (part and part not in figure.parts):
        raise Missing
    own = figure.parts[part] if part else figure.refs
    without = () if part else figure.without
    refs = (*own, *without)
    pages = max(1, ceil(len(refs) / RECORDS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = refs[(page - 1) * RECORDS_A_PAGE : page * RECORDS_A_PAGE]
    return FigurePage(
        label=figure.label,
        part=part,
        part_name=part_name(figure_id, part),
        shown=_shown(figure, part),
        parts=() if part else _parts(figure_id, figure),
        rests_on=_rests_on(own, None if part else figure.out_of),
        total=_total(figure, part, own),
        records=tuple((value.records.get(ref, GONE), adds_to(figure, ref)) for ref in shown),
        without=len(without),
        page=page,
        pages=pages,
        approximate=figure.approximate,
    )


def adds_to(figure: FigureValue, ref: str) -> int | None:
    """What a record adds: its number to a sum, one to a count; None where its number is not recorded."""
    return figure.adds.get(ref) if figure.adds or figure.without else 1


def _total(figure: FigureValue, part: str, own: Sequence[str]) -> str:
    """What the records add up to. In a breakdown one may stand under several parts, and is one record."""
    if part or isinstance(figure.value, dict):
        return f"{len(own):,}"
    return figure.shown


def _rests_on(refs: Sequence[str], out_of: int | None) -> str:
    """How many records of which kinds: "54 of 64 requirements", "9 activities and 2 meetings"."""
    kinds = Counter(ref.partition(":")[0] for ref in refs)
    named = [(number, RECORDS.get(kind, ("record", "records"))) for kind, number in kinds.items()]
    if len(named) == 1 and out_of is not None:
        [(number, noun)] = named
        return f"{number:,} of {counted(out_of, *noun)}"
    return sentence_of([counted(number, *noun) for number, noun in named]) or "no records"


def _parts(figure_id: str, figure: FigureValue) -> tuple[tuple[str, str, int], ...]:
    return tuple((part, part_name(figure_id, part), number) for part, number in figure.values.items())


def _shown(figure: FigureValue, part: str) -> str:
    """The number; a whole breakdown has none of its own."""
    if part:
        return f"{figure.values[part]:,}"
    return "" if isinstance(figure.value, dict) else figure.shown
