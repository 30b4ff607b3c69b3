"""What a meeting of a forum is judged by: its quorum, and whether the forum met as often as planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class Quorum(StrEnum):
    """Whether enough members were there. What was not recorded can be told neither way."""

    MET = "met"
    NOT_MET = "not met"
    CANNOT_BE_TOLD = "cannot be told: which members came is not recorded"
    NONE_SET = "no quorum is set"


def quorum(needed: int | None, came: int | None) -> Quorum:
    """``needed`` is None where the terms of reference set none, ``came`` where nobody recorded who came."""
    if needed is None:
        return Quorum.NONE_SET
    if came is None:
        return Quorum.CANNOT_BE_TOLD
    return Quorum.MET if came >= needed else Quorum.NOT_MET


def held_on_schedule(due: Iterable[date], held: Iterable[date], on: date) -> bool | None:
    """Whether a forum had met by ``on`` as often as its schedule had it meet; None without a schedule.

    ``due`` are the days of its schedule and ``held`` the days on which it met. A meeting in the month in
    which the schedule begins counts; one before that makes up for none that came after.
    """
    wanted = sorted(day for day in due if day <= on)
    if not wanted:
        return None
    return sum(wanted[0].replace(day=1) <= day <= on for day in held) >= len(wanted)
