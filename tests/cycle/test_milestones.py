"""The dates that matter to a project fall in an order."""

from __future__ import annotations

from datetime import date

import pytest

from engage.cycle.milestones import COLUMNS, misplaced

IN_ORDER = dict(zip(COLUMNS, (date(2018, month, 1) for month in (4, 6, 9, 12, 12)), strict=True))


def test_dates_in_their_order_are_fine_and_so_are_dates_not_known() -> None:
    assert misplaced(IN_ORDER) == []
    assert misplaced({}) == []
    assert misplaced({**dict.fromkeys(COLUMNS), "decision_on": date(2018, 12, 1)}) == []


def test_two_that_fall_on_one_day_are_fine() -> None:
    assert misplaced(dict.fromkeys(COLUMNS, date(2018, 4, 1))) == []


@pytest.mark.parametrize(
    ("column", "day", "sentence"),
    [
        (
            "papers_issued_on",
            date(2019, 1, 2),
            (
                "The decision cannot have been made on 1 December 2018, before the papers were issued on "
                "2 January 2019. Correct one of the two dates."
            ),
        ),
        (
            "papers_issued_on",
            date(2018, 5, 1),
            (
                "The papers cannot have been issued on 1 May 2018, before options were fixed on 1 June 2018. "
                "Correct one of the two dates."
            ),
        ),
        (
            "options_fixed_on",
            date(2018, 3, 1),
            (
                "Options cannot have been fixed on 1 March 2018, before work began on 1 April 2018. "
                "Correct one of the two dates."
            ),
        ),
        (
            "ends_on",
            date(2018, 11, 30),
            (
                "Work cannot have ended on 30 November 2018, before the decision on 1 December 2018. "
                "Correct one of the two dates."
            ),
        ),
    ],
)
def test_a_date_out_of_order_is_told_in_a_sentence(column: str, day: date, sentence: str) -> None:
    assert [wrong.sentence for wrong in misplaced({**IN_ORDER, column: day})] == [sentence]


def test_each_date_is_told_once_however_many_it_comes_before() -> None:
    wrong = misplaced({**IN_ORDER, "decision_on": date(2018, 1, 1), "ends_on": None})
    assert [one.column for one in wrong] == ["decision_on"]
