"""The report value as a paper: the same figures as the page, each leading to its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from engage.assurance.drawing import picture
from engage.assurance.front_sheet import rows as front_sheet_rows
from engage.platform.paper import Column, Paper, Run, Words, link

LONGEST_TABLE = 500  # rows that a paper carries; the annex has the rest
LeadTo = Callable[[Mapping[str, Any]], str]


def pdf(
    value: Mapping[str, Any],
    *,
    fingerprint: str,
    made_at: datetime,
    lead_to: LeadTo,
    edition: str,
    demonstration: str = "",
) -> bytes:
    """The paper as PDF bytes. ``lead_to`` gives the address of what a cell leads to, or nothing."""
    paper = Paper(
        value["title"],
        subject=f"{value['organisation']}, {value['period']['words']}",
        author=value["organisation"],
        organisation=value["organisation"],
        running_head=(value["organisation"], f"{value['period']['label']}, {edition}"),
        foot=demonstration,
        fingerprint=fingerprint,
        made_at=made_at,
        demonstration=bool(demonstration),
    )
    paper.front_sheet([(label, words) for label, words in front_sheet_rows(value, edition)])
    paper.contents()
    for section in value["sections"]:
        _section(paper, section, lead_to)
    _sign_off(paper, value)
    return paper.pdf()


def _section(paper: Paper, section: Mapping[str, Any], lead_to: LeadTo) -> None:
    number = str(section["number"])
    paper.heading(2, section["title"], number=number)
    paragraphs = 0
    for block in section["blocks"]:
        match block["kind"]:
            case "heading":
                paper.heading(3, block["text"])
            case "paragraph":
                paragraphs += 1
                paper.paragraph(_words(block["pieces"], lead_to), number=f"{number}.{paragraphs}")
            case "points":
                paper.list_of([_words(pieces, lead_to) for pieces in block["items"]])
            case "chart":
                paper.chart(picture(block))
            case "table":
                _table(paper, block, lead_to)


def _table(paper: Paper, block: Mapping[str, Any], lead_to: LeadTo) -> None:
    rows: Sequence[Sequence[Mapping[str, Any]]] = block["rows"]
    if not rows:
        paper.paragraph(f"{block['caption']}: {block['empty'] or 'none.'}")
        return
    numbers = [all(row[column].get("number") for row in rows) for column in range(len(block["headings"]))]
    heads = zip(block["headings"], numbers, strict=True)
    paper.table(
        [Column(head, "right" if number else "left") for head, number in heads],
        [[_cell(cell, lead_to) for cell in row] for row in rows[:LONGEST_TABLE]],
        caption=block["caption"],
    )
    if len(rows) > LONGEST_TABLE:
        paper.note(
            f"The first {LONGEST_TABLE:,} of {len(rows):,} rows are printed. "
            f"All of them are in the XLSX annex, under “{block['caption']}”."
        )


def _words(pieces: Sequence[Mapping[str, Any]], lead_to: LeadTo) -> Words:
    return [_cell(piece, lead_to) for piece in pieces]


def _cell(cell: Mapping[str, Any], lead_to: LeadTo) -> Run:
    address = lead_to(cell)
    return link(cell["text"], address) if address and cell["text"] else Run(cell["text"])


def _sign_off(paper: Paper, value: Mapping[str, Any]) -> None:
    paper.heading(2, "Sign-off")
    front = value["front_sheet"]
    paper.sign_off(
        [
            ("Prepared by", front.get("author_role", ""), value["made_on_words"]),
            ("Statement of the lay member for patient and public involvement", "", ""),
            (f"Received by the {value['board_word']}", "", ""),
        ]
    )
