"""What people put on record about a requirement: a signature, why it does not apply, evidence by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engage.rules.facts import Days


@dataclass(frozen=True, slots=True)
class Signed:
    """A named person signs what the records show.

    ``edition`` is the year of the edition. ``project`` is None for a requirement on the body, which is then
    signed for the days it ``covers`` (None for every period).
    """

    duty: str
    edition: int
    requirement: str
    project: str | None
    name: str
    on: date
    covers: Days | None = None


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
    """Dated evidence a named person attached; it counts for every duty that asks for the requirement."""

    requirement: str
    project: str | None
    ref: str
    title: str
    on: date
    proves: Days | None
    reason: str
    by: str


Answer = Signed | NotApplicable | HandEvidence
