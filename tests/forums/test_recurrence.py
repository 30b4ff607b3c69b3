"""When a forum is to meet: the days of a rule of recurrence, which always ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engage.forums.schedules.recurrence import MOST_MEETINGS, check, in_words, occurrences
from engage.forums.words import FREQUENCIES
from engage.rules.errors import Refused


@dataclass
class Asked:
    first_on: date
    until_on: date
    frequency: str = "quarterly"
    by: str = "weekday_of_month"


def days(schedule: Asked) -> list[str]:
    return [f"{day:%a %d %b %Y}" for day in occurrences(schedule)]


def test_a_quarterly_forum_meets_on_the_same_thursday_of_the_month() -> None:
    year = Asked(date(2019, 4, 11), date(2020, 3, 31))
    assert days(year) == ["Thu 11 Apr 2019", "Thu 11 Jul 2019", "Thu 10 Oct 2019", "Thu 09 Jan 2020"]
    assert in_words(year) == (
        "Every three months on the second Thursday, from 11 April 2019 to 31 March 2020"
    )


def test_the_fifth_tuesday_is_the_last_of_the_month() -> None:
    assert days(Asked(date(2019, 4, 30), date(2019, 7, 31), "monthly")) == [
        "Tue 30 Apr 2019",
        "Tue 28 May 2019",
        "Tue 25 Jun 2019",
        "Tue 30 Jul 2019",
    ]


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    year = Asked(date(2020, 1, 31), date(2020, 4, 30), "monthly", "day_of_month")
    assert days(year) == ["Fri 31 Jan 2020", "Sat 29 Feb 2020", "Tue 31 Mar 2020", "Thu 30 Apr 2020"]
    assert in_words(year).startswith("Every month on day 31 of the month, or its last, from")


def test_weeks_are_counted_from_the_first_meeting() -> None:
    assert days(Asked(date(2019, 4, 1), date(2019, 4, 30), "fortnightly")) == [
        "Mon 01 Apr 2019",
        "Mon 15 Apr 2019",
        "Mon 29 Apr 2019",
    ]


def test_a_schedule_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="ends on 1 April 2019, before its first meeting on 11 April 2019"):
        check(Asked(date(2019, 4, 11), date(2019, 4, 1)))


@pytest.mark.parametrize("until", [date(2040, 1, 1), date(9999, 12, 31)])
def test_a_schedule_with_too_many_meetings_is_refused(until: date) -> None:
    with pytest.raises(Refused, match="more than 400 meetings"):
        check(Asked(date(2019, 4, 11), until, "weekly"))


@given(
    first=some.dates(date(2013, 4, 1), date(2030, 1, 1)),
    length=some.integers(0, 2_000),
    frequency=some.sampled_from(sorted(FREQUENCIES)),
    by=some.sampled_from(["day_of_month", "weekday_of_month"]),
)
def test_the_first_meeting_is_the_first_day_and_none_comes_after_the_end(
    first: date, length: int, frequency: str, by: str
) -> None:
    until = date.fromordinal(first.toordinal() + length)
    found = occurrences(Asked(first, until, frequency, by))
    assert found[0] == first
    assert found == sorted(set(found))
    assert found[-1] <= until
    assert len(found) <= MOST_MEETINGS
