"""By which words people are found: their own, and those of the organisations in which they hold a post."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from engage.platform import clock
from engage.platform.data import search
from engage.rules.words import search_words
from engage.stakeholders.models import Organisation, Person, Post


def people_with(typed: str) -> ColumnElement[bool]:
    """True for people who have, with an organisation in which they hold a post now, every word typed."""
    words = search_words(typed).split()
    if not words:
        return search.every_word(Person, typed)
    by_post = (
        select(Post.person_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .join(Person, Person.id == Post.person_id)
        .where(
            or_(Post.to_on.is_(None), Post.to_on >= clock.today()),
            search.any_word(Organisation, words),
            search.every_word_between((Person, Organisation), typed),
        )
    )
    return or_(search.every_word(Person, typed), Person.id.in_(by_post))
