"""Fetching meetings: one or many with what stands around them, which comes next, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, select

from engage.actions import queries as actions
from engage.actions.models import Action
from engage.feedback import queries as feedback
from engage.forums import queries as forums
from engage.forums.models import Forum
from engage.meetings import who_came as attendance
from engage.meetings.entries import MeetingEntry
from engage.meetings.models import AgendaItem, Attendance, Meeting, MinutesSent
from engage.meetings.who_came import Came
from engage.meetings.words import HELD, PLANNED
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.data.remembered import remembered
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.offers.hearings import Occasion
from engage.platform.offers.references import Named
from engage.platform.web.lists import in_order, the_only
from engage.rules.actors import Actor
from engage.rules.errors import Missing
from engage.rules.facts import marked
from engage.rules.meetings import Quorum
from engage.rules.permissions import May

HEARD_AT = ("meeting", "agenda_item")


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """A meeting with what stands around it. ``came`` is None when nobody recorded who came."""

    meeting: Meeting
    forum: Forum
    body: str
    came: Came | None
    quorum: Quorum
    needed: int | None

    @property
    def id(self) -> int:
        return self.meeting.id

    @property
    def ref(self) -> str:
        return reference(self.meeting.id)

    @property
    def title(self) -> str:
        return marked(f"{self.forum.name}, {self.meeting.when_words}", self.meeting.is_invented)

    @property
    def people(self) -> int | None:
        """How many came besides the public; None when that is not recorded, which is never nought."""
        return self.came.attended + self.came.others if self.came else self.meeting.attended_count

    @property
    def people_in_words(self) -> str:
        if self.came is None and self.meeting.attended_words:
            return self.meeting.attended_words
        return "not recorded" if self.people is None else f"{self.people:,}"


def reads_private(actor: Actor) -> bool:
    """Whether somebody reads what is taken in the private part: those who hold the meetings do."""
    return actor.may(May.RUN_FORUMS)


def reference(meeting_id: int) -> str:
    """How other records name a meeting."""
    return f"meeting:{meeting_id}"


def meeting_for(meeting_id: int) -> Meeting:
    """One meeting. Raises Missing."""
    meeting = session().get(Meeting, meeting_id)
    if meeting is None:
        raise Missing
    return meeting


def entry_of(meeting: Meeting) -> MeetingEntry:
    """A meeting as the verbs take it."""
    return MeetingEntry(**values_of(meeting), when=meeting.when)


def listed_for(meeting_id: int) -> ListedMeeting:
    """One meeting with what stands around it. Raises Missing."""
    return the_only(listed_meetings([meeting_id]))


def with_minutes(meeting_id: int) -> tuple[ListedMeeting, list[MinutesSent]]:
    """One meeting with what stands around it, and each time its minutes went out, newest first: one query.
    Raises Missing."""
    wanted = _around([meeting_id]).add_columns(MinutesSent)
    wanted = wanted.outerjoin(MinutesSent, MinutesSent.meeting_id == Meeting.id)
    found = session().execute(wanted.order_by(MinutesSent.id.desc())).all()
    if not found:
        raise Missing
    *first, _ = found[0]
    return _listed(*first), [sent for *_, sent in found if sent]


def listed_meetings(numbers: Sequence[int]) -> list[ListedMeeting]:
    """These meetings, in this order: one query however many."""
    return in_order([_listed(*row) for row in session().execute(_around(numbers))], numbers)


def _around(numbers: Sequence[int] | Select[int]) -> Select[Any]:
    """These meetings, each with what ``_listed`` takes."""
    came = attendance.tally(Attendance.meeting_id.in_(numbers))
    return (
        select(Meeting, Forum, Body.name, attendance.quorum_in_force(), came)
        .join(Forum, Forum.id == Meeting.forum_id)
        .outerjoin(Body, Body.id == Forum.body_id)
        .outerjoin(came, came.c.meeting_id == Meeting.id)
        .where(Meeting.id.in_(numbers))
    )


def _listed(
    meeting: Meeting, forum: Forum, body: str | None, needed: int | None, recorded: int | None, *counts: int
) -> ListedMeeting:
    came = None if recorded is None else Came(*counts)
    return ListedMeeting(meeting, forum, body or "", came, attendance.quorum_of(needed, came), needed)


def next_meeting(forum_id: int) -> Meeting | None:
    """The forum's next planned meeting that can still take place, the nearest first."""
    wanted = select(Meeting).where(
        Meeting.forum_id == forum_id, Meeting.status == PLANNED, Meeting.start_to >= clock.today()
    )
    return session().scalars(wanted.order_by(Meeting.start_from, Meeting.id).limit(1)).first()


def next_meetings() -> list[tuple[Meeting, str]]:
    """The next planned meeting of every forum that has one, with the forum's name, in that order."""
    wanted = (
        select(Meeting, Forum.name)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(Meeting.status == PLANNED, Meeting.start_to >= clock.today())
        .order_by(Forum.name, Forum.id, Meeting.start_from, Meeting.id)
    )
    first: dict[int, tuple[Meeting, str]] = {}
    for meeting, name in session().execute(wanted):
        first.setdefault(meeting.forum_id, (meeting, name))
    return list(first.values())


def forums_without_a_next() -> list[tuple[str, str]]:
    """Code and name of each forum of today that has no meeting planned for today or later, by name."""
    today = clock.today()
    planned = select(Meeting.forum_id).where(Meeting.status == PLANNED, Meeting.start_to >= today)
    wanted = select(Forum.code, Forum.name).where(forums.exists_on(today), Forum.id.not_in(planned))
    return [(code, name) for code, name in session().execute(wanted.order_by(Forum.name, Forum.id))]


def meetings_of_forum(forum_id: int, most: int) -> tuple[list[ListedMeeting], int]:
    """The meetings of one forum, the latest first and no more than ``most``; and how many there are."""
    of_forum = select(Meeting.id).where(Meeting.forum_id == forum_id).correlate(None)
    order = (Meeting.sorts_on.desc(), Meeting.id)
    counted = of_forum.with_only_columns(func.count()).scalar_subquery()
    wanted = _around(of_forum.order_by(*order).limit(most)).add_columns(counted).order_by(*order)
    found = session().execute(wanted).all()
    return [_listed(*row) for *row, _ in found], found[0][-1] if found else 0


def notes_late(on: date) -> ColumnElement[bool]:
    """True of meetings held longer ago than notes may take, of which nothing is written."""
    limit = on - timedelta(days=agreed_number("meeting-notes-days"))
    unwritten = and_(Meeting.notes == "", Meeting.minutes_file == "", Meeting.outcome == "")
    return unwritten & (Meeting.status == HELD) & (Meeting.start_to < limit)


def not_put_on_record(on: date) -> ColumnElement[bool]:
    """True of planned meetings whose day has gone by, of which nobody says whether they were held."""
    limit = on - timedelta(days=agreed_number("meeting-record-days"))
    return (Meeting.status == PLANNED) & (Meeting.start_to < limit)


def actions_late(on: date) -> ColumnElement[bool]:
    """True of meetings at which something was agreed whose day has passed, and which is not done."""
    overdue = select(Action.agreed_at).where(actions.is_overdue(on))
    return (literal("meeting:") + cast(Meeting.id, String)).in_(overdue)


def what_is_late(meeting: Meeting) -> list[str]:
    """Each thing that is overdue about a meeting, in a sentence."""
    today = clock.today()
    late = (notes_late(today), not_put_on_record(today), actions_late(today))
    wanted = select(*late).where(Meeting.id == meeting.id)
    no_notes, no_word, undone = remembered(
        ("late", meeting.id, today), lambda: (*session().execute(wanted).one(),)
    )
    found = []
    if no_notes:
        found.append(f"Its notes are late: they are due {agreed_number('meeting-notes-days')} days after.")
    if no_word:
        found.append("Its day has gone by. Record that it was held, or call it off and say why.")
    if undone:
        found.append("Something that was agreed at it is overdue.")
    return found


def has_notes(meeting: Meeting) -> bool:
    return bool(meeting.notes or meeting.minutes_file)


def where_and_when(meeting: Meeting) -> str:
    """4 June 2026 at 14:00, Civic Centre."""
    at = f" at {meeting.starts_at}" if meeting.starts_at else ""
    return ", ".join(filter(None, [f"{meeting.when_words}{at}", meeting.venue]))


def forum_of(meeting: Meeting) -> Forum:
    return session().get_one(Forum, meeting.forum_id)


def describe(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(Meeting.id, Meeting.when_words, Meeting.is_invented, Forum.id, Forum.name)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(Meeting.id.in_(numbers))
    )
    return {
        number: Named(
            "",
            marked(f"{forum}, {when}", invented),
            f"/meetings/{number}",
            forums.reference(forum_id),
        )
        for number, when, invented, forum_id, forum in found
    }


def occasions(project_id: int) -> list[Occasion]:
    """Meetings that were held and had an item of the project, or at which something was said of it."""
    said = feedback.records_heard_for(project_id)
    at = {
        kind: [int(ref.partition(":")[2]) for ref in said if ref.startswith(f"{kind}:")] for kind in HEARD_AT
    }
    wanted = (
        select(Meeting.id, AgendaItem.id, AgendaItem.project_id, AgendaItem.members_said, Forum.name)
        .join(Forum, Forum.id == Meeting.forum_id)
        .outerjoin(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(Meeting.status == HELD)
        .where(
            (AgendaItem.project_id == project_id)
            | AgendaItem.id.in_(at["agenda_item"])
            | Meeting.id.in_(at["meeting"])
        )
    )
    found: dict[int, Occasion] = {}
    for number, item, project, words, forum in session().execute(wanted.order_by(Meeting.id, AgendaItem.id)):
        heard = reference(number) in said or item in at["agenda_item"]
        heard = heard or (project == project_id and bool(words))
        known = found.get(number)
        found[number] = Occasion(
            reference(number), (forum,), heard or (known is not None and known.something_said)
        )
    return list(found.values())
