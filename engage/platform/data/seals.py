"""Seals: keyed hashes that only this installation can make, and nobody who owns the database alone."""

from __future__ import annotations

import hmac
from functools import cache

from flask import current_app


def sealed(*what: str | int | None) -> str:
    """The keyed hash of these values in order. None but the last may hold a new line."""
    return _sealed_with(current_app.config["TRAIL_KEY"], "\n".join(map(str, what)))


def key_mark() -> str:
    """What tells one key from another and gives neither away."""
    return _mark_of(current_app.config["TRAIL_KEY"])


@cache
def _mark_of(key: bytes) -> str:
    return _sealed_with(key, "the key of the trail")[:16]


def _sealed_with(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()
