"""Passwords: hashed with argon2, at the cost this installation has chosen."""

from __future__ import annotations

import secrets
from functools import cache
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Flask, current_app


def install(app: Flask) -> None:
    app.extensions["passwords"] = PasswordHasher(memory_cost=app.config["PASSWORD_MEMORY"])


def hash_of(password: str) -> str:
    return _hasher().hash(password)


def match(hashed: str, password: str) -> bool:
    """Whether this is the password that was hashed."""
    try:
        return _hasher().verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def of_nobody() -> str:
    """The hash of a password that nobody has."""
    return _hashed_once(_hasher())


@cache
def _hashed_once(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe(16))


def _hasher() -> PasswordHasher:
    return cast(PasswordHasher, current_app.extensions["passwords"])
