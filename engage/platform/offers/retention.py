"""What is to go when its time is over: each feature offers how it finds what is due, and how it goes.

How long each class stays is in ``rules/retention``. The worker asks every feature what is due, warns, and
has it taken away; the taking away stays with whoever keeps the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from engage.platform.data.tables import Keep
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.offers.gathered import gathered
from engage.rules.retention import read_retention


@dataclass(frozen=True, slots=True)
class Due:
    """What of one record is to go. ``what`` says which kinds of value, in words, never a value."""

    keep: Keep
    ref: str
    due_on: date
    what: str


Find = Callable[[date], Iterable[Due]]
"""Everything of its classes that is due on or before a day, in a fixed number of queries."""
Erase = Callable[[str], list[str]]
"""Take away what is due of the record with this reference, within a verb; nothing happens if it is gone.

Answers the fingerprints of files that nobody names any more, to be taken away once that is saved.
"""


@dataclass(frozen=True, slots=True)
class Keeper:
    """One feature's part in it: how what is due of one class on records of one kind (person, letter) goes."""

    keep: Keep
    kind: str
    find: Find
    erase: Erase


def counted_from(keep: Keep, by: date) -> date:
    """What counts from this day or an earlier one is due by a day, with the number now in force."""
    rule = read_retention()[keep.value]
    return rule.begins(by, agreed_number(rule.setting))


def ends_on(keep: Keep, counted: date) -> date:
    """The day on which what counts from a day is due."""
    rule = read_retention()[keep.value]
    return rule.ends(counted, agreed_number(rule.setting))


def due_by(day: date) -> list[Due]:
    """Everything that is due on or before a day, the earliest first."""
    found = [due for keeper in gathered().retention for due in keeper.find(day)]
    return sorted(found, key=lambda due: (due.due_on, due.keep, due.ref))


def erase(due: Due) -> list[str]:
    """Take away what is due, within a verb; answers the files to take away after it."""
    kind = due.ref.partition(":")[0]
    keeper = next(one for one in gathered().retention if (one.keep, one.kind) == (due.keep, kind))
    return keeper.erase(due.ref)


def classes() -> frozenset[Keep]:
    """The classes for which some feature sees to it."""
    return frozenset(keeper.keep for keeper in gathered().retention)
