"""Receiving stories, passing them to quality and safety, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engage.experience.entries import StoryEntry
from engage.experience.insight import queries
from engage.experience.models import Story
from engage.experience.queries import entry_of, reference
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
from engage.platform.data.dated import put_date
from engage.platform.data.db import save
from engage.platform.data.fields import put
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

WITHDRAWN_TITLE = "A story whose words are gone"

SAID = {
    STORY: "A patient told us their story.",
    SOFT_INTELLIGENCE: "Something was heard in passing that bears on quality or safety.",
}


IS_WITHDRAWN = "The words of this story were taken out, so nothing more can be done with it."


@one_transaction
def record_story(actor: Actor, entry: StoryEntry, *, is_invented: bool = False) -> Story:
    """Record a story. Raises Refused where the consent given does not hold together.

    What was heard, and about what, is entered in ``feedback`` as well, without a word of the story.
    """
    story = Story(is_invented=is_invented)
    _put_in(story, entry)
    save(story)
    _enter_heard(story)
    recorded(actor, story_id=story.id, kind=story.kind)
    return story


@one_transaction
def change_story(actor: Actor, story: Story, version: int, entry: StoryEntry) -> None:
    """Change a story as it stood at ``version``. Raises Refused as recording does, and if it is newer.

    A quotation that is no longer agreed to goes from every summary that holds it.
    """
    _hold(story, version)
    _put_in(story, entry)
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
    _put_plain(story, replace(entry_of(story), passed_on=on, passed_to=to))
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
    _put_plain(story, replace(entry_of(story), acknowledged_on=on, acknowledged_by=by))
    save(story)
    acknowledged(actor, story_id=story.id, on=on)


@one_transaction
def tell_outcome(actor: Actor, story: Story, version: int, outcome: str, on: date) -> None:
    """Put on record what came of a story; it becomes the answer to what was heard."""
    _hold(story, version)
    _put_plain(story, replace(entry_of(story), outcome=outcome, outcome_on=on))
    _enter_heard(story)
    outcome_known(actor, story_id=story.id)


@one_transaction
def withdraw(actor: Actor, story: Story, version: int, on: date, because: str) -> int:
    """Take out everything its teller gave; answers how many summaries lost a quotation by it.

    What stays is that a story was received, what it was about, and what was done. None of its words is in
    the audit trail.
    """
    _hold(story, version)
    entry = replace(entry_of(story), withdrawn_on=on, withdrawn_because=because)
    emptied = replace(entry, title=WITHDRAWN_TITLE, words="", teller="", quote="", consents_to=())
    _put_plain(story, emptied)
    story.person_id = None
    dropped = _drop_quotations(story)
    save(story)
    search.forget_what_is_gone()
    withdrawn(actor, story_id=story.id, quotations_dropped=dropped)
    return dropped


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


def _put_in(story: Story, entry: StoryEntry) -> None:
    _check_words(entry)
    _check_consent(entry)
    _put_plain(story, entry)
    put_date(story, entry.when)
    story.person_id, story.organisation_id = entry.person_id, entry.organisation_id
    story.body_id, story.project_id = entry.body_id, entry.project_id


def _put_plain(story: Story, entry: StoryEntry) -> None:
    _check_days(entry)
    put(story, entry)


def _check_words(entry: StoryEntry) -> None:
    if not entry.title or not entry.words:
        raise Refused("Enter a title, and the story or what was heard.")
    if entry.tone and entry.tone not in read_vocabulary("tones"):
        raise Refused(f"“{entry.tone}” is not a tone. Choose one from the list.")
    if entry.kind not in SAID:
        raise Refused("Choose whether it is a patient’s story or soft intelligence.")


def _check_consent(entry: StoryEntry) -> None:
    agreed = set(entry.consents_to)
    if agreed - dict(CONSENTS).keys():
        raise Refused("Choose what its teller agreed to from the list.")
    if entry.kind == SOFT_INTELLIGENCE:
        _check_soft_intelligence(entry)
        return
    if entry.consent_on is None or not entry.consent_how:
        raise Refused("Enter when and how its teller agreed. Without that a story is not kept.")
    if entry.quote and agreed.isdisjoint({QUOTE_UNNAMED, QUOTE_IN_PUBLIC}):
        raise Refused("Its teller has not agreed to be quoted. Remove the quotation, or ask them.")
    if entry.passed_on is not None and PASS_TO_QUALITY not in agreed:
        raise Refused(
            f"It was passed to quality on {long_date(entry.passed_on)}, as agreed then. If its teller takes "
            "that back, use “Its teller takes it back”."
        )


def _check_soft_intelligence(entry: StoryEntry) -> None:
    if entry.consents_to or entry.quote or entry.person_id:
        raise Refused(
            "Soft intelligence has nobody who told it and agreed to something. Clear what was ticked, "
            "the quotation and the person, or record it as a patient’s story."
        )
    if not entry.consent_how:
        raise Refused("Enter why nobody could be asked to agree, such as overheard in a waiting room.")


def _check_days(entry: StoryEntry) -> None:
    today = clock.today()
    days = (entry.consent_on, entry.passed_on, entry.acknowledged_on, entry.outcome_on, entry.withdrawn_on)
    for day in days:
        if day is not None and day > today:
            raise Refused(f"{long_date(day)} has not come yet. Enter the day on which it happened.")
    received = entry.when.start_from
    if entry.passed_on and received and entry.passed_on < received:
        raise Refused(f"It was received on {long_date(received)}, so it cannot have been passed on before.")
    if entry.acknowledged_on and entry.passed_on and entry.acknowledged_on < entry.passed_on:
        raise Refused(
            f"It was passed on on {long_date(entry.passed_on)}, so it cannot have been acknowledged before."
        )


def _enter_heard(story: Story) -> None:
    """Keep in ``feedback`` that something was heard, about what, and what was done; none of the words."""
    ref = reference(story.id)
    item = next(iter(feedback.from_log(ref)), None)
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
