"""Occasions on which people were heard in one project: each register offers those of its own.

So that whoever is affected and was not heard can be found by a feature that may not ask its siblings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engage.platform.offers.gathered import gathered


@dataclass(frozen=True, slots=True)
class Occasion:
    """One record of one project. ``names`` are the groups and organisations it names, as they are written;
    ``something_said`` whether anything that people said at it is on record.
    """

    record: str
    names: tuple[str, ...] = ()
    something_said: bool = False


Find = Callable[[int], Iterable[Occasion]]
"""The occasions of the project with this number, in a fixed number of queries."""


def occasions_in(project_id: int) -> list[Occasion]:
    """Every occasion of one project, of every register."""
    return [occasion for find in gathered().hearings.values() for occasion in find(project_id)]
