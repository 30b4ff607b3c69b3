"""What people said in the demonstration year, where and when, what came of it, and who has read it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from engage.activities.models import Activity
from engage.activities.queries import reference
from engage.demonstration.reading import Told, read_rows, read_tables
from engage.demonstration.taking import take_records
from engage.demonstration.year import INVENTED, MARK, Year
from engage.feedback import queries, service
from engage.feedback.entries import FeedbackEntry
from engage.feedback.importing import FeedbackImporter
from engage.feedback.models import Feedback
from engage.platform.data.db import session
from engage.rules.actors import Actor
from engage.rules.ageing import NO_ANSWER
from engage.rules.dates_as_known import read_date

SAME_NAMES = (
    "topic",
    "service",
    "tone",
    "did",
    "answered_on",
    "decision",
    "decision_on",
    "influence",
    "told_on",
    "told_how",
    "told_in_public",
    "heard_where",
)
EXTRACT = "you_said_we_did.csv"
READERS = {"quality_lead": 3, "clinical_lead": 5, "head_of_comms_engagement": 2}
"""Who has read what people said: every third item, every fifth, every second."""


def load_recorded(actor: Actor, year: Year) -> None:
    """The “You said, we did” lines that public records hold, each under its project."""
    take_records(actor, FeedbackImporter(), EXTRACT)
    projects = {row["Ref"]: row["Project"] for row in read_rows(EXTRACT) if row["Project"]}
    for item in session().scalars(select(Feedback).where(Feedback.ref.in_(projects))).all():
        project_id = year.project_id(projects[item.ref or ""])
        service.change_feedback(
            actor, item, item.version, replace(queries.entry_of(item), project_id=project_id)
        )


def record_answer(actor: Actor, year: Year, activity: Activity, told: Told) -> None:
    """What the log entry of an invented activity says was heard, and what came of it."""
    entry = replace(
        _entry(year, {**told["answer"], "did": told.get("did", "")}),
        ref=f"{activity.ref}-S",
        heard_at=reference(activity.id),
        when=activity.when,
        project_id=activity.project_id,
        said=told["said"],
        also_bodies=tuple(told.get("bodies", ())[1:]),
    )
    service.record_feedback(actor, entry, is_from_log=True, is_invented=True)


def load_invented(actor: Actor, year: Year) -> None:
    """The invented items that were heard elsewhere than in an activity's own entry."""
    for number, told in enumerate(read_tables("feedback.toml")["item"], 1):
        heard_at = told.get("heard_at", "")
        entry = replace(
            _entry(year, told),
            ref=f"{MARK}-S{number:02}",
            said=told["said"],
            when=read_date(told.get("when", "")),
            heard_at=reference(year.activities[heard_at].id) if heard_at else "",
            project_id=year.project_id(told.get("project", "")),
            also_bodies=tuple(told.get("also", ())),
        )
        service.record_feedback(actor, entry, is_invented=True)


def let_people_read(year: Year) -> None:
    """Some items have been read, by some."""
    numbers = session().scalars(select(Feedback.id).order_by(Feedback.id)).all()
    for role, step in READERS.items():
        service.mark_read(year.people[role], numbers[::step])


def _entry(year: Year, told: Told) -> FeedbackEntry:
    """What files name alike wherever an item stands."""
    answered = "done" if told.get("did") else NO_ANSWER
    taken_up_in = year.project_id(told.get("taken_up_in", ""))
    return FeedbackEntry(
        **{name: told[name] for name in SAME_NAMES if name in told},
        body_id=year.bodies[year.served].id,
        is_verbatim=told.get("is_verbatim", False),
        answer=told.get("answer", answered),
        owner_id=year.account_id(told.get("owner", "")),
        taken_up_in=f"project:{taken_up_in}" if taken_up_in else "",
        source=INVENTED,
    )
