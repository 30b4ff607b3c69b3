"""What of a story may be shown to whom: what its teller agreed to, and nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from engage.experience.models import Story
from engage.experience.quoting import Use, may_be_passed, may_read_words, quotation
from engage.rules.actors import Actor
from engage.rules.permissions import permissions_of

QUOTE = "Eleven weeks I could not leave the house"


def story(*agreed: str, kind: str = "patient_story", withdrawn: date | None = None) -> Story:
    return Story(kind=kind, consents_to=list(agreed), quote=QUOTE, withdrawn_on=withdrawn)


def holding(*roles: str) -> Actor:
    return Actor(1, "Somebody", frozenset(roles), permissions_of(roles))


@pytest.mark.parametrize(
    ("agreed", "uses"),
    [
        ((), set()),
        (("tell_in_person",), set()),
        (("pass_to_quality",), {Use.INTERNAL}),
        (("quote_unnamed",), {Use.INTERNAL, Use.REPORT}),
        (("quote_in_public",), {Use.INTERNAL, Use.REPORT, Use.PUBLIC}),
        (("pass_to_quality", "quote_unnamed"), {Use.INTERNAL, Use.REPORT}),
    ],
)
def test_a_story_is_quoted_only_for_what_its_teller_agreed_to(
    agreed: tuple[str, ...], uses: set[Use]
) -> None:
    assert {use for use in Use if quotation(story(*agreed), use) == QUOTE} == uses
    assert {quotation(story(*agreed), use) for use in Use if use not in uses} <= {""}


def test_a_story_taken_back_is_quoted_for_nothing() -> None:
    taken_back = story("quote_in_public", "pass_to_quality", withdrawn=date(2019, 10, 1))
    assert [quotation(taken_back, use) for use in Use] == ["", "", ""]
    assert not may_be_passed(taken_back)
    assert not may_read_words(holding("communications_officer"), taken_back)


def test_soft_intelligence_is_never_quoted_outside_the_house() -> None:
    heard = story(kind="soft_intelligence")
    assert [use for use in Use if quotation(heard, use)] == [Use.INTERNAL]
    assert may_be_passed(heard)


def test_quality_reads_a_story_only_when_its_teller_agreed_to_that() -> None:
    assert may_read_words(holding("quality_lead"), story("pass_to_quality"))
    assert not may_read_words(holding("quality_lead"), story("quote_in_public"))
    assert may_read_words(holding("engagement_officer"), story())


def test_who_does_not_work_with_stories_reads_none() -> None:
    assert not may_read_words(holding("lay_member_ppi"), story("pass_to_quality", "quote_in_public"))
