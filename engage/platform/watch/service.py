"""Traces are noted, equal ones of a minute as one, and let go when their time is over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, func, select

from engage.platform import clock
from engage.platform.data.db import watch
from engage.platform.data.transactions import of_watch
from engage.platform.watch.entries import TraceEntry
from engage.platform.watch.models import Trace
from engage.platform.watch.queries import minute_of

MOST_OF_STRANGERS = 200  # rows that those who have not signed in can fill in a minute, however many they are
MANY = ""  # stands for the sources beyond


@of_watch
def note(entry: TraceEntry) -> None:
    """Note something that happened. Raises Busy when others write for longer than a page may wait."""
    now = clock.now()
    minute = minute_of(now)
    source, what = entry.source, entry.what
    if not entry.is_known and _rows_of(minute) >= MOST_OF_STRANGERS:
        source, what = MANY, ""
    row = watch.insert_into(Trace).values(
        at=now,
        minute=minute,
        kind=entry.kind,
        account_id=entry.account_id,
        source=source,
        what=what,
        times=1,
    )
    counted = row.on_conflict_do_update(
        index_elements=["minute", "kind", "account_id", "source", "what"], set_={"times": Trace.times + 1}
    )
    watch.session().execute(counted)


@of_watch
def forget_before(day: date) -> int:
    """Take away what happened before a day; answers how many rows."""
    gone = delete(Trace).where(Trace.at < clock.beginning_of(day)).returning(Trace.id)
    return len(watch.session().scalars(gone).all())


def _rows_of(minute: int) -> int:
    return watch.session().scalar(select(func.count()).where(Trace.minute == minute)) or 0
