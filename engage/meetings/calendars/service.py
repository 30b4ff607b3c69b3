"""Opening private calendar addresses and closing them."""

from __future__ import annotations

import secrets

from engage.forums.models import Forum
from engage.meetings.calendars import queries
from engage.meetings.models import CalendarFeed
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

feed_opened = audit.Event("calendar.feed-opened", "feed_id", "forum_id")
feed_closed = audit.Event("calendar.feed-closed", "feed_id")
feed_replaced = audit.Event("calendar.feed-replaced", "feed_id")
SECRET_BYTES = 32
MOST_FEEDS = 20  # of one account: more are forgotten, and a forgotten address is one that leaks


@one_transaction
def open_feed(actor: Actor, forum: Forum | None, alarm_minutes: int | None) -> str:
    """A private address for the meetings of one forum, or of every forum; answers its secret.

    Only a hash is kept, so the secret can be shown this once. Raises Refused when there are many already.
    """
    if actor.id is None:
        raise Refused("A calendar address belongs to an account. Sign in first.")
    if len(queries.feeds_of(actor)) >= MOST_FEEDS:
        raise Refused(f"You have {MOST_FEEDS} calendar addresses. Close one you no longer use.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = save(
        CalendarFeed(
            forum_id=forum.id if forum else None,
            account_id=actor.id,
            secret_hash=queries.hash_of(secret),
            alarm_minutes=alarm_minutes,
            made_at=clock.now(),
        )
    )
    feed_opened(actor, feed_id=feed.id, forum_id=feed.forum_id)
    return secret


@one_transaction
def close_feed(actor: Actor, feed: CalendarFeed) -> None:
    """Close an address: from now on nothing is found there."""
    feed.ended_at = clock.now()
    session().flush()
    feed_closed(actor, feed_id=feed.id)


@one_transaction
def replace_feed(actor: Actor, feed: CalendarFeed) -> str:
    """Close an address that may have been seen by others, and open one like it; answers the new secret."""
    forum = session().get(Forum, feed.forum_id) if feed.forum_id else None
    close_feed(actor, feed)
    feed_replaced(actor, feed_id=feed.id)
    return open_feed(actor, forum, feed.alarm_minutes)
