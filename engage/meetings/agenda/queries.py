"""Fetching the agenda of a meeting, with papers and projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

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


def agenda_of(actor: Actor, meeting: Meeting) -> list[AgendaLine]:
    """The agenda in its order, as somebody may read it."""
    return agenda_and_papers(actor, meeting)[0]


def agenda_and_papers(actor: Actor, meeting: Meeting) -> tuple[list[AgendaLine], list[MeetingPaper]]:
    """The agenda in its order, each item with its project and papers; and all papers: one query.

    What is of the private part is only for those who read it; the other items keep their numbers.
    """
    item = aliased(AgendaItem, select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).subquery())
    paper = aliased(MeetingPaper, _papers(actor).where(MeetingPaper.meeting_id == meeting.id).subquery())
    wanted = (
        select(item, paper, Project.code, Project.title)
        .join(paper, paper.item_id == item.id, full=True)
        .outerjoin(Project, Project.id == item.project_id)
        .order_by(item.position, item.id, paper.id)
    )
    found: list[tuple[AgendaItem | None, MeetingPaper | None, str | None, str | None]]
    found = [(*row,) for row in session().execute(wanted)]
    of_item: dict[int | None, list[MeetingPaper]] = defaultdict(list)
    for _, kept, *_ in found:
        if kept:
            of_item[kept.item_id].append(kept)
    items = {line: (code or "", title or "") for line, _, code, title in found if line}
    lines = [
        AgendaLine(line, number, *project, tuple(of_item[line.id]))
        for number, (line, project) in enumerate(items.items(), 1)
        if reads_private(actor) or not line.is_private
    ]
    return lines, sorted(chain(*of_item.values()), key=lambda kept: kept.id)


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
    own = (AgendaItem.id, AgendaItem.meeting_id, AgendaItem.title, AgendaItem.is_private)
    wanted = (
        select(*own, Meeting.when_words, Forum.id, Forum.name)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(AgendaItem.id.in_(numbers))
    )
    return {
        number: Named(
            "",
            f"{'An item of the private part' if is_private else f'“{title}”'} at {forum}, {when}",
            f"/meetings/{meeting_id}#item-{number}",
            forums.reference(forum_id),
        )
        for number, meeting_id, title, is_private, when, forum_id, forum in session().execute(wanted)
    }
