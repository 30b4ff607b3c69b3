"""Names of organisations taken apart: what is set aside, what never is, and that likes share a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rules.organisation_names import (
    block_keys,
    cannot_be_one,
    in_ordinary_letters,
    keys_to_meet,
    take_apart,
)

PIECES = (
    *("Lea", "Road", "Medical", "Practice", "Voluntary", "Council", "Borough", "NHS", "Trust", "CVS", "The"),
    *("&", "and", "(RWT)", "Café", "Ltd", "M92007", "Forum", "St", "Peter's", "Health", "Centre", "12"),
)
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St Peters Collegiate Church", "St. Peter's Collegiate Church "),
        ("Healthwatch Telford and Wrekin", "Healthwatch Telford & Wrekin"),
        ("Alz Café", "ALZ CAFE"),
        ("Dudley CVS", "Dudley Council for Voluntary Service"),
        ("Wolverhampton VSC", "Wolverhampton Voluntary Sector Council"),
        ("NHS Black Country ICB", "Black Country Integrated Care Board (ICB)"),
        ("Prestbury Med. Practice", "Prestbury Medical Centre"),
        ("The Group Practice, Alfred Squire Road", "Alfred Squire Road Health Centre"),
        ("City of Wolverhampton Council", "Wolverhampton City Council"),
        ("Walsall Metropolitan Borough Council", "Walsall Council"),
        ("The Royal Wolverhampton NHS Trust", "Royal Wolverhampton Trust (RWT)"),
        ("The Friendship Café CIC", "Friendship Cafe Limited"),
        ("Citizens Advice, Walsall", "Walsall Citizens Advice"),
        ("UHCW", "University Hospitals Coventry and Warwickshire NHS Trust"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert take_apart(one).key == take_apart(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tettenhall Medical Practice", "Tettenhall Road Medical Practice"),
        ("Wolverhampton Voluntary Sector Council", "Wolverhampton Voluntary and Community Action"),
        ("Walsall Voluntary Action", "One Walsall"),
        ("Healthwatch Dudley", "Healthwatch Sandwell"),
        ("Penn Surgery", "Penn United Reformed Church"),
        ("NHS England", "England"),
        ("The Surgery", "The Practice"),
    ],
)
def test_words_that_tell_two_names_apart_are_never_set_aside(one: str, other: str) -> None:
    assert take_apart(one).key != take_apart(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GP practice M92627, Bilston Health Centre", "GP practice M92649, Bilston Health Centre"),
        ("Walsall South 1 hub", "Walsall South 2 hub"),
        ("Vasectomy Service (north)", "Vasectomy Service (south)"),
        ("Nottingham City Council", "Nottingham County Council"),
    ],
)
def test_names_may_say_themselves_that_they_are_two(one: str, other: str) -> None:
    assert cannot_be_one(take_apart(one), take_apart(other))


def test_brackets_that_only_repeat_the_name_add_nothing() -> None:
    assert take_apart("National Children's Bureau (NCB)").in_brackets == ()
    assert take_apart("Tettenhall Medical Practice (Lower Green)").in_brackets == ("lower", "green")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("LEA ROAD MEDICAL PRACTICE", "Lea Road Medical Practice"),
        ("HEALTH AND BEYOND", "Health and Beyond"),
        ("ST PAUL'S PARTNERSHIP - LYNG MEDICAL", "St Paul's Partnership - Lyng Medical"),
        ("WOLVERHAMPTON RWT PCN HUB", "Wolverhampton RWT PCN Hub"),
        ("AW SURGERIES", "AW Surgeries"),
        ("DR ST PIERRE-LIBBERTON", "Dr St Pierre-Libberton"),
        ("ST JAMES MEDICAL PRACTICE2", "St James Medical Practice2"),
        ("SANDWELL COVID19 ASSESSMENT CENTRE", "Sandwell COVID19 Assessment Centre"),
        ("MindMate", "MindMate"),
        ("MGS Medical Practice", "MGS Medical Practice"),
        ("111", "111"),
    ],
)
def test_a_name_typed_in_capitals_is_shown_in_ordinary_letters(typed: str, shown: str) -> None:
    assert in_ordinary_letters(typed) == shown


@given(WORDS)
def test_a_name_means_itself_whatever_its_capitals_spaces_and_marks(name: str) -> None:
    parts = take_apart(name)
    assert take_apart(f"  {name.upper()} ,").key == parts.key
    assert not cannot_be_one(parts, take_apart(name.lower()))
    assert bool(parts.core) == bool(parts.plain)


@given(WORDS, st.integers(min_value=0))
def test_a_name_with_one_letter_left_out_shares_a_key_with_it(name: str, place: int) -> None:
    whole = take_apart(name)
    if len(whole.letters) < 8 or whole.digits:
        return
    at = place % len(whole.letters)
    short = whole.letters[:at] + whole.letters[at + 1 :]
    keys = {f"{whole.kind}<{short[: len(short) // 2]}", f"{whole.kind}>{short[len(short) // 2 :]}"}
    assert keys & keys_to_meet(whole)


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    parts = take_apart(text)
    assert all(len(key) <= 120 for key in block_keys(parts))
    assert in_ordinary_letters(text) is not None
