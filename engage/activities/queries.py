"""Fetching activities: one, its bodies and evidence, those that look alike, and rows for the log."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, count
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Bundle, InstrumentedAttribute

from engage.activities.entries import ActivityEntry
from engage.activities.models import Activity, ActivityBody, ActivityEvidence
from engage.cycle.models import Project
from engage.feedback import queries as feedback
from engage.feedback.entries import SaidThere
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.fields import fields_of, values_of
from engage.platform.data.typed import number_or_none
from engage.platform.offers.hearings import Occasion
from engage.platform.offers.references import Named
from engage.platform.web.lists import in_order
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.errors import Missing
from engage.rules.reached import NOT_RECORDED, Reached, ReachedKind
from engage.rules.tallies import Tally
from engage.rules.words import plain_words

PLANNED, CANCELLED = "planned", "cancelled"
NOT_HELD = (PLANNED, CANCELLED)
ALIKE = 88  # of 100: how near two titles must be to be pointed out
NEARBY = timedelta(days=31)
MOST_ALIKE = 5
MOST_COMPARED = 5000  # of the newest, where the date does not narrow them down
OWN = "ACT-"
BODIES = (
    select(ActivityBody.activity_id, Body.name)
    .join(Body, Body.id == ActivityBody.body_id)
    .where(ActivityBody.activity_id.in_(bindparam("numbers", expanding=True)))
    .order_by(ActivityBody.leads.desc(), Body.name)
)


@dataclass(frozen=True, slots=True)
class Logged:
    """An activity as the log shows it: with the names of its bodies, lead first, and its project's code.

    ``why`` says in what it is like another, where it is pointed out for that.
    """

    activity: Activity
    bodies: tuple[str, ...]
    project_code: str
    project_title: str
    why: str = ""

    @property
    def id(self) -> int:
        return self.activity.id

    @property
    def ref(self) -> str:
        return reference(self.activity.id)

    @property
    def status(self) -> str:
        return fields_of(Activity)["status"].said(self.activity.status) or "Status not recorded"

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return tuple(fields_of(Activity)["tallies"].held(self.activity.tallies))

    @property
    def reached(self) -> Reached:
        return reached_of(self.activity)


@dataclass(frozen=True, slots=True)
class Removal:
    """The audit entry by which an activity was taken out of the log, and the reference it had."""

    entry_id: int
    ref: str


def reference(activity_id: int) -> str:
    """How other records name an activity."""
    return f"activity:{activity_id}"


def activity_for(activity_id: int) -> Activity:
    """One activity. Raises Missing."""
    activity = session().get(Activity, activity_id)
    if activity is None:
        raise Missing
    return activity


def logged(activity_id: int) -> Logged:
    """One activity with its bodies and project. Raises Missing."""
    for found in log_rows([activity_id]):
        return found
    raise Missing


def log_rows(numbers: Sequence[int], *columns: InstrumentedAttribute[Any]) -> list[Logged]:
    """These activities, in this order, each with its bodies and project: two queries however many.

    Of an activity nothing but ``columns`` is read, where they are named.
    """
    read: Any = Bundle("activity", Activity.id, *columns) if columns else Activity
    wanted = (
        select(read, Project.code, Project.title)
        .select_from(Activity)
        .outerjoin(Project, Project.id == Activity.project_id)
        .where(Activity.id.in_(numbers))
    )
    found = session().execute(wanted)
    bodies = body_names(numbers)
    rows = [
        Logged(activity, bodies.get(activity.id, ()), code or "", title or "")
        for activity, code, title in found
    ]
    return in_order(rows, numbers)


def body_names(numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of the bodies of each of these activities, lead first."""
    found = session().execute(BODIES, {"numbers": list(numbers)})
    names: dict[int, tuple[str, ...]] = {}
    for number, name in found:
        names[number] = (*names.get(number, ()), name)
    return names


def reached_of(activity: Any) -> Reached:
    """How many were reached, as closely as it is known, of an activity or of these columns of one."""
    return Reached(ReachedKind(activity.reached_kind), activity.reached, activity.reached_said)


def edition_of(activity: Activity) -> str:
    """Tells whether an activity, or what was heard at it and entered with it, was changed since."""
    versions = [activity.version, *(item.version for item in feedback.from_log(reference(activity.id)))]
    return ".".join(map(str, versions))


def entry_of(activity: Activity) -> ActivityEntry:
    """An activity as the verbs take it: what somebody sends who changes nothing."""
    bodies, own = bodies_of(activity), feedback.from_log(reference(activity.id))
    same = session().get(Activity, activity.same_contacts_as_id) if activity.same_contacts_as_id else None
    return ActivityEntry(
        **values_of(activity),
        ref=activity.ref,
        when=activity.when,
        reached=reached_of(activity),
        lead_body_id=next((row.body_id for row in bodies if row.leads), None),
        joint_body_ids=tuple(row.body_id for row in bodies if not row.leads),
        project_id=activity.project_id,
        same_contacts_as=same.ref if same else "",
        things=tuple(
            SaidThere(said=item.said, did=item.did, answer=item.answer, number=item.id) for item in own
        ),
    )


def bodies_of(activity: Activity) -> list[ActivityBody]:
    """The bodies that ran it, lead first."""
    wanted = select(ActivityBody).where(ActivityBody.activity_id == activity.id)
    return list(session().scalars(wanted.order_by(ActivityBody.leads.desc(), ActivityBody.id)))


def evidence_of(activity: Activity) -> list[ActivityEvidence]:
    """What shows that it took place, newest first."""
    wanted = select(ActivityEvidence).where(ActivityEvidence.activity_id == activity.id)
    return list(session().scalars(wanted.order_by(ActivityEvidence.received_on.desc(), ActivityEvidence.id)))


def evidence_for(activity_id: int, evidence_id: int) -> ActivityEvidence:
    """One piece of evidence of an activity. Raises Missing."""
    evidence = session().get(ActivityEvidence, evidence_id)
    if evidence is None or evidence.activity_id != activity_id:
        raise Missing
    return evidence


def same_contacts(activity: Activity) -> list[Activity]:
    """The activities that counted the same contacts as this one, either way round."""
    # Only where it names one: SQLite would look through the whole log for a number that is empty.
    either = Activity.same_contacts_as_id == activity.id
    if activity.same_contacts_as_id is not None:
        either |= Activity.id == activity.same_contacts_as_id
    return sorted(session().scalars(select(Activity).where(either)), key=lambda other: other.ref)


def alike(title: str, when: DateAsKnown, venue: str = "", reached: Reached = NOT_RECORDED) -> list[Logged]:
    """Activities that may be this one already logged, each with why: nearly the same title, at about the same
    time; or under another title the same day, place and number."""
    found = [*_titled_alike(title, when), *_at_once(when, venue, reached)]
    return list({one.id: one for one in reversed(found)}.values())[::-1][:MOST_ALIKE]


def numbers_alike(entry: ActivityEntry) -> set[int]:
    """The numbers of the activities that may be this one already logged."""
    return {one.id for one in alike(entry.title, entry.when, entry.venue, entry.reached)}


def _titled_alike(title: str, when: DateAsKnown) -> list[Logged]:
    from rapidfuzz import fuzz

    if len(title) < 4:
        return []
    candidates = session().execute(_near(when).limit(MOST_COMPARED))
    asked = plain(title)
    scored = [(fuzz.token_sort_ratio(asked, plain(known)), number) for number, known in candidates]
    nearest = sorted((pair for pair in scored if pair[0] >= ALIKE), reverse=True)[:MOST_ALIKE]
    return [replace(one, why="nearly the same title") for one in log_rows([number for _, number in nearest])]


def _at_once(when: DateAsKnown, venue: str, reached: Reached) -> list[Logged]:
    place = plain(venue)
    if when.precision is not Precision.DAY or not place or not reached.number:
        return []
    wanted = select(Activity.id, Activity.venue).where(
        Activity.start_from == when.start_from,
        Activity.start_to == when.start_to,
        Activity.reached == reached.number,
    )
    numbers = [number for number, known in session().execute(wanted) if plain(known) == place]
    return [replace(one, why="the same day, place and number") for one in log_rows(numbers[:MOST_ALIKE])]


def nearly_one_title(one: str, other: str) -> bool:
    """Whether two titles are nearly the same, and say the same figures: “Forum 2” is not “Forum 3”."""
    from rapidfuzz import fuzz

    first, second = plain(one), plain(other)
    alike = fuzz.token_sort_ratio(first, second, score_cutoff=ALIKE) >= ALIKE
    return alike and re.findall(r"[0-9]+", first) == re.findall(r"[0-9]+", second)


def removal_of(activity_id: int, event: str) -> Removal:
    """How an activity was taken out of the log, if ``event`` was the last done to it. Raises Missing."""
    history = audit.history_of(reference(activity_id))
    if not history or history[0][0].event != event:
        raise Missing
    entry, changes = history[0]
    gone = next(change for change in changes if change.table == Activity.__tablename__)
    return Removal(entry.id, str((gone.before or {}).get("ref", "")))


def next_own_ref() -> str:
    """The reference for an activity whose keeper gave it none: ACT-0001, ACT-0002 and so on."""
    largest = (
        session()
        .scalars(
            select(Activity.ref)
            .where(Activity.ref.like(f"{OWN}%"))
            .order_by(func.length(Activity.ref).desc(), Activity.ref.desc())
            .limit(MOST_ALIKE)
        )
        .all()
    )
    given = [number_or_none(ref[len(OWN) :]) or 0 for ref in largest]
    free = (f"{OWN}{number:04}" for number in count(max(given, default=0) + 1))
    return next(ref for ref in free if not ref_in_use(ref))


def ref_in_use(ref: str, but: int | None = None) -> bool:
    return (
        session().scalars(select(Activity.id).where(Activity.ref == ref, Activity.id != (but or 0))).first()
        is not None
    )


def of_project(project_id: int) -> list[Logged]:
    """Every activity of a project, earliest first."""
    wanted = (
        select(Activity.id).where(Activity.project_id == project_id).order_by(Activity.sorts_on, Activity.id)
    )
    return log_rows(list(session().scalars(wanted)))


def plain(title: str) -> str:
    """A title without its accents, capitals and marks."""
    return " ".join(plain_words(title))


def describe(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(Activity.id, Activity.ref, Activity.title, Activity.same_contacts_as_id).where(
            Activity.id.in_(numbers)
        )
    )
    return {
        number: Named(ref, title, f"/activities/{number}", reference(same) if same else "")
        for number, ref, title, same in found
    }


def find_by_code(ref: str) -> int | None:
    return session().scalars(select(Activity.id).where(func.lower(Activity.ref) == ref.lower())).first()


def took_place(status: str, first: date | None) -> bool:
    """Neither said to be planned or cancelled, nor still to come without a status on record."""
    return status not in NOT_HELD and (status != "" or first is None or first <= clock.today())


def occasions(project_id: int) -> list[Occasion]:
    """Activities of a project that took place, and others at which something was said of it."""
    said = feedback.records_heard_for(project_id)
    numbers = [int(ref.partition(":")[2]) for ref in said if ref.startswith("activity:")]
    wanted = select(
        Activity.id,
        Activity.status,
        Activity.start_from,
        Activity.audience,
        Activity.groups_aimed_at,
        Activity.equality_groups,
        Activity.organisations,
    ).where((Activity.project_id == project_id) | Activity.id.in_(numbers))
    return [
        Occasion(reference(number), tuple(chain(*names)), reference(number) in said)
        for number, status, first, *names in session().execute(wanted.order_by(Activity.id))
        if took_place(status, first)
    ]


def _near(when: DateAsKnown) -> Select[int, str]:
    wanted = select(Activity.id, Activity.title).order_by(Activity.sorts_on.desc())
    if when.start_from is None or when.start_to is None:
        return wanted
    earliest: date = when.start_from - NEARBY
    return wanted.where(Activity.sorts_on.between(earliest, when.start_to + NEARBY))
