"""What meetings of forums can testify to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, cast, func, select

from engage.actions import queries as actions
from engage.actions.models import Action
from engage.cycle.models import Project
from engage.feedback.models import Feedback
from engage.forums.models import Forum, FrameworkEdition, FrameworkSeat, MeetingSchedule, Membership
from engage.forums.schedules import recurrence
from engage.meetings import who_came as attendance
from engage.meetings.agenda.queries import item_reference
from engage.meetings.models import AgendaItem, Meeting
from engage.meetings.queries import reference
from engage.meetings.who_came import Came
from engage.meetings.words import HELD, PLANNED
from engage.organisation import facts as organisation
from engage.platform import clock
from engage.platform.data.db import session
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.facts import Fact, marked
from engage.rules.meetings import Quorum

COLUMNS = (
    Meeting.id,
    Meeting.forum_id,
    Meeting.when_words,
    Meeting.when_precision,
    Meeting.start_from,
    Meeting.start_to,
    Meeting.end_to,
    Meeting.public_count,
    Meeting.attended_count,
    Meeting.attended_words,
    ((Meeting.notes != "") | (Meeting.minutes_file != "")).label("has_notes"),
    Meeting.is_network_briefing,
    Meeting.is_invented,
    attendance.quorum_in_force().label("needed"),
    Forum.name,
    Forum.code,
    Forum.kind,
    Forum.area,
    Forum.body_id,
)
MEETING = "meeting:"
ALSO = {"consultation_plan": "engagement_plan"}
"""What is put to members under one name and answers for another: consulting is one way to engage."""
Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class _Seat:
    """A forum in the framework of a body: from when to when it stood there, as far as that is known."""

    forum: Any
    body_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known beside the meetings, each by the number of its forum or meeting."""

    seats: Mapping[int, list[_Seat]]
    members: Mapping[int, list[Span]]
    came: Mapping[int, Came]
    actions: Mapping[str, tuple[Agreed, ...]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action agreed at a meeting; ``ended_on`` is when it was done or dropped, as far as that is known."""

    state: str
    is_nobodys: bool
    agreed_on: date | None
    due_on: date | None
    ended_on: date | None

    def stood(self, day: date) -> str:
        """Its state at the end of a day; empty where it was not yet agreed."""
        if self.agreed_on and self.agreed_on > day:
            return ""
        return actions.OPEN if self.ended_on and self.ended_on > day else self.state

    def is_overdue(self, day: date) -> bool:
        return self.stood(day) == actions.OPEN and self.due_on is not None and self.due_on < day


def actions_on(day: date, agreed: Sequence[Agreed]) -> dict[str, int]:
    """How many of these actions were open on a day, of those overdue, and how many done."""
    stood = [one.stood(day) for one in agreed]
    return {
        "actions_open": stood.count(actions.OPEN),
        "actions_overdue": sum(one.is_overdue(day) for one in agreed),
        "actions_done": stood.count(actions.DONE),
    }


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """Facts of the kind ``meeting``, of meetings that were held, and of the kind ``forum``, of the framework.

    A fixed number of queries, however many there are. One for each forum in each edition of a framework, with
    the days by its schedule and the days it met. One for each meeting, which belongs to no project; and one
    for each project that brought items to it, by the reference of the first of them, which says what was put
    to the members of that project alone and whose item it is (``item_of``). Given a project, only those.
    """
    if project_id is not None:
        yield from _of_project(project_id, HELD)
        return
    codes, agendas, rows = organisation.codes(), _agendas(), _rows(HELD)
    around = _around()
    yield from _forums(around, rows, codes)
    for row in rows:
        items = agendas.get(row.id, [])
        yield _meeting(row, around, items, codes)
        yield from _items(row, items, codes)


def to_come(project_id: int) -> Iterator[Fact]:
    """The same of meetings planned for today or later with items of a project: they prove nothing yet."""
    return _of_project(project_id, PLANNED, clock.today())


def ends(project_id: int | None = None) -> dict[str, date | None]:
    """The last day of each meeting that was held, by its reference; None where it is not known.

    Given a project, only of those at which something was heard of it.
    """
    wanted = select(Meeting.id, Meeting.end_to, Meeting.start_to).where(Meeting.status == HELD)
    if project_id is not None:
        number = cast(func.substr(Feedback.heard_at, len(MEETING) + 1), Integer)
        heard = Feedback.heard_at.startswith(MEETING) & (Feedback.project_id == project_id)
        wanted = wanted.where(Meeting.id.in_(select(number).where(heard)))
    return {reference(number): end or start for number, end, start in session().execute(wanted)}


def _of_project(project_id: int, status: str, first: date = date.min) -> Iterator[Fact]:
    """Facts of its own items alone, at meetings that stand so and are not before a day."""
    codes, agendas = organisation.codes(), _agendas(project_id)
    for row in _rows(status, project_id):
        if first == date.min or (row.start_to and row.start_to >= first):
            yield from _items(row, agendas[row.id], codes)


def _forums(around: _Around, rows: Iterable[Any], codes: Mapping[int, str]) -> Iterator[Fact]:
    due, held = _due(), _held(rows)
    for number, seats in around.seats.items():
        for seat in seats:
            first, last = seat.span
            yield Fact(
                kind="forum",
                ref=f"forum:{number}",
                title=seat.forum.name,
                first=first,
                on=first,
                ended=last or date.max,
                bodies=_codes([seat.body_id], codes),
                says={
                    "code": seat.forum.code,
                    "body_type": seat.forum.kind,
                    "due": tuple(due.get(number, ())),
                    "held": tuple(held.get(number, ())),
                },
            )


def _meeting(row: Any, around: _Around, items: Sequence[Any], codes: Mapping[int, str]) -> Fact:
    in_framework_of = _in_framework_of(row, around)
    return Fact(
        ref=reference(row.id),
        bodies=_codes([row.body_id, *in_framework_of], codes),
        says={
            **_says(row),
            **_kept(row, around),
            "in_framework": bool(in_framework_of),
            "agenda": _put(items),
        },
        **_common(row),
    )


def _items(row: Any, items: Sequence[Any], codes: Mapping[int, str]) -> Iterator[Fact]:
    by_project: dict[int, list[Any]] = {}
    for item in items:
        if item.project_id is not None:
            by_project.setdefault(item.project_id, []).append(item)
    for number, brought in by_project.items():
        first = brought[0]
        yield Fact(
            ref=item_reference(first.id),
            project=f"project:{number}",
            bodies=_codes([first.body_id, *first.joint_body_ids, row.body_id], codes),
            says={
                **_says(row),
                "agenda": _put(brought),
                "item_of": reference(row.id),
                "presented_by": first.lead,
                "members_said": any(item.members_said != "" for item in brought),
                "changed": any(item.changed != "" for item in brought),
            },
            **_common(row),
        )


def _common(row: Any) -> dict[str, Any]:
    return {
        "kind": "meeting",
        "title": marked(row.name, row.is_invented),
        "first": row.start_from,
        "on": row.start_to,
        "ended": row.end_to,
    }


def _says(row: Any) -> dict[str, Any]:
    return {
        "body_type": row.kind,
        "forum": row.name,
        "forum_code": row.code,
        "forum_ref": f"forum:{row.forum_id}",
        "authority": tuple(one for one in (row.area, row.name) if one),
        "number": "",
        "when": row.when_words,
        "when_known": _known(row),
        "notes": bool(row.has_notes),
        "invented": row.is_invented,
    }


def _known(row: Any) -> DateAsKnown:
    precision = Precision(row.when_precision)
    return DateAsKnown(precision, row.start_from, row.start_to, row.end_to, row.when_words)


def _kept(row: Any, around: _Around) -> dict[str, Any]:
    """What a meeting says of itself and its forum, whatever was put to it."""
    came = around.came.get(row.id)
    quorum = attendance.quorum_of(row.needed, came)
    agreed = around.actions.get(reference(row.id), ())
    return {
        "members": sum(_holds(span, row.start_to) for span in around.members.get(row.forum_id, ())) or None,
        "attended": came.attended + came.others if came else row.attended_count,
        "attended_words": "" if came else row.attended_words,
        "apologies": came.apologies if came and came.members else None,
        "public": row.public_count,
        "quorate": {Quorum.MET: True, Quorum.NOT_MET: False}.get(quorum),
        "quorum": quorum.value,
        "network_briefing": row.is_network_briefing,
        **actions_on(clock.today(), agreed),
        "actions_tracked": not any(one.is_nobodys and one.state == actions.OPEN for one in agreed),
        "agreed": agreed,
    }


def _in_framework_of(row: Any, around: _Around) -> list[int]:
    """The bodies in whose framework the forum stood on the day: it may serve none, or another one."""
    return [seat.body_id for seat in around.seats.get(row.forum_id, ()) if _holds(seat.span, row.start_to)]


def _holds(span: Span, on: date | None) -> bool:
    first, last = span
    return on is not None and (first is None or first <= on) and (last is None or on <= last)


def _put(items: Sequence[Any]) -> tuple[str, ...]:
    """What was put to the members under these items, each once."""
    put = [one for item in items for one in item.presents]
    return tuple(dict.fromkeys([*put, *(ALSO[one] for one in put if one in ALSO)]))


def _codes(numbers: Sequence[int | None], codes: Mapping[int, str]) -> tuple[str, ...]:
    known = [codes[number] for number in numbers if number is not None and number in codes]
    return tuple(dict.fromkeys(known))


def _rows(status: str, project_id: int | None = None) -> list[Any]:
    wanted = select(*COLUMNS).join(Forum, Forum.id == Meeting.forum_id).where(Meeting.status == status)
    if project_id is not None:
        brought = select(AgendaItem.meeting_id).where(AgendaItem.project_id == project_id)
        wanted = wanted.where(Meeting.id.in_(brought))
    return list(session().execute(wanted.order_by(Meeting.id)))


def _around() -> _Around:
    return _Around(
        seats=_seats(),
        members=_members(),
        came=attendance.came_by_meeting(),
        actions=_actions(),
    )


def _seats() -> dict[int, list[_Seat]]:
    """From when to when each forum stood in the framework of which body, while it lasted."""
    edition = (FrameworkEdition.from_on, FrameworkEdition.to_on, FrameworkEdition.body_id)
    forum = (
        Forum.id,
        Forum.name,
        Forum.code,
        Forum.kind,
        Forum.from_on.label("begun"),
        Forum.to_on.label("over"),
    )
    wanted = (
        select(*edition, *forum)
        .join(FrameworkSeat, FrameworkSeat.edition_id == FrameworkEdition.id)
        .join(Forum, Forum.id == FrameworkSeat.forum_id)
        .order_by(FrameworkEdition.from_on, Forum.id)
    )
    found: dict[int, list[_Seat]] = {}
    for row in session().execute(wanted):
        last = min((day for day in (row.to_on, row.over) if day), default=None)
        span = max(row.from_on, row.begun or date.min), last
        found.setdefault(row.id, []).append(_Seat(row, row.body_id, span))
    return found


def _members() -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    wanted = select(Membership.forum_id, Membership.from_on, Membership.to_on)
    for number, first, last in session().execute(wanted):
        found.setdefault(number, []).append((first, last))
    return found


def _due() -> dict[int, list[date]]:
    due: dict[int, list[date]] = {}
    for row in session().scalars(select(MeetingSchedule)):
        due.setdefault(row.forum_id, []).extend(recurrence.occurrences(row))
    return due


def _held(rows: Iterable[Any]) -> dict[int, list[date]]:
    held: dict[int, list[date]] = {}
    for row in rows:
        if row.start_to is not None:
            held.setdefault(row.forum_id, []).append(row.start_to)
    return held


def _actions() -> dict[str, tuple[Agreed, ...]]:
    """The actions agreed at each meeting."""
    wanted = select(
        Action.agreed_at,
        Action.state,
        actions.is_nobodys(),
        Action.agreed_on,
        Action.due_on,
        Action.ended_on,
    ).where(Action.agreed_at.startswith(MEETING))
    found: dict[str, list[Agreed]] = {}
    for row in session().execute(wanted.order_by(Action.id)):
        ref, state, nobodys, agreed_on, due_on, ended_on = row
        found.setdefault(ref, []).append(Agreed(state, bool(nobodys), agreed_on, due_on, ended_on))
    return {ref: tuple(agreed) for ref, agreed in found.items()}


def _agendas(project_id: int | None = None) -> dict[int, list[Any]]:
    wanted = (
        select(
            AgendaItem.id,
            AgendaItem.meeting_id,
            AgendaItem.project_id,
            AgendaItem.presents,
            AgendaItem.lead,
            AgendaItem.members_said,
            AgendaItem.changed,
            Project.body_id,
            Project.joint_body_ids,
        )
        .outerjoin(Project, Project.id == AgendaItem.project_id)
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    )
    if project_id is not None:
        wanted = wanted.where(AgendaItem.project_id == project_id)
    agendas: dict[int, list[Any]] = {}
    for row in session().execute(wanted):
        agendas.setdefault(row.meeting_id, []).append(row)
    return agendas
