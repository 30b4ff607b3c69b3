"""What a meeting of a forum is judged by: its quorum, and whether the forum met as often as planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from engage.rules.facts import Days


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


def as_planned(due: Iterable[date], held: Iterable[date], within: Days) -> tuple[int, int] | None:
    """How often a forum met in this time, of how often its schedule had it meet; None without a schedule.

    ``due`` are the days of its schedule and ``held`` the days on which it met. A meeting in the month of the
    first that was due counts; one before that makes up for none that came after. Between meetings of its
    schedule a forum had to meet no time; before the first of them, or after the last, it has no schedule.
    """
    days, (first, last) = sorted(due), within
    wanted = [day for day in days if first <= day <= last]
    if not wanted:
        return (0, 0) if days and days[0] < first and last < days[-1] else None
    return sum(wanted[0].replace(day=1) <= day <= last for day in held), len(wanted)
