"""Counts of people are shown so that nobody can be picked out by them, whatever is added and subtracted."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.rules.disclosure import (
    Policy,
    Protected,
    ProtectedTwoWay,
    percentage,
    protect,
    protect_cuts,
    protect_groups,
    protect_two_way,
)

Sum = tuple[Sequence[Hashable], Hashable]
"""Which numbers add up to which."""

TOTAL = "total"
MOST = 6_000  # more people than any of these tables holds

counts = st.one_of(st.integers(0, 12), st.integers(0, 200))
TINY = Policy(least=3)
tiny_counts = st.integers(0, 6)
MOST_TRIED = 5  # hidden numbers, since each more takes thirteen times as long


@dataclass
class Attacker:
    """Somebody who knows what is shown and that parts add up, and narrows the rest as far as that goes."""

    shown: Mapping[Hashable, int | None]
    sums: Sequence[Sum]
    lowest: int

    def __post_init__(self) -> None:
        self.low = {name: self.lowest if count is None else count for name, count in self.shown.items()}
        self.high = {name: MOST if count is None else count for name, count in self.shown.items()}

    def bounds(self) -> dict[Hashable, tuple[int, int]]:
        """The lowest and highest value of each hidden number."""
        before = None
        while before != (before := (dict(self.low), dict(self.high))):
            for parts, whole in self.sums:
                self._narrow(parts, whole)
        return {
            name: (self.low[name], self.high[name]) for name, count in self.shown.items() if count is None
        }

    def _narrow(self, parts: Sequence[Hashable], whole: Hashable) -> None:
        self.low[whole] = max(self.low[whole], sum(self.low[part] for part in parts))
        self.high[whole] = min(self.high[whole], sum(self.high[part] for part in parts))
        for part in parts:
            others = [other for other in parts if other != part]
            self.low[part] = max(self.low[part], self.low[whole] - sum(self.high[one] for one in others))
            self.high[part] = min(self.high[part], self.high[whole] - sum(self.low[one] for one in others))

    def every_way(self, most: int) -> Iterator[dict[Hashable, int]]:
        """Every way in which the hidden numbers can be, tried one after another."""
        hidden = [name for name, count in self.shown.items() if count is None]
        known = {name: count for name, count in self.shown.items() if count is not None}
        for values in product(range(self.lowest, most + 1), repeat=len(hidden)):
            guess = {**known, **dict(zip(hidden, values, strict=True))}
            if all(sum(guess[part] for part in parts) == guess[whole] for parts, whole in self.sums):
                yield {name: guess[name] for name in hidden}


def attacker_of(shown: ProtectedTwoWay) -> Attacker:
    numbers: dict[Any, int | None] = {**shown.cells, **shown.rows, **shown.columns, TOTAL: shown.total}
    sums: list[Sum] = [(list(shown.rows), TOTAL), (list(shown.columns), TOTAL)]
    sums += [([pair for pair in shown.cells if pair[0] == row], row) for row in shown.rows]
    sums += [([pair for pair in shown.cells if pair[1] == column], column) for column in shown.columns]
    for only in (shown.rows, shown.columns):
        if len(only) == 1:  # the total of the only row is the total of all by another name
            numbers |= dict.fromkeys(only, shown.total)
    return Attacker(numbers, sums, 0 if shown.is_withheld else shown.policy.lowest_hidden)


@st.composite
def one_way(draw: st.DrawFn, numbers: st.SearchStrategy[int] = counts) -> dict[str, int]:
    return {
        f"group {place}": count for place, count in enumerate(draw(st.lists(numbers, min_size=1, max_size=8)))
    }


@st.composite
def two_way(
    draw: st.DrawFn, numbers: st.SearchStrategy[int] = counts, most: int = 5
) -> dict[tuple[str, str], int]:
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    return {
        (f"row {row}", f"column {column}"): draw(numbers) for row in range(rows) for column in range(columns)
    }


policies = st.builds(Policy, least=st.integers(5, 20), hide_zeros=st.booleans())


def test_what_no_number_is_small_in_is_shown_whole() -> None:
    shown = protect({"Women": 42, "Men": 31, "Another": 0})
    assert (shown.cells, shown.total) == ({"Women": 42, "Men": 31, "Another": 0}, 73)
    assert not shown.hides
    assert shown.sentence == ""


def test_a_small_number_takes_the_next_smallest_with_it() -> None:
    shown = protect({"White": 61, "Asian": 20, "Black": 4, "Other": 0})
    assert shown.cells == {"White": 61, "Asian": None, "Black": None, "Other": 0}
    assert shown.total == 85
    assert shown.sentence.startswith("Numbers below 10 are hidden")


def test_two_small_numbers_hide_one_another_unless_their_sum_gives_them_away() -> None:
    assert protect({"a": 9, "b": 8, "c": 50}).cells == {"a": None, "b": None, "c": 50}
    assert protect({"a": 1, "b": 1, "c": 50, "d": 40}).cells == {"a": None, "b": None, "c": 50, "d": None}


@pytest.mark.parametrize("table", [{"a": 5}, {"a": 3, "b": 6}, {"a": 9, "b": 0}])
def test_nothing_is_shown_of_fewer_people_than_the_least(table: dict[str, int]) -> None:
    shown = protect(table)
    assert shown.is_withheld
    assert set(shown.cells.values()) == {None}
    assert shown.total is None
    assert shown.sentence.startswith("This table is not shown")


def test_where_hiding_does_not_help_the_table_is_withheld_and_how_many_there_are_is_said() -> None:
    shown = protect({f"group {number}": 1 for number in range(10)})
    assert (shown.is_withheld, shown.total, set(shown.cells.values())) == (True, 10, {None})


def test_a_zero_is_shown_unless_it_would_tell_what_nobody_said() -> None:
    assert protect({"Yes": 0, "No": 40}).cells == {"Yes": 0, "No": 40}
    assert protect({"Yes": 0, "No": 40}, Policy(hide_zeros=True)).cells == {"Yes": None, "No": None}


def test_in_a_table_of_two_cuts_a_whole_rectangle_is_hidden() -> None:
    cells = {("Women", "Under 35"): 3, ("Women", "Older"): 20, ("Men", "Under 35"): 15, ("Men", "Older"): 40}
    shown = protect_two_way(cells)
    assert set(shown.cells.values()) == {None}
    assert shown.rows == {"Women": 23, "Men": 55}
    assert shown.columns == {"Under 35": 18, "Older": 60}


def test_two_tables_of_the_same_people_do_not_show_the_few_between_them() -> None:
    # Under 35 and under 36 differ by two people of 35, whom the two tables together would show.
    joint = {("Under 35", "Under 36"): 22, ("35 and over", "Under 36"): 2, ("35 and over", "36 and over"): 60}
    first, second = protect_cuts(joint)
    assert None in {*first.cells.values(), *second.cells.values()}
    assert first.total == second.total == 84
    far_apart = {("Under 35", "Under 45"): 22, ("35 and over", "Under 45"): 30, ("35 and over", "Older"): 60}
    assert [one.hides for one in protect_cuts(far_apart)] == [False, False]


def test_a_release_does_not_show_that_a_few_came_since_the_last() -> None:
    spring = protect({"White": 61, "Asian": 20, "Black": 30})
    summer = protect({"White": 61, "Asian": 21, "Black": 30}, earlier=spring)
    assert (summer.cells["Asian"], summer.total) == (None, None)
    autumn = protect({"White": 61, "Asian": 40, "Black": 30}, earlier=spring)
    assert autumn.cells == {"White": 61, "Asian": 40, "Black": 30}


def test_percentages_are_shown_only_of_numbers_that_are() -> None:
    shown = protect({"White": 61, "Asian": 20, "Black": 4, "Other": 0})
    assert [shown.percentage(key) for key in shown.cells] == [72, None, None, 0]
    assert protect({"a": 100, "b": 50}).percentage("a") == 66.7
    assert protect({"a": 4}).percentage("a") is None
    assert percentage(0, 0) is None


def test_below_a_base_of_100_percentages_are_whole_numbers() -> None:
    assert (percentage(33, 99), percentage(33, 100), percentage(1, 300)) == (33, 33.0, 0.3)
    assert isinstance(percentage(33, 99), int)


def test_a_policy_that_protects_nobody_and_a_count_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="least must be 2 or more"):
        Policy(least=1)
    with pytest.raises(ValueError, match="never below zero"):
        protect({"a": -1, "b": 40})


@given(one_way(), policies)
def test_no_small_number_is_ever_shown(table: dict[str, int], policy: Policy) -> None:
    shown = protect(table, policy)
    assert not any(count is not None and policy.is_small(count) for count in shown.cells.values())
    assert all(count in (None, table[key]) for key, count in shown.cells.items())
    assert shown.total in (None, sum(table.values()))


@given(one_way(), policies)
def test_no_hidden_number_can_be_worked_out_from_the_total(table: dict[str, int], policy: Policy) -> None:
    shown = protect(table, policy)
    lowest = 0 if shown.is_withheld else policy.lowest_hidden
    attacker = Attacker(numbers_of(shown), [(list(table), TOTAL)], lowest)
    assert all(high - low + 1 >= policy.width for low, high in attacker.bounds().values())


@given(one_way(), st.one_of(st.integers(0, 12), st.integers(0, 300)), policies)
def test_nor_from_a_total_of_whom_some_are_in_no_group(
    table: dict[str, int], of_none: int, policy: Policy
) -> None:
    shown = protect_groups(table, sum(table.values()) + of_none, policy)
    numbers: dict[Any, int | None] = {**shown.cells, "none": None, TOTAL: shown.total}
    attacker = Attacker(
        numbers, [([*table, "none"], TOTAL)], 0 if shown.is_withheld else policy.lowest_hidden
    )
    attacker.low["none"] = 0
    bounds = attacker.bounds()
    protected = [name for name in bounds if name != "none" or policy.is_small(of_none)]
    assert all(bounds[name][1] - bounds[name][0] + 1 >= policy.width for name in protected)
    assert not any(count is not None and policy.is_small(count) for count in shown.cells.values())


@given(two_way(), policies)
@settings(deadline=None)
def test_nor_in_a_table_of_two_cuts_with_all_its_totals(
    cells: dict[tuple[str, str], int], policy: Policy
) -> None:
    attacker = attacker_of(protect_two_way(cells, policy))
    assert not any(count is not None and policy.is_small(count) for count in attacker.shown.values())
    assert all(high - low + 1 >= policy.width for low, high in attacker.bounds().values())


@given(two_way(tiny_counts, most=3), st.sampled_from([TINY, Policy(least=3, hide_zeros=True)]))
@settings(deadline=None, max_examples=60)
def test_nor_by_trying_every_table_there_could_be(cells: dict[tuple[str, str], int], policy: Policy) -> None:
    attacker = attacker_of(protect_two_way(cells, policy))
    hidden = [name for name, count in attacker.shown.items() if count is None]
    if len(hidden) > MOST_TRIED:
        return
    found = list(attacker.every_way(most=12))
    assert found, "the table itself is among them"
    assert all(len({way[name] for way in found}) >= policy.width for name in hidden)


@given(two_way(most=4))
@settings(deadline=None)
def test_nor_the_few_whom_two_cuts_of_the_same_people_would_single_out(
    joint: dict[tuple[str, str], int],
) -> None:
    policy = Policy()
    first, second = protect_cuts(joint)
    numbers = numbers_of(first) | numbers_of(second) | dict.fromkeys(joint)
    sums: list[Sum] = [(list(first.cells), TOTAL), (list(second.cells), TOTAL)]
    for axis, table in ((0, first), (1, second)):
        sums += [([pair for pair in joint if pair[axis] == name], name) for name in table.cells]
    attacker = Attacker(numbers, sums, 0)
    if not first.is_withheld:
        hidden = [name for name, count in numbers.items() if count is None and name not in joint]
        attacker.low.update(dict.fromkeys(hidden, 1))
    bounds = attacker.bounds()
    for pair, count in joint.items():
        low, high = bounds[pair]
        assert not policy.is_small(count) or high - low + 1 >= policy.width


@given(one_way(), st.lists(st.integers(-12, 12), min_size=8, max_size=8), policies)
def test_two_releases_never_show_a_change_of_a_few(
    table: dict[str, int], changes: list[int], policy: Policy
) -> None:
    earlier = protect(table, policy)
    now = {key: max(count + change, 0) for (key, count), change in zip(table.items(), changes, strict=False)}
    later = protect(now, policy, earlier=earlier)
    for before, after in (*pairs_of(earlier.cells, later.cells), (earlier.total, later.total)):
        assert before is None or after is None or not 0 < abs(after - before) < policy.least


@given(one_way())
def test_the_same_table_is_always_shown_the_same_way(table: dict[str, int]) -> None:
    assert protect(table) == protect(table)


def numbers_of(shown: Protected[str]) -> dict[Any, int | None]:
    return {**shown.cells, TOTAL: shown.total}


def pairs_of(
    earlier: Mapping[str, int | None], later: Mapping[str, int | None]
) -> list[tuple[int | None, int | None]]:
    return [(earlier[key], later[key]) for key in earlier]


def test_a_large_table_is_protected_while_somebody_waits() -> None:
    cells = {
        (f"ward {row}", f"age {column}"): (row * 7 + column * 13) % 41
        for row in range(20)
        for column in range(12)
    }
    shown = protect_two_way(cells)
    assert isinstance(shown, ProtectedTwoWay)
    assert not shown.is_withheld
    assert isinstance(protect({"a": 12}), Protected)
