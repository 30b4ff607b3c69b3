"""The report value as a paper: the same figures as the page, each leading to its records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engage.assurance.drawing import Laid, laid_out, picture
from engage.assurance.front_sheet.document import rows as front_sheet_rows
from engage.assurance.frozen import canonical, fingerprint_of
from engage.assurance.report.entries import (
    Block,
    Cell,
    Chart,
    Heading,
    LeadTo,
    Paragraph,
    Points,
    ReportValue,
    SignOff,
    Table,
)
from engage.platform.paper import Column, Paper, Run, Words, link

LONGEST_TABLE = 500
"""The rows of a table that a paper carries; the annex has the rest."""
LONGEST_LINE = 24
"""The counts of a chart that one line can hold."""


def pdf(value: ReportValue, *, made_at: datetime, lead_to: LeadTo) -> bytes:
    """The paper as PDF bytes. ``lead_to`` gives the address of what a cell leads to, or nothing."""
    organisation, period = value.organisation, value.period
    paper = Paper(
        value.title,
        subject=f"{organisation}, {period.words}",
        author=organisation,
        organisation=organisation,
        running_head=(organisation, f"Assurance report, {period.label}, {value.edition}"),
        foot=value.demonstration,
        fingerprint=fingerprint_of(canonical(value)),
        made_at=made_at,
        demonstration=bool(value.demonstration),
    )
    paper.front_sheet(front_sheet_rows(value))
    paper.page_break()
    paper.contents()
    for section in value.sections:
        paper.heading(2, section.title, number=section.number)
        for block in section.blocks:
            _draw(paper, block, lead_to)
    return paper.pdf()


def _draw(paper: Paper, block: Block, lead_to: LeadTo) -> None:
    match block:
        case Heading():
            paper.heading(3, block.text, listed=False)
        case Paragraph():
            paper.paragraph(_words(block.pieces, lead_to), number=block.number)
        case Points():
            paper.list_of([_words(pieces, lead_to) for pieces in block.items])
        case Chart():
            _chart(paper, block, lead_to)
        case Table():
            _table(paper, block, lead_to)
        case SignOff():
            paper.sign_off(block.steps)


def _chart(paper: Paper, block: Chart, lead_to: LeadTo) -> None:
    """The chart, then its counts in a line, each leading to its records: a picture has no links."""
    paper.chart(picture(block))
    rows = [(name.text, number) for name, number in block.table.rows if number.exact]
    if len(rows) > LONGEST_LINE:
        paper.paragraph(f"Each of the {len(rows)} counts is in the annex (XLSX), under {block.label}.")
    elif rows:
        counts = [piece for name, number in rows for piece in (f"{name}: ", _cell(number, lead_to), ", ")]
        paper.paragraph(["Open the records. ", *counts[:-1], "."])


def _table(paper: Paper, block: Table, lead_to: LeadTo) -> None:
    laid = laid_out(block, LONGEST_TABLE)
    caption = f"{block.label}. {block.caption}"
    if laid.rows:
        paper.table(
            [Column(head, "right" if number else "left", share) for head, number, share in laid.heads],
            [[_stacked(cells, lead_to) for cells in row] for row in laid.rows],
            caption=caption,
        )
    if laid.left_out:
        paper.note(_elsewhere(caption, laid))


def _elsewhere(caption: str, laid: Laid) -> str:
    if not laid.rows:
        return f"{caption}: all {laid.left_out:,} rows are in the annex (XLSX)."
    return f"{len(laid.rows):,} rows are shown, {laid.left_out:,} more are in the annex (XLSX)."


def _words(pieces: Sequence[Cell], lead_to: LeadTo) -> Words:
    return [_cell(piece, lead_to) for piece in pieces]


def _stacked(cells: Sequence[Cell], lead_to: LeadTo) -> Words:
    """What stands in one place of a table, one beneath another."""
    words: list[str | Run] = []
    for cell in cells:
        if cell.text:
            words += ["\n", _cell(cell, lead_to)] if words else [_cell(cell, lead_to)]
    return words


def _cell(cell: Cell, lead_to: LeadTo) -> Run:
    address = lead_to(cell)
    return link(cell.text, address) if address and cell.text else Run(cell.text)
