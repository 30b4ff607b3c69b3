"""Fetching terms of reference: of one forum, or those in force on a day."""

from __future__ import annotations

from sqlalchemy import select

from engage.forums.models import Forum, TermsOfReference
from engage.platform.data.db import session
from engage.rules.errors import Missing


def terms_of(forum: Forum) -> list[TermsOfReference]:
    """Every version of its terms of reference, newest first."""
    wanted = select(TermsOfReference).where(TermsOfReference.forum_id == forum.id)
    return list(
        session().scalars(wanted.order_by(TermsOfReference.agreed_on.desc(), TermsOfReference.id.desc()))
    )


def terms_for(forum: Forum, terms_id: int) -> TermsOfReference:
    """One version of the terms of this forum. Raises Missing."""
    found = session().get(TermsOfReference, terms_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found
