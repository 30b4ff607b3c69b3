"""Bringing in activities from an engagement log kept in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import select

from engage.activities.entries import ActivityEntry
from engage.activities.importing.cells import ActivityCells, reference_of
from engage.activities.importing.doubts import ASKED_ABOUT, doubts_of
from engage.activities.importing.headings import FIELDS
from engage.activities.importing.queries import find_known, key_of_row
from engage.activities.importing.things import things_said
from engage.activities.models import Activity, ActivityBody
from engage.activities.queries import reached_of, reference
from engage.activities.service import put_in, set_bodies
from engage.feedback import queries as feedback_queries
from engage.feedback import service as feedback
from engage.feedback.models import Feedback
from engage.organisation.importing import BodyCells
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.data.typed import number_or_none
from engage.platform.data.undo import Lean
from engage.platform.imports.importing import (
    Creation,
    Doubtful,
    Entry,
    Notes,
    Report,
    Stored,
    Tellable,
    Update,
    batches,
)
from engage.platform.imports.totals import in_words, year_of
from engage.rules.actors import Actor
from engage.rules.dates_as_known import DateAsKnown
from engage.rules.errors import Refused

BATCH = 500
OWN_REF = "ACT-"
IN_FEEDBACK = ("heard", "done")
APART = {*IN_FEEDBACK, "body"}
IN_ENTRY = {"starts": "when", "project": "project_id"}


class ActivityImporter:
    """Brings in activities; each thing heard, with what was done about it, becomes an item of feedback."""

    kind = "activities"
    one = "activity"
    many = "activities"
    fields = FIELDS
    asked_about = ASKED_ABOUT
    told = Tellable(
        counted={"starts": year_of, "body": in_words, "stage": in_words, "status": in_words},
        summed={"reached": lambda said: said.value.number if said else None},
    )

    def __init__(self) -> None:
        self._cells = ActivityCells()

    @property
    def bodies(self) -> BodyCells:
        return self._cells.bodies

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        content = self._cells.read(values, notes)
        if "title" not in content:
            return None
        ref = reference_of(values)
        return Entry(key_of_row(ref, content), ref, content["title"].value, content)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        return find_known(entries, self._cells.bodies)

    def doubts(self, creations: Sequence[Creation], updates: Sequence[Update]) -> list[Doubtful]:
        return doubts_of(creations, updates, self._cells.bodies)

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        entries = [creation.entry for creation in creations] + [update.entry for update in updates]
        self._cells.bodies.make(
            code for entry in entries if "body" in entry.content for code in entry.content["body"].value
        )
        refs = _own_refs({creation.ref for creation in creations})
        done = 0
        for batch in batches(creations, BATCH):
            self._create([(creation.ref or next(refs), creation.entry) for creation in batch])
            done += len(batch)
            report(done)
        for changes in batches(updates, BATCH):
            self._change(changes)
            done += len(changes)
            report(done)

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """What people said at these activities that did not come in with them."""
        gone = set(refs)
        items = session().execute(select(Feedback.id, Feedback.heard_at).where(Feedback.heard_at != ""))
        heard = [Lean(f"feedback:{number}", heard_at) for number, heard_at in items if heard_at in gone]
        return [lean for lean in heard if lean.leaning not in gone]

    def _create(self, batch: Sequence[tuple[str, Entry]]) -> None:
        made = [_new_activity(ref, entry) for ref, entry in batch]
        session().add_all(made)
        session().flush()
        ran = [self._bodies_of(entry) for _ref, entry in batch]
        for activity, numbers in zip(made, ran, strict=True):
            session().add_all(
                ActivityBody(activity_id=activity.id, body_id=number, leads=place == 0)
                for place, number in enumerate(numbers)
            )
        session().flush()
        for activity, numbers, (_ref, entry) in zip(made, ran, batch, strict=True):
            _enter_feedback(activity, numbers[0] if numbers else None, entry, entry.content, {})
        session().flush()

    def _bodies_of(self, entry: Entry) -> list[int]:
        codes = entry.content["body"].value if "body" in entry.content else ()
        return [self._cells.bodies.id_of(code) for code in codes]

    def _change(self, batch: Sequence[Update]) -> None:
        numbers = [update.stored.id for update in batch]
        found = session().scalars(select(Activity).where(Activity.id.in_(numbers)))
        activities = {activity.id: activity for activity in found}
        leads = _leads(numbers)
        known = feedback_queries.from_log_by_ref([reference(number) for number in numbers])
        for update in batch:
            activity, entry = activities[update.stored.id], update.entry
            _change(activity, entry, update.fields)
            if "body" in update.fields:
                lead, *joint = self._bodies_of(entry)
                set_bodies(activity, lead, joint)
                leads[activity.id] = lead
                activity.version = update.stored.version + 1  # its bodies count as parts of it
            if {*IN_FEEDBACK, "starts", "body", "project"} & set(update.fields):
                _enter_feedback(activity, leads.get(activity.id), entry, update.fields, known)
        session().flush()


def _new_activity(ref: str, entry: Entry) -> Activity:
    activity = Activity(ref=ref)
    said = _said(entry, entry.content)
    blank = ActivityEntry(title="", when=DateAsKnown.not_recorded(), status="")
    put_in(activity, replace(blank, **said))
    activity.keep_unread(entry.unread)
    return activity


def _change(activity: Activity, entry: Entry, names: Sequence[str]) -> None:
    held = ActivityEntry(
        **values_of(activity),
        when=activity.when,
        reached=reached_of(activity),
        project_id=activity.project_id,
    )
    activity.keep_unread(entry.unread)
    put_in(activity, replace(held, **_said(entry, names)))


def _said(entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """What a row says under these names, as an entry has it; bodies and words have tables of their own."""
    return {IN_ENTRY.get(name, name): entry.content[name].value for name in names if name not in APART}


def _enter_feedback(
    activity: Activity,
    lead: int | None,
    entry: Entry,
    names: Iterable[str],
    known: Mapping[str, Sequence[Feedback]],
) -> None:
    """What the row says under these names was heard and done; what it says nothing of stays as it is kept."""
    ref = reference(activity.id)
    given = {name: entry.content[name].value for name in names if name in IN_FEEDBACK}
    things = things_said(known.get(ref, ()), given.get("heard"), given.get("done"))
    if not things:
        return
    joint = entry.content["body"].value[1:] if "body" in entry.content else None
    place = (lead, activity.project_id, activity.when)
    try:
        feedback.enter_from_log(ref, *place, things, also_bodies=joint, known=known)
    except Refused as refusal:
        raise Refused(f"{activity.ref}, {activity.title}: {refusal.reason}") from refusal


def _leads(numbers: Sequence[int]) -> dict[int, int]:
    wanted = select(ActivityBody.activity_id, ActivityBody.body_id).where(
        ActivityBody.activity_id.in_(numbers), ActivityBody.leads.is_(True)
    )
    return dict(session().execute(wanted).all())


def _own_refs(given: set[str]) -> Iterator[str]:
    """References for activities whose keeper gave them none, none of them in use here or in the file."""
    in_use = {
        ref.casefold() for ref in session().scalars(select(Activity.ref).where(Activity.ref.like("ACT-%")))
    }
    in_use |= {ref.casefold() for ref in given}
    numbers = (number_or_none(ref[len(OWN_REF) :]) or 0 for ref in in_use if ref.startswith("act-"))
    first = max(numbers, default=0) + 1
    return (f"{OWN_REF}{number:04}" for number in count(first))
