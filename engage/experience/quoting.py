"""What of a story may be shown to whom: the one place that decides, and every reader goes through it."""

from __future__ import annotations

from enum import StrEnum

from engage.experience.models import Story
from engage.experience.words import PASS_TO_QUALITY, QUOTE_IN_PUBLIC, QUOTE_UNNAMED, SOFT_INTELLIGENCE
from engage.rules.actors import Actor
from engage.rules.permissions import May


class Use(StrEnum):
    """What a quotation is for."""

    INTERNAL = "among staff, and quality and safety"
    REPORT = "in a report or a summary, unnamed"
    PUBLIC = "in public"


AGREED_BY = {
    Use.INTERNAL: frozenset({PASS_TO_QUALITY, QUOTE_UNNAMED, QUOTE_IN_PUBLIC}),
    Use.REPORT: frozenset({QUOTE_UNNAMED, QUOTE_IN_PUBLIC}),
    Use.PUBLIC: frozenset({QUOTE_IN_PUBLIC}),
}
"""Any of these consents allows the use: who agreed to be quoted in public agreed to less as well."""


def may_be_quoted(kind: str, consents_to: list[str], is_withdrawn: bool, use: Use) -> bool:
    """Whether the agreement that stands covers this use.

    Soft intelligence has no teller who could have agreed, so it is never quoted outside the house.
    """
    if is_withdrawn:
        return False
    if kind == SOFT_INTELLIGENCE:
        return use is Use.INTERNAL
    return not AGREED_BY[use].isdisjoint(consents_to)


def quotation(story: Story, use: Use) -> str:
    """The words of a story that may be quoted for this use; empty when none may."""
    allowed = may_be_quoted(story.kind, story.consents_to, story.withdrawn_on is not None, use)
    return story.quote if allowed else ""


def may_be_passed(story: Story) -> bool:
    """Whether quality and safety may have it."""
    return may_be_quoted(story.kind, story.consents_to, story.withdrawn_on is not None, Use.INTERNAL) and (
        story.kind == SOFT_INTELLIGENCE or PASS_TO_QUALITY in story.consents_to
    )


def may_read_words(actor: Actor, story: Story) -> bool:
    """Whether this person may read the story itself.

    Whoever answers for quality and safety reads it once its teller agreed that it is passed to them.
    """
    if not actor.may(May.READ_STORIES) or story.withdrawn_on is not None:
        return False
    return may_be_passed(story) or not actor.may(May.ANSWER_STORY)
