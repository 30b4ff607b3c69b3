"""Fetching the agenda of a meeting, with papers and projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from engage.cycle.models import Project
from engage.forums import queries as forums
from engage.forums.models import Forum
from engage.meetings.entries import ItemEntry
from engage.meetings.models import AgendaItem, Meeting, MeetingPaper
from engage.meetings.queries import reads_private
from engage.meetings.words import PRESENTS
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
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


def entry_of(item: AgendaItem) -> ItemEntry:
    """An item as the verbs take it."""
    return ItemEntry(**values_of(item))


def not_shown(actor: Actor) -> tuple[str, ...]:
    """The tables whose changes the history of a meeting does not tell: they may say what is private."""
    return () if reads_private(actor) else (AgendaItem.__tablename__, MeetingPaper.__tablename__)


def item_reference(item_id: int) -> str:
    """How other records name an item of an agenda."""
    return f"agenda_item:{item_id}"


def agenda_of(actor: Actor, meeting: Meeting, papers: Sequence[MeetingPaper] = ()) -> list[AgendaLine]:
    """The agenda in its order, each item with its project, and with its own of these papers: one query.

    Items of the private part are only for those who read it; the others keep their numbers.
    """
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
        if reads_private(actor) or not item.is_private
    ]


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items of its agenda in their order."""
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return list(session().scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)))


def item_for(actor: Actor, meeting_id: int, item_id: int) -> AgendaItem:
    """One item of a meeting. Raises Missing, also where it is private and not for this person."""
    item = session().get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id or (item.is_private and not reads_private(actor)):
        raise Missing
    return item


def papers_of(actor: Actor, meeting: Meeting) -> list[MeetingPaper]:
    """Its papers; those of the private part only for those who read it."""
    wanted = _papers(actor).where(MeetingPaper.meeting_id == meeting.id)
    return list(session().scalars(wanted.order_by(MeetingPaper.id)))


def paper_for(actor: Actor, meeting_id: int, paper_id: int) -> MeetingPaper:
    """One paper of a meeting. Raises Missing, also where it is private and not for this person."""
    wanted = _papers(actor).where(MeetingPaper.id == paper_id, MeetingPaper.meeting_id == meeting_id)
    paper = session().scalars(wanted).one_or_none()
    if paper is None:
        raise Missing
    return paper


def _papers(actor: Actor) -> Select[MeetingPaper]:
    if reads_private(actor):
        return select(MeetingPaper)
    private = select(AgendaItem.id).where(AgendaItem.is_private)
    of_all = or_(MeetingPaper.item_id.is_(None), MeetingPaper.item_id.not_in(private))
    return select(MeetingPaper).where(MeetingPaper.is_private.is_(False), of_all)


def anything_recorded(items: Iterable[AgendaItem]) -> bool:
    """Whether something that was said, changed or decided stands under one of these items."""
    return any(item.members_said or item.changed or item.decision for item in items)


def describe_items(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(AgendaItem, Meeting.when_words, Forum.id, Forum.name)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(AgendaItem.id.in_(numbers))
    )
    return {
        item.id: Named(
            "",
            f"{'An item of the private part' if item.is_private else f'“{item.title}”'} at {forum}, {when}",
            f"/meetings/{item.meeting_id}#item-{item.id}",
            forums.reference(forum_id),
        )
        for item, when, forum_id, forum in found
    }
