"""Regulation 23: the council's health scrutiny is the consultee, and one proposal has one committee."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.facts import Fact
from engage.rules.findings import State
from engage.rules.judging import assess
from tests.rules.duties.situations import (
    CATALOGUE,
    YEAR_2018_19,
    consultation,
    fact,
    found,
    missed,
    project,
    said,
)

TWO = ("City of Wolverhampton Council", "Walsall Council")


@pytest.mark.parametrize(
    ("says", "state", "told"),
    [
        ({}, State.NOT_APPLICABLE, None),
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
        authority=("Wolverhampton",),
        agenda=("project", "engagement_plan"),
    )
    edition = CATALOGUE.edition("consult-scrutiny", 2013)
    findings = assess(
        edition, [project(), board, consultation(date(2018, 7, 2))], *YEAR_2018_19, date(2019, 6, 3)
    )
    proved = {finding.requirement for finding in findings if "meeting:9" in finding.proved_by}
    assert proved == {"E-SCR-1"}


def test_whether_an_urgent_notice_is_due_is_not_known_while_nobody_says_when_anything_was_urgent() -> None:
    undecided = project(decision=None, live_to=None)
    finding = found("E-SCR-7", undecided, duty="consult-scrutiny", today=date(2019, 3, 1))
    assert (finding.state, finding.due_on) == (State.NOT_KNOWN, None)
    assert finding.note.startswith(
        "Not known: record the day of the urgent change, or the day it is expected"
    )


def test_nobody_asks_for_an_urgent_notice_where_nothing_was_urgent() -> None:
    time_enough = said("urgent_change", False)
    finding = found("E-SCR-7", project(), duty="consult-scrutiny", answers=[time_enough])
    assert finding.state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("sent", "state"), [(date(2018, 10, 1), State.EVIDENCED), (date(2018, 10, 2), State.NONE)]
)
def test_an_urgent_change_is_told_on_the_day(sent: date, state: State) -> None:
    notice = fact(
        *("correspondence", 5, "Ward closed", sent),
        type="urgent_change_notice",
        reason="Fire risk",
        authority="City of Wolverhampton Council",
    )
    urgent = project(urgent_change=date(2018, 10, 1))
    assert found("E-SCR-7", urgent, notice, duty="consult-scrutiny").state is state


def scrutiny(on: date | None) -> Fact:
    agenda = ("project", "engagement_plan")
    where = ("Wolverhampton", "Health scrutiny panel")
    return fact("meeting", 4, "Health scrutiny panel", on, body_type="hosc", agenda=agenda, authority=where)


@pytest.mark.parametrize(
    ("met", "opened", "state"),
    [
        (date(2018, 7, 1), date(2018, 7, 2), State.EVIDENCED),
        (date(2018, 7, 2), date(2018, 7, 2), State.NONE),
        (date(2018, 9, 12), date(2018, 7, 2), State.NONE),
        (date(2018, 7, 1), None, State.NOT_KNOWN),
        (None, date(2018, 7, 2), State.NOT_KNOWN),
        (date(2019, 6, 1), date(2019, 9, 2), State.EVIDENCED),
    ],
)
def test_scrutiny_comes_before_a_consultation_that_the_log_shows(
    met: date | None, opened: date | None, state: State
) -> None:
    logged = [consultation(opened)] if opened else []
    assert found("E-SCR-2", project(), scrutiny(met), *logged, duty="consult-scrutiny").state is state


def test_what_the_log_shows_of_a_consultation_is_named() -> None:
    facts = project(), scrutiny(date(2018, 9, 12)), consultation(date(2018, 7, 2))
    finding = found("E-SCR-2", *facts, duty="consult-scrutiny")
    assert missed(finding) == (
        (
            "Health scrutiny panel on 12 September 2018 was held after consultation opened "
            "(2 July 2018, as STR-19 in the log shows)"
        ),
    )
    assert finding.due_on == date(2018, 7, 2)


def test_without_a_consultation_the_day_it_opened_is_asked_for() -> None:
    finding = found("E-SCR-2", project(), scrutiny(date(2018, 9, 12)), duty="consult-scrutiny")
    (told,) = missed(finding)
    assert told.startswith("Not known: record the day consultation opened, or the day it is expected")
