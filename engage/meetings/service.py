"""Planning a meeting, changing it, and calling it off."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from engage.forums.models import Forum
from engage.meetings import who_came as attendance
from engage.meetings.entries import MeetingEntry
from engage.meetings.models import Meeting
from engage.meetings.queries import forum_of
from engage.meetings.words import CANCELLED, HELD, PLANNED
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.dated import put_date
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.fields import search_text as words_of
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.errors import Refused

planned = audit.Event("meeting.planned", "meeting_id", "forum_id")
changed = audit.Event("meeting.changed", "meeting_id")
cancelled = audit.Event("meeting.called-off", "meeting_id")
put_back = audit.Event("meeting.put-back-in-plan", "meeting_id")
ON_CALENDARS = ("sorts_on", "start_to", "starts_at", "minutes", "venue", "link")
"""What calendars show of a meeting: when one of these changes, they must take it anew."""


@one_transaction
def plan_meeting(actor: Actor, forum: Forum, entry: MeetingEntry, *, is_invented: bool = False) -> Meeting:
    """Plan a meeting of a forum, or put one on record that is to be recorded as held next.

    Raises Refused for a day on which the forum meets already or does not exist, and for a time of a day that
    is not known.
    """
    meeting = Meeting(forum_id=forum.id, status=PLANNED, is_invented=is_invented or forum.is_invented)
    put_in(meeting, forum, entry)
    save(meeting)
    planned(actor, meeting_id=meeting.id, forum_id=forum.id)
    return meeting


@one_transaction
def change_meeting(actor: Actor, meeting: Meeting, version: int, entry: MeetingEntry) -> None:
    """Change a meeting as it stood at ``version``. Raises Refused as planning does, and if it is newer."""
    hold(meeting, version, "meeting")
    if meeting.status == HELD:
        must_have_come(entry.when)
    before = [getattr(meeting, name) for name in ON_CALENDARS]
    put_in(meeting, forum_of(meeting), entry)
    meeting.sequence += [getattr(meeting, name) for name in ON_CALENDARS] != before
    changed(actor, meeting_id=meeting.id)


@one_transaction
def cancel_meeting(actor: Actor, meeting: Meeting, because: str) -> None:
    """Call a planned meeting off. Raises Refused without a reason, and for one that is not planned."""
    if meeting.status != PLANNED:
        raise Refused(f"This meeting is {_standing(meeting)}, so it cannot be called off.")
    if not because:
        raise Refused("Say why the meeting is called off: members and reports are told.")
    meeting.status, meeting.cancelled_because = CANCELLED, because
    meeting.sequence += 1
    cancelled(actor, meeting_id=meeting.id)


@one_transaction
def put_meeting_back(actor: Actor, meeting: Meeting) -> None:
    """Take back that a meeting was called off or held. Raises Refused when something of it is on record."""
    if meeting.status == PLANNED:
        raise Refused("This meeting is planned already.")
    if meeting.status == HELD and (meeting.notes or attendance.attendance_of(meeting)):
        raise Refused(
            "Who came to this meeting, or what was said, is on record, so it was held. Take that away first."
        )
    _refuse_two_on_one_day(meeting, meeting.when)
    meeting.sequence += meeting.status == CANCELLED
    meeting.status, meeting.cancelled_because = PLANNED, ""
    put_back(actor, meeting_id=meeting.id)


def put_in(meeting: Meeting, forum: Forum, entry: MeetingEntry) -> None:
    if entry.starts_at and entry.when.precision is not Precision.DAY:
        raise Refused("A time needs a day. Enter the day of the meeting, or leave the time blank.")
    _within_its_forum(entry.when, forum)
    _refuse_two_on_one_day(meeting, entry.when)
    put(meeting, entry)
    put_date(meeting, entry.when)
    meeting.search_text = search_text(meeting, forum.name)
    meeting.settle_unread()


def search_text(meeting: Meeting, forum: str) -> str:
    """The words a meeting is found by. Who came stands apart, in ``names_text``: no trail copies it."""
    return words_of(meeting, forum, meeting.when_words)


def must_be_held(meeting: Meeting) -> None:
    """Raises Refused unless the meeting was held."""
    if meeting.status != HELD:
        raise Refused("Record first that the meeting was held, and who came.")


def must_have_come(when: DateAsKnown) -> None:
    """Raises Refused for a day to come."""
    if when.start_from is not None and when.start_from > clock.today():
        raise Refused(
            f"This meeting is planned for {when.words}, which has not come yet. It can be recorded "
            "as held on the day."
        )


def _refuse_two_on_one_day(meeting: Meeting, when: DateAsKnown) -> None:
    """Raises Refused when the forum has another meeting on the day, unless that was called off."""
    if when.precision is not Precision.DAY:
        return
    wanted = select(Meeting.id).where(
        Meeting.forum_id == meeting.forum_id,
        Meeting.start_from == when.start_from,
        Meeting.when_precision == Precision.DAY,
        Meeting.status != CANCELLED,
        Meeting.id != (meeting.id or 0),
    )
    if session().scalars(wanted).first() is not None:
        raise Refused(
            f"This forum has a meeting on {when.words} already. Open that one, or enter another day."
        )


def _within_its_forum(when: DateAsKnown, forum: Forum) -> None:
    last, first = when.start_to or date.min, when.start_from or date.max
    if forum.to_on is not None and first != date.max and first > forum.to_on:
        raise Refused(f"{forum.name} ended on {long_date(forum.to_on)}. Enter a day before that.")
    if forum.from_on is not None and last != date.min and last < forum.from_on:
        raise Refused(f"{forum.name} began on {long_date(forum.from_on)}. Enter a day after that.")


def _standing(meeting: Meeting) -> str:
    return {HELD: "on record as held", CANCELLED: "called off already"}[meeting.status]
