"""What features keep of a person where no column leads to them: each offers how it is found and erased.

Everything that a column does lead to (a foreign key to ``person``, or a reference such as person:7) is found
in the tables by itself, and needs no word here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from engage.platform.offers.gathered import gathered

Export = Callable[[int], Iterable[Mapping[str, Any]]]
"""What is kept of the person with this number: for each record its values, under names people understand."""
Erase = Callable[[int], int]
"""Take it away, within the verb that erases the person; answers how many records went."""


class Apart(NamedTuple):
    """What one feature keeps apart; ``name`` is how it is spoken of, such as “answers about themselves”."""

    name: str
    export: Export
    erase: Erase


def kept_apart(person_id: int) -> dict[str, list[Mapping[str, Any]]]:
    """What every feature keeps apart of this person, by its name; who keeps nothing is left out."""
    found = {one.name: list(one.export(person_id)) for one in gathered().personal}
    return {name: records for name, records in found.items() if records}


def erase_apart(person_ids: Sequence[int]) -> dict[str, int]:
    """Take away what every feature keeps apart of these people, within a verb; how many records went.

    Before the rows by which it is found: what is keyed by a membership cannot be found without it.
    """
    gone = {one.name: sum(one.erase(number) for number in person_ids) for one in gathered().personal}
    return {name: number for name, number in gone.items() if number}
