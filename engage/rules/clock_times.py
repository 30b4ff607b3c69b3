"""A time of day as people write it: 14:00, 2pm, 2.30 pm, noon."""

from __future__ import annotations

import re

HOW_TO_WRITE_A_TIME = "Enter a time such as 14:00 or 2pm."

_WORDS = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00"}
_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>am|pm)?")


class UnreadableTime(ValueError):
    """The message says what is wrong with the time typed and what to type instead."""


def read_clock_time(text: str) -> str:
    """The time as 24 hours, such as 09:30; empty for an empty text. Raises UnreadableTime.

    "2" alone could be either end of the day, so it is refused.
    """
    plain = " ".join(text.lower().replace("a.m.", "am").replace("p.m.", "pm").split())
    if not plain or plain in _WORDS:
        return _WORDS.get(plain, "")
    found = _TIME.fullmatch(plain)
    if found is None or not (found["minute"] or found["half"]):
        raise UnreadableTime(f"“{text.strip()}” is not a time of day. {HOW_TO_WRITE_A_TIME}")
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if minute > 59 or hour > (12 if found["half"] else 23) or (found["half"] and hour == 0):
        raise UnreadableTime(f"There is no time “{text.strip()}”. {HOW_TO_WRITE_A_TIME}")
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return f"{hour:02}:{minute:02}"
