"""Confirming that two spellings mean one topic, and taking that back."""

from __future__ import annotations

from sqlalchemy import select

from engage.experience.topics.models import TopicSpelling
from engage.experience.topics.spellings import confirmed_spellings
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

confirmed = audit.Event("topic.spelling-confirmed", "spelling", "topic")

parted = audit.Event("topic.spelling-parted", "spelling", "topic")


@one_transaction
def confirm_spelling(actor: Actor, spelling: str, topic: str) -> TopicSpelling:
    """Put on record that ``spelling`` means ``topic``. The records keep what was written.

    What stood for ``spelling`` stands for ``topic`` from now on. Raises Refused where nothing would be said,
    and for a spelling that stands for another topic already.
    """
    known = confirmed_spellings()
    topic = known.get(topic, topic)
    if not spelling or not topic:
        raise Refused("Choose both: the other spelling, and the topic that is meant.")
    if spelling == topic:
        raise Refused(f"“{spelling}” and the topic that is meant are the same already.")
    if spelling in known:
        raise Refused(f"“{spelling}” stands for “{known[spelling]}” already. Part them first.")
    for row in session().scalars(select(TopicSpelling).where(TopicSpelling.topic == spelling)):
        row.topic = topic
    row = save(TopicSpelling(spelling=spelling, topic=topic, confirmed_on=clock.today()))
    confirmed(actor, spelling=spelling, topic=topic)
    return row


@one_transaction
def part_spelling(actor: Actor, row: TopicSpelling) -> None:
    """Take back that a spelling means a topic: it is a topic of its own again."""
    spelling, topic = row.spelling, row.topic
    session().delete(row)
    parted(actor, spelling=spelling, topic=topic)
