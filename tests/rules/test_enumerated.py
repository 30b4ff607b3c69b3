"""Several things in one cell are told apart where they are numbered, marked or in several columns."""

from __future__ import annotations

import pytest

from engage.rules.enumerated import APART, read_enumerated


@pytest.mark.parametrize(
    ("text", "things"),
    [
        (
            "1. The line is engaged\n2. Parking is 2.5 miles off",
            ("The line is engaged", "Parking is 2.5 miles off"),
        ),
        ("(1) Buses\n\n(2) Trams\nand trains", ("Buses", "Trams\nand trains")),
        ("a) Buses\nb) Trams", ("Buses", "Trams")),
        ("(i) Buses\n(ii) Trams", ("Buses", "Trams")),
        ("1: Buses\n2: Trams\n- on Sundays\n- at night", ("Buses", "Trams\n- on Sundays\n- at night")),
        ("- Buses\n- Trams", ("Buses", "Trams")),
        ("•Buses\n•\tTrams", ("Buses", "Trams")),
        ("People asked for:\n* buses\n* trams", ("People asked for: buses", "People asked for: trams")),
        ("1) Buses 2) Trams", ("Buses", "Trams")),
        ("1. Buses; 2. Trams", ("Buses", "Trams")),
        ("• Buses • Trams", ("Buses", "Trams")),
        (f"Buses{APART}Trams\nand trains", ("Buses", "Trams\nand trains")),
        (f"1. Buses\n2. Trams{APART}Taxis", ("Buses", "Trams", "Taxis")),
    ],
)
def test_things_that_are_clearly_apart_are_several(text: str, things: tuple[str, ...]) -> None:
    found = read_enumerated(text)
    assert found.each == found.named == things
    assert read_enumerated(*things) == found, "kept one by one they are the same again"


@pytest.mark.parametrize(
    "text",
    [
        "More buses\nand later ones",
        "The talk went on.\n\nEverybody stayed.",
        "1. The bus leaves at 2. We need it later",
        "10:30 The chair spoke\n11:00 Tea",
        "2. The second\n3. The third",
        "-5 degrees in the hall\n-6 in the yard",
        "- only this",
        "Three wishes\n- buses\n- trams",
        "Plan A. Plan B. Neither",
        "A: Is it open?\nB: It is not.",
        "We (2) and they (3) waited",
        "2016\n2017",
    ],
)
def test_anything_else_is_one_thing_in_its_own_words(text: str) -> None:
    assert read_enumerated(text).each == (text,)


def test_a_thing_that_says_that_nothing_is_known_keeps_its_place_and_is_no_thing() -> None:
    found = read_enumerated("1. A ramp\n2. n/a\n3. Two more lines")
    assert (found.each, found.named) == (("A ramp", "", "Two more lines"), ("A ramp", "Two more lines"))
    assert read_enumerated("n/a") == read_enumerated("-") == read_enumerated("") == read_enumerated()
