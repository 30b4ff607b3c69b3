"""Waiting for what another process is about to do: as long as it takes, and no longer than it may."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_EVERY = 0.05  # seconds: looking takes the time of whoever is looked at


def eventually(condition: Callable[[], object], what: str, within: float = 15.0) -> None:
    """Come back once ``condition`` holds; fail, saying ``what`` was waited for, after so many seconds."""
    give_up = time.monotonic() + within
    while not condition():
        if time.monotonic() > give_up:
            raise AssertionError(f"After {within:g} seconds still not: {what}")
        time.sleep(LOOK_EVERY)
