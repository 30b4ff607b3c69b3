"""What the verbs of duties take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentEntry:
    """Whether the duty to involve applies, as somebody judges it: today, where no day is given."""

    outcome: str
    reason: str
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageEntry:
    """An answer to one question of the triage: today, where no day is given; None takes an answer back.

    ``authority`` is named where the question is for each local authority.
    """

    trigger: str
    authority: str = ""
    is_so: bool | None = None
    reason: str = ""
    said_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """What shows that a requirement is met; ``file`` is the fingerprint of one in the file store.

    ``dates`` are those the requirement asks for, as they stand in it, by the field they answer.
    """

    requirement: str
    title: str
    dated: date
    reason: str
    place: str
    project_id: int | None = None
    body_id: int | None = None
    link: str = ""
    file: str = ""
    file_name: str = ""
    proves_from: date | None = None
    proves_to: date | None = None
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookEntry:
    """What a second person says of evidence: whether it shows what is asked, and what they saw."""

    verdict: str
    remark: str = ""
