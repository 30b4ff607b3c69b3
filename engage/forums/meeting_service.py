"""Planning a meeting, changing it, calling it off, holding it, and writing its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.forums import attendance
from engage.forums.meeting_queries import CANCELLED, HELD, PLANNED
from engage.forums.models import Attendance, Forum, Meeting
from engage.forums.service import new_uid
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.dated import date_columns
from engage.platform.data.db import save, session
from engage.platform.data.search import words_of
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.errors import Refused

planned = audit.Event("meeting.planned", "meeting_id", "forum_id")
changed = audit.Event("meeting.changed", "meeting_id")
cancelled = audit.Event("meeting.called-off", "meeting_id")
put_back = audit.Event("meeting.put-back-in-plan", "meeting_id")
held = audit.Event("meeting.held", "meeting_id")
notes_written = audit.Event("meeting.notes-written", "meeting_id")

ON_CALENDARS = ("sorts_on", "start_to", "starts_at", "minutes", "venue", "link")
"""What calendars show of a meeting: when one of these changes, they must take it anew."""
SEARCHED = ("when_words", "venue", "main_items", "outcome", "notes", "attended_words", "source")
CHANGED_SINCE = (
    "Somebody else changed this meeting while you were writing. What you typed is still here: look at the "
    "meeting in another window, then save again to put yours in its place."
)


@one_transaction
def plan_meeting(actor: Actor, forum: Forum, entry: Mapping[str, Any]) -> Meeting:
    """Plan a meeting of a forum, or put one on record that is to be recorded as held next.

    ``entry`` holds columns of ``Meeting`` by name and ``when``, a DateAsKnown. Raises Refused for a day on
    which the forum meets already or does not exist, and for a time of a day that is not known.
    """
    meeting = Meeting(forum_id=forum.id, uid=new_uid(), status=PLANNED, is_invented=forum.is_invented)
    fill(meeting, forum, entry)
    save(meeting)
    planned(actor, meeting_id=meeting.id, forum_id=forum.id)
    return meeting


@one_transaction
def change_meeting(actor: Actor, meeting: Meeting, version: int, entry: Mapping[str, Any]) -> None:
    """Change a meeting as it stood at ``version``. Raises Refused as planning does, and if it is newer."""
    hold_still(meeting, version)
    before = [getattr(meeting, name) for name in ON_CALENDARS]
    with session().no_autoflush:
        fill(meeting, _forum_of(meeting), entry)
    if meeting.status == HELD:
        _must_have_come(meeting)
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
    refuse_two_on_one_day(meeting)
    meeting.sequence += meeting.status == CANCELLED
    meeting.status, meeting.cancelled_because = PLANNED, ""
    put_back(actor, meeting_id=meeting.id)


@one_transaction
def hold_meeting(actor: Actor, meeting: Meeting, version: int, entry: Mapping[str, Any]) -> None:
    """Put on record that a meeting was held and who came; later words about it correct the earlier.

    ``entry`` holds ``members`` (number of a membership to attended, apologies, absent or empty for not
    recorded), ``others`` (posts of those who came and are no members), and columns of ``Meeting``. Raises
    Refused for a day to come, and when members are there or away only in part.
    """
    hold_still(meeting, version)
    if meeting.status == CANCELLED:
        raise Refused("This meeting was called off. Put it back in the plan first, if it was held after all.")
    _must_have_come(meeting)
    members, others = dict(entry.get("members", {})), list(entry.get("others", []))
    _all_or_none(members)
    for name, value in entry.items():
        if name not in {"members", "others"}:
            setattr(meeting, name, value)
    if others or any(members.values()):
        meeting.attended_count, meeting.attended_words = None, ""
    _record_members(meeting, members)
    _record_others(meeting, others)
    meeting.status = HELD
    meeting.search_text = search_text(meeting, _forum_of(meeting).name)
    session().flush()
    if audit.current_work().changes:
        meeting.version = version + 1  # who came counts as part of it
    held(actor, meeting_id=meeting.id)


@one_transaction
def write_notes(actor: Actor, meeting: Meeting, version: int, entry: Mapping[str, Any]) -> None:
    """Write the notes of a meeting, keep its minutes, and say when they were agreed.

    ``entry`` holds columns of ``Meeting``. Raises Refused unless it was held, and for notes agreed before it.
    """
    hold_still(meeting, version)
    must_be_held(meeting)
    for name, value in entry.items():
        setattr(meeting, name, value)
    agreed_on = meeting.notes_agreed_on
    if agreed_on and meeting.start_from and agreed_on < meeting.start_from:
        raise Refused(
            f"The notes cannot have been agreed on {long_date(agreed_on)}, before the meeting. Enter the day "
            "on which the members agreed them, usually that of the next meeting."
        )
    if agreed_on and agreed_on > clock.today():
        raise Refused(f"{long_date(agreed_on)} has not come yet. Leave the day blank until they are agreed.")
    meeting.search_text = search_text(meeting, _forum_of(meeting).name)
    notes_written(actor, meeting_id=meeting.id)


def fill(meeting: Meeting, forum: Forum, entry: Mapping[str, Any]) -> None:
    """Set these values, for use inside a verb. Raises Refused where the meeting would contradict itself."""
    values = dict(entry)
    when = values.pop("when", None)
    if isinstance(when, DateAsKnown):
        values |= date_columns(when)
    for name, value in values.items():
        setattr(meeting, name, value)
    if meeting.starts_at and meeting.when_precision != Precision.DAY:
        raise Refused("A time needs a day. Enter the day of the meeting, or leave the time blank.")
    _within_its_forum(meeting, forum)
    refuse_two_on_one_day(meeting)
    meeting.search_text = search_text(meeting, forum.name)


def search_text(meeting: Meeting, forum: str) -> str:
    """The words a meeting is found by: those of its forum's name too."""
    return words_of(forum, *(getattr(meeting, name) for name in SEARCHED))


def hold_still(meeting: Meeting, version: int) -> None:
    """Keep others from changing the meeting until this verb ends. Raises Refused when one already has."""
    session().refresh(meeting, with_for_update=True)
    if meeting.version != version:
        raise Refused(CHANGED_SINCE)


def must_be_held(meeting: Meeting) -> None:
    """Raises Refused unless the meeting was held."""
    if meeting.status != HELD:
        raise Refused("Record first that the meeting was held, and who came.")


def refuse_two_on_one_day(meeting: Meeting) -> None:
    """Raises Refused when the forum has another meeting on the day, unless that was called off."""
    if meeting.when_precision != Precision.DAY:
        return
    wanted = select(Meeting.id).where(
        Meeting.forum_id == meeting.forum_id,
        Meeting.start_from == meeting.start_from,
        Meeting.when_precision == Precision.DAY,
        Meeting.status != CANCELLED,
        Meeting.id != (meeting.id or 0),
    )
    if session().scalars(wanted).first() is not None:
        raise Refused(
            f"This forum has a meeting on {meeting.when_words} already. Open that one, or enter another day."
        )


def _within_its_forum(meeting: Meeting, forum: Forum) -> None:
    last, first = meeting.start_to or date.min, meeting.start_from or date.max
    if forum.to_on is not None and first != date.max and first > forum.to_on:
        raise Refused(f"{forum.name} ended on {long_date(forum.to_on)}. Enter a day before that.")
    if forum.from_on is not None and last != date.min and last < forum.from_on:
        raise Refused(f"{forum.name} began on {long_date(forum.from_on)}. Enter a day after that.")


def _must_have_come(meeting: Meeting) -> None:
    if meeting.start_from is not None and meeting.start_from > clock.today():
        raise Refused(
            f"This meeting is planned for {meeting.when_words}, which has not come yet. It can be recorded "
            "as held on the day."
        )


def _standing(meeting: Meeting) -> str:
    return {HELD: "on record as held", CANCELLED: "called off already"}[meeting.status]


def _all_or_none(members: Mapping[int, str]) -> None:
    unsaid = sum(not state for state in members.values())
    if 0 < unsaid < len(members):
        raise Refused(
            f"Of {unsaid} of {len(members)} members nothing is said. Say of each whether they came, sent "
            "apologies or were absent; or leave all of them blank, if who came was not recorded."
        )


def _record_members(meeting: Meeting, members: Mapping[int, str]) -> None:
    rows = {row.membership_id: row for row in attendance.attendance_of(meeting) if row.membership_id}
    for number, state in members.items():
        row = rows.get(number)
        if row is not None and not state:
            session().delete(row)
        elif row is not None:
            row.state = state
        elif state:
            session().add(Attendance(meeting_id=meeting.id, membership_id=number, state=state))


def _record_others(meeting: Meeting, others: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(others))
    for row in attendance.attendance_of(meeting):
        if row.membership_id is not None:
            continue
        if row.title in wanted:
            wanted.remove(row.title)
        else:
            session().delete(row)
    session().add_all(
        Attendance(meeting_id=meeting.id, title=title, state=attendance.ATTENDED) for title in wanted
    )


def _forum_of(meeting: Meeting) -> Forum:
    return session().get_one(Forum, meeting.forum_id)
