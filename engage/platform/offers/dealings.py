"""Dealings with organisations and people: each register offers what it holds of them.

The stakeholder register lies beneath the features, so it cannot ask them. It asks here instead: for the
whole history of one stakeholder, and for the day of the last contact with each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.platform.offers.gathered import gathered


@dataclass(frozen=True, slots=True)
class Party:
    """Whose dealings are asked for: its reference (organisation:3, person:7) and the names it goes by."""

    ref: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dealing:
    """One thing a register holds of a stakeholder.

    ``what`` says in words what they did in it, such as "attended as PPG Chair"; ``record`` is its reference,
    such as meeting:12, which ``references`` turns into words and an address. ``is_contact`` when we were in
    touch with them by it. ``on`` is None when the day is not known.
    """

    party: str
    on: date | None
    what: str
    record: str
    register: str
    is_contact: bool = False


Find = Callable[[Sequence[Party]], Iterable[Dealing]]
"""Everything a register holds of these parties, in a fixed number of queries however many they are."""


def dealings_with(parties: Sequence[Party]) -> list[Dealing]:
    """Everything every register holds of these parties, newest first, what has no date last."""
    found = [dealing for find in gathered().dealings.values() for dealing in find(parties)] if parties else []
    return sorted(found, key=lambda one: (one.on is None, -(one.on or date.min).toordinal(), one.record))


def last_contacts(parties: Sequence[Party]) -> Mapping[str, date]:
    """The day of the last contact with each of these parties with whom there was any."""
    last: dict[str, date] = {}
    for dealing in dealings_with(parties):
        if dealing.is_contact and dealing.on is not None:
            last[dealing.party] = max(last.get(dealing.party, dealing.on), dealing.on)
    return last
