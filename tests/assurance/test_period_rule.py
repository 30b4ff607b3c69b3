"""Which records a report counts: by body, and by what is known of when they happened."""

from __future__ import annotations

import pytest

from engage.assurance.records import records_of
from engage.rules.facts import Fact
from engage.rules.periods import read_period
from tests.assurance.made import OURS, WALSALL, activity, heard, project


def placed(fact: Fact, period: str, body: str | None = None) -> str:
    """Where a report puts an activity."""
    records = records_of([fact], body, read_period(period))
    return "in" if records.activities else "not datable" if records.undatable else "out"


@pytest.mark.parametrize(
    ("when", "period", "where"),
    [
        ("6 June 2018", "2018-19", "in"),
        ("6 June 2018", "2018-19Q1", "in"),
        ("6 June 2018", "2018-19Q2", "out"),
        ("6 June 2018", "2018-06-06..2018-06-06", "in"),
        ("6 June 2018", "2018-06-07..2018-06-30", "out"),
        ("26/07/2017 - 06/09/2017", "2017-18Q2", "in"),
        ("26/03/2018 - 06/09/2018", "2018-19", "out"),
        ("June 2018", "2018-19Q1", "in"),
        ("June 2018", "2018-06-01..2018-06-15", "not datable"),
        ("2019/20", "2019-20", "in"),
        ("2019/20", "2019-20Q1", "not datable"),
        ("2019/20", "2019-20Q4", "not datable"),
        ("2019/20", "2018-19", "out"),
        ("2019", "2018-19", "not datable"),
        ("2019", "2019-20", "not datable"),
        ("summer 2018", "2018-19", "in"),
        ("to 20 March 2024", "2023-24", "not datable"),
        ("to 20 March 2024", "2024-25", "out"),
        ("tbc", "2018-19", "not datable"),
        ("tbc", "all", "in"),
        ("2019/20", "all", "in"),
    ],
)
def test_a_record_is_in_a_period_when_what_is_known_of_its_start_lies_wholly_inside(
    when: str, period: str, where: str
) -> None:
    assert placed(activity(1, when), period) == where


def test_an_activity_counts_once_for_each_of_its_bodies_and_once_for_all() -> None:
    joint = activity(1, bodies=(OURS, WALSALL))
    year = read_period("2018-19")
    for code in (OURS, WALSALL, None):
        assert [fact.ref for fact in records_of([joint], code, year).activities] == ["activity:1"]
    assert not records_of([joint], "leeds-ccg", year).activities


def test_feedback_that_cannot_be_dated_is_kept_apart_and_not_dropped() -> None:
    records = records_of([heard(1), heard(2, when="2019")], OURS, read_period("2018-19"))
    assert [fact.ref for fact in records.feedback] == ["feedback:1"]
    assert [fact.ref for fact in records.undatable_feedback] == ["feedback:2"]


def test_a_project_is_live_on_any_day_between_its_opening_and_its_closing() -> None:
    open_still, closed = project(1, "WIC-14"), project(2, "OLD-1", live_from=None, live_to=None)
    facts = [open_still, closed, project(3, "DONE", live_to=read_period("2018-19Q1").last)]
    later = records_of(facts, OURS, read_period("2018-19Q2"))
    assert [fact.ref for fact in later.projects] == ["project:1", "project:2"]
    assert len(later.every_project) == 3
