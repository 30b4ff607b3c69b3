"""What is attached by hand is tested by its dates alone, and never mixed with records or with words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.rules.answers import HandEvidence
from engage.rules.attached import dates_asked, dates_needed
from engage.rules.facts import Days
from engage.rules.findings import Finding, State
from engage.rules.judging import assess_each
from tests.rules.duties.situations import CATALOGUE, PROJECT, YEAR_2018_19, activity, fact, found, project

IN_MAY = activity(1, "Café talk", date(2018, 5, 10))


def attached(requirement: str, on: date, project: str | None = PROJECT, **other: Any) -> HandEvidence:
    """A paper that somebody attached, dated on this day."""
    return HandEvidence(
        requirement=requirement,
        project=project,
        ref="hand_evidence:7",
        title="Plan",
        on=on,
        proves=None,
        reason="The board approved the plan.",
        by="Engagement officer",
        **other,
    )


def plan(on: date, *facts: Any, **other: Any) -> Finding:
    """How "a plan was approved before work began" stands on a plan attached by hand."""
    return found("E-COL-2", project(), *facts, answers=[attached("E-COL-2", on, **other)])


@pytest.mark.parametrize(
    ("on", "state"), [(date(2018, 5, 10), State.BY_HAND), (date(2018, 5, 11), State.NONE)]
)
def test_a_plan_attached_counts_if_it_is_dated_before_work_began(on: date, state: State) -> None:
    assert plan(on, IN_MAY).state is state


def test_what_does_not_meet_what_is_asked_stays_and_says_why() -> None:
    finding = plan(date(2018, 5, 11), IN_MAY)
    assert finding.by_hand == ()
    assert finding.nearest_miss is not None
    assert finding.nearest_miss.failed == (
        "Plan on 11 May 2018 was approved after the first activity began (10 May 2018)",
    )


@pytest.mark.parametrize(
    ("approved", "state"), [(date(2018, 5, 10), State.BY_HAND), (date(2018, 5, 11), State.NONE)]
)
def test_minutes_written_later_may_show_the_day_that_is_asked_for(approved: date, state: State) -> None:
    assert plan(date(2018, 7, 2), IN_MAY, dates={"approved_on": approved}).state is state


def test_where_the_other_date_is_not_known_nothing_is_held_against_it() -> None:
    assert plan(date(2018, 5, 11)).state is State.BY_HAND


def test_each_date_that_is_held_against_another_is_asked_for() -> None:
    asked = {
        one: dict(dates_asked(CATALOGUE.requirements[one])) for one in ("E-COL-2", "E-INFO-5", "E-COL-3")
    }
    assert asked == {
        "E-COL-2": {"approved_on": "the day it was approved"},
        "E-INFO-5": {"answered_on": "the day it was answered", "received_on": "the day it was received"},
        "E-COL-3": {},
    }
    assert dates_needed(CATALOGUE.requirements["E-INFO-5"]) == {"received_on"}
    assert not dates_needed(CATALOGUE.requirements["E-COL-2"])


def test_nothing_attached_makes_a_requirement_evidenced_by_records() -> None:
    editions = CATALOGUE.editions.values()
    pieces = [
        attached(one.id, date(2018, 7, 2), PROJECT if one.per == "project" else None)
        for one in CATALOGUE.requirements.values()
    ]
    facts = [project(options_fixed=date(2018, 8, 1))]
    findings = assess_each(editions, facts, *YEAR_2018_19, date(2019, 6, 3), pieces)
    shown = {finding.requirement: finding.state for finding in findings if finding.by_hand}
    assert State.BY_HAND in shown.values()
    assert not [one for one in findings if one.state is State.EVIDENCED and not one.proved_by]


def insight(number: int, quarter: Days) -> Any:
    says = {"type": "insight", "shared_with": ("quality",), "answered": True, "actions_owned": True}
    return fact("feedback_report", number, "Insight", quarter[1], proves=quarter, **says)


QUARTERS = (
    (date(2018, 4, 1), date(2018, 6, 30)),
    (date(2018, 7, 1), date(2018, 9, 30)),
    (date(2018, 10, 1), date(2018, 12, 31)),
    (date(2019, 1, 1), date(2019, 3, 31)),
)


@pytest.mark.parametrize(("kept", "state"), [(4, State.EVIDENCED), (3, State.BY_HAND)])
def test_a_rhythm_that_needs_what_was_attached_is_not_evidenced_by_records(kept: int, state: State) -> None:
    facts = [insight(number, quarter) for number, quarter in enumerate(QUARTERS[:kept], 1)]
    last = attached("E-COL-10", date(2019, 3, 1), None)
    assert found("E-COL-10", *facts, answers=[last]).state is state


@pytest.mark.parametrize(
    ("shows", "state"), [(True, State.BY_HAND), (None, State.BY_HAND), (False, State.NONE)]
)
def test_what_a_second_person_denies_does_not_count(shows: bool | None, state: State) -> None:
    finding = plan(date(2018, 5, 10), IN_MAY, shows=shows)
    assert finding.state is state
    assert bool(finding.looked_at) is (shows is True)
