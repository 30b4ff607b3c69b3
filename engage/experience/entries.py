"""What the verbs of stories take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engage.experience.words import STORY
from engage.rules.dates_as_known import DateAsKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story as it was received, and what became of it."""

    when: DateAsKnown = field(default_factory=DateAsKnown.not_recorded)
    person_id: int | None = None
    organisation_id: int | None = None
    body_id: int | None = None
    project_id: int | None = None

    kind: str = STORY
    title: str = ""
    words: str = ""
    received_how: str = ""
    teller: str = ""
    consents_to: tuple[str, ...] = ()
    consent_on: date | None = None
    consent_how: str = ""
    quote: str = ""
    topic: str = ""
    service: str = ""
    tone: str = ""
    passed_on: date | None = None
    passed_to: str = ""
    acknowledged_on: date | None = None
    acknowledged_by: str = ""
    outcome: str = ""
    outcome_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str = ""
    source: str = ""
