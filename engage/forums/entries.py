"""What the verbs of forums and their framework take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumEntry:
    """A forum. A code is given to it when none is said."""

    name: str
    kind: str
    code: str = ""
    body_id: int | None = None
    area: str = ""
    network_id: int | None = None
    organisation_id: int | None = None
    purpose: str = ""
    membership: str = ""
    chair_role: str = ""
    how_often: str = ""
    meets_in_public: bool = False
    from_on: date | None = None
    to_on: date | None = None
    source: str = ""
    trust: str = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionEntry:
    """An edition of the framework."""

    title: str
    from_on: date
    to_on: date | None = None
    note: str = ""
    source: str = ""
    trust: str = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEntry:
    """A forum's place in an edition."""

    reports_to_id: int | None = None
    how: str = "reports"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsEntry:
    """Terms of reference; ``file`` is the fingerprint of one in the file store."""

    agreed_on: date
    review_on: date | None = None
    quorum: int | None = None
    quorum_note: str = ""
    summary: str = ""
    link: str = ""
    file: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEntry:
    """How often a forum is to meet."""

    first_on: date
    until_on: date
    frequency: str
    by: str = "weekday_of_month"
    starts_at: str = ""
    minutes: int = 120
    venue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEntry:
    """A seat on a forum."""

    title: str
    role: str = "member"
    organisation_id: int | None = None
    network_id: int | None = None
    person_id: int | None = None
    counts_for_quorum: bool = True
    from_on: date | None = None
    term_ends_on: date | None = None
    to_on: date | None = None
