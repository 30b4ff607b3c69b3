"""What is refused wherever somebody puts a word on record about duties."""

from __future__ import annotations

from datetime import date

from engage.platform import clock
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused


def must_be_named(actor: Actor, what: str) -> None:
    if not actor.is_signed_in:
        raise Refused(f"{what} by a named person, never by the system itself.")


def must_be_past(day: date, what: str) -> None:
    if day > clock.today():
        raise Refused(f"{what} on {long_date(day)}: that day has not come yet.")
