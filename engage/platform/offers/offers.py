"""What one package offers to those that may not import it, all of it in one ``offers.py`` of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.platform.offers import agreed_numbers, dealings, hearings, waiting
from engage.platform.offers.choosing import Chooser
from engage.platform.offers.many_acts import ManyAct
from engage.platform.offers.personal import Apart
from engage.platform.offers.references import Speaks
from engage.platform.offers.retention import Keeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Everything a package offers, or all packages together.

    ``references`` and ``choosers`` by the kind of record (activity:412 is of the kind activity);
    ``many_acts`` by name, such as activity.place;
    ``dealings``, ``waiting`` and ``hearings`` by the register as people speak of it.
    """

    references: Mapping[str, Speaks] = field(default_factory=dict)
    choosers: Mapping[str, Chooser] = field(default_factory=dict)
    many_acts: Mapping[str, ManyAct] = field(default_factory=dict)
    dealings: Mapping[str, dealings.Find] = field(default_factory=dict)
    waiting: Mapping[str, waiting.Find] = field(default_factory=dict)
    hearings: Mapping[str, hearings.Find] = field(default_factory=dict)
    retention: tuple[Keeper, ...] = ()
    personal: tuple[Apart, ...] = ()
    agreed_number: agreed_numbers.Read | None = None

    def __or__(self, other: Offers) -> Offers:
        """Both together. Raises ValueError where both speak for one kind of record."""
        if twice := self.references.keys() & other.references.keys():
            raise ValueError(f"two packages speak for {', '.join(sorted(twice))}")
        return Offers(
            references={**self.references, **other.references},
            choosers={**self.choosers, **other.choosers},
            many_acts={**self.many_acts, **other.many_acts},
            dealings={**self.dealings, **other.dealings},
            waiting={**self.waiting, **other.waiting},
            hearings={**self.hearings, **other.hearings},
            retention=(*self.retention, *other.retention),
            personal=(*self.personal, *other.personal),
            agreed_number=other.agreed_number or self.agreed_number,
        )
