"""Working days in England, over weekends and bank holidays, those proclaimed once among them."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.working_days import bank_holidays, is_working_day, last_day_of_clock


@pytest.mark.parametrize(
    "day",
    [
        date(2018, 3, 30),  # Good Friday
        date(2020, 5, 8),  # moved from Monday for the anniversary of VE Day
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # the Queen's funeral
        date(2023, 5, 8),  # coronation
        date(2021, 12, 28),  # Boxing Day fell on a Sunday
        date(2018, 6, 2),
        date(2018, 6, 3),
    ],
)
def test_weekends_and_bank_holidays_are_not_working_days(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2018, 6, 1), date(2020, 5, 4), date(2018, 12, 24)])
def test_other_weekdays_are(day: date) -> None:
    assert is_working_day(day)


def test_no_bank_holiday_falls_on_a_weekend_and_each_year_has_eight_or_more() -> None:
    assert all(day.weekday() < 5 for day in bank_holidays())
    for year in range(2013, 2029):
        assert sum(day.year == year for day in bank_holidays()) >= 8


@pytest.mark.parametrize(
    ("start", "counts_start", "last"),
    [
        (date(2018, 4, 30), False, date(2018, 5, 30)),  # over two May bank holidays
        (date(2018, 4, 30), True, date(2018, 5, 29)),
        (date(2018, 6, 2), False, date(2018, 6, 29)),  # received on a Saturday
        (date(2018, 6, 2), True, date(2018, 6, 29)),
    ],
)
def test_twenty_working_days(start: date, counts_start: bool, last: date) -> None:
    assert last_day_of_clock(start, 20, counts_start=counts_start) == last
