"""Fetching stories with what stands around them, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from engage.cycle.models import Project
from engage.experience.models import Story
from engage.experience.queries import MOST_NAMED, reference
from engage.experience.stories.standing import Standing, limits, standing_of
from engage.experience.words import KINDS
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.offers import references
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.hearings import Occasion
from engage.platform.offers.references import Link, Named
from engage.platform.web.lists import in_order, the_only
from engage.rules.facts import marked


@dataclass(frozen=True, slots=True)
class Listed:
    """A story with what stands around it, for lists and pages."""

    story: Story
    standing: Standing
    body: str
    project_code: str
    project: str
    organisation: Link | None

    @property
    def id(self) -> int:
        return self.story.id


def listed_for(story_id: int) -> Listed:
    """One story with what stands around it. Raises Missing."""
    return the_only(rows_for([story_id]))


def rows_for(numbers: Sequence[int]) -> list[Listed]:
    """These stories, in this order, in a fixed number of queries."""
    found = (
        session()
        .execute(
            select(Story, Body.name, Project.code, Project.title)
            .outerjoin(Body, Body.id == Story.body_id)
            .outerjoin(Project, Project.id == Story.project_id)
            .where(Story.id.in_(numbers))
        )
        .all()
    )
    named = references.links({_provider(story) for story, *_ in found} - {""})
    within, today = limits(), clock.today()
    rows = [
        Listed(
            story,
            standing_of(story, today, within),
            body or "",
            code or "",
            f"{code} {title}" if code else "",
            named.get(_provider(story)),
        )
        for story, body, code, title in found
    ]
    return in_order(rows, numbers)


def _provider(story: Story) -> str:
    return f"organisation:{story.organisation_id}" if story.organisation_id else ""


def named(numbers: Sequence[int]) -> Mapping[int, Named]:
    """What anybody may know of a story: that there is one. Its title stays with those who may read it.

    Two stories of one person are one source, and the first of them stands for both.
    """
    first = select(Story.person_id, func.min(Story.id).label("first")).group_by(Story.person_id).subquery()
    found = session().execute(
        select(Story.id, Story.kind, Story.is_invented, first.c.first)
        .outerjoin(first, first.c.person_id == Story.person_id)
        .where(Story.id.in_(numbers))
    )
    return {
        number: Named(
            "",
            marked(f"{KINDS[kind]} {number}", is_invented),
            f"/experience/{number}",
            reference(earliest) if earliest not in (None, number) else "",
        )
        for number, kind, is_invented, earliest in found
    }


def dealings_of(parties: Sequence[Party]) -> Iterator[Dealing]:
    """That a person told us something, or that something was told of an organisation, without a word of it:
    dealings do not know who is asking."""
    for kind, column, what, is_contact in (
        ("person", Story.person_id, "told a story", True),
        ("organisation", Story.organisation_id, "was what a story was about", False),
    ):
        numbers = sorted(_numbers(parties, kind))
        for start in range(0, len(numbers), MOST_NAMED):
            wanted = column.in_(numbers[start : start + MOST_NAMED])
            for number, whose, on in session().execute(
                select(Story.id, column, Story.start_to).where(wanted)
            ):
                yield Dealing(f"{kind}:{whose}", on, what, reference(number), "Patient stories", is_contact)


def occasions(project_id: int) -> list[Occasion]:
    """Stories that bear on a project and were not taken back."""
    wanted = select(Story.id).where(Story.project_id == project_id, Story.withdrawn_on.is_(None))
    return [
        Occasion(reference(number), something_said=True)
        for number in session().scalars(wanted.order_by(Story.id))
    ]


def _numbers(parties: Sequence[Party], kind: str) -> set[int]:
    return {int(party.ref.partition(":")[2]) for party in parties if party.ref.startswith(f"{kind}:")}
