"""What insight summaries testify to."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, select

from engage.actions.models import Action
from engage.actions.queries import OPEN, is_nobodys
from engage.experience.insight.models import Insight
from engage.experience.insight.queries import insight_reference
from engage.experience.queries import number_where
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.facts import Fact, marked
from engage.rules.periods import read_period


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """One fact of the kind ``feedback_report`` for each summary, for the quarter it draws together.

    A summary belongs to no project. Two queries, however many there are.
    """
    if project_id is not None:
        return
    agreed = _actions()
    found = session().execute(
        select(
            Insight.id,
            Insight.period,
            Insight.drawn_up_on,
            Insight.shared_with,
            Insight.shared_on,
            Insight.came_back_on,
            Insight.no_action_because,
            Insight.is_invented,
            Body.code,
        )
        .join(Body, Body.id == Insight.body_id)
        .order_by(Insight.id)
    )
    for row in found:
        period = read_period(row.period)
        actions, ownerless = agreed.get(insight_reference(row.id), (0, 0))
        yield Fact(
            kind="feedback_report",
            ref=insight_reference(row.id),
            title=marked(f"Insight summary, {period.label}", row.is_invented),
            first=row.drawn_up_on,
            on=row.drawn_up_on,
            bodies=(row.code,),
            recorded_on=row.drawn_up_on,
            proves=(period.first, period.last) if period.first and period.last else None,
            says={
                "type": "insight",
                "shared_with": tuple(row.shared_with) if row.shared_on else (),
                "answered": row.came_back_on is not None and bool(actions or row.no_action_because),
                "actions_owned": ownerless == 0,
            },
        )


def _actions() -> dict[str, tuple[int, int]]:
    """For each summary the actions agreed at it, and those of them that are open and nobody's."""
    found = session().execute(
        select(Action.agreed_at, func.count(), number_where(and_(Action.state == OPEN, is_nobodys())))
        .where(Action.agreed_at.startswith("insight:"))
        .group_by(Action.agreed_at)
    )
    return {ref: (number, ownerless) for ref, number, ownerless in found}
