"""Saying how often a forum is to meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engage.forums.models import Forum, MeetingSchedule
from engage.forums.schedules import recurrence
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor

schedule_set = audit.Event("forum.schedule-set", "forum_id", "schedule_id")


@one_transaction
def set_schedule(actor: Actor, forum: Forum, entry: Mapping[str, Any]) -> MeetingSchedule:
    """Say how often a forum is to meet between two days; plan_meetings then makes the meetings.

    ``entry`` holds columns of ``MeetingSchedule``. Raises Refused for one without an end, or with too many.
    """
    row = MeetingSchedule(forum_id=forum.id, sequence=0)
    fill_schedule(row, entry)
    save(row)
    schedule_set(actor, forum_id=forum.id, schedule_id=row.id)
    return row


def fill_schedule(row: MeetingSchedule, entry: Mapping[str, Any]) -> None:
    values = {"by": "weekday_of_month", **entry}
    recurrence.check(values)
    for name, value in values.items():
        setattr(row, name, value)
