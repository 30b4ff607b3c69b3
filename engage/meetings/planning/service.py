"""Planning the meetings of a schedule, changing and ending schedules, and ending forums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from engage.forums import queries as forums
from engage.forums.entries import ScheduleEntry
from engage.forums.members import queries as members
from engage.forums.models import Forum, FrameworkSeat, MeetingSchedule, Membership, TermsOfReference
from engage.forums.schedules import recurrence
from engage.forums.service import check_days
from engage.meetings.models import CalendarFeed, Meeting
from engage.meetings.words import CANCELLED, PLANNED
from engage.platform.data import audit
from engage.platform.data.dated import date_columns
from engage.platform.data.db import session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.dates_as_known import DateAsKnown
from engage.rules.errors import Refused
from engage.rules.words import search_words

ended = audit.Event("forum.ended", "forum_id", "on")
removed = audit.Event("forum.removed", "forum_id", "code")
schedule_changed = audit.Event("forum.schedule-changed", "forum_id", "schedule_id")
schedule_ended = audit.Event("forum.schedule-ended", "forum_id", "schedule_id", "called_off")
meetings_planned = audit.Event("forum.meetings-planned", "forum_id", "schedule_id", "count")


@one_transaction
def end_forum(actor: Actor, forum: Forum, version: int, on: date) -> None:
    """A forum met for the last time. Memberships held then end with it; its history stays.

    Raises Refused for a day before it began, when meetings are planned after it, and when the forum is newer
    than ``version``.
    """
    hold(forum, version, "forum")
    check_days(forum.from_on, on, "The forum")
    later = _meetings_after(forum, on)
    if later:
        raise Refused(
            f"{len(later)} of its meetings are planned after {long_date(on)}. Call them off, or end their "
            "schedule, first."
        )
    for row in members.members_of(forum, on):
        if row.to_on is None:
            row.to_on = on
    forum.to_on = on
    ended(actor, forum_id=forum.id, on=on.isoformat())


@one_transaction
def remove_forum(actor: Actor, forum: Forum) -> None:
    """Take away a forum entered by mistake. Raises Refused when it has met, or stands in the framework."""
    if session().scalars(select(Meeting.id).where(Meeting.forum_id == forum.id)).first() is not None:
        raise Refused("Meetings of this forum are recorded, so it stays. Enter its last day instead.")
    mine = (FrameworkSeat.forum_id == forum.id) | (FrameworkSeat.reports_to_id == forum.id)
    if session().scalars(select(FrameworkSeat.id).where(mine)).first() is not None:
        raise Refused("This forum has a place in the framework. Take it out of every edition first.")
    removed(actor, forum_id=forum.id, code=forum.code)
    for table in (TermsOfReference, MeetingSchedule, Membership, CalendarFeed):
        for row in session().scalars(select(table).where(table.forum_id == forum.id)):
            session().delete(row)
    session().flush()
    session().delete(forum)


@one_transaction
def change_schedule(actor: Actor, row: MeetingSchedule, version: int, entry: ScheduleEntry) -> None:
    """Change a schedule from which nothing was planned, as it stood at ``version``.

    Raises Refused otherwise, as setting it would, and if it is newer.
    """
    hold(row, version, "schedule")
    if _planned_from(row):
        raise Refused(
            "Meetings have been planned by this schedule, and people may have them in their calendars. Move "
            "single meetings, or end this schedule and set another."
        )
    recurrence.check(entry)
    put(row, entry)
    row.sequence += 1
    schedule_changed(actor, forum_id=row.forum_id, schedule_id=row.id)


@one_transaction
def end_schedule(actor: Actor, row: MeetingSchedule, version: int, on: date) -> int:
    """A schedule holds no longer than a day; answers how many meetings planned after it were called off.

    Raises Refused for a day before its first meeting, or after its end, and if it is newer than ``version``.
    """
    hold(row, version, "schedule")
    if not row.first_on <= on <= row.until_on:
        raise Refused(
            f"The schedule holds from {long_date(row.first_on)} to {long_date(row.until_on)}. Enter a day "
            "between them."
        )
    row.until_on, row.sequence = on, row.sequence + 1
    off = [meeting for meeting in _planned_from(row) if meeting.status == PLANNED and meeting.sorts_on > on]
    for meeting in off:
        meeting.status, meeting.sequence = CANCELLED, meeting.sequence + 1
        meeting.cancelled_because = f"The schedule ended on {long_date(on)}"
    session().flush()
    schedule_ended(actor, forum_id=row.forum_id, schedule_id=row.id, called_off=len(off))
    return len(off)


@one_transaction
def plan_meetings(actor: Actor, row: MeetingSchedule) -> list[Meeting]:
    """Make the meetings of a schedule that are not there yet; answers those it made.

    A meeting that was planned by hand for one of its days becomes a meeting of the schedule.
    """
    forum = forums.forum_by_id(row.forum_id)
    there = {meeting.scheduled_for for meeting in _planned_from(row)}
    by_hand = _unscheduled(forum)
    made = []
    for day in recurrence.occurrences(row):
        if day in by_hand and day not in there:
            by_hand[day].schedule_id, by_hand[day].scheduled_for = row.id, day
        elif day not in there:
            made.append(_planned(forum, row, day))
    session().add_all(made)
    session().flush()
    meetings_planned(actor, forum_id=forum.id, schedule_id=row.id, count=len(made))
    return made


def _planned(forum: Forum, row: MeetingSchedule, day: date) -> Meeting:
    return Meeting(
        forum_id=forum.id,
        schedule_id=row.id,
        scheduled_for=day,
        starts_at=row.starts_at,
        minutes=row.minutes,
        venue=row.venue,
        is_public=forum.meets_in_public,
        is_invented=forum.is_invented,
        search_text=search_words(forum.name, row.venue),
        **date_columns(DateAsKnown.of_days(day)),
    )


def _planned_from(row: MeetingSchedule) -> Sequence[Meeting]:
    return session().scalars(select(Meeting).where(Meeting.schedule_id == row.id)).all()


def _unscheduled(forum: Forum) -> dict[date, Meeting]:
    """Its meetings that come from no schedule, by their day."""
    wanted = select(Meeting).where(Meeting.forum_id == forum.id, Meeting.schedule_id.is_(None))
    return {
        row.start_from: row
        for row in session().scalars(wanted)
        if row.start_from and row.start_from == row.start_to
    }


def _meetings_after(forum: Forum, on: date) -> Sequence[Meeting]:
    planned = select(Meeting).where(Meeting.forum_id == forum.id, Meeting.status == PLANNED)
    return session().scalars(planned.where(Meeting.sorts_on > on)).all()
