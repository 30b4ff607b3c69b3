"""Passwords: what is refused as too easily guessed, and how they are hashed."""

from __future__ import annotations

import re
import secrets
import unicodedata
from calendar import day_name
from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Flask, current_app

from engage.platform.data.typed import tidied
from engage.rules.calendar_words import MONTH_NAMES
from engage.rules.errors import Refused

SHORTEST, LONGEST = 12, 128
WEIGHED = 32  # characters looked at; the work grows with their square, and so many are enough to tell
HARD_ENOUGH = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
LEAST_FOREIGN = 8  # characters beside the words that others know of whoever chose it
SEASONS = ("spring", "summer", "autumn", "winter")
OF_A_DATE = re.compile("|".join((*MONTH_NAMES, *day_name, *SEASONS)), re.IGNORECASE)
YEAR_OR_MARKS = re.compile(r"\b(?:19|20)?\d\d\b|[\W_]+")
OF_THE_HOUSE = ("engage", "nhs", "engagement")
COMMON = "it is made of common words or names, repeats, rows of keys or dates"
WOULD_DO = "Three or four words that have nothing to do with one another would do, with spaces if you like."


def install(app: Flask, words_of_the_installation: Callable[[], Iterable[str]]) -> None:
    """``words_of_the_installation``: the names it goes by, which are the first that somebody would guess."""
    app.extensions["passwords"] = PasswordHasher(memory_cost=app.config["PASSWORD_MEMORY"])
    app.extensions["words of the installation"] = words_of_the_installation


def refuse_weak(password: str, own: Iterable[str]) -> None:
    """Raises Refused, saying what would do, for a password that is short, endless or easily guessed.

    ``own`` is what others know of whose it is, such as their address and name.
    """
    password = tidied(password)
    if len(password) < SHORTEST:
        raise Refused(f"The password must be {SHORTEST} characters or more, such as three random words.")
    if len(password) > LONGEST:
        raise Refused(f"The password must be {LONGEST} characters or fewer.")
    plain = unicodedata.normalize("NFKC", password)  # who guesses does not mind how wide the letters are
    why = _why_easy(plain[:WEIGHED], [*own, *current_app.extensions["words of the installation"]()])
    if why:
        raise Refused(f"This password is too easy to guess: {why}. {WOULD_DO}")


def hash_of(password: str) -> str:
    return _hasher().hash(tidied(password))


def match(hashed: str, password: str) -> bool:
    """Whether this is the password that was hashed."""
    try:
        return _hasher().verify(hashed, tidied(password))
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


def _why_easy(password: str, known: Iterable[str]) -> str:
    """Why a password is easily guessed, to follow a colon; empty when it is not."""
    from zxcvbn import zxcvbn

    words = {part.lower() for text in known for part in (text, *re.split(r"\W+", text)) if len(part) > 1}
    weighed = zxcvbn(password, user_inputs=[*OF_THE_HOUSE, *sorted(words)])
    lists = {part.get("dictionary_name", "") for part in weighed["sequence"]}
    foreign = [part["token"] for part in weighed["sequence"] if part.get("dictionary_name") != "user_inputs"]
    if "user_inputs" in lists and len("".join(foreign)) < LEAST_FOREIGN:
        return "it is made of your name, your address or the names of your organisation"
    if weighed["score"] >= HARD_ENOUGH:
        return COMMON if _is_a_date(password) else ""
    if "passwords" in lists:
        return "it, or most of it, is in lists of passwords that were stolen elsewhere"
    return COMMON


def _is_a_date(password: str) -> bool:
    """Whether it is little more than a season, month or day with a year and marks, as many begin theirs."""
    rest, found = OF_A_DATE.subn(" ", password)
    return bool(found) and len(YEAR_OR_MARKS.sub("", rest)) < LEAST_FOREIGN
