"""Fetching insight summaries, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from engage.experience.insight.models import Insight
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.offers.references import Named
from engage.platform.web.lists import in_order
from engage.rules.calendar_words import day_before
from engage.rules.errors import Missing
from engage.rules.facts import marked
from engage.rules.periods import Period, quarter_of, read_period


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


def insight_reference(insight_id: int) -> str:
    return f"insight:{insight_id}"


def insight_for(insight_id: int) -> Insight:
    """One summary. Raises Missing."""
    insight = session().get(Insight, insight_id)
    if insight is None:
        raise Missing
    return insight


def listed_insight(insight_id: int) -> ListedInsight:
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


def named(numbers: Sequence[int]) -> Mapping[int, Named]:
    return {row.id: Named("", row.title, f"/insight/{row.id}") for row in insight_rows(numbers)}
