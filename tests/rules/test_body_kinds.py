"""When each kind of commissioner could exist."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.body_kinds import limits_of, usual_board_word, why_not_these_days


@pytest.mark.parametrize(
    ("kind", "first", "last", "why"),
    [
        ("CCG", date(2013, 4, 1), date(2022, 7, 1), "Every CCG ended by 30 June 2022"),
        ("CCG", date(2022, 7, 1), None, "No CCG began after 30 June 2022"),
        ("ICB", date(2022, 6, 30), None, "No integrated care board began before 1 July 2022"),
        (
            "NHS trust",
            date(2019, 4, 2),
            date(2019, 4, 1),
            "cannot have ended on 1 April 2019, before it began",
        ),
    ],
)
def test_days_that_the_law_leaves_no_room_for_are_refused_with_a_sentence(
    kind: str, first: date | None, last: date | None, why: str
) -> None:
    assert why in why_not_these_days(kind, first, last)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("CCG", date(2013, 4, 1), date(2022, 6, 30)),
        ("CCG", None, None),
        ("ICB", date(2022, 7, 1), None),
        ("local authority", date(1974, 4, 1), date(2030, 4, 1)),
    ],
)
def test_days_within_the_law_are_fine(kind: str, first: date | None, last: date | None) -> None:
    assert why_not_these_days(kind, first, last) == ""


def test_a_body_known_only_by_name_has_the_days_its_kind_can_have_had() -> None:
    assert limits_of("CCG") == (None, date(2022, 6, 30))
    assert limits_of("ICB") == (date(2022, 7, 1), None)
    assert limits_of("CSU") == (None, None)


def test_a_ccg_has_a_governing_body_and_an_icb_a_board() -> None:
    assert (usual_board_word("CCG"), usual_board_word("ICB")) == ("Governing Body", "Board")
