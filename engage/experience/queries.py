"""Fetching stories, and how many were received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, and_, case, func, select, true

from engage.experience.entries import StoryEntry
from engage.experience.models import Story
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.rules.errors import Missing
from engage.rules.periods import Period

MOST_NAMED = 5000  # numbers in one question, which every database can hold


def reference(story_id: int) -> str:
    return f"story:{story_id}"


def story_for(story_id: int) -> Story:
    """One story. Raises Missing."""
    story = session().get(Story, story_id)
    if story is None:
        raise Missing
    return story


def entry_of(story: Story) -> StoryEntry:
    """What a story holds, as the verbs take it."""
    return StoryEntry(
        **values_of(story),
        when=story.when,
        person_id=story.person_id,
        organisation_id=story.organisation_id,
        body_id=story.body_id,
        project_id=story.project_id,
    )


def stories_with(refs: Iterable[str]) -> list[Story]:
    """The stories behind those of these references that name one, in order."""
    numbers = sorted(int(ref.removeprefix("story:")) for ref in refs if ref.startswith("story:"))
    found: list[Story] = []
    for start in range(0, len(numbers), MOST_NAMED):
        wanted = select(Story).where(Story.id.in_(numbers[start : start + MOST_NAMED]))
        found += session().scalars(wanted.order_by(Story.id))
    return found


@dataclass(frozen=True, slots=True)
class Stories:
    """How many stories were received, and of those passed on, acknowledged, followed up, taken back."""

    received: int = 0
    passed: int = 0
    acknowledged: int = 0
    followed: int = 0
    withdrawn: int = 0

    def plain(self) -> dict[str, int]:
        return asdict(self)


def stories_in(period: Period, body_id: int | None = None) -> Stories:
    """Plain counts of the stories known to have been received in a period, by one body or by all."""
    numbers = session().execute(
        select(
            func.count(),
            number_where(Story.passed_on.is_not(None)),
            number_where(Story.acknowledged_on.is_not(None)),
            number_where(Story.outcome != ""),
            number_where(Story.withdrawn_on.is_not(None)),
        ).where(_received_in(period), Story.body_id == body_id if body_id is not None else true())
    )
    return Stories(*(number or 0 for number in numbers.one()))


def _received_in(period: Period) -> ColumnElement[bool]:
    if period.first is None or period.last is None:
        return true()
    return and_(Story.start_from >= period.first, Story.start_to <= period.last)


def number_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
