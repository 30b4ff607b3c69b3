"""Outreach, access needs, partners and self-care: what the log can show by itself."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.findings import State
from tests.rules.duties.situations import activity, fact, found, missed, project

A_DAY = date(2018, 9, 12)


# ---- E-EQ-7


def test_outreach_to_a_group_the_project_affects_is_evidence() -> None:
    outreach = activity(
        1, "Tea at the Hindu temple", A_DAY, groups_aimed_at=("south_asian",), aimed_at_affected=True
    )
    assert found("E-EQ-7", project(), outreach, duty="equality-duty", edition=2011).state is State.EVIDENCED


def test_outreach_to_a_group_that_monitoring_found_missing_is_evidence() -> None:
    outreach = activity(1, "Youth club visit", A_DAY, groups_aimed_at=("under_25",), aimed_at_affected=False)
    monitoring = fact("equality_summary", 4, "Who answered", date(2018, 7, 2), gaps=("under_25", "men"))
    finding = found("E-EQ-7", project(), outreach, monitoring, duty="reduce-inequalities")
    assert finding.proved_by == ("activity:1",)


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (
            ("students",),
            "was not aimed at a group the project affects, or one found under-represented",
        ),
        ((), "was not aimed at any group"),
    ],
)
def test_outreach_to_nobody_affected_is_not_evidence(groups: tuple[str, ...], told: str) -> None:
    outreach = activity(1, "Fresher fair", A_DAY, groups_aimed_at=groups, aimed_at_affected=False)
    finding = found("E-EQ-7", project(), outreach, duty="equality-duty", edition=2011)
    assert finding.state is State.NONE
    assert f"Fresher fair on 12 September 2018 {told}" in missed(finding)


# ---- E-EQ-10


@pytest.mark.parametrize(
    ("asked", "all_met", "state"),
    [
        (True, True, State.EVIDENCED),
        (True, False, State.PARTLY),
        (False, True, State.NONE),
        (None, True, State.NOT_KNOWN),
    ],
)
def test_access_needs_are_asked_for_and_met(asked: bool | None, all_met: bool, state: State) -> None:
    event = activity(1, "Open day", A_DAY, access_needs_asked=asked, access_needs_all_met=all_met)
    assert found("E-EQ-10", event, duty="equality-duty", edition=2011).state is state


def test_what_is_not_recorded_is_said_to_be_not_recorded() -> None:
    finding = found("E-EQ-10", activity(1, "Open day", A_DAY), duty="accessible-information", edition=2016)
    assert missed(finding) == (
        "Not known: record whether access needs were asked for (Open day on 12 September 2018)",
        "Not known: record whether each access need was met, or why not (Open day on 12 September 2018)",
    )


# ---- E-INT-1


@pytest.mark.parametrize(
    ("partners", "shared", "state"),
    [(2, True, State.EVIDENCED), (1, False, State.PARTLY), (0, True, State.NONE)],
)
def test_engagement_is_run_with_partners_and_shared(partners: int, shared: bool, state: State) -> None:
    event = activity(1, "Joint listening event", A_DAY, partners=partners, findings_shared=shared)
    assert found("E-INT-1", event, duty="promote-integration").state is state


# ---- E-IND-3


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ({"reached": 40, "evaluated": True}, State.EVIDENCED),
        ({"reached": 40, "evaluated": False}, State.PARTLY),
        ({"evaluated": True}, State.PARTLY),
        ({"evaluated": False}, State.NONE),
    ],
)
def test_a_self_care_campaign_knows_its_reach_and_is_evaluated(says: dict[str, object], state: State) -> None:
    campaign = activity(1, "Stay well this winter", A_DAY, purposes=("self_care", "awareness"), **says)
    assert found("E-IND-3", campaign, duty="involve-each-patient").state is state


def test_another_campaign_is_not_even_a_near_miss() -> None:
    other = activity(1, "Budget survey", A_DAY, purposes=("priorities",), reached=900, evaluated=True)
    finding = found("E-IND-3", other, duty="involve-each-patient")
    assert (finding.state, finding.nearest_miss) == (State.NONE, None)


def test_a_year_that_is_still_running_is_not_yet_due() -> None:
    finding = found("E-IND-3", duty="involve-each-patient", today=date(2018, 12, 3))
    assert (finding.state, finding.due_on) == (State.NOT_YET_DUE, date(2019, 3, 31))


def test_an_activity_outside_the_year_is_not_evidence_of_that_year() -> None:
    campaign = activity(1, "Stay well", date(2019, 4, 1), purposes=("self_care",), reached=40, evaluated=True)
    assert found("E-IND-3", campaign, duty="involve-each-patient").state is State.NONE


def test_an_activity_known_only_by_its_calendar_year_falls_in_no_financial_year() -> None:
    whole_2018 = (date(2018, 1, 1), date(2018, 12, 31))
    campaign = activity(1, "Stay well", whole_2018, purposes=("self_care",), reached=40, evaluated=True)
    finding = found("E-IND-3", campaign, duty="involve-each-patient")
    assert finding.state is State.NOT_KNOWN
    assert missed(finding) == (
        (
            "Not known: record a closer date for Stay well between 1 January 2018 and 31 December 2018: "
            "it is not known to fall between 1 April 2018 and 31 March 2019"
        ),
    )
