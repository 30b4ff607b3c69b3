"""Times the law sets, times we promised, and what must come round every quarter."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.editions import Trust
from engage.rules.findings import State
from tests.rules.duties.situations import CATALOGUE, fact, found, missed, project

# ---- E-COL-15: 20 working days beginning with receipt. Easter Monday, 2 April 2018, is no working day.


@pytest.mark.parametrize(
    ("replied_on", "shared", "agreed", "state"),
    [
        (date(2018, 4, 30), False, None, State.EVIDENCED),
        (date(2018, 5, 1), False, False, State.NONE),
        (date(2018, 5, 1), False, None, State.NOT_KNOWN),
        (date(2018, 5, 1), False, True, State.EVIDENCED),
        (date(2018, 5, 15), True, None, State.EVIDENCED),
        (date(2018, 5, 16), True, None, State.NONE),
        (date(2018, 5, 16), False, True, State.NONE),
    ],
)
def test_healthwatch_is_answered_in_20_working_days_or_30_where_several_were_asked_or_both_agreed(
    replied_on: date, shared: bool, agreed: bool | None, state: State
) -> None:
    letter = fact(
        "correspondence",
        1,
        "Healthwatch on GP access",
        date(2018, 4, 3),
        sender="healthwatch",
        received_on=date(2018, 4, 3),
        replied_on=replied_on,
        shared_recipients=shared,
        longer_agreed=agreed,
        acknowledged=True,
        action_or_reason="Longer opening hours from June",
    )
    assert found("E-COL-15", letter, duty="answer-healthwatch").state is state


# ---- E-SCR-8


@pytest.mark.parametrize(
    ("replied_on", "state"),
    [(date(2018, 7, 5), State.EVIDENCED), (date(2018, 7, 6), State.NONE), (None, State.NOT_KNOWN)],
)
def test_scrutiny_is_answered_within_28_days(replied_on: date | None, state: State) -> None:
    letter = fact(
        "correspondence",
        2,
        "Scrutiny on maternity",
        date(2018, 6, 7),
        sender="hosc",
        response_requested=True,
        requested_on=date(2018, 6, 7),
        replied_on=replied_on,
    )
    finding = found("E-SCR-8", letter, duty="answer-scrutiny")
    assert (finding.state, finding.law_clock) == (state, "28 days (SI 2013/218 reg 22(7))")


# ---- E-INFO-5: the day of receipt does not count, and the early May bank holiday falls between.


@pytest.mark.parametrize(
    ("answered_on", "state"), [(date(2018, 5, 30), State.EVIDENCED), (date(2018, 5, 31), State.NONE)]
)
def test_information_requests_are_answered_in_20_working_days(answered_on: date, state: State) -> None:
    request = fact(
        "information_request",
        3,
        "Request for minutes",
        date(2018, 4, 30),
        received_on=date(2018, 4, 30),
        answered_on=answered_on,
    )
    finding = found("E-INFO-5", request, duty="freedom-of-information", edition=2005)
    assert (finding.state, finding.trust) == (state, Trust.UNVERIFIED)


# ---- E-EQ-3 and E-EQ-4: what was published stays good until it is too old


@pytest.mark.parametrize(
    ("published", "state"), [(date(2018, 3, 31), State.EVIDENCED), (date(2018, 3, 30), State.NONE)]
)
def test_equality_information_is_good_for_a_year(published: date, state: State) -> None:
    information = fact(
        "publication", 4, "Equality report", published, type="equality_information", last_published=published
    )
    finding = found("E-EQ-3", information, duty="specific-equality-duties", edition=2017)
    assert finding.state is state
    if state is State.NONE:
        assert missed(finding) == (
            (
                "Equality report on 30 March 2018 was last published on 30 March 2018, "
                "more than 365 days before 31 March 2019"
            ),
        )


def test_equality_objectives_of_an_earlier_year_are_still_good() -> None:
    objectives = fact(
        "publication",
        5,
        "Equality objectives",
        date(2016, 1, 12),
        type="equality_objectives",
        last_published=date(2016, 1, 12),
        measurable=True,
    )
    finding = found("E-EQ-4", objectives, duty="specific-equality-duties", edition=2017)
    assert finding.state is State.EVIDENCED


# ---- E-COL-12


@pytest.mark.parametrize(
    ("closes", "reason", "state"),
    [
        (date(2018, 9, 24), "", State.EVIDENCED),
        (date(2018, 9, 23), "", State.NONE),
        (date(2018, 9, 3), "Agreed with scrutiny", State.EVIDENCED),
    ],
)
def test_a_consultation_runs_84_days_or_says_why_not(closes: date, reason: str, state: State) -> None:
    consultation = fact(
        "consultation",
        6,
        "Stroke services",
        date(2018, 7, 2),
        ended=closes,
        shorter_reason=reason,
        gates_passed=True,
    )
    finding = found("E-COL-12", project(), consultation)
    assert (finding.state, finding.law_clock, finding.trust) == (state, "", Trust.PROPOSAL)


def test_twelve_weeks_are_a_setting_with_an_owner_and_no_law() -> None:
    setting = CATALOGUE.settings["consultation-days"]
    assert (setting.value, setting.trust, setting.owner) == (84, Trust.PROPOSAL, "head_of_comms_engagement")


# ---- E-COL-10

IN_EACH_QUARTER = (date(2018, 5, 9), date(2018, 8, 8), date(2018, 11, 14), date(2019, 2, 13))


@pytest.mark.parametrize(
    ("met", "today", "state", "note"),
    [
        (4, date(2019, 6, 3), State.EVIDENCED, "4 of 4 quarters that are over have a record."),
        (3, date(2019, 6, 3), State.PARTLY, "3 of 4 quarters that are over have a record."),
        (0, date(2019, 6, 3), State.NONE, "0 of 4 quarters that are over have a record."),
        (2, date(2018, 11, 30), State.EVIDENCED, "2 of 2 quarters that are over have a record."),
        (0, date(2018, 6, 30), State.NOT_YET_DUE, ""),
        (1, date(2018, 6, 30), State.NOT_YET_DUE, ""),
    ],
)
def test_insight_reaches_quality_every_quarter(met: int, today: date, state: State, note: str) -> None:
    reports = [
        fact(
            "feedback_report",
            n,
            f"Insight {n}",
            on,
            type="insight",
            shared_with=("quality",),
            answered=True,
            actions_owned=True,
        )
        for n, on in enumerate(IN_EACH_QUARTER[:met], 1)
    ]
    finding = found("E-COL-10", *reports, duty="improve-quality", today=today)
    assert finding.state is state
    assert finding.note.startswith(note)
