"""The stories of the demonstration year, and what was drawn together from it each quarter; all invented."""

from __future__ import annotations

from dataclasses import replace

from engage.actions import queries as actions
from engage.actions import service as following
from engage.actions.entries import ActionEntry
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.year import INVENTED, MARK, Year
from engage.experience.entries import StoryEntry
from engage.experience.insight import service as insight_service
from engage.experience.insight.queries import insight_reference
from engage.experience.queries import reference
from engage.experience.stories import service
from engage.feedback import queries as feedback
from engage.feedback import service as feedback_service
from engage.platform.data.db import save
from engage.rules.actors import Actor
from engage.rules.dates_as_known import read_date

QUALITY = "Quality lead"
SAME_NAMES = (
    *("kind", "title", "words", "quote", "teller", "received_how", "topic", "service", "tone"),
    *("consent_on", "consent_how"),
)


def load_stories(actor: Actor, year: Year) -> None:
    """The stories, as far as each came on its way; then the summaries, which draw on them."""
    told = read_tables("stories.toml")
    for number, one in enumerate(told["story"], 1):
        _load_story(actor, year, one, f"{MARK}-ST{number:02}")
    for one in told["insight"]:
        _load_insight(actor, year, one)


def _load_story(actor: Actor, year: Year, told: Told, ref: str) -> None:
    entry = StoryEntry(
        **{name: told[name] for name in SAME_NAMES if name in told},
        consents_to=tuple(told.get("consents_to", ())),
        when=read_date(told["when"]),
        body_id=year.bodies[year.served].id,
        source=INVENTED,
    )
    story = service.record_story(actor, entry, is_invented=True)
    [item] = feedback.heard_at(reference(story.id))
    feedback_service.change_feedback(actor, item, item.version, replace(feedback.entry_of(item), ref=ref))
    if "passed_on" in told:
        service.pass_on(actor, story, story.version, told["passed_on"], QUALITY)
    if "acknowledged_on" in told:
        service.acknowledge(actor, story, story.version, told["acknowledged_on"], QUALITY)
    if "outcome" in told:
        service.tell_outcome(actor, story, story.version, told["outcome"], told["outcome_on"])
    if "action" in told:
        _agree(actor, year, told, reference(story.id))


def _load_insight(actor: Actor, year: Year, told: Told) -> None:
    body = year.bodies[year.served]
    insight = insight_service.draw_up(actor, body, told["period"], told["summary"])
    insight.drawn_up_on, insight.is_invented = told["drawn_up_on"], True
    save(insight)
    insight_service.share(actor, insight, insight.version, told["shared_on"])
    if "came_back" in told:
        given = (told["came_back_on"], told["came_back"], "")
        insight_service.answer(actor, insight, insight.version, *given)
        _agree(actor, year, told, insight_reference(insight.id))


def _agree(actor: Actor, year: Year, told: Told, ref: str) -> None:
    entry = ActionEntry(
        agreed_at=ref,
        title=told["action"],
        owner_role=told["owner_role"],
        owner_id=year.account_id("quality_lead"),
        due_on=told["due_on"],
        body_id=year.bodies[year.served].id,
    )
    agreed = following.agree_action(actor, entry, is_invented=True)
    if "done" in told:
        action = actions.action_for(agreed.id)
        following.complete(actor, action, action.version, told["done"], told["due_on"])
