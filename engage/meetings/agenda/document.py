"""The agenda as a paper (PDF)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engage.meetings.agenda.queries import AgendaLine
from engage.meetings.document import PUBLIC, front_of, paper_of
from engage.meetings.queries import ListedMeeting
from engage.platform.paper import Column, Words


def agenda_pdf(
    listed: ListedMeeting, lines: Sequence[AgendaLine], *, for_public: bool, made_at: datetime
) -> bytes:
    """The agenda; ``for_public`` leaves out what is taken in the private part, and says so."""
    paper = paper_of("Agenda", listed, made_at)
    paper.front_sheet(front_of(listed))
    for heading, private in (("Public part", False), ("Private part", True)):
        items = [line for line in lines if line.item.is_private is private]
        if not items or (private and for_public):
            continue
        paper.heading(2, heading, listed=False)
        rows = [_agenda_row(line) for line in items]
        columns = [
            Column("No.", share=0.08),
            Column("Item"),
            Column("Lead", share=0.27),
            Column("Pages", share=0.12),
        ]
        paper.table(columns, rows, caption=f"Items of the {heading.lower()}")
    if for_public:
        paper.note(PUBLIC)
    return paper.pdf()


def _agenda_row(line: AgendaLine) -> list[Words]:
    item = line.item
    title = f"{item.title} ({line.project_code})" if line.project_code else item.title
    return [str(line.number), title, item.lead, item.pages]
