"""What goes into an insight summary: the themes of a quarter from every source, as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from engage.experience.queries import stories_in
from engage.experience.quoting import Use
from engage.experience.topics import queries as topics
from engage.experience.topics.queries import Narrowed, Quotation, Theme
from engage.experience.topics.sources import counted_kind, kind_of
from engage.feedback.models import Feedback
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.periods import Period

Value = dict[str, Any]

WITHIN_THE_QUARTER = "Only what is known to have been heard wholly within the quarter counts."


def value_of(body: Body, period: Period) -> tuple[list[Value], Value]:
    """(themes, totals) of a body's quarter, plain enough to be frozen.

    Each theme: topic, spellings, items, unplaced, sources, kinds, tones, and quotes of story and words.
    """
    where = _narrowed_to(body, period).condition
    found = topics.themes(where)
    refs = {ref for theme in found for ref in theme.stories}
    quotes = {one.story: one for one in topics.quotations(refs, Use.REPORT)}
    themes = [_plain(theme, quotes) for theme in found]
    voices = {source for theme in found for source in theme.by_source}
    totals: Value = {
        "items": session().scalar(select(func.count()).select_from(Feedback).where(where)) or 0,
        "without_topic": topics.without_topic(where),
        "sources": len(voices),
        "kinds": dict(Counter(map(kind_of, sorted(voices))).most_common()),
        "stories": stories_in(period, body.id).plain(),
    }
    return themes, totals


def kinds_in_words(kinds: dict[str, int]) -> str:
    """2 forums, 1 story; empty when there is none."""
    return ", ".join(counted_kind(kind, number) for kind, number in kinds.items())


def _narrowed_to(body: Body, period: Period) -> Narrowed:
    return topics.narrowed(MultiDict({"body": body.code, "heard": period.code}))


def _plain(theme: Theme, quotes: dict[int, Quotation]) -> Value:
    return {
        "topic": theme.topic,
        "spellings": theme.other_spellings,
        "items": theme.items,
        "unplaced": theme.unplaced,
        "sources": theme.sources,
        "kinds": theme.kinds,
        "tones": dict(sorted(theme.tones.items())),
        "quotes": [{"story": one.story, "words": one.words} for one in _of(theme, quotes)],
    }


def _of(theme: Theme, quotes: dict[int, Quotation]) -> Iterable[Quotation]:
    numbers = sorted(int(ref.removeprefix("story:")) for ref in theme.stories)
    return (quotes[number] for number in numbers if number in quotes)
