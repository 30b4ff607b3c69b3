"""How many people of which groups took part is read as people write it, and shown so that nobody is found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rules.disclosure import LEAST
from engage.rules.reached import read_reached
from engage.rules.tallies import (
    UnreadableTallies,
    equality_group_of,
    more_than_reached,
    read_tallies,
    shown,
    words_of,
)
from engage.rules.words import read_vocabulary

PEOPLE = read_vocabulary("people_counted")


def read(text: str) -> str:
    return words_of(read_tallies(text))


@pytest.mark.parametrize(
    "text",
    [
        "9 disabled, 3 carers, 14 women",
        "Disabled: 9; carers: 3; women: 14",
        "9 of them disabled and 3 carers\n14 women.",
        "disabled (9), carers - 3, Female = 14",
        "9 people with a disability, of whom 3 were carers, including 14 ladies",
        "No. of disabled attendees: 9 | No. of carers: 3 | Women present: 14",
    ],
)
def test_groups_and_numbers_are_read_however_they_are_put(text: str) -> None:
    assert read(text) == "Disabled people: 9; Carers: 3; Women: 14"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (
            "about 20 carers, at least 5 older people",
            "Carers: about 20; Older people: at least 5",
        ),
        ("1,200 women, 900 men", "Women: 1,200; Men: 900"),
        ("65+ 12, 3 aged 18 to 24, over 75s: 4", "65 and over: 12; 18 to 24: 3; 75 and over: 4"),
        ("Gypsy, Roma and Traveller people: 4, 3 carers", "Gypsy, Roma and Traveller people: 4; Carers: 3"),
        ("5 Polish speakers, 2 people from Poland", "Polish speakers: 5; People from Poland: 2"),
        ("0 carers, men: not known", "Carers: 0"),
        ("n/k", ""),
    ],
)
def test_ages_long_names_and_groups_of_ones_own_are_read(text: str, understood: str) -> None:
    assert read(text) == understood


@pytest.mark.parametrize(
    "text", ["some carers", "40% women", "20 people", "-3 carers", "12", "65 12", "9.5 carers", "no carers"]
)
def test_what_gives_no_number_of_a_group_is_said_with_what_was_understood(text: str) -> None:
    with pytest.raises(UnreadableTallies) as refused:
        read(f"9 disabled; {text}")
    assert str(refused.value).startswith(f"Understood: Disabled people: 9. Not understood: “{text}”. ")


def test_a_group_counted_twice_under_two_names_is_refused() -> None:
    with pytest.raises(UnreadableTallies, match="Disabled people are counted twice"):
        read("9 disabled, 3 people with a disability")


def test_what_is_shown_can_be_typed_again() -> None:
    chosen = random.Random(8)
    for _ in range(200):
        terms = chosen.sample(PEOPLE.terms, 4)
        counts = [chosen.choice(["", "about ", "at least "]) + f"{chosen.randint(0, 3000):,}" for _ in terms]
        text = "; ".join(f"{term.label}: {count}" for term, count in zip(terms, counts, strict=True))
        assert read(text) == text


def test_every_group_belongs_to_an_equality_group() -> None:
    groups = {term.label for term in read_vocabulary("equality_groups").terms}
    assert {equality_group_of(term.label) for term in PEOPLE.terms} <= groups
    assert equality_group_of("Polish speakers") == ""


def test_no_group_can_have_more_people_than_came_where_that_is_known_exactly() -> None:
    tallies = read_tallies("25 women, 3 carers")
    assert [one.group for one in more_than_reached(tallies, read_reached("23"))] == ["Women"]
    assert more_than_reached(tallies, read_reached("about 23")) == []


def shown_words(*activities: tuple[str, int | None]) -> dict[str, str]:
    counted = ((read_tallies(text), reached) for text, reached in activities)
    return {one.group: one.words for one in shown(counted)}


def test_small_numbers_are_hidden_with_those_that_would_tell_them() -> None:
    assert shown_words(("9 disabled, 40 women", 100)) == {"Disabled people": "hidden", "Women": "40"}
    assert shown_words(("14 women", 23)) == {"Women": "hidden"}, "nine were not women"
    split = shown_words(("40 women, 30 men, 3 trans women", 73))
    assert split["Women"] == "40", "what is in no equality group is no part of its table"
    ages = shown_words(("30 aged 16-24, 40 aged 25-34, 3 aged 65+", 73))
    assert list(ages.values()).count("hidden") == 2, "three is what is left of 73"


def test_numbers_of_several_activities_are_added_and_stay_estimates() -> None:
    found = shown([(read_tallies("12 carers"), 50), (read_tallies("about 20 carers"), None)])
    assert [(one.group, one.words, one.times) for one in found] == [("Carers", "about 32", 2)]


def test_a_sum_does_not_tell_what_one_of_its_activities_hides() -> None:
    assert shown_words(("20 carers", 100), ("4 carers", 50)) == {"Carers": "hidden"}, "24 less 20 are 4"
    assert shown_words(("20 carers", 100), ("2 carers", 50), ("5 carers", 50)) == {"Carers": "hidden"}
    assert shown_words(("20 carers", 100), ("8 carers", 50), ("5 carers", 50)) == {"Carers": "33"}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), min_size=1, max_size=5))
def test_nothing_hidden_can_be_worked_out_from_a_sum_and_what_each_activity_shows(
    log: list[tuple[int, int]],
) -> None:
    counted = [(read_tallies(f"{number} carers"), reached) for number, reached in log]
    [sum_of_all] = shown(counted)
    each = [shown([one])[0].number for one in counted]
    hidden = [number for (number, _), seen in zip(log, each, strict=True) if seen is None]
    if sum_of_all.number is None or not hidden:
        return
    left = sum_of_all.number - sum(number or 0 for number in each)
    assert left == sum(hidden)
    assert len(hidden) > 1
    assert left - (len(hidden) - 1) >= LEAST, "so many values are possible for each of them"


@pytest.mark.parametrize(
    "text",
    ["all under 25", "aged 65", "Ward 7", "25 years old", "over 60", "2 hours", "Room 12, Block 4"],
)
def test_an_age_a_length_and_a_place_count_nobody(text: str) -> None:
    with pytest.raises(UnreadableTallies):
        read_tallies(text)


def test_a_known_group_may_stand_before_its_number() -> None:
    assert [(one.group, one.count.number) for one in read_tallies("disabled 9; carers 3")] == [
        (read_tallies("1 disabled")[0].group, 9),
        (read_tallies("1 carer")[0].group, 3),
    ]


def test_an_age_that_names_a_group_has_its_number_apart() -> None:
    [tally] = read_tallies("Under 11s: 12")
    assert (tally.group, tally.count.number) == ("Under 11s", 12)
