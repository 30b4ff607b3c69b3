"""Columns are guessed whatever ordinary words stand at their head, and no wrong guess is called certain."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import pytest

from engage.imports.registry import KINDS, guesser_for
from engage.platform.imports.guessing import Column, Guesser, Mark, Match
from engage.platform.imports.mapping import Fields, heading_key
from engage.rules.column_profile import Profile, profiles
from engage.rules.heading_words import read_meanings
from tests.imports.other_headings import FILES, Layout, all_headings, layouts

EACH = 12  # layouts of each file
ENOUGH = 0.85


@cache
def profile_of(cells: tuple[str, ...]) -> Profile:
    return profiles(((cell.strip(),) for cell in cells), 1)[0]


def guessed(layout: Layout, guesser: Guesser) -> list[Match]:
    columns = zip(layout.header, zip(*layout.rows, strict=True), strict=True)
    return guesser.guess([Column(heading, frozenset({0}), profile_of(cells)) for heading, cells in columns])


def right_by_kind(made: Iterable[Layout]) -> dict[str, float]:
    """The share of columns guessed right, by kind of record. No wrong one may be certain."""
    right: Counter[str] = Counter()
    all_of_them: Counter[str] = Counter()
    for layout in made:
        for match, meant in zip(guessed(layout, guesser_for(layout.kind)), layout.meant, strict=True):
            all_of_them[layout.kind] += 1
            right[layout.kind] += match.field == meant
            assert match.field == meant or match.mark is not Mark.CERTAIN, (layout.kind, match, meant)
    shares = {kind: right[kind] / number for kind, number in all_of_them.items()}
    return {**shares, "all": right.total() / all_of_them.total()}


def match_of(heading: str, cells: Sequence[str], kind: str = "activities") -> Match:
    (match,) = guesser_for(kind).guess([Column(heading, frozenset({0}), profile_of(tuple(cells)))])
    return match


@pytest.fixture
def seed() -> int:
    """Another one each time; it is printed with a failure."""
    number = random.randrange(1_000_000)
    print("seed", number)
    return number


@pytest.mark.parametrize("kept_back", [False, True], ids=["headings it was tuned on", "headings kept back"])
def test_columns_are_guessed_under_other_ordinary_headings(seed: int, kept_back: bool) -> None:
    shares = right_by_kind(layouts(seed, EACH, kept_back=kept_back))
    print(shares)
    assert shares.keys() == {*FILES, "all"}
    assert min(shares.values()) >= ENOUGH


def test_columns_are_guessed_under_headings_that_nobody_listed(seed: int) -> None:
    """With every heading of the layouts struck from the catalogue and from the fields' other names."""
    struck = set(map(heading_key, all_headings()))
    guessers = {kind: _knowing_none_of(struck, kind) for kind in FILES}
    right = [
        match.field == meant
        for layout in layouts(seed, EACH, kept_back=True)
        for match, meant in zip(guessed(layout, guessers[layout.kind]), layout.meant, strict=True)
    ]
    print(sum(right) / len(right))
    assert sum(right) / len(right) >= ENOUGH


def _knowing_none_of(struck: set[str], kind: str) -> Guesser:
    def without(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if heading_key(name) not in struck)

    fields = [replace(one, aliases=without(one.aliases)) for one in KINDS[kind].fields.by_name.values()]
    meanings = [replace(one, headings=without(one.headings)) for one in read_meanings()]
    return Guesser(Fields(fields), meanings=meanings)


def test_a_name_known_for_one_kind_of_record_is_known_for_the_others() -> None:
    days = ("6 June 2018", "11/07/2018", "July 2018", "4 August 2018", "1 May 2019", "2 May 2019")
    assert match_of("Date heard", days).field == "starts"
    assert match_of("Activity date", days, "meetings").field == "when"


def test_a_misspelt_heading_is_understood() -> None:
    assert match_of("Activty", ["Drop-in at the market", "Survey of waits", "Open day"]).field == "title"


def test_cells_speak_against_a_heading() -> None:
    match = match_of("Date", ["Bilston Market", "Civic Centre", "Library", "Online", "Town Hall"] * 3)
    assert match.mark is not Mark.CERTAIN
    assert match.reason == "The heading is its name, but its cells are not dates."


def test_cells_alone_tell_what_a_column_is() -> None:
    days = match_of("Column 7", ["6 June 2018", "11/07/2018", "July 2018", "2019", "1 May 2019"] * 3)
    assert (days.field, days.mark) == ("starts", Mark.DOUBTFUL)
    assert days.reason == "Its cells are dates. It could be End date too."
    whose = match_of("Column 8", ["Walsall CCG", "NHS Walsall CCG", "Dudley CCG", "Leeds CCG"] * 3)
    assert (whose.field, whose.mark) == ("body", Mark.GUESSED)


def test_a_blank_column_says_so_and_fills_nothing() -> None:
    match = match_of("Colour of the leaflet", ["", "", ""])
    assert (match.field, match.mark, match.reason) == (None, Mark.MISSED, "Every cell is blank.")


def test_two_columns_of_one_sheet_are_never_given_one_field_and_two_sheets_may_be() -> None:
    days = profile_of(("6 June 2018", "11/07/2018", "July 2018"))
    here, there = frozenset({0}), frozenset({1})
    beside = [Column("Date", here, days), Column("Day", here, days)]
    assert [one.field for one in guesser_for("meetings").guess(beside)].count("when") == 1
    apart = [Column("Date", here, days), Column("Date of meeting", there, days)]
    assert [one.field for one in guesser_for("meetings").guess(apart)] == ["when", "when"]
