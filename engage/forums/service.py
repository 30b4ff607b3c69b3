"""Setting up forums and changing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engage.forums import queries
from engage.forums.entries import ForumEntry
from engage.forums.models import Forum
from engage.organisation.models import Network
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

added = audit.Event("forum.added", "forum_id", "code")
changed = audit.Event("forum.changed", "forum_id")


@one_transaction
def add_forum(actor: Actor, entry: ForumEntry) -> Forum:
    """Add a forum. Raises Refused for a code in use, days out of order, or a network of another body."""
    forum = Forum()
    _put_in(forum, entry)
    save(forum)
    added(actor, forum_id=forum.id, code=forum.code)
    return forum


@one_transaction
def change_forum(actor: Actor, forum: Forum, version: int, entry: ForumEntry) -> None:
    """Change a forum as it stood at ``version``. Raises Refused as adding it would, and if it is newer."""
    hold(forum, version, "forum")
    _put_in(forum, entry)
    changed(actor, forum_id=forum.id)


def _put_in(forum: Forum, entry: ForumEntry) -> None:
    code = entry.code.strip().lower() or queries.free_code(entry.name)
    other = queries.forum_with_code(code)
    if other is not None and other is not forum:
        raise Refused(f"The code {code} is the one of {other.name}. Choose another, or leave it blank.")
    if code in queries.RESERVED:
        raise Refused(f"The code {code} means another page. Choose another, or leave it blank.")
    check_days(entry.from_on, entry.to_on, "The forum")
    network = session().get(Network, entry.network_id) if entry.network_id else None
    if network is not None and entry.body_id is not None and network.body_id != entry.body_id:
        raise Refused(f"{network.name} is a network of another body. Choose one of its own, or none.")
    put(forum, replace(entry, code=code))
    forum.settle_unread()


def check_days(first: date | None, last: date | None, what: str) -> None:
    if first and last and last < first:
        raise Refused(
            f"{what} cannot have ended on {long_date(last)}, before it began on {long_date(first)}."
        )
