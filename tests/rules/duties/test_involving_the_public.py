"""Section 14Z2 and its successors: was the public involved, early enough, and told what came of it?"""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.facts import Days, Fact
from engage.rules.findings import State
from engage.rules.judging import assess
from tests.rules.duties.situations import (
    CATALOGUE,
    YEAR_2022_23,
    activity,
    fact,
    found,
    missed,
    project,
    you_said_we_did,
)


def assessment(on: date, **says: str) -> Fact:
    usual = {"outcome": "applies", "reason": "Patients would travel to another hospital"}
    return fact("duty_assessment", 3, "Triage of the stroke ward", on, **(usual | says))


# ---- E-COL-1


def test_a_reasoned_assessment_before_the_first_activity_is_evidence() -> None:
    finding = found(
        "E-COL-1", project(), assessment(date(2018, 1, 15)), activity(1, "Drop-in", date(2018, 2, 6))
    )
    assert (finding.state, finding.proved_by) == (State.EVIDENCED, ("duty_assessment:3",))


def test_an_assessment_on_the_day_of_the_first_activity_is_in_time() -> None:
    facts = project(), assessment(date(2018, 2, 6)), activity(1, "Drop-in", date(2018, 2, 6))
    assert found("E-COL-1", *facts).state is State.EVIDENCED


@pytest.mark.parametrize(
    ("decision", "state"), [(date(2019, 10, 1), State.EVIDENCED), (None, State.NOT_KNOWN)]
)
def test_an_assessment_comes_first_where_the_decision_is_known_to_lie_ahead(
    decision: date | None, state: State
) -> None:
    facts = project(options_fixed=None, decision=decision, live_to=None), assessment(date(2018, 1, 15))
    finding = found("E-COL-1", *facts)
    assert finding.state is state
    if decision is None:
        assert missed(finding) == ("Not known: record the day of the decision, or the day it is expected",)


def test_an_assessment_after_the_first_activity_is_not_evidence() -> None:
    finding = found(
        "E-COL-1", project(), assessment(date(2018, 3, 1)), activity(1, "Drop-in", date(2018, 2, 6))
    )
    assert finding.state is State.NONE
    assert missed(finding) == (
        "Triage of the stroke ward on 1 March 2018 was made after the first activity began (6 February 2018)",
    )


def test_an_activity_without_a_first_day_leaves_the_order_unknown() -> None:
    first = activity(1, "Drop-in", (date.min, date(2018, 2, 6)))
    assert missed(found("E-COL-1", project(), assessment(date(2018, 1, 15)), first)) == (
        (
            "Not known: record the day of the first activity more closely: Triage of the stroke ward "
            "on 15 January 2018 cannot be shown to be on or before a record whose date is not known"
        ),
    )


def test_an_assessment_on_the_day_of_the_decision_is_not_evidence() -> None:
    finding = found("E-COL-1", project(), assessment(date(2018, 10, 1)))
    assert finding.state is State.NONE
    assert missed(finding) == (
        (
            "Triage of the stroke ward on 1 October 2018 was made on the day "
            "the decision was made (1 October 2018)"
        ),
    )


def test_an_assessment_without_a_reason_is_partly_evidence() -> None:
    assert found("E-COL-1", project(), assessment(date(2018, 1, 15), reason="")).state is State.PARTLY


# ---- E-COL-3


@pytest.mark.parametrize("stages", [{"stage": 1}, {"stage": 2}, {"stage": 3, "also_stages": (2,)}])
def test_people_heard_while_plans_were_made_are_evidence(stages: dict[str, object]) -> None:
    assert (
        found("E-COL-3", project(), activity(1, "Drop-in", date(2018, 2, 6), **stages)).state
        is State.EVIDENCED
    )


@pytest.mark.parametrize(
    ("says", "state", "told"),
    [
        (
            {"stage": 4, "also_stages": (5,)},
            State.NONE,
            "was not at stage 1 or 2 of the cycle, when needs and plans are worked out",
        ),
        ({"feedback": 0}, State.PARTLY, "has nothing recorded that people said"),
    ],
)
def test_a_later_stage_or_silence_is_not_evidence_of_planning_with_people(
    says: dict[str, object], state: State, told: str
) -> None:
    finding = found("E-COL-3", project(), activity(1, "Drop-in", date(2018, 2, 6), **says))
    assert finding.state is state
    assert missed(finding) == (f"Drop-in on 6 February 2018 {told}",)


# ---- E-COL-4


@pytest.mark.parametrize("on", [date(2018, 5, 31), (date(2018, 5, 1), date(2018, 5, 31))])
def test_a_talk_before_options_were_fixed_is_evidence(on: date | Days) -> None:
    assert found("E-COL-4", project(), activity(1, "Café talk", on)).proved_by == ("activity:1",)


def test_a_talk_held_after_options_were_fixed_is_not_evidence() -> None:
    finding = found("E-COL-4", project(), activity(1, "The drop-in", date(2018, 7, 4)))
    assert (finding.state, finding.proved_by) == (State.NONE, ())
    assert finding.nearest_miss is not None
    assert finding.nearest_miss.ref == "activity:1"
    assert missed(finding) == ("The drop-in on 4 July 2018 was held after options were fixed (1 June 2018)",)


def test_a_talk_that_may_have_been_after_options_were_fixed_is_not_evidence() -> None:
    finding = found("E-COL-4", project(), activity(1, "The drop-in", (date(2018, 5, 1), date(2018, 6, 30))))
    assert missed(finding) == (
        (
            "Not known: record its date more closely: The drop-in between 1 May 2018 and 30 June 2018 "
            "cannot be shown to be before 1 June 2018"
        ),
    )


def test_a_talk_without_a_date_is_not_evidence_of_a_time() -> None:
    finding = found("E-COL-4", project(), activity(1, "The drop-in", None))
    assert missed(finding) == ("Not known: record its date (The drop-in)",)


def test_a_project_that_does_not_say_when_options_were_fixed_cannot_show_that_people_came_first() -> None:
    finding = found("E-COL-4", project(options_fixed=None), activity(1, "Café talk", date(2018, 5, 10)))
    assert finding.state is State.NOT_KNOWN
    assert missed(finding) == ("Not known: record the day options were fixed, or the day it is expected",)


def test_the_nearest_miss_is_the_record_that_fails_least() -> None:
    finding = found(
        "E-COL-4",
        project(),
        activity(1, "Tender evening", date(2018, 8, 1), stage=4, feedback=0),
        activity(2, "Café talk", date(2018, 5, 10), feedback=0),
    )
    assert finding.state is State.PARTLY
    assert finding.nearest_miss is not None
    assert finding.nearest_miss.ref == "activity:2"


def test_involving_people_is_not_yet_due_before_options_are_fixed() -> None:
    finding = found("E-COL-4", project(), today=date(2018, 5, 1))
    assert (finding.state, finding.due_on) == (State.NOT_YET_DUE, date(2018, 6, 1))


# ---- E-COL-6


def test_people_told_within_eight_weeks_are_evidence() -> None:
    told = you_said_we_did(date(2018, 7, 31), activity_ended=date(2018, 6, 5))
    assert told.says["days_since_activity_end"] == 56
    assert found("E-COL-6", project(), told).state is State.EVIDENCED


def test_people_told_late_are_partly_evidence() -> None:
    told = you_said_we_did(date(2018, 9, 3), activity_ended=date(2018, 6, 5))
    finding = found("E-COL-6", project(), told)
    assert finding.state is State.PARTLY
    assert missed(finding) == (
        (
            "Buses to the stroke ward on 3 September 2018 was published 90 days after the activity ended; "
            "the local target is 56"
        ),
    )


def test_an_answer_nobody_published_is_not_evidence() -> None:
    told = you_said_we_did(date(2018, 7, 31), activity_ended=date(2018, 6, 5), published=False)
    assert found("E-COL-6", project(), told).state is State.NONE


def test_an_answer_published_before_the_activity_ended_is_not_evidence() -> None:
    told = you_said_we_did(date(2018, 6, 1), activity_ended=date(2018, 6, 5))
    assert found("E-COL-6", project(), told).state is State.NONE


@pytest.mark.parametrize(
    ("today", "state"), [(date(2018, 7, 31), State.NOT_YET_DUE), (date(2018, 8, 1), State.NONE)]
)
def test_telling_people_is_due_eight_weeks_after_the_first_activity_ended(today: date, state: State) -> None:
    event = activity(1, "Listening week", date(2018, 5, 29), ended=date(2018, 6, 5))
    finding = found("E-COL-6", project(), event, today=today)
    assert (finding.state, finding.due_on) == (state, date(2018, 7, 31))


# ---- E-COL-9

UNDER_THE_ICB = {"live_from": date(2022, 8, 1), "options_fixed": date(2022, 11, 1)}
STILL_LIVE = {"papers_issued": None, "decision": None, "live_to": None}


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ({"carers_or_representatives": True}, State.EVIDENCED),
        ({"absence_reason": "Held inside the ward, for staff"}, State.EVIDENCED),
        ({"carers_or_representatives": False, "absence_reason": ""}, State.NONE),
    ],
)
def test_an_icb_counts_carers_and_representatives_or_says_why_not(
    says: dict[str, object], state: State
) -> None:
    finding = found(
        "E-COL-9",
        project(**UNDER_THE_ICB, **STILL_LIVE),
        activity(1, "Carers' tea", date(2022, 9, 14), **says),
        edition=2022,
        period=YEAR_2022_23,
        today=date(2023, 5, 2),
    )
    assert finding.state is state


def test_a_ccg_was_not_asked_to_count_carers_apart() -> None:
    findings = assess(
        CATALOGUE.edition("involve-public", 2013),
        [project()],
        date(2018, 4, 1),
        date(2019, 3, 31),
        date(2019, 6, 3),
    )
    assert "E-COL-9" not in {finding.requirement for finding in findings}


@pytest.mark.parametrize(
    ("period", "asked"),
    [
        ((date(2021, 4, 1), date(2022, 3, 31)), False),
        ((date(2022, 4, 1), date(2022, 6, 30)), False),
        ((date(2022, 4, 1), date(2023, 3, 31)), True),
    ],
)
def test_nhs_england_is_asked_to_count_carers_apart_from_july_2022(period: Days, asked: bool) -> None:
    edition = CATALOGUE.edition("involve-public-nhs-england", 2013)
    running = project(live_from=date(2021, 1, 4), options_fixed=None, **STILL_LIVE)
    findings = assess(edition, [running], *period, date(2023, 5, 2))
    assert ("E-COL-9" in {finding.requirement for finding in findings}) is asked
