"""The agenda and the minutes of a meeting as papers (PDF), whole or as the public may read them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from engage.actions.queries import Listed
from engage.forums.attendance import APOLOGIES, ATTENDED, MemberThere
from engage.forums.meeting_queries import AgendaLine, ListedMeeting, where_and_when
from engage.platform.paper import Column, Paper, Words, strong
from engage.rules.calendar_words import long_date

PUBLIC = "Public version: the private part is left out."

AGENDA = (
    Column("No.", share=0.08),
    Column("Item", share=0.53),
    Column("Lead", share=0.27),
    Column("Pages", share=0.12),
)
ACTIONS = (Column("Action", share=0.5), Column("Owner", share=0.3), Column("By", share=0.2))


def agenda_pdf(
    listed: ListedMeeting, lines: Sequence[AgendaLine], *, for_public: bool, made_at: datetime
) -> bytes:
    """The agenda; ``for_public`` leaves out what is taken in the private part, and says so."""
    paper = _paper("Agenda", listed, made_at)
    paper.front_sheet(_front(listed))
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
    paper = _paper("Notes", listed, made_at)
    paper.front_sheet([*_front(listed), *_attendance(listed, members, others)])
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


def _paper(kind: str, listed: ListedMeeting, made_at: datetime) -> Paper:
    title = f"{kind}: {listed.title}"
    return Paper(
        title,
        subject=f"{kind} of a meeting",
        author=listed.body or listed.forum.name,
        organisation=listed.forum.name,
        running_head=(listed.forum.name, f"{kind}, {listed.meeting.when_words}"),
        fingerprint=hashlib.sha256(f"{title} {listed.meeting.version}".encode()).hexdigest(),
        made_at=made_at,
        demonstration=listed.meeting.is_invented,
    )


def _front(listed: ListedMeeting) -> list[tuple[str, Words]]:
    meeting = listed.meeting
    rows: list[tuple[str, Words]] = [("When and where", where_and_when(meeting))]
    if meeting.link:
        rows.append(("Join from afar", meeting.link))
    if meeting.is_public:
        rows.append(("The public", "may come to the public part"))
    return rows


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


def _agenda_row(line: AgendaLine) -> list[Words]:
    item = line.item
    title = f"{item.title} ({line.project_code})" if line.project_code else item.title
    return [str(line.number), title, item.lead, item.pages]


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
