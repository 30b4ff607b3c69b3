"""Pages that cost much: how many one person may have made at once, and how much of a processor in a minute.

Each web process counts for itself, since it is its own time that one person may not take from everybody else.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

from flask import current_app
from werkzeug.exceptions import TooManyRequests

from engage.platform.web.guard import actor

View = TypeVar("View", bound=Callable[..., Any])

BUSY = (
    "Three pages or files that take long are being made for you already. Wait for them, then ask once more."
)
MUCH = "You have had many pages or files made that take long. Wait {wait} seconds, then ask once more."
PLACE = "costly pages"  # among the extensions of an application
WAIT = 5  # seconds, for what is being made


class Allowance:
    """What one may have made: so many at once, and ``seconds`` of a processor ``within`` so many."""

    def __init__(self, at_once: int = 3, seconds: float = 20, within: float = 60) -> None:
        self._at_once, self._seconds, self._within = at_once, seconds, within
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._being_made: dict[Hashable, int] = defaultdict(int)
        self._spent: dict[Hashable, deque[tuple[float, float]]] = defaultdict(deque)

    @contextmanager
    def turn(self, whose: Hashable) -> Iterator[None]:
        """Room for one thing that costs much. Raises TooManyRequests, saying how long to wait, without it."""
        with self._lock:
            self._make_room(whose)
            self._being_made[whose] += 1
        began = time.thread_time()
        try:
            yield
        finally:
            with self._lock:
                self._spent[whose].append((time.monotonic(), time.thread_time() - began))
                self._being_made[whose] -= 1

    def _make_room(self, whose: Hashable) -> None:
        if self._being_made[whose] >= self._at_once:
            raise TooManyRequests(BUSY, retry_after=WAIT)
        spent, now = self._spent[whose], time.monotonic()
        while spent and now - spent[0][0] > self._within:
            spent.popleft()
        if sum(cost for _, cost in spent) > self._seconds:
            wait = math.ceil(self._within - (now - spent[0][0])) or 1
            raise TooManyRequests(MUCH.format(wait=wait), retry_after=wait)


@contextmanager
def in_turn() -> Iterator[None]:
    """Much work is done here for whoever asks, who may have only so much of it done."""
    allowance: Allowance = current_app.extensions[PLACE]
    with allowance.turn(actor().id):
        yield


def costly(view: View) -> View:
    """A view that may be much work, as a whole."""

    @wraps(view)
    def bounded(*given: Any, **named: Any) -> Any:
        with in_turn():
            return view(*given, **named)

    return cast(View, bounded)
