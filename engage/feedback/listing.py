"""What people said as a list: its columns, filters and order."""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from flask import url_for
from sqlalchemy import ColumnElement, and_, false, select

from engage.cycle.models import Project
from engage.feedback import queries
from engage.feedback.models import Feedback
from engage.feedback.queries import Listed
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.fields import NOT_RECORDED
from engage.platform.data.typed import number_or_none
from engage.platform.offers import references
from engage.platform.offers.waiting import Rows
from engage.platform.web.declared import NONE, column_of, columns_of, filter_of, filters_of
from engage.platform.web.forms import Choice
from engage.platform.web.lists import Column, Filter, ListSpec, Reckoned
from engage.rules.actors import Actor
from engage.rules.ageing import BUCKETS, NO_ANSWER, STATE_NOT_RECORDED, Heard
from engage.rules.facts import marked

LONGEST_WAIT = 36_500  # days
LONGEST_CELL = 160  # characters; the words in full are a column of their own


def what_people_said() -> ListSpec:
    """What people said, and what was done."""
    return ListSpec(
        name="what-people-said",
        heading="What people said, and what was done",
        one="item",
        many="items",
        number=Feedback.id,
        base=lambda: select(Feedback.id),
        rows=queries.rows_for,
        columns=COLUMNS,
        filters=FILTERS,
        search=lambda words: search.every_word(Feedback, words),
        first_order=("when", True),
        remarks=(
            ("without an answer", Feedback.answer == NO_ANSWER),
            ("answered, state not recorded", Feedback.answer == STATE_NOT_RECORDED),
            ("without a date", and_(Feedback.start_from.is_(None), Feedback.start_to.is_(None))),
        ),
    )


def what_waits(_actor: Actor) -> list[Rows]:
    unclear, address = (
        Feedback.answer == STATE_NOT_RECORDED,
        url_for("feedback.index", answer=STATE_NOT_RECORDED),
    )
    one, many = ("has its state not recorded", "have their state not recorded")
    return [Rows(Feedback.id, unclear, f"answer {one}", f"answers {many}", address)]


def days_waited(item: Feedback, on: date) -> int | None:
    """The days an unanswered item has waited at the least; None when answered, or when no date is known."""
    if item.answer != NO_ANSWER:
        return None
    last = item.start_to and (item.end_to or item.start_to)
    return Heard(queries.reference(item.id), item.start_from, last).days_waited(on)


def _said(row: Listed) -> str:
    words = row.item.said or "(only the answer was recorded)"
    return marked(shorten(words, LONGEST_CELL, placeholder="…"), row.item.is_invented)


def _where(row: Listed) -> str:
    return row.heard_at.text if row.heard_at else row.item.heard_where


def _item(row: Listed) -> Feedback:
    return row.item


COLUMNS: tuple[Column, ...] = columns_of(
    Feedback,
    _item,
    {
        "": (
            Column(
                "said",
                "What people said",
                _said,
                link=lambda row: url_for("feedback.show", feedback_id=row.id),
            ),
            Column("words", "Their words in full", lambda row: row.item.said, shown=False),
            column_of(Feedback, "did", _item),
            column_of(Feedback, "answer", _item),
            Column(
                "when",
                "When",
                lambda row: row.item.when_words or NOT_RECORDED,
                sort=Feedback.sorts_on,
                reckoned=Reckoned("When (first day it may have been)", lambda row: row.item.start_from),
            ),
        ),
        "topic": (
            Column("body", "Body", lambda row: row.body),
            Column("ref", "Reference", lambda row: row.item.ref, sort=Feedback.ref, shown=False),
            Column("where", "Where", _where, shown=False),
            Column("project", "Project", lambda row: row.project, shown=False),
        ),
        "tone": (
            Column(
                "waited",
                "Days waiting, at least",
                lambda row: days_waited(row.item, clock.today()),
                kind="number",
                shown=False,
            ),
        ),
        "owner_id": (Column("owner", "Owner", lambda row: row.owner, shown=False),),
    },
)


def _projects() -> list[Choice]:
    found = session().execute(select(Project.code, Project.title).order_by(Project.code))
    return [(code, f"{code} {title}") for code, title in found] + [(NONE, "no project")]


def _by_project(code: str) -> ColumnElement[bool]:
    if code == NONE:
        return Feedback.project_id.is_(None)
    return Feedback.project_id == select(Project.id).where(Project.code == code).scalar_subquery()


def _heard_at(typed: str) -> ColumnElement[bool]:
    ref = references.find(typed)
    if ref is None:
        raise ValueError(f"there is no record with the reference “{typed}”.")
    return Feedback.heard_at == ref


def _waiting_longer(typed: str) -> ColumnElement[bool]:
    days = number_or_none(typed, LONGEST_WAIT)
    if days is None:
        raise ValueError(f"“{typed}” is not a number of days. Enter a whole number, such as 28.")
    return and_(Feedback.answer == NO_ANSWER, queries.ended_by(_days_before(clock.today(), days + 1)))


def _days_before(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _waiting(code: str) -> ColumnElement[bool]:
    bucket = next((bucket for bucket in BUCKETS if bucket.code == code), None)
    if bucket is None:
        raise ValueError("choose one from the list")
    return queries.waited(bucket, clock.today())


def _told(value: str) -> ColumnElement[bool]:
    if value == "yes":
        return Feedback.told_on.is_not(None)
    return and_(Feedback.told_on.is_(None), Feedback.answer != NO_ANSWER) if value == "no" else false()


FILTERS: tuple[Filter, ...] = filters_of(
    Feedback,
    {
        "": (
            Filter("body", "Body", queries.said_to, coded_body_choices),
            Filter("project", "Project", _by_project, _projects),
            filter_of(Feedback, "answer"),
            Filter(
                "waiting",
                "Unanswered for",
                _waiting,
                lambda: [(bucket.code, bucket.label) for bucket in BUCKETS],
            ),
            Filter(
                "longer", "Unanswered for more than", _waiting_longer, hint="A number of days, such as 28."
            ),
            Filter("told", "People told", _told, lambda: [("yes", "told"), ("no", "answered, and not told")]),
        ),
        "tone": (
            Filter(
                "heard",
                "Heard in",
                Feedback.wholly_in,
                hint="Such as 2018/19, Quarter 3 2018/19 or June to August 2018.",
            ),
            Filter("at", "Heard at", _heard_at, hint="The reference of a record, such as ENG-012."),
        ),
    },
)
