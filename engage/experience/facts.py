"""What stories and insight summaries testify to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, and_, case, func, select, true

from engage.actions.models import Action
from engage.actions.queries import OPEN, is_nobodys
from engage.experience.models import Insight, Story
from engage.experience.queries import insight_reference
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.facts import Fact, marked
from engage.rules.periods import Period, read_period


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


def stories_in(period: Period, body_id: int | None = None) -> Stories:
    """Plain counts of the stories known to have been received in a period, by one body or by all."""
    numbers = session().execute(
        select(
            func.count(),
            _number_of(Story.passed_on.is_not(None)),
            _number_of(Story.acknowledged_on.is_not(None)),
            _number_of(Story.outcome != ""),
            _number_of(Story.withdrawn_on.is_not(None)),
        ).where(_received_in(period), Story.body_id == body_id if body_id is not None else true())
    )
    return Stories(*(number or 0 for number in numbers.one()))


def _received_in(period: Period) -> ColumnElement[bool]:
    if period.first is None or period.last is None:
        return true()
    return and_(Story.start_from >= period.first, Story.start_to <= period.last)


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _actions() -> dict[str, tuple[int, int]]:
    """For each summary the actions agreed at it, and those of them that are open and nobody's."""
    found = session().execute(
        select(Action.agreed_at, func.count(), _number_of(and_(Action.state == OPEN, is_nobodys())))
        .where(Action.agreed_at.startswith("insight:"))
        .group_by(Action.agreed_at)
    )
    return {ref: (number, ownerless) for ref, number, ownerless in found}
