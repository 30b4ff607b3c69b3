"""What a person may type about a body and what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from engage.organisation.entries import (
    AimEntry,
    BodyEntry,
    CommitteeEntry,
    NameEntry,
    NetworkEntry,
    PartEntry,
    PlaceEntry,
    PointEntry,
    PracticeEntry,
    StrategyEntry,
    SuccessionEntry,
)
from engage.organisation.models import (
    AssuranceAim,
    Body,
    BodyName,
    BodySuccession,
    Committee,
    Network,
    Place,
    Practice,
    Strategy,
    StrategyPoint,
)
from engage.platform.data.typed import row_number
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import AtMost, LongTextField, Needed, TextField


@asks(Body)
class BodyForm(RecordForm):
    """A body; its code is not here, because it stays."""

    def entry(self) -> BodyEntry:
        """What was typed, as the verbs of ``service`` take it."""
        return BodyEntry(**self.answers())


@asks(Body)
class NewBodyForm(BodyForm):
    """A body to be opened, with the code it will always have."""

    code = after(
        "name",
        TextField(
            "Code",
            Needed("Enter a short code, such as walsall-ccg"),
            AtMost(60, "The code"),
            hint="Letters, figures and hyphens. It stands in addresses and commands, and never changes.",
            look={"classes": "nhsuk-input--width-20", "spellcheck": False},
        ),
    )


class PartForm(RecordForm):
    """Something that belongs to a body."""

    entries: ClassVar[type[Any]]

    def entry(self) -> PartEntry:
        """What was typed, as the verbs of ``service`` take it."""
        found: PartEntry = self.entries(**self.answers())
        return found


@asks(BodyName)
class NameForm(PartForm):
    """Another way in which a body's name is written."""

    entries = NameEntry


@asks(BodySuccession)
class SuccessionForm(PartForm):
    """Which body took over."""

    successor_id = OneOfMany(
        "The body that took over", Needed("Choose the body that took over"), one="body", many="bodies"
    )

    def entry(self) -> SuccessionEntry:
        return SuccessionEntry(**self.answers(), successor_id=row_number(self.successor_id.data))


@asks(Committee)
class CommitteeForm(PartForm):
    """A committee."""

    entries = CommitteeEntry


@asks(Place)
class PlaceForm(PartForm):
    """A place."""

    entries = PlaceEntry


@asks(Network)
class NetworkForm(PartForm):
    """A primary care network."""

    entries = NetworkEntry


@asks(Practice)
class PracticeForm(PartForm):
    """A member practice."""

    network_id = after("name", OneOfMany("Network", one="network", many="networks"))

    def entry(self) -> PracticeEntry:
        network = self.network_id.data
        return PracticeEntry(**self.answers(), network_id=row_number(network) if network else None)


@asks(AssuranceAim)
class AimForm(PartForm):
    """An aim of the assurance framework."""

    entries = AimEntry


@asks(Strategy)
class StrategyForm(PartForm):
    """A strategy: its title and the days it holds for are told apart."""

    def entry(self) -> StrategyEntry:
        return StrategyEntry(**self.answers())


class NewStrategyForm(StrategyForm):
    """A strategy with its principles and objectives."""

    principles = LongTextField(
        "Principles",
        hint="One on each line. After a colon you may say how one can tell that it is kept, such as "
        "“Inclusive: access needs and reach are recorded”.",
        look={"rows": 8},
    )
    objectives = LongTextField("Objectives", hint="One on each line.", look={"rows": 6})

    def entry(self) -> StrategyEntry:
        principles = [line.partition(":") for line in _lines(self.principles.data)]
        points = (
            *(
                PointEntry(kind="principle", title=title.strip(), text=text.strip())
                for title, _, text in principles
            ),
            *(PointEntry(kind="objective", title=line) for line in _lines(self.objectives.data)),
        )
        return replace(super().entry(), points=points)


@asks(StrategyPoint, but=("kind",))
class PointForm(RecordForm):
    """A principle or an objective, whichever it is."""

    def entry(self, kind: str = "") -> PointEntry:
        """What was typed, as the verbs of ``service`` take it."""
        return PointEntry(**({"kind": kind} | self.answers()))


@asks(StrategyPoint)
class NewPointForm(PointForm):
    """A point to be added."""


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
