"""How many passwords are checked at once: a guess costs much by design, and must not slow others' pages.

Browsers that somebody has signed in from before have a turn of their own, which strangers cannot take.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore

from engage.accounts.throttling import TooSoon

AT_ONCE, IN_ALL = 1, 3  # in each process: at work, and at work or waiting with a thread held
PATIENCE = 2.0  # seconds
BUSY = "Many are signing in at this moment."
_TURNS = {known: BoundedSemaphore(AT_ONCE) for known in (False, True)}
_PLACES = {known: BoundedSemaphore(IN_ALL) for known in (False, True)}


@contextmanager
def turn(*, known: bool) -> Iterator[None]:
    """A turn for one password. Raises TooSoon rather than waiting long, or with many."""
    with _held(_PLACES[known], 0), _held(_TURNS[known], PATIENCE):
        yield


@contextmanager
def _held(limit: BoundedSemaphore, patience: float) -> Iterator[None]:
    if not limit.acquire(timeout=patience):
        raise TooSoon(BUSY, timedelta(seconds=5))
    try:
        yield
    finally:
        limit.release()
