"""Two releases of the same people side by side give nobody away."""

from __future__ import annotations

from collections import Counter
from itertools import count, product

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.rules.disclosure import Policy
from engage.rules.releases import Counted, Release, Standing, release

POLICY = Policy(hide_zeros=True)
GROUPS = ("16 to 34", "35 to 64", "65 and over")

People = dict[str, str]
"""The group of each person."""


def counted(people: People, cut: str = "three") -> Counted:
    numbers = Counter(people.values())
    seals = frozenset(f"{person} {group}" for person, group in people.items())
    return Counted(cut, {group: numbers[group] for group in GROUPS}, seals)


def first(people: People) -> Release:
    return release(counted(people), None, None, POLICY)


def after(people: People, before: Release, cut: str = "three") -> Release:
    return release(counted(people, cut), before.counted, before.table, POLICY)


def panel(*numbers: int, start: int = 0) -> People:
    names = count(start)
    return {
        f"P{next(names)}": group for group, number in zip(GROUPS, numbers, strict=True) for _ in range(number)
    }


def test_a_first_release_shows_what_the_rules_of_disclosure_allow() -> None:
    found = first(panel(20, 30, 40))
    assert found.standing is Standing.FIRST
    assert dict(found.table.cells) == {"16 to 34": 20, "35 to 64": 30, "65 and over": 40}


def test_one_member_who_joins_cannot_be_read_off_the_next_release() -> None:
    people = panel(20, 30, 40)
    before = first(people)
    joined = after(people | {"New": "16 to 34"}, before)
    assert joined.standing is Standing.AGAIN
    assert joined.table == before.table
    elsewhere = after(people | {"New": "65 and over"}, before)
    assert elsewhere.table == joined.table


def test_one_member_who_leaves_or_answers_otherwise_cannot_be_read_off_either() -> None:
    people = panel(20, 30, 40)
    before = first(people)
    left = {name: group for name, group in people.items() if name != "P3"}
    changed = people | {"P3": "65 and over"}
    assert [after(now, before).standing for now in (left, changed)] == [Standing.AGAIN, Standing.AGAIN]


def test_changes_that_came_one_by_one_add_up_until_they_may_be_shown() -> None:
    people = panel(60, 60, 60)
    before = first(people)
    for step in range(1, 31):
        people = {**people, f"New {step}": GROUPS[step % 3]}
        people.pop(f"P{step * 5}")
        found = after(people, before)
        if found.standing is Standing.ANEW:
            break
        assert found.table == before.table
        before = found
    assert found.standing is Standing.ANEW
    assert step > POLICY.least


def test_ten_who_come_and_nobody_who_goes_are_a_table_of_ten_themselves() -> None:
    people = panel(20, 30, 40)
    before = first(people)
    spread = after(people | panel(3, 3, 4, start=100), before)
    assert spread.standing is Standing.AGAIN
    many = after(people | panel(12, 11, 14, start=100), before)
    assert many.standing is Standing.ANEW
    assert dict(many.table.cells) == {"16 to 34": 32, "35 to 64": 41, "65 and over": 54}


def test_the_same_people_are_shown_the_same() -> None:
    people = panel(20, 30, 40)
    assert after(people, first(people)).standing is Standing.SAME


def test_another_cut_of_people_already_shown_is_not_shown() -> None:
    people = panel(20, 30, 40)
    before = first(people)
    assert after(people, before, "eight").standing is Standing.OTHER_CUT
    nothing_seen = first(panel(1, 2, 3))
    assert after(panel(1, 2, 3), nothing_seen, "eight").standing is Standing.FIRST


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 25), min_size=3, max_size=3),
    st.lists(st.sampled_from(GROUPS), max_size=14),
    st.integers(0, 14),
)
def test_whoever_knows_who_came_and_went_cannot_tell_what_a_few_of_them_said(
    numbers: list[int], came: list[str], went: int
) -> None:
    """Every way in which those who came could have answered that fits both releases is counted."""
    people = panel(*numbers)
    before = first(people)
    staying = dict(list(people.items())[went:])
    found = after(staying | {f"New {place}": group for place, group in enumerate(came)}, before)
    if found.standing is not Standing.ANEW or None in (
        *found.table.cells.values(),
        *before.table.cells.values(),
    ):
        return
    gone = len(people) - len(staying)
    changes = [found.counted.counts[group] - before.counted.counts[group] for group in GROUPS]
    fitting = [
        joined
        for joined in product(range(len(came) + 1), repeat=len(GROUPS))
        if sum(joined) == len(came)
        and all(number - change >= 0 for number, change in zip(joined, changes, strict=True))
        and sum(number - change for number, change in zip(joined, changes, strict=True)) == gone
    ]
    for place, values in enumerate(zip(*fitting, strict=True)):
        if gone and came:
            assert len(set(values)) >= POLICY.least
        else:
            assert changes[place] == 0 or abs(changes[place]) >= POLICY.least
