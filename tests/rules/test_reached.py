"""How many were reached is exact, about, at least, or not recorded, which is never nought."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rules.reached import (
    LARGEST_NUMBER,
    NOT_RECORDED,
    Reached,
    ReachedKind,
    UnreadableNumber,
    read_reached,
)


@pytest.mark.parametrize(
    ("typed", "kind", "number", "words"),
    [
        ("203 ", "exact", 203, "203"),
        ("0", "exact", 0, "0"),
        (203.0, "exact", 203, "203"),
        (203, "exact", 203, "203"),
        ("203.0", "exact", 203, "203"),
        ("18742 people", "exact", 18742, "18,742"),
        ("1,000", "exact", 1000, "1,000"),
        ("approx 500", "about", 500, "about 500"),
        ("approx. 500", "about", 500, "about 500"),
        ("around 60", "about", 60, "about 60"),
        ("About 60 people", "about", 60, "about 60"),
        ("c.60", "about", 60, "about 60"),
        ("c 60", "about", 60, "about 60"),
        ("~60", "about", 60, "about 60"),
        ("500 approx", "about", 500, "about 500"),
        ("nearly 500", "about", 500, "about 500"),
        ("1500+", "at_least", 1500, "at least 1,500"),
        (">1,000", "at_least", 1000, "at least 1,000"),
        ("> 150", "at_least", 150, "at least 150"),
        ("over 800", "at_least", 800, "at least 800"),
        ("over 3100", "at_least", 3100, "at least 3,100"),
        ("more than 800 people", "at_least", 800, "at least 800"),
        ("at least 1,000", "at_least", 1000, "at least 1,000"),
        ("20 or more people", "at_least", 20, "at least 20"),
        ("well over 1,000", "at_least", 1000, "at least 1,000"),
        ("very nearly 500 local people", "about", 500, "about 500"),
        ("an estimated 60", "about", 60, "about 60"),
        ("60 (est.)", "about", 60, "about 60"),
        ("50 or so", "about", 50, "about 50"),
        ("total: 203", "exact", 203, "203"),
        ("30-40", "at_least", 30, "at least 30"),
        ("between 30 and 40 people", "at_least", 30, "at least 30"),
        ("twenty-five", "exact", 25, "25"),
        ("three hundred and twelve", "exact", 312, "312"),
        ("fifteen hundred", "exact", 1500, "1,500"),
        ("a hundred", "about", 100, "about 100"),
        ("a couple of hundred", "about", 200, "about 200"),
        ("two dozen", "about", 24, "about 24"),
        ("half a dozen", "about", 6, "about 6"),
        ("over two dozen", "at_least", 24, "at least 24"),
        ("1.5k", "about", 1500, "about 1,500"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str | float, kind: str, number: int, words: str) -> None:
    reached = read_reached(typed)
    assert (reached.kind, reached.number, reached.words) == (kind, number, words)
    assert reached.is_approximate is (kind in {"about", "at_least"})


@pytest.mark.parametrize(
    ("typed", "in_full"),
    [
        ("30 - 40", "at least 30 (written “30 - 40”)"),
        ("well over 1,000", "at least 1,000 (written “well over 1,000”)"),
        ("nearly 500", "about 500 (written “nearly 500”)"),
        ("312 surveys", "312 (written “312 surveys”)"),
        ("1,203", "1,203"),
        (203.0, "203"),
        ("c. 500 people", "about 500"),
        ("1000+", "at least 1,000"),
    ],
)
def test_words_that_say_more_than_the_number_are_kept_beside_it(typed: str | float, in_full: str) -> None:
    assert read_reached(typed).in_full == in_full


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", "–", "n/k", "N/K", "not recorded", "Not Recorded ", "unknown", "tbc"]
)
def test_what_was_not_recorded_is_not_nought(typed: str) -> None:
    assert read_reached(typed) == NOT_RECORDED
    assert NOT_RECORDED.words == "not recorded"
    assert NOT_RECORDED.number is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("lots", "“lots” is not a number. Enter a whole number such as 203"),
        ("dozens", "says that there were many, not how many"),
        ("several hundred", "says that there were many, not how many"),
        ("two three", "“two three” is not a number"),
        ("203 invited", "“203 invited” is not a number"),
        ("50?", "“50?” is not a number"),
        ("-5", "-5 is below nought"),
        (-5.0, "-5.0 is below nought"),
        ("12.5", "12.5 is not a whole number"),
        ("1,00", "“1,00” is not a number"),
        ("none", "could mean that nobody came or that nobody counted. Enter 0, or leave it blank"),
        ("up to 50", "says the most it can have been"),
        ("<50", "says the most it can have been"),
        ("150-100", "gives two numbers"),
        ("about 100-150", "gives two numbers"),
        ("2018-2019", "gives two numbers"),
        ("9" * 32_767, "is not a number"),
        ("one " * 8_000, "is not a number"),
        ("about 500+", "Enter about 500 or at least 500"),
        ("99999999999", "too large"),
        ("=SUM(A1:A3)", "is not a number"),
        ("٢٠٣", "is not a number"),
        (float("nan"), "“nan” is not a number"),
        (1e30, "“1e+30” is not a number"),
    ],
)
def test_what_is_no_count_is_refused_in_a_sentence(typed: str | float, said: str) -> None:
    with pytest.raises(UnreadableNumber, match=re.escape(said)):
        read_reached(typed)


@given(
    st.sampled_from([ReachedKind.EXACT, ReachedKind.ABOUT, ReachedKind.AT_LEAST]),
    st.integers(0, LARGEST_NUMBER),
)
def test_any_number_comes_back_from_its_words(kind: ReachedKind, number: int) -> None:
    reached = Reached(kind, number)
    assert read_reached(reached.words) == reached


@given(st.text(max_size=40) | st.floats() | st.text(alphabet="0123456789,.+<>-~c approxve", max_size=20))
def test_any_cell_is_read_or_refused_in_a_sentence(typed: str | float) -> None:
    try:
        reached = read_reached(typed)
    except UnreadableNumber as refusal:
        said = str(refusal)
    else:
        said = "Read."
        again = read_reached(reached.words)
        assert (again.kind, again.number) == (reached.kind, reached.number)
    assert said.endswith(".")
