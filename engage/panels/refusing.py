"""What is refused wherever somebody changes a panel or a membership."""

from __future__ import annotations

from datetime import date

from engage.platform import clock
from engage.rules.errors import Refused


def must_be_past(on: date, what: str) -> None:
    if on > clock.today():
        raise Refused(f"{what} cannot be a day to come. Correct it.")
