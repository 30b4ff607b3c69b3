"""What the engagement log can testify to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true

from engage.activities import queries
from engage.activities.models import Activity, ActivityBody
from engage.activities.queries import CANCELLED as CANCELLED
from engage.activities.queries import reference
from engage.cycle.models import Project
from engage.feedback import queries as feedback
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.fields import facts_of
from engage.rules.conditions import PLANNED, is_consultation
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.facts import Fact
from engage.rules.reached import Reached, ReachedKind
from engage.rules.words import spelling_key

PLAIN = facts_of(Activity)
SPECIAL = (
    Activity.id,
    Activity.ref,
    Activity.title,
    Activity.project_id,
    Activity.organisations,
    Activity.carers_present,
    Activity.access_needs_asked,
    Activity.access_needs,
    Activity.reached_kind,
    Activity.reached,
    Activity.same_contacts_as_id,
    Activity.findings_shared_with,
    Activity.evaluation,
    Activity.is_invented,
    Activity.when_words,
    Activity.when_precision,
    Activity.start_from,
    Activity.start_to,
    Activity.end_to,
)
COLUMNS = (*SPECIAL, *(getattr(Activity, name) for name, _ in PLAIN.values()))
AHEAD = (
    Activity.id,
    Activity.ref,
    Activity.title,
    Activity.project_id,
    Activity.method,
    Activity.start_from,
    Activity.start_to,
)
STILL_PLANNED = queries.PLANNED
NOT_YET = {STILL_PLANNED, CANCELLED}


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """One fact for each activity that has taken place or is under way, in the order they were logged."""
    return filter(took_place, every_activity(project_id))


def took_place(fact: Fact) -> bool:
    """Whether a fact proves anything: not an activity yet to come or called off."""
    return fact.kind != "activity" or queries.took_place(fact.says["status"], fact.first)


def every_activity(project_id: int | None = None) -> Iterator[Fact]:
    """One fact for each activity, planned and cancelled ones too: of all projects and none, or of one.

    Four queries, however many activities there are.
    """
    bodies = _bodies(project_id)
    heard = feedback.counts_by_ref(None if project_id is None else list(ends(project_id)))
    affected = _affected_groups(project_id)
    wanted = select(*COLUMNS).where(_in_project(project_id)).order_by(Activity.id)
    for row in session().execute(wanted.execution_options(yield_per=2000)):
        counts = heard.get(reference(row.id))
        yield Fact(
            kind="activity",
            ref=reference(row.id),
            title=row.title,
            first=row.start_from,
            on=row.start_to,
            ended=row.end_to or (row.start_to if row.when_precision == Precision.DAY else None),
            project=f"project:{row.project_id}" if row.project_id else None,
            bodies=bodies.get(row.id, ()),
            says=_says(row, counts, affected.get(row.project_id, frozenset())),
        )


def planned_consultations(project_id: int | None = None) -> Iterator[Fact]:
    """One fact for each formal consultation still to come, of all projects, or of one."""
    wanted = (
        select(*AHEAD)
        .where(Activity.start_from > clock.today(), Activity.status.in_({"planned", ""}))
        .where(Activity.project_id.is_not(None), _in_project(project_id))
        .order_by(Activity.id)
    )
    for row in session().execute(wanted):
        if is_consultation(row.method):
            yield Fact(
                kind=PLANNED,
                ref=reference(row.id),
                title=row.title,
                first=row.start_from,
                on=row.start_to,
                project=f"project:{row.project_id}",
                says={"number": row.ref},
            )


def ends(project_id: int | None = None) -> dict[str, date | None]:
    """The last day of each activity, by its reference; None where it is not known."""
    wanted = select(Activity.id, Activity.end_to, Activity.start_to).where(_in_project(project_id))
    found = session().execute(wanted)
    return {reference(number): end or start for number, end, start in found}


def stage_refs(stage: int) -> list[str]:
    """The references of the activities of one stage."""
    return [
        reference(number) for number in session().scalars(select(Activity.id).where(Activity.stage == stage))
    ]


def _in_project(project_id: int | None) -> ColumnElement[bool]:
    return true() if project_id is None else Activity.project_id == project_id


def _says(row: Any, counts: feedback.Counts | None, affected: frozenset[str]) -> dict[str, Any]:
    known = DateAsKnown(
        Precision(row.when_precision), row.start_from, row.start_to, row.end_to, row.when_words
    )
    return {
        **{fact: field.held(getattr(row, name)) for fact, (name, field) in PLAIN.items()},
        "number": row.ref,
        "when": row.when_words,
        "when_known": known,
        "month": known.start_month,
        "reached": row.reached,
        "reached_kind": row.reached_kind,
        "reached_words": Reached(ReachedKind(row.reached_kind), row.reached).words,
        "same_contacts_as": reference(row.same_contacts_as_id) if row.same_contacts_as_id else "",
        "evaluated": bool(row.evaluation),
        "feedback": counts.said if counts else 0,
        "outcomes": counts.did if counts else 0,
        "aimed_at_affected": any(spelling_key(group) in affected for group in row.groups_aimed_at),
        "carers_or_representatives": row.carers_present == "yes",
        "access_needs_asked": row.access_needs_asked is True,
        "access_needs_all_met": all(need["met"] or need["reason"] for need in row.access_needs),
        "partners": len(row.organisations),
        "groups_counted": tuple(row.tallies),
        "findings_shared": bool(row.findings_shared_with),
        "invented": row.is_invented,
    }


def _bodies(project_id: int | None) -> dict[int, tuple[str, ...]]:
    wanted = (
        select(ActivityBody.activity_id, Body.code)
        .join(Body, Body.id == ActivityBody.body_id)
        .order_by(ActivityBody.activity_id, ActivityBody.leads.desc(), Body.code)
    )
    if project_id is not None:
        wanted = wanted.join(Activity, Activity.id == ActivityBody.activity_id).where(_in_project(project_id))
    codes: dict[int, tuple[str, ...]] = {}
    for number, code in session().execute(wanted):
        codes[number] = (*codes.get(number, ()), code)
    return codes


def _affected_groups(project_id: int | None) -> dict[int | None, frozenset[str]]:
    wanted = select(Project.id, Project.affected_groups)
    if project_id is not None:
        wanted = wanted.where(Project.id == project_id)
    found = session().execute(wanted)
    return {number: frozenset(map(spelling_key, groups)) for number, groups in found}
