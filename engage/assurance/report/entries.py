"""The report as a value: numbered sections of plain blocks, drawn alike as page, paper, workbook and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import ClassVar

from engage.assurance.figures.entries import FigureValue
from engage.assurance.figures.words import Id

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """Words or a number, which may lead to the records of a figure, or of one part of it, or to one record.

    ``number`` marks words that stand among numbers, such as "about 500"; ``exact`` is what to reckon with.
    """

    text: str
    figure: str = ""
    part: str = ""
    ref: str = ""
    number: bool = False
    exact: int | None = None


Piece = str | Cell
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    kind: ClassVar = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words, with cells where a number or a name leads somewhere; ``number`` is such as 4.3."""

    kind: ClassVar = "paragraph"
    pieces: Row
    number: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list with bullets."""

    kind: ClassVar = "points"
    items: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all its rows; the annex has every column and row.

    On page and paper, to save room, a column named in ``under`` stands beneath the words of another, one in
    ``hidden`` is left out, and only the first ``shown`` rows are drawn (0: none). ``shares`` are parts of the
    paper's width for columns whose words should not decide it.
    """

    kind: ClassVar = "table"
    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    under: Mapping[str, str]
    shares: Mapping[str, float]
    hidden: tuple[str, ...]
    shown: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of activities, ``bars`` or a ``line``, over a table in which each count leads to its records.

    ``missing`` are records under no label, which get a bar of their own.
    """

    kind: ClassVar = "chart"
    shape: str
    title: str
    rows: tuple[tuple[str, int], ...]
    table: Table
    category: str
    source: str
    missing: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who vouches for the report: step, role, date; what is empty is left for a pen."""

    kind: ClassVar = "sign_off"
    steps: tuple[tuple[str, str, str], ...]


Block = Heading | Paragraph | Points | Table | Chart | SignOff


@dataclass(frozen=True, slots=True)
class Section:
    """A section under its number, or an appendix under its letter."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a record that figures rest on is called, when it was, and where it can be read."""

    number: str
    title: str
    when: str
    path: str


@dataclass(frozen=True, slots=True)
class BodyReportedOn:
    """The body a report is about."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PeriodReportedOn:
    """The period a report is about, as it is asked for and as it is printed."""

    code: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportValue:
    """A whole report: ``docs/report-json.md`` tells what each means. ``body`` is None for all bodies."""

    title: str
    edition: str
    demonstration: str
    body: BodyReportedOn | None
    organisation: str
    board_word: str
    period: PeriodReportedOn
    made_on: date
    made_on_words: str
    ages_as_of: date
    front_sheet: Mapping[str, str]
    figures: Mapping[str, FigureValue]
    sections: tuple[Section, ...]
    records: Mapping[str, Record]
    format: int = FORMAT
    report: str = "assurance"


def cell(
    text: str | int | None,
    *,
    figure: Id | None = None,
    part: str = "",
    ref: str = "",
    number: bool = False,
    exact: int | None = None,
) -> Cell:
    """Words as they are, or a whole number as people read it and to reckon with."""
    if isinstance(text, int):
        return Cell(f"{text:,}", figure or "", part, ref, True, text)
    return Cell(text or "", figure or "", part, ref, number, exact)


def paragraph(*pieces: Piece) -> Paragraph:
    """A paragraph, which gets its number with its section."""
    return Paragraph(_cells(pieces))


def points(items: Sequence[Sequence[Piece]]) -> Points:
    """A list with bullets."""
    return Points(tuple(map(_cells, items)))


def table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    under: Mapping[str, str] | None = None,
    shares: Mapping[str, float] | None = None,
    hidden: Sequence[str] = (),
    shown: int | None = None,
) -> Table:
    """A table, whole unless ``shown`` says how many of its rows are drawn."""
    return Table(
        caption=caption,
        headings=tuple(headings),
        rows=tuple(map(tuple, rows)),
        under=under or {},
        shares=shares or {},
        hidden=tuple(hidden),
        shown=len(rows) if shown is None else min(shown, len(rows)),
    )


def section(number: str, title: str, blocks: Sequence[Block]) -> Section:
    """A section; its paragraphs are numbered within it, so that a meeting can speak of 4.3."""
    places = count(1)
    return Section(
        number,
        title,
        tuple(
            replace(block, number=f"{number}.{next(places)}") if isinstance(block, Paragraph) else block
            for block in blocks
        ),
    )


def with_captions_numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Tables and charts numbered from 1, each through the whole report."""
    places = {"table": count(1), "chart": count(1)}

    def labelled(block: Block) -> Block:
        if not isinstance(block, Table | Chart):
            return block
        return replace(block, label=f"{block.kind.capitalize()} {next(places[block.kind])}")

    return tuple(replace(part, blocks=tuple(map(labelled, part.blocks))) for part in sections)


def tables_of(value: ReportValue) -> list[Table]:
    """Every table of a report in its order, those of charts among them, each labelled."""
    found: list[Table] = []
    for part in value.sections:
        for block in part.blocks:
            if isinstance(block, Table):
                found.append(block)
            elif isinstance(block, Chart):
                found.append(replace(block.table, label=block.label))
    return found


def cells_of(sections: Sequence[Section]) -> Iterator[Cell]:
    """Every cell there is, in paragraphs, lists and tables."""
    for part in sections:
        for block in part.blocks:
            for row in _rows(block):
                yield from row


def _cells(pieces: Sequence[Piece]) -> Row:
    return tuple(cell(piece) if isinstance(piece, str) else piece for piece in pieces)


def _rows(block: Block) -> Sequence[Row]:
    match block:
        case Paragraph():
            return (block.pieces,)
        case Points():
            return block.items
        case Table():
            return block.rows
        case Chart():
            return block.table.rows
        case _:
            return ()


LeadTo = Callable[[Cell], str]
