"""An unknown name of a body is held against the known ones: which it may mean, and why."""

from __future__ import annotations

import pytest

from engage.organisation.likeness import BodyLikeness
from engage.rules.words import Term

KNOWN = (
    Term("wccg", "Wolverhampton CCG", ("Wolves CCG",)),
    Term("swb", "Sandwell and West Birmingham CCG"),
    Term("stoke", "Stoke-on-Trent CCG"),
    Term("north-staffs", "North Staffordshire CCG"),
    Term("shropshire", "Shropshire CCG"),
    Term("tw", "Telford and Wrekin CCG"),
    Term("stw", "Shropshire, Telford and Wrekin ICB"),
    Term("council", "Wolverhampton City Council"),
)


def first_of(name: str, *new: str) -> tuple[tuple[str, ...], str] | None:
    likeness = BodyLikeness(KNOWN)
    likeness.meet(new)
    found = likeness.proposals(name)
    return (found[0].names, found[0].reason) if found else None


@pytest.mark.parametrize(
    ("name", "meant", "why"),
    [
        ("Wolverhampton", "Wolverhampton CCG", "the same words without the kind of body"),
        ("Wolverhampton City CCG", "Wolverhampton CCG", "a shorter and a longer form of one name"),
        ("Stoke CCG", "Stoke-on-Trent CCG", "a shorter and a longer form of one name"),
        ("SWBCCG", "Sandwell and West Birmingham CCG", "its initials"),
        ("S&WB CCG", "Sandwell and West Birmingham CCG", "its initials"),
        ("Sandwell & W Birmingham CCG", "Sandwell and West Birmingham CCG", "its words shortened"),
        (
            "West Birmingham & Sandwell CCG",
            "Sandwell and West Birmingham CCG",
            "the same words in another order",
        ),
        ("NHS Wolverhamton CCG", "Wolverhampton CCG", "nearly the same spelling"),
    ],
)
def test_a_name_is_proposed_with_the_reason(name: str, meant: str, why: str) -> None:
    assert first_of(name) == ((meant,), why)


@pytest.mark.parametrize(
    "name",
    [
        "South Staffordshire CCG",
        "Cambridge CCG",
        "NHS",
        "CCG",
        "Wolverhampton North CCG",
        "Powys Health Board",
    ],
)
def test_another_body_is_not_proposed(name: str) -> None:
    assert first_of(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "Shropshire and Telford & Wrekin CCGs",
        "Shropshire, Telford and Wrekin CCGs",
        "Shropshire/Telford & Wrekin CCG",
    ],
)
def test_a_joint_name_is_joint_work_of_its_members(name: str) -> None:
    why = "a joint name: joint work of its members"
    assert first_of(name) == (("Shropshire CCG", "Telford and Wrekin CCG"), why)


def test_two_new_spellings_of_one_new_body_are_proposed_as_one_the_later_for_the_earlier() -> None:
    new = ("Powys and Gwent Health Board", "Gwent & Powys Health Board")
    assert first_of(new[1], *new) == ((new[0],), "the same words in another order")
    assert first_of(new[0], *new) is None
