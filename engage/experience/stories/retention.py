"""The words of stories go when their time is over; that something was heard, and what came of it, stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from engage.experience.models import Story
from engage.experience.stories import service
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.tables import Keep
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.rules.actors import SYSTEM

OVER = "The time for which its words are kept is over"


def stories_due(by: date) -> Iterator[Due]:
    """Stories received so long ago whose words are still there; without a day it counts from its consent."""
    limit = retention.counted_from(Keep.STORY, by)
    wanted = select(Story.id, Story.end_to, Story.start_to, Story.consent_on)
    for number, *days in session().execute(wanted.where(Story.withdrawn_on.is_(None)).order_by(Story.id)):
        received = next((day for day in days if day is not None), None)
        if received is not None and received <= limit:
            due = retention.ends_on(Keep.STORY, received)
            yield Due(Keep.STORY, f"story:{number}", due, "the words of a story, and who told it")


def take_words_away(ref: str) -> list[str]:
    """Take the words out of a story, and out of every summary that quotes it."""
    story = session().get(Story, int(ref.partition(":")[2]))
    if story is not None and story.withdrawn_on is None:
        service.withdraw(SYSTEM, story, story.version, clock.today(), OVER)
    return []
