"""Which activities of the log the rows of a spreadsheet mean, and what the log holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from engage.activities.importing.cells import counted, dated, enumerated
from engage.activities.models import Activity, ActivityBody
from engage.activities.queries import reached_of, reference
from engage.cycle.models import Project
from engage.feedback.models import Feedback
from engage.organisation.importing import BodyCells
from engage.platform.data.db import session
from engage.platform.imports.declared import contents_of
from engage.platform.imports.importing import Content, Entry, Stored, batches
from engage.rules.words import plain_words

AT_ONCE = 500


def key_of_row(ref: str, content: Mapping[str, Content]) -> str:
    """The reference as it reads without its spaces and capitals; without one, the title, start and lead."""
    if ref:
        return _ref_key(ref)
    starts = content.get("starts")
    bodies = content["body"].value if "body" in content else ("",)
    known = starts.value if starts else None
    return _likeness(content["title"].value, known.start_from if known else None, bodies[0])


def find_known(entries: Sequence[Entry], bodies: BodyCells) -> dict[str, list[Stored]]:
    """The activities that entries may mean, by key."""
    wanted = {entry.key for entry in entries}
    numbers = _numbers_by_key(wanted, bodies, any(not entry.ref for entry in entries))
    stored = _stored({number for found in numbers.values() for number in found}, bodies)
    return {key: [stored[number] for number in found] for key, found in numbers.items()}


def _ref_key(ref: str) -> str:
    return f"ref {''.join(ref.split()).casefold()}"


def _likeness(title: str, start: date | None, lead: str) -> str:
    return f"like {' '.join(plain_words(title))}|{start or ''}|{lead}"


def _numbers_by_key(wanted: set[str], bodies: BodyCells, by_likeness: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, ref in session().execute(select(Activity.id, Activity.ref)):
        if (key := _ref_key(ref)) in wanted:
            found.setdefault(key, []).append(number)
    if not by_likeness:
        return found
    lead = (ActivityBody.activity_id == Activity.id) & ActivityBody.leads.is_(True)
    columns = select(Activity.id, Activity.title, Activity.start_from, ActivityBody.body_id)
    for number, title, start, body_id in session().execute(columns.outerjoin(ActivityBody, lead)):
        key = _likeness(title, start, bodies.code_of(body_id) if body_id else "")
        if key in wanted:
            found.setdefault(key, []).append(number)
    return found


def _stored(numbers: Iterable[int], bodies: BodyCells) -> dict[int, Stored]:
    projects = dict(session().execute(select(Project.id, Project.code)).all())
    stored: dict[int, Stored] = {}
    for batch in batches(sorted(numbers), AT_ONCE):
        ran = _bodies_of(batch, bodies)
        heard = _from_log(batch)
        for activity in session().scalars(select(Activity).where(Activity.id.in_(batch))):
            content = _content(activity, projects)
            content["body"] = bodies.content(ran.get(activity.id, ()))
            said, did = heard.get(activity.id, ((), ()))
            content |= {"heard": enumerated(*said), "done": enumerated(*did)}
            stored[activity.id] = Stored(activity.id, activity.ref, activity.version, content)
            session().expunge(activity)
    return stored


def _content(activity: Activity, projects: Mapping[int, str]) -> dict[str, Content]:
    return contents_of(activity) | {
        "starts": dated(activity.when),
        "reached": counted(reached_of(activity)),
        "project": Content(activity.project_id, projects.get(activity.project_id or 0, "")),
    }


def _bodies_of(numbers: Sequence[int], bodies: BodyCells) -> dict[int, tuple[str, ...]]:
    """The codes of the bodies of each activity, the leading one first, the others in the order of a row's."""
    rows = select(ActivityBody.activity_id, ActivityBody.body_id, ActivityBody.leads)
    found: dict[int, list[tuple[bool, str]]] = {}
    for number, body_id, leads in session().execute(rows.where(ActivityBody.activity_id.in_(numbers))):
        found.setdefault(number, []).append((not leads, bodies.code_of(body_id)))
    return {number: tuple(code for _joint, code in sorted(codes)) for number, codes in found.items()}


def _from_log(numbers: Sequence[int]) -> dict[int, tuple[list[str], list[str]]]:
    """What was heard and what was done at each, item by item."""
    refs = {reference(number): number for number in numbers}
    wanted = select(Feedback.heard_at, Feedback.said, Feedback.did).where(
        Feedback.heard_at.in_(refs), Feedback.is_from_log.is_(True)
    )
    found: dict[int, tuple[list[str], list[str]]] = {}
    for heard_at, *words in session().execute(wanted.order_by(Feedback.id)):
        for texts, text in zip(found.setdefault(refs[heard_at], ([], [])), words, strict=True):
            texts.append(text)
    return found
