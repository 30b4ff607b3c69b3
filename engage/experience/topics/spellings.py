"""The ways in which people write one topic, as somebody confirmed them: nothing is merged by guessing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engage.experience.topics.models import TopicSpelling
from engage.feedback.queries import topics_in_use
from engage.platform.data.db import session
from engage.platform.data.remembered import Memory
from engage.rules.errors import Missing
from engage.rules.words import spelling_key

MAIN = Memory(1)


@dataclass(frozen=True, slots=True)
class Alike:
    """Topics that differ only in capitals, marks, plurals or the order of words: for a person to judge."""

    topics: tuple[str, ...]


def confirmed_spellings() -> dict[str, str]:
    """The topic that each other spelling stands for."""
    found = session().execute(select(TopicSpelling.spelling, TopicSpelling.topic))
    return dict(found.all())


def spellings() -> list[TopicSpelling]:
    """Every confirmed spelling, by topic."""
    wanted = select(TopicSpelling).order_by(TopicSpelling.topic, TopicSpelling.spelling)
    return list(session().scalars(wanted))


def spelling_for(spelling_id: int) -> TopicSpelling:
    """One confirmed spelling. Raises Missing."""
    spelling = session().get(TopicSpelling, spelling_id)
    if spelling is None:
        raise Missing
    return spelling


def spellings_of(topic: str, known: Mapping[str, str]) -> list[str]:
    """The topic and every other way it is written."""
    return [topic, *sorted(spelling for spelling, meant in known.items() if meant == topic)]


def main_topics() -> list[str]:
    """Every topic in use, or confirmed as what is meant, each once."""
    return MAIN.remembered("main topics", _main_topics)


def _main_topics() -> list[str]:
    known = confirmed_spellings()
    main = {known.get(topic, topic) for topic in topics_in_use()}
    return sorted(main, key=lambda topic: (topic.casefold(), topic))


def alike(topics: Iterable[str]) -> list[Alike]:
    """Topics that may be one, each group once: proposed, never merged."""
    by_key: dict[str, list[str]] = {}
    for topic in topics:
        by_key.setdefault(spelling_key(topic), []).append(topic)
    return [Alike(tuple(group)) for group in by_key.values() if len(group) > 1]
