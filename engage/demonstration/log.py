"""The engagement log of the demonstration year: what is on record, and what is invented and marked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engage.activities import service
from engage.activities.forms import read_needs
from engage.activities.importing import ActivityImporter
from engage.activities.models import Activity
from engage.demonstration.papers import marked, stand_in
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.said import record_answer
from engage.demonstration.taking import take_records
from engage.demonstration.year import INVENTED, Year
from engage.platform.data.db import session
from engage.rules.actors import Actor
from engage.rules.dates_as_known import read_date
from engage.rules.reached import read_reached

SAME_NAMES = (
    "ref",
    "title",
    "stage",
    "also_stages",
    "method",
    "purpose",
    "purposes",
    "venue",
    "evaluation",
    "status",
    "same_contacts_as",
)
EMPTY: dict[str, Any] = {"stage": None, "also_stages": [], "purposes": []}


def load_recorded(actor: Actor, year: Year) -> None:
    """The activities that public records hold."""
    refs = take_records(actor, ActivityImporter(), "activities_recorded.csv")
    found = session().scalars(select(Activity).where(Activity.ref.in_(refs)))
    year.activities.update((activity.ref, activity) for activity in found)


def load_invented(actor: Actor, year: Year, name: str) -> None:
    """The invented activities of one file, with what was said at each and what shows that it took place."""
    for told in read_tables(name)["activity"]:
        activity = service.log_activity(actor, _entry(year, told))
        year.activities[activity.ref] = activity
        if "said" in told:
            record_answer(actor, year, activity, told)
        for piece in told.get("evidence", ()):
            _keep(actor, year, activity, piece)


def _entry(year: Year, told: Told) -> dict[str, Any]:
    lead, *joint = year.body_ids(told.get("bodies", ()))
    return {
        **{name: told.get(name, EMPTY.get(name, "")) for name in SAME_NAMES},
        "when": read_date(told["when"], told.get("ends", "")),
        "count": read_reached(told.get("reached", "")),
        "lead_body_id": lead,
        "joint_body_ids": joint,
        "project_id": year.project_id(told.get("project", "")),
        "outcome_sought": told.get("outcome", ""),
        "audience": told.get("audience", []),
        "groups_aimed_at": told.get("groups", []),
        "organisations": told.get("organisations", []),
        "equality_groups": told.get("equality", []),
        "carers_present": told.get("carers", ""),
        "carers_absent_because": told.get("carers_absent", ""),
        "access_needs_asked": told.get("access_asked"),
        "access_needs": read_needs("\n".join(told.get("needs", ()))),
        "findings_shared_with": told.get("shared", []),
        "strategy_points": year.point_ids(told.get("strategy", ())),
        "is_invented": True,
        "source": INVENTED,
    }


def _keep(actor: Actor, year: Year, activity: Activity, told: Told) -> None:
    period = read_date(told["proves"])
    service.keep_evidence(
        actor,
        activity,
        {
            "title": marked(told["title"]),
            **stand_in(year.store, told["title"], f"{activity.ref} {activity.title}"),
            "received_on": told["received_on"],
            "proves_from": period.start_from,
            "proves_to": period.end_to,
        },
    )
