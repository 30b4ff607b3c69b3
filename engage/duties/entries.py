"""What the verbs of duties take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentEntry:
    """Whether the duty to involve applies, as somebody judges it: today, where no day is given."""

    outcome: str
    reason: str
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """What shows that a requirement is met; ``file`` is the fingerprint of one in the file store."""

    requirement: str
    title: str
    dated: date
    reason: str
    project_id: int | None = None
    body_id: int | None = None
    link: str = ""
    file: str = ""
    file_name: str = ""
    proves_from: date | None = None
    proves_to: date | None = None
