"""What the verbs of bodies take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEntry:
    """A body; without a word for its board it gets the usual one of its kind."""

    name: str
    kind: str
    exists_from: date | None = None
    exists_to: date | None = None
    board_word: str = ""
    trust: str = "unverified"
    is_served: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """Something that belongs to a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameEntry(PartEntry):
    """Another way in which its name is written."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionEntry(PartEntry):
    """That another body took over from it."""

    successor_id: int
    on: date | None = None
    trust: str = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeEntry(PartEntry):
    """A committee or board."""

    name: str
    kind: str = "committee"
    meets_in_public: bool = False
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry(PartEntry):
    """A place it answers for."""

    name: str
    kind: str = "locality"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEntry(PartEntry):
    """A primary care network."""

    name: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeEntry(PartEntry):
    """A member practice."""

    ods_code: str
    name: str
    network_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AimEntry(PartEntry):
    """An aim of its assurance framework."""

    text: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointEntry:
    """A principle or an objective of a strategy."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyEntry(PartEntry):
    """A strategy; the ``points`` are those it is recorded with."""

    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = "adopted"
    source: str = ""
    points: tuple[PointEntry, ...] = ()
