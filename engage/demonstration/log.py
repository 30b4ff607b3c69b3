"""The engagement log of the demonstration year: what is on record, and what is invented and marked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engage.activities import service
from engage.activities.entries import ActivityEntry, EvidenceEntry
from engage.activities.importing.service import ActivityImporter
from engage.activities.models import Activity
from engage.activities.needs import read_needs
from engage.demonstration.papers import marked, stand_in
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.said import record_answer
from engage.demonstration.taking import take_records
from engage.demonstration.year import INVENTED, Year
from engage.platform.data.db import session
from engage.rules.actors import Actor
from engage.rules.dates_as_known import read_date
from engage.rules.reached import read_reached
from engage.rules.tallies import read_tallies

SAME_NAMES = {
    "stage",
    "method",
    "purpose",
    "venue",
    "evaluation",
    "status",
    "ref",
    "same_contacts_as",
}
LISTS = {
    "also_stages": "also_stages",
    "purposes": "purposes",
    "audience": "audience",
    "groups_aimed_at": "groups",
    "organisations": "organisations",
    "equality_groups": "equality",
    "findings_shared_with": "shared",
}


def load_recorded(actor: Actor, year: Year) -> None:
    """The activities that public records hold."""
    refs = take_records(actor, ActivityImporter(), "activities_recorded.csv")
    found = session().scalars(select(Activity).where(Activity.ref.in_(refs)))
    year.activities.update((activity.ref, activity) for activity in found)


def load_invented(actor: Actor, year: Year, name: str) -> None:
    """The invented activities of one file, with what was said at each and what shows that it took place."""
    for told in read_tables(name)["activity"]:
        activity = service.log_activity(actor, _entry(year, told), is_invented=True)
        activity.keep_unread(told.get("not_understood", {}))
        year.activities[activity.ref] = activity
        if "said" in told:
            record_answer(actor, year, activity, told)
        for piece in told.get("evidence", ()):
            _keep(actor, year, activity, piece)


def _entry(year: Year, told: Told) -> ActivityEntry:
    lead, *joint = year.body_ids(told.get("bodies", ()))
    as_told: dict[str, Any] = {name: told[name] for name in SAME_NAMES if name in told}
    as_told |= {name: tuple(told.get(key, ())) for name, key in LISTS.items()}
    return ActivityEntry(
        **as_told,
        title=told["title"],
        when=read_date(told["when"], told.get("ends", "")),
        reached=read_reached(told.get("reached", "")),
        tallies=read_tallies(told.get("tallies", "")),
        lead_body_id=lead,
        joint_body_ids=tuple(joint),
        project_id=year.project_id(told.get("project", "")),
        outcome_sought=told.get("outcome", ""),
        carers_present=told.get("carers", ""),
        carers_absent_because=told.get("carers_absent", ""),
        access_needs_asked=told.get("access_asked"),
        access_needs=read_needs("\n".join(told.get("needs", ()))),
        strategy_points=tuple(year.point_ids(told.get("strategy", ()))),
        source=INVENTED,
    )


def _keep(actor: Actor, year: Year, activity: Activity, told: Told) -> None:
    period = read_date(told["proves"])
    service.keep_evidence(
        actor,
        activity,
        EvidenceEntry(
            title=marked(told["title"]),
            **stand_in(year.store, told["title"], f"{activity.ref} {activity.title}"),
            received_on=told["received_on"],
            proves_from=period.start_from,
            proves_to=period.end_to,
        ),
    )
