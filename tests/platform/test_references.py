"""References between features: what the record behind one is called, and how one is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from flask import Flask

from engage.platform.offers import references
from engage.platform.offers.gathered import PLACE
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Link, Named, Speaks

POLLS = {7: Named("POLL-07", "Opening hours", "/polls/7"), 8: Named("", "Parking", "/polls/8")}


@pytest.fixture
def asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[int]]:
    """A feature that keeps polls, and what it was asked."""
    questions: list[Sequence[int]] = []

    def describe(numbers: Sequence[int]) -> Mapping[int, Named]:
        questions.append(numbers)
        return {number: POLLS[number] for number in numbers if number in POLLS}

    def find(code: str) -> int | None:
        return 7 if code.upper() == "POLL-07" else None

    monkeypatch.setitem(app.extensions, PLACE, Offers(references={"poll": Speaks(describe, find)}))
    return questions


def test_each_feature_is_asked_once_however_many_references_there_are(asked: list[Sequence[int]]) -> None:
    found = references.links(["poll:7", "poll:8"])
    assert [link.text for link in found.values()] == ["POLL-07 Opening hours", "Parking"]
    assert [link.address for link in found.values()] == ["/polls/7", "/polls/8"]
    assert len(asked) == 1


def test_a_record_that_is_gone_or_that_nobody_keeps_is_named_without_a_link(
    asked: list[Sequence[int]],
) -> None:
    assert references.link("poll:99") == Link("poll:99", "poll 99", "")
    assert references.link("hand_evidence:3") == Link("hand_evidence:3", "hand evidence 3", "")
    assert references.link("") is None


@pytest.mark.parametrize("typed", ["POLL-07", " poll-07 ", "poll:7"])
def test_a_record_is_found_by_its_code_or_its_reference(asked: list[Sequence[int]], typed: str) -> None:
    assert references.find(typed) == "poll:7"


@pytest.mark.parametrize(
    "typed",
    ["https://engage.example.nhs.uk/polls/8", "/polls/8", " http://127.0.0.1/polls/8/?page=2#top "],
)
def test_a_record_is_found_by_the_address_of_its_page(asked: list[Sequence[int]], typed: str) -> None:
    assert references.find(typed) == "poll:8"


@pytest.mark.parametrize(
    "typed",
    [
        "/polls/99",
        "/polls",
        "/",
        "https://",
        "http://[",
        "/forums/8",
        "POLL-08",
        "poll:99",
        "poll:",
        "poll:²",
        "poll:" + "9" * 30,
        "",
    ],
)
def test_what_stands_for_no_record_is_not_found(asked: list[Sequence[int]], typed: str) -> None:
    assert references.find(typed) is None
