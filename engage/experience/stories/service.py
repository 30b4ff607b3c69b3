"""Receiving stories, passing them to quality and safety, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from engage.experience.insight import queries
from engage.experience.models import Story
from engage.experience.queries import reference
from engage.experience.quoting import Use, may_be_passed, quotation
from engage.experience.stories import mail
from engage.experience.words import (
    CONSENTS,
    PASS_TO_QUALITY,
    QUOTE_IN_PUBLIC,
    QUOTE_UNNAMED,
    SOFT_INTELLIGENCE,
    STORY,
)
from engage.feedback import queries as feedback
from engage.feedback import service as heard
from engage.feedback.entries import FeedbackEntry
from engage.feedback.models import Feedback
from engage.platform import clock
from engage.platform.data import audit, search
from engage.platform.data.dated import date_columns
from engage.platform.data.db import save
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.words import read_vocabulary

recorded = audit.Event("story.recorded", "story_id", "kind")

changed = audit.Event("story.changed", "story_id")

passed_on = audit.Event("story.passed-on", "story_id", "on", "letters")

acknowledged = audit.Event("story.acknowledged", "story_id", "on")

outcome_known = audit.Event("story.outcome-known", "story_id")

withdrawn = audit.Event("story.withdrawn", "story_id", "quotations_dropped")

OF_THE_TELLER = ("title", "words", "teller", "quote")
"""What goes when an agreement is taken back, or the time for keeping it is over."""

WITHDRAWN_TITLE = "A story whose words are gone"

SAID = {
    STORY: "A patient told us their story.",
    SOFT_INTELLIGENCE: "Something was heard in passing that bears on quality or safety.",
}


IS_WITHDRAWN = "The words of this story were taken out, so nothing more can be done with it."


@one_transaction
def record_story(actor: Actor, entry: dict[str, Any]) -> Story:
    """Record a story. ``entry`` holds columns of ``Story`` by name, and ``when``, a DateAsKnown.

    What was heard, and about what, is entered in ``feedback`` as well, without a word of the story. Raises
    Refused where the consent given does not hold together.
    """
    story = Story()
    _fill(story, entry)
    save(story)
    _enter_heard(story)
    recorded(actor, story_id=story.id, kind=story.kind)
    return story


@one_transaction
def change_story(actor: Actor, story: Story, version: int, entry: dict[str, Any]) -> None:
    """Change a story as it stood at ``version``. Raises Refused as recording does, and if it is newer.

    A quotation that is no longer agreed to goes from every summary that holds it.
    """
    _hold(story, version)
    _fill(story, entry)
    if not quotation(story, Use.REPORT):
        _drop_quotations(story)
    _enter_heard(story)
    changed(actor, story_id=story.id)


@one_transaction
def pass_on(actor: Actor, story: Story, version: int, on: date, to: str) -> int:
    """Pass a story to quality and safety; answers how many letters tell them that it is there.

    Raises Refused when its teller has not agreed to that.
    """
    _hold(story, version)
    if not may_be_passed(story):
        raise Refused("Its teller has not agreed that it is passed to quality and safety. Ask them first.")
    story.passed_on, story.passed_to = on, to
    _check_days(story)
    save(story)
    letters = mail.story_passed(actor, story)
    passed_on(actor, story_id=story.id, on=on, letters=letters)
    return letters


@one_transaction
def acknowledge(actor: Actor, story: Story, version: int, on: date, by: str) -> None:
    """Put on record that quality and safety has it. Raises Refused for a story that was not passed on."""
    _hold(story, version)
    if story.passed_on is None:
        raise Refused("It has not been passed to quality and safety yet. Pass it on first.")
    story.acknowledged_on, story.acknowledged_by = on, by
    _check_days(story)
    save(story)
    acknowledged(actor, story_id=story.id, on=on)


@one_transaction
def tell_outcome(actor: Actor, story: Story, version: int, outcome: str, on: date) -> None:
    """Put on record what came of a story; it becomes the answer to what was heard."""
    _hold(story, version)
    story.outcome, story.outcome_on = outcome, on
    _check_days(story)
    _enter_heard(story)
    outcome_known(actor, story_id=story.id)


@one_transaction
def withdraw(actor: Actor, story: Story, version: int, on: date, because: str) -> int:
    """Take out everything its teller gave; answers how many summaries lost a quotation by it.

    What stays is that a story was received, what it was about, and what was done. None of its words is in
    the audit trail.
    """
    _hold(story, version)
    story.withdrawn_on, story.withdrawn_because = on, because
    _check_days(story)
    _empty(story)
    dropped = _drop_quotations(story)
    save(story)
    search.forget_what_is_gone()
    withdrawn(actor, story_id=story.id, quotations_dropped=dropped)
    return dropped


def _empty(story: Story) -> None:
    for name in OF_THE_TELLER:
        setattr(story, name, "")
    story.title, story.person_id, story.consents_to = WITHDRAWN_TITLE, None, []


def _drop_quotations(story: Story) -> int:
    found = queries.insights_quoting(story.id)
    for insight in found:
        insight.themes = [
            {**theme, "quotes": [quote for quote in theme["quotes"] if quote["story"] != story.id]}
            for theme in insight.themes
        ]
    return len(found)


def _hold(story: Story, version: int) -> None:
    """Go on only with the story as it was read, unless it was taken back. Raises Refused."""
    hold(story, version, "story")
    if story.withdrawn_on is not None:
        raise Refused(IS_WITHDRAWN)


def _fill(story: Story, entry: dict[str, Any]) -> None:
    values = dict(entry)
    when = values.pop("when", None)
    if when is not None:
        values |= date_columns(when)
    for name, value in values.items():
        setattr(story, name, value)
    _check_words(story)
    _check_consent(story)
    _check_days(story)


def _check_words(story: Story) -> None:
    if not story.title or not story.words:
        raise Refused("Enter a title, and the story or what was heard.")
    if story.tone and story.tone not in read_vocabulary("tones"):
        raise Refused(f"“{story.tone}” is not a tone. Choose one from the list.")
    if story.kind not in SAID:
        raise Refused("Choose whether it is a patient’s story or soft intelligence.")


def _check_consent(story: Story) -> None:
    agreed = set(story.consents_to or ())
    if agreed - dict(CONSENTS).keys():
        raise Refused("Choose what its teller agreed to from the list.")
    if story.kind == SOFT_INTELLIGENCE:
        _check_soft_intelligence(story)
        return
    if story.consent_on is None or not story.consent_how:
        raise Refused("Enter when and how its teller agreed. Without that a story is not kept.")
    if story.quote and agreed.isdisjoint({QUOTE_UNNAMED, QUOTE_IN_PUBLIC}):
        raise Refused("Its teller has not agreed to be quoted. Take the quotation away, or ask them.")
    if story.passed_on is not None and PASS_TO_QUALITY not in agreed:
        raise Refused(
            f"It was passed to quality on {long_date(story.passed_on)}, as agreed then. If its teller takes "
            "that back, use “Its teller takes it back”."
        )


def _check_soft_intelligence(story: Story) -> None:
    if story.consents_to or story.quote or story.person_id:
        raise Refused(
            "Soft intelligence has nobody who told it and agreed to something. Take away what was ticked, "
            "the quotation and the person, or record it as a patient’s story."
        )
    if not story.consent_how:
        raise Refused("Enter why nobody could be asked to agree, such as overheard in a waiting room.")


def _check_days(story: Story) -> None:
    today = clock.today()
    for name in ("consent_on", "passed_on", "acknowledged_on", "outcome_on", "withdrawn_on"):
        day: date | None = getattr(story, name)
        if day is not None and day > today:
            raise Refused(f"{long_date(day)} has not come yet. Enter the day on which it happened.")
    received = story.start_from
    if story.passed_on and received and story.passed_on < received:
        raise Refused(f"It was received on {long_date(received)}, so it cannot have been passed on before.")
    if story.acknowledged_on and story.passed_on and story.acknowledged_on < story.passed_on:
        raise Refused(
            f"It was passed on on {long_date(story.passed_on)}, so it cannot have been acknowledged before."
        )


def _enter_heard(story: Story) -> None:
    """Keep in ``feedback`` that something was heard, about what, and what was done; none of the words."""
    ref = reference(story.id)
    item = feedback.from_log(ref)
    kept = feedback.entry_of(item) if item else FeedbackEntry(heard_at=ref)
    entry = replace(
        kept,
        said=SAID[story.kind],
        when=story.when,
        body_id=story.body_id,
        project_id=story.project_id,
        topic=story.topic,
        service=story.service,
        tone=story.tone,
        source=story.source,
    )
    if story.outcome:
        entry = replace(entry, answer="done", did=story.outcome, answered_on=story.outcome_on)
    item = item or Feedback(is_from_log=True, is_invented=story.is_invented)
    heard.put_in(item, entry)
    save(item)
