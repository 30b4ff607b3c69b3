"""What the verbs of the engagement log take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engage.activities.needs import Need
from engage.feedback.entries import SaidThere
from engage.rules.dates_as_known import DateAsKnown
from engage.rules.reached import NOT_RECORDED, Reached
from engage.rules.tallies import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEntry:
    """An activity as somebody says it was. ``same_contacts_as`` is the reference of another, or empty;
    ``things`` are those said at it that are entered with it."""

    title: str
    when: DateAsKnown
    reached: Reached = NOT_RECORDED
    lead_body_id: int | None = None
    joint_body_ids: tuple[int, ...] = ()
    project_id: int | None = None
    ref: str = ""
    same_contacts_as: str = ""
    things: tuple[SaidThere, ...] = ()

    stage: int | None = None
    also_stages: tuple[int, ...] = ()
    method: str = ""
    venue: str = ""
    setting: str = ""
    purpose: str = ""
    purposes: tuple[str, ...] = ()
    outcome_sought: str = ""
    strategy_points: tuple[int, ...] = ()
    tallies: tuple[Tally, ...] = ()
    audience: tuple[str, ...] = ()
    groups_aimed_at: tuple[str, ...] = ()
    equality_groups: tuple[str, ...] = ()
    in_evening: str = ""
    at_weekend: str = ""
    childcare: str = ""
    travel_paid: str = ""
    carers_present: str = ""
    carers_absent_because: str = ""
    access_needs_asked: bool | None = None
    access_needs: tuple[Need, ...] = ()
    organisations: tuple[str, ...] = ()
    findings_shared_with: tuple[str, ...] = ()
    evaluation: str = ""
    status: str = "completed"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """What shows that an activity took place; ``file`` is the fingerprint of one in the file store."""

    title: str
    received_on: date
    link: str = ""
    file: str = ""
    file_name: str = ""
    proves_from: date | None = None
    proves_to: date | None = None
