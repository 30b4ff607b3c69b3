"""What was tried in vain: passwords, or addresses that nobody should guess. It slows, and never locks.

Each try in vain heats what it was tried on and where it came from, and both cool again by the minute. From a
certain heat on the next try has to wait, first a second, then twice as long with each. The counters stand in
the database of what the public sends in, whose writers do not queue with those of the record.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select

from engage.accounts.models import Throttle
from engage.platform import clock
from engage.platform.data.db import answers
from engage.platform.data.transactions import of_answers
from engage.platform.web.pages import counted
from engage.rules.errors import Refused

NO_WAIT = timedelta(0)
COLD_AFTER = timedelta(hours=12)  # longer than the hottest take to cool at any pace


@dataclass(frozen=True, slots=True)
class Pace:
    """So many tries are free, one is forgotten each time that it ``cools``; the wait grows to the longest."""

    free: int
    cools: timedelta
    longest: timedelta

    def heat(self, row: Throttle, now: datetime) -> float:
        return max(0.0, row.heat - (now - row.at) / self.cools)

    def wait(self, row: Throttle, now: datetime) -> timedelta:
        """How long it is until the next may be tried."""
        over = row.heat - self.free
        pause = min(timedelta(seconds=2 ** min(over, 30)), self.longest) if over >= 0 else NO_WAIT
        return max(NO_WAIT, row.at + pause - now)


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted, as a keyed hash, and its pace."""

    key: str
    pace: Pace


class TooSoon(Refused):
    """It has to wait: a sentence, and how long."""

    def __init__(self, sentence: str, wait: timedelta) -> None:
        self.seconds = max(1, ceil(wait.total_seconds()))
        super().__init__(f"{sentence} Wait {_in_words(self.seconds)}, then try again.")


def key_of(what: str, secret: str) -> str:
    """A keyed hash of what is counted, so that the thing itself is never kept."""
    return hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()


def count_a_try(counters: Collection[Counter], sentence: str) -> None:
    """Count one try under each, across every process. Raises TooSoon while one of them is too hot.

    Those who have to wait are told so without writing or counting anything.
    """
    wait = _longest(_rows(counters), counters) or _counted(counters)
    answers.session().rollback()
    if wait:
        raise TooSoon(sentence, wait)


@of_answers
def take_back(counters: Collection[Counter]) -> None:
    """Take back one try under each: it was not in vain."""
    for row in _rows(counters, to_write=True).values():
        row.heat = max(0.0, row.heat - 1)


@of_answers
def forget_cold(now: datetime) -> None:
    """Take away the counters that are cold."""
    answers.session().execute(delete(Throttle).where(Throttle.at < now - COLD_AFTER))


@of_answers
def _counted(counters: Collection[Counter]) -> timedelta:
    now = clock.now()
    _add_missing([counter.key for counter in counters], now)
    rows = _rows(counters, to_write=True)
    wait = _longest(rows, counters)
    if not wait:
        for counter in counters:
            row = rows[counter.key]
            row.heat, row.at = counter.pace.heat(row, now) + 1, now
    return wait


def _longest(rows: dict[str, Throttle], counters: Collection[Counter]) -> timedelta:
    now = clock.now()
    waits = (counter.pace.wait(rows[counter.key], now) for counter in counters if counter.key in rows)
    return max(waits, default=NO_WAIT)


def _rows(counters: Collection[Counter], *, to_write: bool = False) -> dict[str, Throttle]:
    keys = [counter.key for counter in counters]
    wanted = select(Throttle).where(Throttle.key_hash.in_(keys))
    if to_write:
        wanted = wanted.order_by(Throttle.key_hash).with_for_update()
    return {row.key_hash: row for row in answers.session().scalars(wanted)}


def _add_missing(keys: Sequence[str], now: datetime) -> None:
    cold = [{"key_hash": key, "heat": 0.0, "at": now} for key in sorted(keys)]
    answers.session().execute(answers.insert_into(Throttle).values(cold).on_conflict_do_nothing())


def _in_words(seconds: int) -> str:
    if seconds < 100:
        return counted(seconds, "second", "seconds")
    return counted(ceil(seconds / 60), "minute", "minutes")
