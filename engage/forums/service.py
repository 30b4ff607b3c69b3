"""Setting up forums and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engage.forums import queries
from engage.forums.models import Forum
from engage.organisation.models import Network
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

added = audit.Event("forum.added", "forum_id", "code")
changed = audit.Event("forum.changed", "forum_id")


@one_transaction
def add_forum(actor: Actor, entry: Mapping[str, Any]) -> Forum:
    """Add a forum. ``entry`` holds columns of ``Forum`` by name; a ``code`` is given when there is none.

    Raises Refused for a code in use, days in the wrong order, or a network of another body.
    """
    forum = Forum()
    fill(forum, entry)
    save(forum)
    added(actor, forum_id=forum.id, code=forum.code)
    return forum


@one_transaction
def change_forum(actor: Actor, forum: Forum, entry: Mapping[str, Any], version: int | None = None) -> Forum:
    """Change columns of a forum as it stood at ``version``. Raises Refused as adding it would, or when
    somebody changed it in between."""
    if version is not None:
        hold(forum, version, "forum")
    with session().no_autoflush:
        fill(forum, entry)
    session().flush()
    changed(actor, forum_id=forum.id)
    return forum


def fill(forum: Forum, entry: Mapping[str, Any]) -> None:
    """Put ``entry`` into a forum, for use inside a verb."""
    for name, value in entry.items():
        setattr(forum, name, value)
    forum.code = (forum.code or "").strip().lower() or queries.free_code(forum.name)
    other = queries.forum_with_code(forum.code)
    if other is not None and other is not forum:
        raise Refused(f"The code {forum.code} is the one of {other.name}. Choose another, or leave it blank.")
    if forum.code in queries.RESERVED:
        raise Refused(f"The code {forum.code} means another page. Choose another, or leave it blank.")
    check_days(forum.from_on, forum.to_on, "The forum")
    network = session().get(Network, forum.network_id) if forum.network_id else None
    if network is not None and forum.body_id is not None and network.body_id != forum.body_id:
        raise Refused(f"{network.name} is a network of another body. Choose one of its own, or none.")


def check_days(first: date | None, last: date | None, what: str) -> None:
    if first and last and last < first:
        raise Refused(
            f"{what} cannot have ended on {long_date(last)}, before it began on {long_date(first)}."
        )
