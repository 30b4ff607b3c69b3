"""When a group counts as missing from a panel, and what a mark may tell about a hidden count."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.rules.gaps import LEAST_DOUBT, Mark, fewest, likely_between, markable, marks


@pytest.mark.parametrize(
    ("base", "share", "highest"),
    [
        (
            60,
            0.18,
            4,
        ),  # of 60 drawn by lot from a community with 18% Asian people, 5 are no rare thing
        (60, 0.02, -1),  # nobody at all would be no surprise
        (40, 0.5, 13),
        (10, 0.5, 1),
        (0, 0.5, -1),
        (20, 0.0, -1),
        (20, 1.0, 19),
    ],
)
def test_a_gap_is_what_chance_alone_would_give_less_often_than_once_in_forty(
    base: int, share: float, highest: int
) -> None:
    assert fewest(base, share) == highest


def test_what_chance_gives_nineteen_times_in_twenty_leaves_out_both_ends() -> None:
    assert likely_between(40, 0.5) == (14, 26)
    assert likely_between(10, 0.02) == (0, 1)


def test_the_fewer_the_members_the_less_can_be_said() -> None:
    assert [fewest(base, 0.2) for base in (10, 15, 30, 60, 120)] == [-1, -1, 1, 5, 15]


def test_groups_whose_counts_are_shown_are_marked_by_the_rule() -> None:
    counts = {"16 to 34": 12, "35 to 64": 30, "65 and over": 58}
    shares = {"16 to 34": 0.33, "35 to 64": 0.47, "65 and over": 0.2}
    assert marks(counts, set(counts), shares) == {
        "16 to 34": Mark.FEWER,
        "35 to 64": Mark.FEWER,
        "65 and over": Mark.NO_GAP,
    }


def test_a_hidden_group_can_be_marked_where_doubt_enough_remains() -> None:
    counts = {"White": 90, "Asian": 4, "Black": 6}
    shares = {"White": 0.7, "Asian": 0.2, "Black": 0.1}
    assert marks(counts, {"White"}, shares) == {
        "White": Mark.NO_GAP,
        "Asian": Mark.FEWER,
        "Black": Mark.CANNOT_SAY,
    }


def test_a_mark_that_would_say_that_there_is_nobody_is_not_given() -> None:
    counts = {"Same": 40, "Differs": 0, "Other": 6}
    shares = {"Same": 0.8, "Differs": 0.1, "Other": 0.1}
    assert fewest(46, 0.1) < LEAST_DOUBT - 1
    assert marks(counts, {"Same"}, shares)["Differs"] is Mark.CANNOT_SAY


def test_two_hidden_groups_that_their_marks_together_would_give_away_are_not_both_open_to_marks() -> None:
    assert markable({"x": 3, "y": 3}, left=8) == {"x"}
    assert markable({"x": 3, "y": 3}, left=4) == set()
    assert markable({}, left=0) == set()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-1, 9), min_size=2, max_size=3), st.integers(0, 16))
def test_whatever_the_counts_a_reader_is_left_with_several_values_for_each(
    limits: list[int], left: int
) -> None:
    """Tries every table of hidden counts with this total, and groups those that would be marked alike."""
    hidden = {str(place): limit for place, limit in enumerate(limits)}
    open_to_marks = markable(hidden, left)
    alike: dict[tuple[bool, ...], list[tuple[int, ...]]] = {}
    for counts in product(range(left + 1), repeat=len(limits)):
        if sum(counts) == left:
            pairs = zip(hidden.items(), counts, strict=True)
            seen = tuple(group in open_to_marks and count <= limit for (group, limit), count in pairs)
            alike.setdefault(seen, []).append(counts)
    for tables in alike.values():
        for values in zip(*tables, strict=True):
            assert len(set(values)) >= min(LEAST_DOUBT, left + 1)
