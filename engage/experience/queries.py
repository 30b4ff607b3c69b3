"""Fetching stories and insight summaries, one or many, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from engage.cycle.models import Project
from engage.experience.consents import KINDS
from engage.experience.models import Insight, Story
from engage.experience.standing import Standing, limits, standing_of
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.offers import dealings, hearings, references
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.hearings import Occasion
from engage.platform.offers.references import Link, Named
from engage.platform.web.lists import in_order
from engage.rules.actors import Actor
from engage.rules.calendar_words import day_before
from engage.rules.errors import Missing
from engage.rules.facts import marked
from engage.rules.periods import Period, quarter_of, read_period

MOST_NAMED = 5000  # numbers in one question, which every database can hold


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


@dataclass(frozen=True, slots=True)
class ListedInsight:
    """A summary with the name of its body."""

    insight: Insight
    body: str
    body_code: str

    @property
    def id(self) -> int:
        return self.insight.id

    @property
    def period(self) -> Period:
        return read_period(self.insight.period)

    @property
    def title(self) -> str:
        """Insight summary, Quarter 2 2019/20, and whose it is."""
        words = f"Insight summary, {self.period.label}, {self.body}"
        return marked(words, self.insight.is_invented)


def reference(story_id: int) -> str:
    return f"story:{story_id}"


def insight_reference(insight_id: int) -> str:
    return f"insight:{insight_id}"


def story_for(actor: Actor, story_id: int) -> Story:
    """One story. Raises Missing."""
    story = session().get(Story, story_id)
    if story is None:
        raise Missing
    return story


def listed_for(actor: Actor, story_id: int) -> Listed:
    """One story with what stands around it. Raises Missing."""
    found = rows_for([story_id])
    if not found:
        raise Missing
    return found[0]


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


def stories_with(refs: Iterable[str]) -> list[Story]:
    """The stories behind those of these references that name one, in order."""
    numbers = sorted(int(ref.removeprefix("story:")) for ref in refs if ref.startswith("story:"))
    found: list[Story] = []
    for start in range(0, len(numbers), MOST_NAMED):
        wanted = select(Story).where(Story.id.in_(numbers[start : start + MOST_NAMED]))
        found += session().scalars(wanted.order_by(Story.id))
    return found


def insight_for(actor: Actor, insight_id: int) -> Insight:
    """One summary. Raises Missing."""
    insight = session().get(Insight, insight_id)
    if insight is None:
        raise Missing
    return insight


def listed_insight(actor: Actor, insight_id: int) -> ListedInsight:
    """One summary with its body. Raises Missing."""
    found = insight_rows([insight_id])
    if not found:
        raise Missing
    return found[0]


def insight_rows(numbers: Sequence[int]) -> list[ListedInsight]:
    """These summaries, in this order, in one query."""
    found = session().execute(
        select(Insight, Body.name, Body.code)
        .join(Body, Body.id == Insight.body_id)
        .where(Insight.id.in_(numbers))
    )
    return in_order((ListedInsight(*row) for row in found), numbers)


def insight_of(body_id: int, period: str) -> Insight | None:
    """The summary of a body's quarter, if it was drawn up."""
    wanted = select(Insight).where(Insight.body_id == body_id, Insight.period == period)
    return session().scalars(wanted).one_or_none()


def quarter_before(period: Period) -> Period:
    """The quarter that ended when this one began."""
    return quarter_of(day_before(period.first or date.max))


def bodies_without(period: Period) -> list[Body]:
    """The bodies we work for that were there in a quarter and have no summary of it."""
    drawn_up = select(Insight.body_id).where(Insight.period == period.code)
    wanted = select(Body).where(
        Body.is_served.is_(True),
        or_(Body.exists_from.is_(None), Body.exists_from <= period.last),
        or_(Body.exists_to.is_(None), Body.exists_to >= period.first),
        Body.id.not_in(drawn_up),
    )
    return list(session().scalars(wanted.order_by(Body.id)))


def insights_quoting(story_id: int) -> list[Insight]:
    """The summaries that froze a quotation of this story."""
    return [
        insight
        for insight in session().scalars(select(Insight).order_by(Insight.id))
        if any(quote["story"] == story_id for theme in insight.themes for quote in theme["quotes"])
    ]


def _provider(story: Story) -> str:
    return f"organisation:{story.organisation_id}" if story.organisation_id else ""


def _named(numbers: Sequence[int]) -> Mapping[int, Named]:
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


def _insight_named(numbers: Sequence[int]) -> Mapping[int, Named]:
    return {row.id: Named("", row.title, f"/insight/{row.id}") for row in insight_rows(numbers)}


def _told(parties: Sequence[Party]) -> Iterator[Dealing]:
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


def _occasions(project_id: int) -> list[Occasion]:
    """Stories that bear on a project and were not taken back."""
    wanted = select(Story.id).where(Story.project_id == project_id, Story.withdrawn_on.is_(None))
    return [
        Occasion(reference(number), something_said=True)
        for number in session().scalars(wanted.order_by(Story.id))
    ]


def _numbers(parties: Sequence[Party], kind: str) -> set[int]:
    return {int(party.ref.partition(":")[2]) for party in parties if party.ref.startswith(f"{kind}:")}


references.register("story", _named)
references.register("insight", _insight_named)
dealings.register("Patient stories", _told)
hearings.register("experience", _occasions)
