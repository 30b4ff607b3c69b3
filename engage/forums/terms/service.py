"""Keeping terms of reference as they were agreed, and correcting them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engage.forums.models import Forum, TermsOfReference
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

terms_agreed = audit.Event("forum.terms-agreed", "forum_id", "terms_id")
terms_changed = audit.Event("forum.terms-changed", "forum_id", "terms_id")
terms_dropped = audit.Event("forum.terms-dropped", "forum_id", "terms_id")


@one_transaction
def agree_terms(actor: Actor, forum: Forum, entry: Mapping[str, Any]) -> TermsOfReference:
    """Keep terms of reference as agreed on a day; those before stay as they were until then.

    ``entry`` holds columns of ``TermsOfReference``. Raises Refused for a second version of one day, a review
    before the agreement, or a quorum below one.
    """
    terms = TermsOfReference(forum_id=forum.id)
    _fill_terms(terms, entry)
    save(terms)
    terms_agreed(actor, forum_id=forum.id, terms_id=terms.id)
    return terms


@one_transaction
def change_terms(actor: Actor, terms: TermsOfReference, entry: Mapping[str, Any]) -> None:
    """Correct a version of the terms of reference. Raises Refused as agreeing them would."""
    with session().no_autoflush:
        _fill_terms(terms, entry)
    session().flush()
    terms_changed(actor, forum_id=terms.forum_id, terms_id=terms.id)


@one_transaction
def drop_terms(actor: Actor, terms: TermsOfReference) -> None:
    """Take away terms of reference kept by mistake; the file itself stays in the store."""
    terms_dropped(actor, forum_id=terms.forum_id, terms_id=terms.id)
    session().delete(terms)


def _fill_terms(terms: TermsOfReference, entry: Mapping[str, Any]) -> None:
    for name, value in entry.items():
        setattr(terms, name, value)
    same_day = select(TermsOfReference.id).where(
        TermsOfReference.forum_id == terms.forum_id, TermsOfReference.agreed_on == terms.agreed_on
    )
    if [number for number in session().scalars(same_day) if number != terms.id]:
        raise Refused(
            f"There are terms of reference agreed on {long_date(terms.agreed_on)} already. Change those."
        )
    if terms.review_on and terms.review_on <= terms.agreed_on:
        raise Refused("The review comes after the day they were agreed. Enter a later day for the review.")
    if terms.quorum is not None and terms.quorum < 1:
        raise Refused("A quorum is at least one member. Leave it blank when none is set.")
