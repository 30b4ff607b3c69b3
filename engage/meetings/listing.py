"""Meetings as a list: its columns, filters and order."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.forums.models import Forum
from engage.forums.words import kind_choices, kind_label
from engage.meetings import queries
from engage.meetings.models import Meeting
from engage.meetings.queries import ListedMeeting
from engage.meetings.words import CANCELLED, HELD, PLANNED
from engage.organisation.models import Body
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.offers.waiting import Rows
from engage.platform.web.declared import columns_of, filters_of
from engage.platform.web.forms import Choice
from engage.platform.web.lists import Column, Filter, ListSpec, Reckoned
from engage.rules.actors import Actor
from engage.rules.facts import marked

LATE = {
    "notes": "Notes not written in time",
    "record": "Planned, its day gone by",
    "actions": "An action agreed at it",
}


def meetings() -> ListSpec:
    """Meetings of forums."""
    return ListSpec(
        name="meetings",
        heading="Meetings",
        one="meeting",
        many="meetings",
        number=Meeting.id,
        base=lambda: select(Meeting.id),
        rows=queries.listed_meetings,
        columns=COLUMNS,
        filters=FILTERS,
        search=lambda words: search.every_word(Meeting, words),
        first_order=("when", True),
        remarks=(
            ("planned", Meeting.status == PLANNED),
            ("called off", Meeting.status == CANCELLED),
            ("with notes overdue", queries.notes_late(clock.today())),
            ("not put on record in time", queries.not_put_on_record(clock.today())),
            ("with an action overdue", queries.actions_late(clock.today())),
        ),
    )


def _quorum(row: ListedMeeting) -> str:
    return row.quorum.value.partition(":")[0] if row.meeting.status == HELD else ""


def _came(row: ListedMeeting) -> str:
    return row.people_in_words if row.meeting.status == HELD else ""


def _notes(row: ListedMeeting) -> str:
    if row.meeting.status != HELD:
        return ""
    return "written" if queries.has_notes(row.meeting) else "not written"


COLUMNS: tuple[Column, ...] = columns_of(
    Meeting,
    lambda row: row.meeting,
    {
        "": (
            Column(
                "when",
                "When",
                lambda row: row.meeting.when_words,
                sort=Meeting.sorts_on,
                reckoned=Reckoned("When (first day it may have been)", lambda row: row.meeting.start_from),
                link=lambda row: url_for("meetings.show", meeting_id=row.id),
            ),
            Column("forum", "Forum", lambda row: marked(row.forum.name, row.meeting.is_invented)),
        ),
        "venue": (
            Column("kind", "Kind of forum", lambda row: kind_label(row.forum.kind), shown=False),
            Column("body", "Body", lambda row: row.body, shown=False),
        ),
        "status": (
            Column(
                "came",
                "Attended",
                _came,
                kind="number",
                reckoned=Reckoned(
                    "Attended (number)", lambda row: row.people if row.meeting.status == HELD else None
                ),
            ),
        ),
        "public_count": (Column("quorum", "Quorum", _quorum), Column("notes", "Notes", _notes)),
    },
)


def _forum_choices() -> list[Choice]:
    found = session().execute(select(Forum.code, Forum.name).order_by(Forum.name, Forum.id))
    return [(code, name) for code, name in found]


def _of_forums(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Meeting.forum_id.in_(select(Forum.id).where(condition))


def _by_body(code: str) -> ColumnElement[bool]:
    return _of_forums(Forum.body_id.in_(select(Body.id).where(Body.code == code)))


def _by_late(value: str) -> ColumnElement[bool]:
    late = {
        "notes": queries.notes_late,
        "record": queries.not_put_on_record,
        "actions": queries.actions_late,
    }
    if value not in late:
        raise ValueError("choose what is overdue")
    return late[value](clock.today())


FILTERS: tuple[Filter, ...] = filters_of(
    Meeting,
    {
        "": (
            Filter("forum", "Forum", lambda code: _of_forums(Forum.code == code), _forum_choices),
            Filter("kind", "Kind of forum", lambda kind: _of_forums(Forum.kind == kind), kind_choices),
            Filter("body", "Body", _by_body, coded_body_choices),
        ),
        "status": (
            Filter(
                "period",
                "Period",
                Meeting.wholly_in,
                hint="Such as 2018/19, Quarter 3 2018/19 or June to August 2018.",
            ),
            Filter("late", "Overdue", _by_late, lambda: list(LATE.items())),
        ),
    },
)


def what_waits(_actor: Actor) -> list[Rows]:
    today = clock.today()
    passed = "was planned, and nobody says whether it was held"
    passed_many = "were planned, and nobody says whether they were held"
    return [
        Rows(
            Meeting.id,
            queries.not_put_on_record(today),
            f"meeting {passed}",
            f"meetings {passed_many}",
            url_for("meetings.index", late="record"),
        ),
        Rows(
            Meeting.id,
            queries.notes_late(today),
            "meeting has no notes yet",
            "meetings have no notes yet",
            url_for("meetings.index", late="notes"),
        ),
    ]
