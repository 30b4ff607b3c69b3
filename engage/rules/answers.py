"""What people put on record: a signature, why something does not apply, evidence by hand, the triage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.rules.facts import Days


@dataclass(frozen=True, slots=True)
class Signed:
    """A named person signs what the records show.

    ``edition`` is the year of the edition. ``project`` is None for a requirement on the body, which is then
    signed for the days it ``covers`` (None for every period). ``posts`` are the roles the person held then,
    ``owner`` is the one that answered for the requirement, and ``rested`` gives each record that it rested
    on, with the fingerprint of what the record said.
    """

    duty: str
    edition: int
    requirement: str
    project: str | None
    name: str
    on: date
    covers: Days | None = None
    posts: tuple[str, ...] = ()
    owner: str = ""
    rested: tuple[tuple[str, str], ...] = ()

    @property
    def is_owner(self) -> bool:
        """Whether whoever signed held the role that answers for it."""
        return self.owner in self.posts


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A named person says why a requirement does not apply; ``covers`` as for a signature."""

    duty: str
    edition: int
    requirement: str
    project: str | None
    reason: str
    name: str
    on: date
    covers: Days | None = None


@dataclass(frozen=True, slots=True)
class HandEvidence:
    """Dated evidence a named person attached; it counts for every duty that asks for the requirement.

    Nobody tests what it says. ``dates`` are those the requirement asks for, as the person read them in it.
    ``remarks`` are sentences to be read with it. ``shows`` is what a second person says who looked at it,
    None where nobody has: what does not show this, in their eyes, does not count.
    """

    requirement: str
    project: str | None
    ref: str
    title: str
    on: date
    proves: Days | None
    reason: str
    by: str
    dates: Mapping[str, date] = field(default_factory=dict, hash=False)
    remarks: tuple[str, ...] = ()
    shows: bool | None = None


@dataclass(frozen=True, slots=True)
class Triggered:
    """Somebody's answer in the triage of a project: whether a trigger is so, and since when they say so.

    ``authority`` names the local authority whose own view it is; empty where the project answers.
    """

    project: str
    trigger: str
    authority: str
    is_so: bool
    reason: str
    by: str
    on: date
    entered_on: date


Answer = Signed | NotApplicable | HandEvidence | Triggered
