"""Fetching schedules of a forum."""

from __future__ import annotations

from sqlalchemy import select

from engage.forums.models import Forum, MeetingSchedule
from engage.platform.data.db import session
from engage.rules.errors import Missing


def schedules_of(forum: Forum) -> list[MeetingSchedule]:
    """Its schedules, the latest first."""
    wanted = select(MeetingSchedule).where(MeetingSchedule.forum_id == forum.id)
    return list(session().scalars(wanted.order_by(MeetingSchedule.first_on.desc(), MeetingSchedule.id)))


def schedule_for(forum: Forum, schedule_id: int) -> MeetingSchedule:
    """One schedule of this forum. Raises Missing."""
    found = session().get(MeetingSchedule, schedule_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found
