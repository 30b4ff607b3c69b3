"""What can be done to many records at once, as the packages offer it that hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.platform.offers.gathered import gathered

Given = Mapping[str, Any]
Report = Callable[[int], None]


def silently(_done: int) -> None:
    """Tells nobody how far it is."""


@dataclass(frozen=True, slots=True)
class ManyAct:
    """One thing done to many records. ``verb``, a long one, takes who does it, then what ``arguments`` makes
    of the numbers of the records and of what was typed, and ``report``, which it tells how many are done.

    ``doing`` heads the page that shows how far it is: Giving a tag. ``came_of`` says what came of it for so
    many records; ``shown_at`` is the address of what it made, where that is not the list.
    """

    doing: str
    verb: Callable[..., Any]
    arguments: Callable[[Sequence[int], Given], tuple[Any, ...]]
    came_of: Callable[[Any, int, Given], str]
    shown_at: Callable[[Any], str] = lambda answer: ""


def many_act(name: str) -> ManyAct:
    return gathered().many_acts[name]
