"""Keeping terms of reference as they were agreed, and correcting them."""

from __future__ import annotations

from sqlalchemy import select

from engage.forums.entries import TermsEntry
from engage.forums.models import Forum, TermsOfReference
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

terms_agreed = audit.Event("forum.terms-agreed", "forum_id", "terms_id")
terms_changed = audit.Event("forum.terms-changed", "forum_id", "terms_id")
terms_dropped = audit.Event("forum.terms-dropped", "forum_id", "terms_id")


@one_transaction
def agree_terms(actor: Actor, forum: Forum, entry: TermsEntry) -> TermsOfReference:
    """Keep terms of reference as agreed on a day; those before stay as they were until then.

    Raises Refused for a second version of one day, a review before the agreement, or a quorum below one.
    """
    terms = TermsOfReference(forum_id=forum.id)
    _put_in(terms, entry)
    save(terms)
    terms_agreed(actor, forum_id=forum.id, terms_id=terms.id)
    return terms


@one_transaction
def change_terms(actor: Actor, terms: TermsOfReference, version: int, entry: TermsEntry) -> None:
    """Correct terms of reference as they stood at ``version``. Raises Refused as agreeing them would, and if
    they are newer."""
    hold(terms, version, "version of the terms")
    _put_in(terms, entry)
    terms_changed(actor, forum_id=terms.forum_id, terms_id=terms.id)


@one_transaction
def drop_terms(actor: Actor, terms: TermsOfReference) -> None:
    """Take away terms of reference kept by mistake."""
    terms_dropped(actor, forum_id=terms.forum_id, terms_id=terms.id)
    session().delete(terms)


def _put_in(terms: TermsOfReference, entry: TermsEntry) -> None:
    same_day = select(TermsOfReference.id).where(
        TermsOfReference.forum_id == terms.forum_id, TermsOfReference.agreed_on == entry.agreed_on
    )
    if [number for number in session().scalars(same_day) if number != terms.id]:
        raise Refused(
            f"There are terms of reference agreed on {long_date(entry.agreed_on)} already. Change those."
        )
    if entry.review_on and entry.review_on <= entry.agreed_on:
        raise Refused("The review comes after the day they were agreed. Enter a later day for the review.")
    if entry.quorum is not None and entry.quorum < 1:
        raise Refused("A quorum is at least one member. Leave it blank when none is set.")
    put(terms, entry)
    terms.file, terms.file_name = entry.file, entry.file_name
