"""Numbers that are data with an owner, such as the days before something is late.

They are kept with the catalogue of duties, above the features that go by them, so those ask here.
"""

from __future__ import annotations

from collections.abc import Callable

from engage.platform import clock
from engage.platform.data.remembered import remembered

Read = Callable[[str], int]

_keepers: list[Read] = []


def register(read: Read) -> None:
    """Say how a number is read by its name, when the room that keeps them is loaded."""
    _keepers[:] = [read]


def agreed_number(name: str) -> int:
    """The number in force here and now. Raises KeyError for a name that nobody keeps."""
    if not _keepers:
        raise KeyError(name)
    return remembered(("agreed number", name, clock.today()), lambda: _keepers[0](name))
