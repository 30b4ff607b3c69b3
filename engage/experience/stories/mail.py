"""Letters to quality and safety about stories."""

from __future__ import annotations

from engage.experience.mail import link, to_all
from engage.experience.models import Story
from engage.experience.queries import reference
from engage.rules.actors import Actor
from engage.rules.permissions import May


def story_passed(actor: Actor, story: Story) -> int:
    """Tell quality and safety that a story is there for them, with none of it; answers how many letters."""
    values = {"topic": story.topic, "service": story.service, "link": link(f"/experience/{story.id}")}
    return to_all(actor, May.ANSWER_STORY, "story passed", reference(story.id), values)
