"""Waiting for the turn to write: in the order of coming, and in a web process never with every thread.

Who waits in a web process holds one of its threads. So that some are always left to draw pages, only so many
may wait there at once, and none for long; others are told to come again. Any other process waits with as many
threads as it has.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Event, Lock

SHORT = 0.5  # seconds for which more may wait than there are places: ordinary saves are done by then


class Busy(Exception):
    """Others have been at work for longer than this one would wait, or too many wait for them already."""


class Patience:
    """How much longer somebody waits."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    @property
    def seconds(self) -> float:
        return max(0.0, self._until - time.monotonic())

    @property
    def milliseconds(self) -> int:
        return round(self.seconds * 1000)


class Places:
    """The threads of this process that may wait at once, and for how long any of them may."""

    def __init__(self) -> None:
        self._free: BoundedSemaphore | None = None
        self._longest = math.inf

    def limit(self, number: int, longest: float) -> None:
        """Let no more than so many wait from now on, and none for longer than so many seconds."""
        self._free, self._longest = BoundedSemaphore(number), longest

    @contextmanager
    def taken(self, milliseconds: int) -> Iterator[Patience]:
        """A place for whoever would wait so long, and how long they may. Raises Busy when there is none."""
        patience, free = Patience(min(milliseconds / 1000, self._longest)), self._free
        if free is None:
            yield patience
            return
        if not free.acquire(timeout=min(patience.seconds, SHORT)):
            raise Busy
        try:
            yield patience
        finally:
            free.release()


places = Places()


class Line:
    """The writers of one process to one database, of whom each is let on as the one before leaves."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def join(self, patience: Patience) -> None:
        """Wait until all who came before have left. Raises Busy when that takes longer."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            called = Event()
            self._waiting.append(called)
        if not called.wait(patience.seconds):
            self._give_up(called)

    @contextmanager
    def turn(self, patience: Patience) -> Iterator[None]:
        """The time between joining and leaving."""
        self.join(patience)
        try:
            yield
        finally:
            self.leave()

    def leave(self) -> None:
        """Let the next one on."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

    def _give_up(self, called: Event) -> None:
        with self._lock:
            if not called.is_set():  # which may have happened since
                self._waiting.remove(called)
                raise Busy
