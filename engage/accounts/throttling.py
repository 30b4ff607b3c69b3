"""How often something was tried: a password, or a private address that nobody should guess."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import sqlite

from engage.accounts.models import Throttle
from engage.platform import clock
from engage.platform.data.db import is_postgresql, session
from engage.platform.data.transactions import one_transaction, unless_busy

WINDOW = timedelta(minutes=15)


def key_of(what: str, secret: str) -> str:
    """A keyed hash of what is counted, so that the thing itself is never kept."""
    return hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()


def tries_under(key: str) -> int:
    """How many tries were counted under this key in the window of time that is open now."""
    wanted = select(Throttle.tries).where(Throttle.key_hash == key, Throttle.window == window_of(clock.now()))
    return session().scalar(wanted) or 0


@one_transaction
def count_a_try(key: str) -> int:
    """Count one more try under this key, across every process; answers how many there were in this window."""
    return _counted(key)


@unless_busy
def note_a_try(key: str) -> None:
    """Count one more try unless others are writing: for a page that must not wait for them."""
    _counted(key)


def window_of(now: datetime) -> int:
    """The number of the window of time a moment lies in."""
    return int(now.timestamp() // WINDOW.total_seconds())


def forget_past_windows(now: datetime) -> None:
    """Within a verb: take away counters whose window is over."""
    session().execute(delete(Throttle).where(Throttle.window < window_of(now) - 1))


def _counted(key: str) -> int:
    now = clock.now()
    forget_past_windows(now)
    insert: Any = sqlite.insert
    if is_postgresql():
        from sqlalchemy.dialects import postgresql

        insert = postgresql.insert
    counted = (
        insert(Throttle)
        .values(key_hash=key, window=window_of(now), tries=1)
        .on_conflict_do_update(index_elements=["key_hash", "window"], set_={"tries": Throttle.tries + 1})
        .returning(Throttle.tries)
    )
    tries: int = session().execute(counted).scalar_one()
    return tries
