"""Quorum, schedule kept and times of day."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.clock_times import UnreadableTime, read_clock_time
from engage.rules.meetings import Quorum, as_planned, quorum

QUARTERLY = [date(2018, 4, 12), date(2018, 7, 12), date(2018, 10, 11), date(2019, 1, 10)]


@pytest.mark.parametrize(
    ("needed", "came", "wanted"),
    [
        (3, 3, Quorum.MET),
        (3, 2, Quorum.NOT_MET),
        (3, 0, Quorum.NOT_MET),
        (3, None, Quorum.CANNOT_BE_TOLD),
        (None, 9, Quorum.NONE_SET),
        (None, None, Quorum.NONE_SET),
    ],
)
def test_a_quorum_is_told_only_from_what_is_known(
    needed: int | None, came: int | None, wanted: Quorum
) -> None:
    assert quorum(needed, came) is wanted


YEAR = (date(2018, 4, 1), date(2019, 3, 31))


def test_a_forum_met_as_planned_when_it_met_as_often_as_it_was_to() -> None:
    held = [date(2018, 4, 19), date(2018, 7, 12)]
    assert as_planned(QUARTERLY, held, (date(2018, 4, 1), date(2018, 10, 10))) == (2, 2)
    assert as_planned(QUARTERLY, held, (date(2018, 4, 1), date(2018, 10, 11))) == (2, 3)
    assert as_planned(QUARTERLY, [*held, date(2018, 12, 3), date(2019, 1, 10)], YEAR) == (4, 4)


def test_meetings_before_the_schedule_make_up_for_none_after_it_began() -> None:
    assert as_planned(QUARTERLY[:1], [date(2018, 3, 1)], YEAR) == (0, 1)
    assert as_planned(QUARTERLY[:1], [date(2018, 4, 5)], YEAR) == (1, 1)


def test_without_a_schedule_or_before_and_after_it_nothing_can_be_told() -> None:
    assert as_planned([], [date(2018, 4, 12)], YEAR) is None
    assert as_planned(QUARTERLY, [], (date(2018, 3, 1), date(2018, 4, 11))) is None
    assert as_planned(QUARTERLY, [], (date(2019, 1, 11), date(2019, 3, 31))) is None


def test_between_two_meetings_of_its_schedule_a_forum_had_to_meet_no_time() -> None:
    assert as_planned(QUARTERLY, [], (date(2018, 5, 1), date(2018, 6, 30))) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14:00", "14:00"),
        ("9.30", "09:30"),
        ("2pm", "14:00"),
        ("2.30 p.m.", "14:30"),
        ("12 am", "00:00"),
        ("12:15pm", "12:15"),
        ("Noon", "12:00"),
        ("", ""),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert read_clock_time(typed) == kept


@pytest.mark.parametrize("typed", ["2", "25:00", "14:60", "13pm", "0 am", "after lunch"])
def test_what_is_no_time_of_day_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(UnreadableTime, match="Enter a time such as 14:00 or 2pm"):
        read_clock_time(typed)
