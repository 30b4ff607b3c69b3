"""What people said as a list: its columns, filters and order."""

from __future__ import annotations

from datetime import date
from textwrap import shorten
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, false, select, true

from engage.cycle.models import Project
from engage.feedback import queries
from engage.feedback.models import Feedback
from engage.feedback.queries import Listed
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.offers import references
from engage.platform.web.forms import Choice
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.rules.ageing import BUCKETS, NO_ANSWER, Heard
from engage.rules.facts import marked
from engage.rules.periods import UnreadablePeriod, read_period
from engage.rules.words import read_vocabulary

NONE = "none"
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
            ("without a date", and_(Feedback.start_from.is_(None), Feedback.start_to.is_(None))),
        ),
    )


def answer_label(state: str) -> str:
    """Done; Doing; Cannot, because…; No answer yet."""
    return read_vocabulary("answer_states").term(state).label


def tone_label(tone: str) -> str:
    return read_vocabulary("tones").term(tone).label if tone else "not judged"


def influence_label(influence: str) -> str:
    return read_vocabulary("influences").term(influence).label if influence else ""


def days_waited(item: Feedback, on: date) -> int | None:
    """The days an unanswered item has waited at the least; None when answered, or when no date is known."""
    if item.answer != NO_ANSWER:
        return None
    return Heard(queries.reference(item.id), item.start_from, item.start_to).days_waited(on)


def _said(row: Listed) -> str:
    words = row.item.said or "(only the answer was recorded)"
    return marked(shorten(words, LONGEST_CELL, placeholder="…"), row.item.is_invented)


def _where(row: Listed) -> str:
    return row.heard_at.text if row.heard_at else row.item.heard_where


COLUMNS: tuple[Column, ...] = (
    Column(
        "said",
        "What people said",
        _said,
        link=lambda row: url_for("feedback.show", feedback_id=row.id),
    ),
    Column("words", "Their words in full", lambda row: row.item.said, shown=False),
    Column("did", "What was done", lambda row: row.item.did),
    Column("answer", "Answer", lambda row: answer_label(row.item.answer), sort=Feedback.answer),
    Column("when", "When", lambda row: row.item.when_words or "not recorded", sort=Feedback.sorts_on),
    Column("topic", "Topic", lambda row: row.item.topic, sort=Feedback.topic),
    Column("body", "Body", lambda row: row.body),
    Column("ref", "Reference", lambda row: row.item.ref, sort=Feedback.ref, shown=False),
    Column("where", "Where", _where, shown=False),
    Column("project", "Project", lambda row: row.project, shown=False),
    Column("service", "Service", lambda row: row.item.service, sort=Feedback.service, shown=False),
    Column("tone", "Tone", lambda row: tone_label(row.item.tone), shown=False),
    Column(
        "waited",
        "Days waiting, at least",
        lambda row: days_waited(row.item, clock.today()),
        kind="number",
        shown=False,
    ),
    Column("answered_on", "Answered on", lambda row: row.item.answered_on, kind="date", shown=False),
    Column("told_on", "People told on", lambda row: row.item.told_on, kind="date", shown=False),
    Column("told_how", "How they were told", lambda row: row.item.told_how, shown=False),
    Column("decision", "Decision it bore on", lambda row: row.item.decision, shown=False),
    Column("influence", "How far", lambda row: influence_label(row.item.influence), shown=False),
    Column("owner", "Owner", lambda row: row.owner, shown=False),
    Column("source", "Source", lambda row: row.item.source, shown=False),
)


def _projects() -> list[Choice]:
    found = session().execute(select(Project.code, Project.title).order_by(Project.code))
    return [(code, f"{code} {title}") for code, title in found] + [(NONE, "no project")]


def _terms(vocabulary: str) -> list[Choice]:
    return [(term.code, term.label) for term in read_vocabulary(vocabulary).terms]


def _by_project(code: str) -> ColumnElement[bool]:
    if code == NONE:
        return Feedback.project_id.is_(None)
    return Feedback.project_id == select(Project.id).where(Project.code == code).scalar_subquery()


def _one_of(column: Any, vocabulary: str, value: str) -> ColumnElement[bool]:
    """True for a term of a vocabulary; ``none`` stands for nothing recorded."""
    if value != NONE and value not in read_vocabulary(vocabulary):
        raise ValueError("choose one from the list")
    condition: ColumnElement[bool] = column == ("" if value == NONE else value)
    return condition


def _heard_in(period: str) -> ColumnElement[bool]:
    """True for what is known to have been heard wholly within a period, as the reports count it."""
    try:
        days = read_period(period)
    except UnreadablePeriod as problem:
        raise ValueError(str(problem)) from problem
    if days.first is None or days.last is None:
        return true()
    return and_(Feedback.start_from >= days.first, Feedback.start_to <= days.last)


def _heard_at(typed: str) -> ColumnElement[bool]:
    ref = references.find(typed)
    if ref is None:
        raise ValueError(f"there is no record with the reference “{typed}”.")
    return Feedback.heard_at == ref


def _waiting_longer(days: str) -> ColumnElement[bool]:
    if not days.isascii() or not days.isdigit() or int(days) > 36500:
        raise ValueError(f"“{days}” is not a number of days. Enter a whole number, such as 28.")
    today = clock.today()
    return and_(Feedback.answer == NO_ANSWER, Feedback.start_to < _days_before(today, int(days)))


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


FILTERS: tuple[Filter, ...] = (
    Filter("body", "Body", queries.said_to, coded_body_choices),
    Filter("project", "Project", _by_project, _projects),
    Filter(
        "answer",
        "Answer",
        lambda value: _one_of(Feedback.answer, "answer_states", value),
        lambda: _terms("answer_states"),
    ),
    Filter(
        "waiting",
        "Unanswered for",
        _waiting,
        lambda: [(bucket.code, bucket.label) for bucket in BUCKETS],
    ),
    Filter("longer", "Unanswered for more than", _waiting_longer, hint="A number of days, such as 28."),
    Filter("told", "People told", _told, lambda: [("yes", "told"), ("no", "answered, and not told")]),
    Filter(
        "topic",
        "Topic",
        lambda value: Feedback.topic == value,
        lambda: [(topic, topic) for topic in queries.topics_in_use()],
    ),
    Filter(
        "service",
        "Service",
        lambda value: Feedback.service == value,
        lambda: [(service, service) for service in queries.services_in_use()],
    ),
    Filter(
        "tone",
        "Tone",
        lambda value: _one_of(Feedback.tone, "tones", value),
        lambda: [*_terms("tones"), (NONE, "not judged")],
    ),
    Filter("heard", "Heard in", _heard_in, hint="Such as 2018/19, Quarter 3 2018/19 or June to August 2018."),
    Filter("at", "Heard at", _heard_at, hint="The reference of a record, such as ENG-012."),
)
