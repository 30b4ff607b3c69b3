"""Logging an activity, changing it, taking it out, and keeping what shows that it took place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, select

from engage.activities import queries
from engage.activities.entries import ActivityEntry, EvidenceEntry
from engage.activities.models import Activity, ActivityBody, ActivityEvidence
from engage.cycle.models import Project
from engage.feedback import queries as feedback_queries
from engage.feedback import service as feedback
from engage.feedback.models import Feedback
from engage.organisation import queries as organisation
from engage.platform.data import audit, undo
from engage.platform.data.dated import put_date
from engage.platform.data.db import save, session
from engage.platform.data.fields import put, search_text
from engage.platform.data.transactions import one_long_transaction, one_transaction
from engage.platform.offers.many_acts import Report, silently
from engage.rules.actors import Actor
from engage.rules.errors import Refused, Stale

logged = audit.Event("activity.logged", "activity_id", "project_id")
changed = audit.Event("activity.changed", "activity_id")
removed = audit.Event("activity.removed", "activity_id")
put_back = audit.Event("activity.put-back", "activity_id", "entry_id")
placed = audit.Event("activities.placed", "project_id", "count")
evidence_kept = audit.Event("activity.evidence-kept", "activity_id", "evidence_id")
evidence_dropped = audit.Event("activity.evidence-dropped", "activity_id", "evidence_id")

AT_ONCE = 500
CAME_MEANWHILE = (
    "Something like it was put in the log while you were writing. Nothing was saved: say below whether it is "
    "the same."
)


@one_transaction
def log_activity(
    actor: Actor,
    entry: ActivityEntry,
    *,
    is_invented: bool = False,
    told_apart_from: Collection[int] | None = None,
) -> Activity:
    """Log an activity, and what was heard and done at it.

    ``told_apart_from`` are those that somebody knows to be others, where it was asked: raises Refused for one
    more that it looks like, for a reference in use, or one that names no activity.
    """
    if told_apart_from is not None and not queries.numbers_alike(entry) <= set(told_apart_from):
        raise Refused(CAME_MEANWHILE)
    ref = _free_ref(entry.ref or queries.next_own_ref())
    activity = Activity(ref=ref, same_contacts_as_id=_same_contacts(entry, ref), is_invented=is_invented)
    put_in(activity, entry)
    save(activity)
    set_bodies(activity, entry.lead_body_id, entry.joint_body_ids)
    _enter_feedback(activity, entry)
    logged(actor, activity_id=activity.id, project_id=activity.project_id)
    return activity


@one_transaction
def change_activity(actor: Actor, activity: Activity, entry: ActivityEntry, edition: str) -> None:
    """Change an activity as it stood at ``edition``. Raises Refused when somebody changed it in between."""
    version = activity.version
    if (now := queries.edition_of(activity)) != edition:
        raise Stale("activity", now)
    ref = _free_ref(entry.ref or activity.ref, activity)
    same_contacts = _same_contacts(entry, ref)
    activity.ref, activity.same_contacts_as_id = ref, same_contacts
    put_in(activity, entry)
    set_bodies(activity, entry.lead_body_id, entry.joint_body_ids)
    _enter_feedback(activity, entry)
    session().flush()
    if audit.current_work().changes:
        activity.version = version + 1  # its bodies and what was heard at it count as parts of it
    changed(actor, activity_id=activity.id)


@one_transaction
def remove_activity(actor: Actor, activity: Activity) -> int:
    """Take an activity out of the log; answers its number. Raises Refused when something leans on it."""
    ref = queries.reference(activity.id)
    if any(not item.is_from_log for item in feedback_queries.heard_at(ref)):
        raise Refused(
            "People's words are recorded as heard at this activity. Move them to another record first."
        )
    for other in session().scalars(select(Activity).where(Activity.same_contacts_as_id == activity.id)):
        other.same_contacts_as_id = None
    for table in (ActivityBody, ActivityEvidence):
        _delete(select(table).where(table.activity_id == activity.id))
    feedback.forget_from_log(ref)
    session().delete(activity)
    removed(actor, activity_id=activity.id)
    return activity.id


@one_transaction
def put_back_activity(actor: Actor, activity_id: int) -> None:
    """Put a removed activity back as it was. Raises Refused when its reference was given away meanwhile."""
    removal = queries.removal_of(activity_id, removed.name)
    if queries.ref_in_use(removal.ref):
        raise Refused(
            f"Another activity has been given the reference {removal.ref} since. Change that one first, "
            "then put this one back."
        )
    undo.put_back(removal.entry_id)
    put_back(actor, activity_id=activity_id, entry_id=removal.entry_id)


@one_long_transaction
def place_in_project(
    actor: Actor, numbers: Sequence[int], project_id: int | None, *, report: Report = silently
) -> int:
    """Hang activities, and what was heard at them, on a project; answers how many moved."""
    if project_id is not None and session().get(Project, project_id) is None:
        raise Refused("That project is no longer there. Choose another.")
    moved = 0
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        for activity in session().scalars(select(Activity).where(Activity.id.in_(some))):
            moved += activity.project_id != project_id
            activity.project_id = project_id
        refs = [queries.reference(number) for number in some]
        for item in session().scalars(select(Feedback).where(Feedback.heard_at.in_(refs))):
            item.project_id = project_id
        session().flush()
        report(min(start + AT_ONCE, len(numbers)))
    placed(actor, project_id=project_id, count=moved)
    return moved


@one_transaction
def keep_evidence(actor: Actor, activity: Activity, entry: EvidenceEntry) -> ActivityEvidence:
    """Keep a file or link that shows the activity took place."""
    evidence = save(ActivityEvidence(activity_id=activity.id, **asdict(entry)))
    evidence_kept(actor, activity_id=activity.id, evidence_id=evidence.id)
    return evidence


@one_transaction
def drop_evidence(actor: Actor, evidence: ActivityEvidence) -> None:
    """Take a piece of evidence off an activity; the file itself stays in the store."""
    evidence_dropped(actor, activity_id=evidence.activity_id, evidence_id=evidence.id)
    session().delete(evidence)


def put_in(activity: Activity, entry: ActivityEntry) -> None:
    """Put what an entry says into an activity, but its references, for use inside a verb. Asks the database
    nothing."""
    put(activity, entry)
    put_date(activity, entry.when)
    activity.project_id = entry.project_id
    activity.reached_kind, activity.reached = entry.reached.kind.value, entry.reached.number
    activity.reached_said = entry.reached.said
    activity.search_text = search_text(activity)
    activity.settle_unread()


def set_bodies(activity: Activity, lead: int | None, joint: Sequence[int]) -> None:
    """Set which bodies ran an activity, for use inside a verb."""
    wanted = ({} if lead is None else {lead: True}) | {number: False for number in joint if number != lead}
    if wanted:
        activity.let_unread_go("body", "joint_bodies")
    for row in queries.bodies_of(activity):
        if row.body_id not in wanted:
            session().delete(row)
            continue
        row.leads = wanted.pop(row.body_id)
    session().add_all(
        ActivityBody(activity_id=activity.id, body_id=number, leads=leads) for number, leads in wanted.items()
    )


def _free_ref(wanted: str, activity: Activity | None = None) -> str:
    ref = wanted.strip()
    if (activity is None or ref != activity.ref) and queries.ref_in_use(
        ref, activity.id if activity else None
    ):
        raise Refused(
            f"There is already an activity with the reference {ref}. Choose another, or leave it blank."
        )
    return ref


def _same_contacts(entry: ActivityEntry, ref: str) -> int | None:
    other = entry.same_contacts_as.strip()
    if not other:
        return None
    found = session().scalars(select(Activity.id).where(Activity.ref == other)).first()
    if found is None or other == ref:
        raise Refused(
            f"There is no other activity with the reference {other}. "
            "Look it up in the log, or leave this blank."
        )
    return found


def _enter_feedback(activity: Activity, entry: ActivityEntry) -> None:
    others = set(entry.joint_body_ids) - {entry.lead_body_id}
    joint = [body.code for body in organisation.bodies_by_id(others).values()]
    place = (entry.lead_body_id, activity.project_id, entry.when)
    feedback.enter_from_log(queries.reference(activity.id), *place, entry.things, also_bodies=joint)


def _delete(wanted: Select[Any]) -> None:
    """Row by row, so that each leaves what it held in the audit trail, before others that it leans on go."""
    for row in session().scalars(wanted):
        session().delete(row)
    session().flush()
