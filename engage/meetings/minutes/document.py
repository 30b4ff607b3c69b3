"""The notes of a meeting as a paper (PDF)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engage.actions.queries import Listed
from engage.meetings.agenda.queries import AgendaLine
from engage.meetings.document import PUBLIC, front_of, paper_of
from engage.meetings.models import MemberThere
from engage.meetings.queries import ListedMeeting
from engage.meetings.words import APOLOGIES, ATTENDED
from engage.platform.paper import Column, Words, strong
from engage.rules.calendar_words import long_date


def minutes_pdf(
    listed: ListedMeeting,
    lines: Sequence[AgendaLine],
    members: Sequence[MemberThere],
    others: Sequence[str],
    actions: Sequence[Listed],
    *,
    for_public: bool,
    made_at: datetime,
) -> bytes:
    """The minutes: who came, what was said, changed and decided item by item, notes and actions."""
    meeting = listed.meeting
    paper = paper_of("Notes", listed, made_at)
    paper.front_sheet([*front_of(listed), *_attendance(listed, members, others)])
    for line in lines:
        if line.item.is_private and for_public:
            continue
        part = " (private part)" if line.item.is_private else ""
        paper.heading(2, f"{line.item.title}{part}", number=str(line.number), listed=False)
        for words in _recorded(line):
            paper.paragraph(words)
    if meeting.notes:
        paper.heading(2, "Notes", listed=False)
        for paragraph in filter(None, map(str.strip, meeting.notes.split("\n\n"))):
            paper.paragraph(paragraph)
    if actions:
        paper.heading(2, "Actions agreed", listed=False)
        rows = [_action_row(found) for found in actions]
        paper.table(
            [Column("Action"), Column("Owner", share=0.3), Column("By", share=0.2)], rows, caption="Actions"
        )
    if for_public:
        paper.note(PUBLIC)
    return paper.pdf()


def _attendance(
    listed: ListedMeeting, members: Sequence[MemberThere], others: Sequence[str]
) -> list[tuple[str, Words]]:
    there = [one.member.title for one in members if one.state == ATTENDED]
    away = [one.member.title for one in members if one.state == APOLOGIES]
    public = listed.meeting.public_count
    agreed = listed.meeting.notes_agreed_on
    return [
        ("Attended", "; ".join([*there, *others]) or listed.people_in_words),
        ("Apologies", "; ".join(away) or "none recorded"),
        ("Members of the public", "not counted" if public is None else f"{public:,}"),
        ("Quorum", str(listed.quorum)),
        ("These notes", f"were agreed on {long_date(agreed)}" if agreed else "are a draft"),
    ]


def _recorded(line: AgendaLine) -> list[Words]:
    item = line.item
    said = (
        ("Led by", item.lead),
        ("Put to the members", line.presents),
        ("Members said", item.members_said),
        ("What that changed", item.changed),
        ("Decided", item.decision),
    )
    return [[strong(f"{what}: "), words] for what, words in said if words] or ["Nothing is recorded."]


def _action_row(found: Listed) -> list[Words]:
    due = found.action.due_on
    return [found.action.title, found.owner or "nobody yet", long_date(due) if due else "no day set"]
