"""Fetching one version of the terms of reference of a forum."""

from __future__ import annotations

from engage.forums.models import Forum, TermsOfReference
from engage.platform.data.db import session
from engage.rules.errors import Missing


def terms_for(forum: Forum, terms_id: int) -> TermsOfReference:
    """One version of the terms of this forum. Raises Missing."""
    found = session().get(TermsOfReference, terms_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found
