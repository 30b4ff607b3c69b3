"""Fetching the agenda of a meeting, with papers and projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.cycle.models import Project
from engage.forums import queries as forums
from engage.forums.models import Forum
from engage.meetings.models import AgendaItem, Meeting, MeetingPaper
from engage.meetings.words import PRESENTS
from engage.platform.data.db import session
from engage.platform.offers.references import Named
from engage.rules.actors import Actor
from engage.rules.errors import Missing


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of an agenda with its project and papers, as pages show it."""

    item: AgendaItem
    number: int
    project_code: str
    project: str
    papers: tuple[MeetingPaper, ...]

    @property
    def presents(self) -> str:
        return "; ".join(PRESENTS[one].lower() for one in self.item.presents if one in PRESENTS)


def item_reference(item_id: int) -> str:
    """How other records name an item of an agenda."""
    return f"agenda_item:{item_id}"


def agenda_of(actor: Actor, meeting: Meeting, papers: Sequence[MeetingPaper] = ()) -> list[AgendaLine]:
    """The agenda in its order, each item with its project, and with its own of these papers: one query."""
    of_item: dict[int | None, list[MeetingPaper]] = {}
    for paper in papers:
        of_item.setdefault(paper.item_id, []).append(paper)
    found = session().execute(
        select(AgendaItem, Project.code, Project.title)
        .outerjoin(Project, Project.id == AgendaItem.project_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return [
        AgendaLine(item, number, code or "", title or "", tuple(of_item.get(item.id, ())))
        for number, (item, code, title) in enumerate(found, 1)
    ]


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items of its agenda in their order."""
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return list(session().scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)))


def item_for(actor: Actor, meeting_id: int, item_id: int) -> AgendaItem:
    """One item of a meeting. Raises Missing."""
    item = session().get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id:
        raise Missing
    return item


def papers_of(actor: Actor, meeting: Meeting) -> list[MeetingPaper]:
    wanted = select(MeetingPaper).where(MeetingPaper.meeting_id == meeting.id)
    return list(session().scalars(wanted.order_by(MeetingPaper.id)))


def paper_for(actor: Actor, meeting_id: int, paper_id: int) -> MeetingPaper:
    """One paper of a meeting. Raises Missing."""
    paper = session().get(MeetingPaper, paper_id)
    if paper is None or paper.meeting_id != meeting_id:
        raise Missing
    return paper


def anything_recorded(items: Iterable[AgendaItem]) -> bool:
    """Whether something that was said, changed or decided stands under one of these items."""
    return any(item.members_said or item.changed or item.decision for item in items)


def describe_items(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(AgendaItem.id, AgendaItem.title, Meeting.id, Meeting.when_words, Forum.id, Forum.name)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(AgendaItem.id.in_(numbers))
    )
    return {
        number: Named(
            "",
            f"“{title}” at {forum}, {when}",
            f"/meetings/{meeting}#item-{number}",
            forums.reference(forum_id),
        )
        for number, title, meeting, when, forum_id, forum in found
    }
