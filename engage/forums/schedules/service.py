"""Saying how often a forum is to meet."""

from __future__ import annotations

from engage.forums.entries import ScheduleEntry
from engage.forums.models import Forum, MeetingSchedule
from engage.forums.schedules import recurrence
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor

schedule_set = audit.Event("forum.schedule-set", "forum_id", "schedule_id")


@one_transaction
def set_schedule(actor: Actor, forum: Forum, entry: ScheduleEntry) -> MeetingSchedule:
    """Say how often a forum is to meet between two days; plan_meetings then makes the meetings.

    Raises Refused for one that ends before it begins, or has too many.
    """
    recurrence.check(entry)
    row = MeetingSchedule(forum_id=forum.id, sequence=0)
    put(row, entry)
    save(row)
    schedule_set(actor, forum_id=forum.id, schedule_id=row.id)
    return row
