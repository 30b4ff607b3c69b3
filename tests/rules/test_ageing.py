"""How long what people said has waited for an answer, as of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engage.rules.ageing import BUCKETS, Heard, ageing, is_unanswered

TODAY = date(2019, 11, 14)
UNDER_28, TO_56, OVER_56, UNKNOWN = BUCKETS


def heard(days_ago: int, number: int = 1) -> Heard:
    day = TODAY - timedelta(days=days_ago)
    return Heard(f"feedback:{number}", day, day)


@pytest.mark.parametrize(
    ("days_ago", "bucket"),
    [(0, UNDER_28), (27, UNDER_28), (28, TO_56), (56, TO_56), (57, OVER_56), (4000, OVER_56)],
)
def test_the_day_of_a_boundary_belongs_to_one_bucket(days_ago: int, bucket: object) -> None:
    found = ageing([heard(days_ago)], TODAY)
    assert [one for one in BUCKETS if found.of(one)] == [bucket]


def test_a_wait_is_counted_from_the_last_day_it_can_have_been_said() -> None:
    in_september = Heard("feedback:1", date(2019, 9, 1), date(2019, 9, 30))
    assert in_september.days_waited(TODAY) == 45


def test_what_is_still_going_on_has_waited_no_day_yet() -> None:
    this_year = Heard("feedback:1", date(2019, 4, 1), date(2020, 3, 31))
    assert this_year.days_waited(TODAY) == 0


def test_what_was_not_said_by_then_is_left_out() -> None:
    assert ageing([heard(-1)], TODAY).waiting == ()


def test_the_longest_wait_comes_first_and_what_has_no_date_last() -> None:
    no_date = Heard("feedback:9", None, None)
    found = ageing([heard(3, 1), no_date, heard(90, 2), heard(30, 3)], TODAY)
    assert [one.ref for one in found.waiting] == ["feedback:2", "feedback:3", "feedback:1", "feedback:9"]
    assert found.longest == 90
    assert found.of(UNKNOWN) == (no_date,)


def test_with_nothing_dated_nobody_knows_the_longest_wait() -> None:
    assert ageing([Heard("feedback:9", None, None)], TODAY).longest is None
    assert ageing([], TODAY).longest is None


@pytest.mark.parametrize(
    ("answer", "answered_on", "unanswered"),
    [
        ("no_answer", None, True),
        ("done", None, False),
        ("done", TODAY, False),
        ("done", TODAY + timedelta(days=1), True),
        ("cannot", TODAY - timedelta(days=1), False),
    ],
)
def test_an_answer_counts_from_its_day(answer: str, answered_on: date | None, unanswered: bool) -> None:
    assert is_unanswered(answer, answered_on, TODAY) is unanswered
