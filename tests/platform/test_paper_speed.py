"""Papers are made while somebody waits: a long table costs by its length and no more."""

from __future__ import annotations

from time import process_time

import pytest

from tests.platform.papers import ACTIVITY_COLUMNS, activity_rows, blank_paper, use_typeface


@pytest.fixture(autouse=True, scope="module")
def typeface() -> None:
    use_typeface()


def seconds_for(rows: int) -> float:
    """Processor time for a table of that many activities, the better of two."""

    def once() -> float:
        paper = blank_paper()
        paper.table(ACTIVITY_COLUMNS, activity_rows(rows), caption="Activities")
        start = process_time()
        paper.pdf()
        return process_time() - start

    return min(once(), once())


def test_a_table_of_500_activities_takes_under_two_seconds() -> None:
    assert seconds_for(500) < 2


def test_four_times_the_rows_take_about_four_times_as_long() -> None:
    assert seconds_for(800) < 7 * seconds_for(200)
