"""Reports cover financial years from April, their quarters, any two dates, or everything."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rules.dates_as_known import read_date
from engage.rules.periods import (
    ALL_DATES,
    Period,
    UnreadablePeriod,
    between,
    financial_year,
    financial_year_of,
    quarter,
    quarter_of,
    read_period,
)

D = date


@pytest.mark.parametrize(
    ("typed", "first", "last", "label", "code"),
    [
        ("2018-19", D(2018, 4, 1), D(2019, 3, 31), "2018/19", "2018-19"),
        ("2018/19", D(2018, 4, 1), D(2019, 3, 31), "2018/19", "2018-19"),
        (" 2018/2019 ", D(2018, 4, 1), D(2019, 3, 31), "2018/19", "2018-19"),
        ("1999-00", D(1999, 4, 1), D(2000, 3, 31), "1999/00", "1999-00"),
        ("2018-19Q1", D(2018, 4, 1), D(2018, 6, 30), "Quarter 1 2018/19", "2018-19Q1"),
        ("2018-19Q3", D(2018, 10, 1), D(2018, 12, 31), "Quarter 3 2018/19", "2018-19Q3"),
        ("2018/19 q4", D(2019, 1, 1), D(2019, 3, 31), "Quarter 4 2018/19", "2018-19Q4"),
        ("ALL", None, None, "All dates", "all"),
        (
            *("2018-04-01..2018-09-30", D(2018, 4, 1), D(2018, 9, 30)),
            *("1 April 2018 to 30 September 2018", "2018-04-01..2018-09-30"),
        ),
        (
            *("2018-06-06 .. 2018-06-06", D(2018, 6, 6), D(2018, 6, 6)),
            *("6 June 2018 to 6 June 2018", "2018-06-06..2018-06-06"),
        ),
        ("Quarter 3 2018/19", D(2018, 10, 1), D(2018, 12, 31), "Quarter 3 2018/19", "2018-19Q3"),
        ("April to June 2018", D(2018, 4, 1), D(2018, 6, 30), "Quarter 1 2018/19", "2018-19Q1"),
        ("1 April 2018 to 31 March 2019", D(2018, 4, 1), D(2019, 3, 31), "2018/19", "2018-19"),
        (
            *("1 June 2018 to 31/8/2018", D(2018, 6, 1), D(2018, 8, 31)),
            *("1 June 2018 to 31 August 2018", "2018-06-01..2018-08-31"),
        ),
        (
            *("June 2018", D(2018, 6, 1), D(2018, 6, 30)),
            *("1 June 2018 to 30 June 2018", "2018-06-01..2018-06-30"),
        ),
    ],
)
def test_a_period_is_read_as_typed(
    typed: str, first: date | None, last: date | None, label: str, code: str
) -> None:
    period = read_period(typed)
    assert period == Period(first, last, label, code)
    assert read_period(period.code) == period


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "No period was given"),
        ("last year", "“last year” is not a period"),
        ("2018", "“2018” is not a period"),
        ("from May 2018", "“from May 2018” is not a period"),
        ("1 June 2018 to 31 June 2018", "June 2018 has 30 days"),
        ("31 August 2018 to 1 June 2018", "is before the start"),
        ("2018-20", "2018-20 is not a financial year: 2019 follows 2018"),
        ("2018-19Q5", "quarters 1 to 4, not 5"),
        ("2018-02-30..2018-03-31", "2018-02-30 is not a date in the calendar"),
        ("1/4/2018..30/9/2018", "“1/4/2018” is not a date such as 2018-04-01"),
        ("2018-09-30..2018-04-01", "ends on 1 April 2018, before it starts on 30 September 2018"),
        ("0018-19", "outside 1900 to 2099"),
        ("9999-01-01..9999-12-31", "outside 1900 to 2099"),
    ],
)
def test_what_is_no_period_is_refused_in_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(UnreadablePeriod, match=re.escape(said)):
        read_period(typed)


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("2018-19", "2017-18"),
        ("2018-19Q3", "2017-18Q3"),
        ("2018-04-01..2018-04-30", "2018-03-02..2018-03-31"),
        ("2018-06-06..2018-06-06", "2018-06-05..2018-06-05"),
    ],
)
def test_the_period_before_is_of_the_same_kind_and_length(typed: str, before: str) -> None:
    previous = read_period(typed).previous()
    assert previous is not None
    assert previous.code == before


def test_nothing_comes_before_all_dates_or_before_the_first_year() -> None:
    assert ALL_DATES.previous() is None
    assert read_period("1900-01").previous() is None


def test_months_are_listed_in_order_even_where_the_period_touches_them_in_part() -> None:
    assert read_period("2018-01-31..2018-03-01").months() == [D(2018, 1, 1), D(2018, 2, 1), D(2018, 3, 1)]
    months = financial_year(2018).months()
    assert (len(months), months[0], months[-1]) == (12, D(2018, 4, 1), D(2019, 3, 1))
    assert ALL_DATES.months() == []


def test_a_period_says_its_days_in_full() -> None:
    assert quarter(2018, 3).words == "1 October 2018 to 31 December 2018"
    assert ALL_DATES.words == "All dates"


@pytest.mark.parametrize(
    ("day", "year", "its_quarter"),
    [
        (D(2018, 3, 31), "2017-18", "2017-18Q4"),
        (D(2018, 4, 1), "2018-19", "2018-19Q1"),
        (D(2018, 9, 30), "2018-19", "2018-19Q2"),
        (D(2018, 12, 31), "2018-19", "2018-19Q3"),
        (D(2019, 1, 1), "2018-19", "2018-19Q4"),
    ],
)
def test_the_financial_year_turns_on_1_april(day: date, year: str, its_quarter: str) -> None:
    assert financial_year_of(day).code == year
    assert quarter_of(day).code == its_quarter


def test_a_date_that_overlaps_a_quarter_is_not_datable_to_it() -> None:
    assert quarter(2018, 1).contains(read_date("summer 2018")) is None
    assert financial_year(2018).contains(read_date("summer 2018")) is True
    assert quarter(2018, 4).contains(read_date("summer 2018")) is False


@given(st.dates(D(1901, 1, 1), D(2098, 12, 31)))
def test_every_day_lies_in_its_quarter_and_that_in_its_year(day: date) -> None:
    year, part = financial_year_of(day), quarter_of(day)
    assert year.first is not None
    assert part.first is not None
    assert part.last is not None
    assert part.first <= day <= part.last
    assert year.code == part.code[:7]
    assert len(part.months()) == 3


@given(st.dates(D(1920, 1, 1), D(2099, 12, 31)), st.integers(0, 2000))
def test_any_two_dates_come_back_from_their_code_and_follow_the_period_before(
    last: date, length: int
) -> None:
    period = between(last - timedelta(days=length), last)
    assert read_period(period.code) == period
    previous = period.previous()
    assert previous is not None
    assert (previous.first, previous.last) == (
        last - timedelta(days=2 * length + 1),
        last - timedelta(days=length + 1),
    )
