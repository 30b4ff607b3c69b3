"""Fetching when the minutes of a meeting went out."""

from __future__ import annotations

from sqlalchemy import select

from engage.meetings.models import Meeting, MinutesSent
from engage.platform.data.db import session


def minutes_sent_of(meeting: Meeting) -> list[MinutesSent]:
    """Each time the minutes went out, newest first."""
    wanted = select(MinutesSent).where(MinutesSent.meeting_id == meeting.id)
    return list(session().scalars(wanted.order_by(MinutesSent.id.desc())))
