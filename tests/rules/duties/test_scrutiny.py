"""Regulation 23: the council's health scrutiny is the consultee, and one proposal has one committee."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.findings import State, assess
from tests.rules.duties.situations import CATALOGUE, YEAR_2018_19, fact, found, missed, project

TWO = ("City of Wolverhampton Council", "Walsall Council")


@pytest.mark.parametrize(
    ("says", "state", "told"),
    [
        ({}, State.EVIDENCED, None),
        ({"authorities": TWO, "joint_committee": "Joint health scrutiny"}, State.EVIDENCED, None),
        (
            {"authorities": TWO},
            State.PARTLY,
            "Moving the stroke ward touches more than one authority, and no joint committee is named",
        ),
        ({"authorities": ()}, State.NONE, "Moving the stroke ward names no local authority"),
    ],
)
def test_more_than_one_authority_needs_a_joint_committee(
    says: dict[str, object], state: State, told: str | None
) -> None:
    finding = found("E-SCR-6", project(**says), duty="consult-scrutiny")
    assert finding.state is state
    assert missed(finding) == ((told,) if told else ())


def test_the_health_and_wellbeing_board_does_not_stand_in_for_scrutiny() -> None:
    board = fact(
        "meeting",
        9,
        "Health and Wellbeing Board",
        date(2018, 6, 20),
        body_type="hwb",
        agenda=("project", "engagement_plan"),
    )
    edition = CATALOGUE.edition("consult-scrutiny", 2013)
    findings = assess(edition, [project(), board], *YEAR_2018_19, date(2019, 6, 3))
    proved = {finding.requirement for finding in findings if "meeting:9" in finding.proved_by}
    assert proved == {"E-SCR-1"}


def test_nobody_asks_for_an_urgent_notice_where_nothing_was_urgent() -> None:
    finding = found("E-SCR-7", project(), duty="consult-scrutiny")
    assert (finding.state, finding.due_on) == (State.NOT_YET_DUE, None)


@pytest.mark.parametrize(
    ("sent", "state"), [(date(2018, 10, 1), State.EVIDENCED), (date(2018, 10, 2), State.NONE)]
)
def test_an_urgent_change_is_told_on_the_day(sent: date, state: State) -> None:
    notice = fact("correspondence", 5, "Ward closed", sent, type="urgent_change_notice", reason="Fire risk")
    urgent = project(urgent_change=date(2018, 10, 1))
    assert found("E-SCR-7", urgent, notice, duty="consult-scrutiny").state is state
