"""Which records a report counts: those of a body, or of all bodies, that fall in its period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from engage.activities.facts import CANCELLED, took_place
from engage.rules.facts import Fact
from engage.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one body (or all) in one period.

    What is undatable may belong to the period, or may not. ``every_project`` has those that were not live.
    Activities that were ``cancelled``, and those still ``planned``, are among no others.
    """

    activities: tuple[Fact, ...]
    planned: tuple[Fact, ...]
    cancelled: tuple[Fact, ...]
    undatable: tuple[Fact, ...]
    feedback: tuple[Fact, ...]
    undatable_feedback: tuple[Fact, ...]
    meetings: tuple[Fact, ...]
    undatable_meetings: tuple[Fact, ...]
    projects: tuple[Fact, ...]
    every_project: tuple[Fact, ...]


def records_of(facts: Sequence[Fact], body: str | None, period: Period, on: date = date.max) -> Records:
    """The facts that count for a body (None: all bodies) in a period, as they stood on a day.

    A record counts for each of its bodies. It is in the period when what is known of its start lies wholly
    inside; it is undatable when it may be in it but is not known to be.
    """
    own = facts if body is None else [fact for fact in facts if body in fact.bodies]
    logged = [fact for fact in own if fact.kind == "activity"]
    activities, undatable = _placed(filter(took_place, logged), period)
    not_held, _ = _placed((fact for fact in logged if not took_place(fact)), period)
    feedback, undatable_feedback = _placed((fact for fact in own if fact.kind == "feedback"), period)
    meetings, undatable_meetings = _placed((fact for fact in own if is_a_meeting(fact)), period)
    projects = tuple(fact for fact in own if fact.kind == "project")
    return Records(
        activities=activities,
        planned=tuple(fact for fact in not_held if not _was_cancelled(fact)),
        cancelled=tuple(filter(_was_cancelled, not_held)),
        undatable=undatable,
        feedback=feedback,
        undatable_feedback=undatable_feedback,
        meetings=meetings,
        undatable_meetings=undatable_meetings,
        projects=tuple(project for project in projects if was_live(project, period, on)),
        every_project=projects,
    )


def _was_cancelled(activity: Fact) -> bool:
    return bool(activity.says["status"] == CANCELLED)


def is_a_meeting(fact: Fact) -> bool:
    """A meeting itself; what one project brought to it is testified to apart, under its agenda item."""
    return fact.kind == "meeting" and fact.ref.startswith("meeting:")


def was_live(project: Fact, period: Period, on: date) -> bool:
    """Whether it was open on any day of the period until ``on``; a day that is not known is no bound."""
    opened, closed = project.says.get("live_from") or date.min, project.says.get("live_to") or date.max
    return opened <= min(period.last or on, on) and closed >= (period.first or date.min)


def _placed(facts: Iterable[Fact], period: Period) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Those inside the period, and those that cannot be dated to it."""
    inside: list[Fact] = []
    undatable: list[Fact] = []
    for fact in facts:
        is_in = period.contains(fact.says["when_known"])
        if is_in:
            inside.append(fact)
        elif is_in is None:
            undatable.append(fact)
    return tuple(inside), tuple(undatable)
