"""Keyed hashes that only this installation can make, and nobody who owns the database alone.

One key seals the trail. The other guards people: by it is known, without their addresses, who is never to be
written to again, and it is not to change when the secret key does."""

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


def guarded(text: str) -> str:
    """The keyed hash of what is to be known again for as long as the record is kept."""
    return _sealed_with(current_app.config["GUARD_KEY"], text)


def guard_mark() -> str:
    """What tells one key that guards from another, and gives neither away."""
    return _mark_of(current_app.config["GUARD_KEY"], "the key that guards")


def key_marks() -> dict[str, str]:
    """The mark of each key without which a record is not whole, by the setting that gives it."""
    return {"ENGAGE_SECRET_KEY": guard_mark(), "ENGAGE_TRAIL_KEY": key_mark()}


@cache
def _mark_of(key: bytes, whose: str = "the key of the trail") -> str:
    return _sealed_with(key, whose)[:16]


def _sealed_with(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()
