"""Putting on record that a meeting was held, and who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engage.meetings import who_came
from engage.meetings.entries import WhoCame
from engage.meetings.models import Attendance, Meeting
from engage.meetings.queries import entry_of, forum_of
from engage.meetings.service import must_have_come, search_text
from engage.meetings.words import ATTENDED, CANCELLED, HELD
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

held = audit.Event("meeting.held", "meeting_id")


@one_transaction
def hold_meeting(actor: Actor, meeting: Meeting, version: int, entry: WhoCame) -> None:
    """Put on record that a meeting was held and who came; later words about it correct the earlier.

    Raises Refused for a day to come, when members are there or away only in part, and if it is newer than
    ``version``.
    """
    hold(meeting, version, "meeting")
    if meeting.status == CANCELLED:
        raise Refused("This meeting was called off. Put it back in the plan first, if it was held after all.")
    must_have_come(meeting.when)
    _all_or_none(entry.members)
    one_by_one = bool(entry.others) or any(entry.members.values())
    count = None if one_by_one else entry.attended_count
    if one_by_one or count != meeting.attended_count:
        meeting.attended_words = "" if count is None else f"{count:,}"
    known = entry_of(meeting)
    put(meeting, replace(known, attended_count=count, public_count=entry.public_count))
    _record_members(meeting, entry.members)
    _record_others(meeting, entry.others)
    meeting.status = HELD
    meeting.search_text = search_text(meeting, forum_of(meeting).name)
    session().flush()
    if audit.current_work().changes:
        meeting.version = version + 1  # who came counts as part of it
    held(actor, meeting_id=meeting.id)


def _all_or_none(members: Mapping[int, str]) -> None:
    unsaid = sum(not state for state in members.values())
    if 0 < unsaid < len(members):
        raise Refused(
            f"Of {unsaid} of {len(members)} members nothing is said. Say of each whether they came, sent "
            "apologies or were absent; or leave all of them blank, if who came was not recorded."
        )


def _record_members(meeting: Meeting, members: Mapping[int, str]) -> None:
    rows = {row.membership_id: row for row in who_came.attendance_of(meeting) if row.membership_id}
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
    for row in who_came.attendance_of(meeting):
        if row.membership_id is not None:
            continue
        if row.title in wanted:
            wanted.remove(row.title)
        else:
            session().delete(row)
    session().add_all(Attendance(meeting_id=meeting.id, title=title, state=ATTENDED) for title in wanted)
