"""Numbers that are data with an owner, such as the days before something is late.

They are kept with the catalogue of duties, above the features that go by them, so those ask here.
"""

from __future__ import annotations

from collections.abc import Callable

from engage.platform import clock
from engage.platform.data.remembered import Memory
from engage.platform.offers.gathered import gathered

Read = Callable[[str], int]

NUMBERS = Memory(20)


def agreed_number(name: str) -> int:
    """The number in force here and now. Raises KeyError for a name that nobody keeps."""
    read = gathered().agreed_number
    if read is None:
        raise KeyError(name)
    return NUMBERS.remembered((name, clock.today()), lambda: read(name))
