"""How far a story has come on its way from being received to its outcome, and whether it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from engage.experience.models import Story
from engage.experience.quoting import may_be_passed
from engage.experience.words import PASS_TO_QUALITY, SOFT_INTELLIGENCE
from engage.platform.data.tables import holds
from engage.platform.offers.agreed_numbers import agreed_number


class Step(StrEnum):
    """Where a story stands."""

    RECEIVED = "received"
    STAYS = "stays"
    PASSED = "passed"
    ACKNOWLEDGED = "acknowledged"
    FOLLOWED = "followed"
    WITHDRAWN = "withdrawn"


LABELS = {
    Step.RECEIVED: "Not yet passed to quality",
    Step.STAYS: "Stays with us, as agreed",
    Step.PASSED: "Not yet acknowledged",
    Step.ACKNOWLEDGED: "Acknowledged, no outcome yet",
    Step.FOLLOWED: "Outcome known",
    Step.WITHDRAWN: "Its words are gone",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The days each step may take."""

    to_pass: int
    to_acknowledge: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a story stands on a day; ``late_by`` is the days beyond the limit, None when it is not late."""

    step: Step
    late_by: int | None

    @property
    def label(self) -> str:
        return LABELS[self.step]

    @property
    def is_late(self) -> bool:
        return self.late_by is not None


def limits() -> Limits:
    """The limits in force, which their owners set."""
    return Limits(agreed_number("story-passed-days"), agreed_number("story-acknowledged-days"))


def standing_of(story: Story, on: date, within: Limits) -> Standing:
    """Where a story stands. One whose day is not known is never said to be late: nobody can know."""
    step = _step(story)
    if step is Step.RECEIVED:
        return Standing(step, _late(story.start_to, within.to_pass, on))
    if step is Step.PASSED:
        return Standing(step, _late(story.passed_on, within.to_acknowledge, on))
    return Standing(step, None)


def stands_at(step: Step) -> ColumnElement[bool]:
    """The same as a condition: true for stories that stand there."""
    standing, no_outcome = Story.withdrawn_on.is_(None), Story.outcome == ""
    may_pass = or_(Story.kind == SOFT_INTELLIGENCE, holds(Story.consents_to, PASS_TO_QUALITY))
    not_passed = and_(standing, no_outcome, Story.passed_on.is_(None), Story.acknowledged_on.is_(None))
    conditions: dict[Step, ColumnElement[bool]] = {
        Step.RECEIVED: and_(not_passed, may_pass),
        Step.STAYS: and_(not_passed, ~may_pass),
        Step.PASSED: and_(
            standing, no_outcome, Story.passed_on.is_not(None), Story.acknowledged_on.is_(None)
        ),
        Step.ACKNOWLEDGED: and_(standing, no_outcome, Story.acknowledged_on.is_not(None)),
        Step.FOLLOWED: and_(standing, Story.outcome != ""),
        Step.WITHDRAWN: Story.withdrawn_on.is_not(None),
    }
    return conditions[step]


def is_late(on: date, within: Limits) -> ColumnElement[bool]:
    """True for stories that are late on a day."""
    return or_(
        and_(stands_at(Step.RECEIVED), Story.start_to < on - timedelta(days=within.to_pass)),
        and_(stands_at(Step.PASSED), Story.passed_on < on - timedelta(days=within.to_acknowledge)),
    )


def _step(story: Story) -> Step:
    if story.withdrawn_on is not None:
        return Step.WITHDRAWN
    if story.outcome:
        return Step.FOLLOWED
    if story.acknowledged_on is not None:
        return Step.ACKNOWLEDGED
    if story.passed_on is not None:
        return Step.PASSED
    return Step.RECEIVED if may_be_passed(story) else Step.STAYS


def _late(since: date | None, limit: int, on: date) -> int | None:
    if since is None or (on - since).days <= limit:
        return None
    return (on - since).days - limit
