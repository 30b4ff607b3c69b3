"""The engagement log as a list: its columns, filters and order."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.activities import queries
from engage.activities.models import Activity, ActivityBody
from engage.cycle.models import Project
from engage.organisation.models import Body
from engage.organisation.queries import coded_body_choices
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.tables import holds
from engage.platform.web import lists
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.rules.cycle import read_cycle
from engage.rules.facts import marked
from engage.rules.periods import UnreadablePeriod, read_period
from engage.rules.words import read_vocabulary

NONE = "none"


def engagement_log() -> ListSpec:
    """The engagement log."""
    return ListSpec(
        name="engagement-log",
        heading="Engagement log",
        one="activity",
        many="activities",
        number=Activity.id,
        base=lambda: select(Activity.id),
        rows=queries.log_rows,
        columns=COLUMNS,
        filters=FILTERS,
        search=lambda words: search.every_word(Activity, words),
        first_order=("when", True),
        remarks=(("without a known month", Activity.start_month.is_(None)),),
    )


def stage_label(stage: int | None) -> str:
    """2 Priorities and plans; “not recorded” when no stage was given."""
    if stage is None:
        return "not recorded"
    return f"{stage} {read_cycle().stage(stage).label}"


def status_label(status: str) -> str:
    return read_vocabulary("statuses").term(status).label


def _list_cell(name: str) -> Any:
    return lambda row: "; ".join(getattr(row.activity, name))


COLUMNS: tuple[Column, ...] = (
    Column(
        "title",
        "Activity",
        lambda row: marked(row.activity.title, row.activity.is_invented),
        sort=Activity.title,
        link=lambda row: url_for("activities.show", activity_id=row.id),
    ),
    Column("ref", "Reference", lambda row: row.activity.ref, sort=Activity.ref, shown=False),
    Column("when", "When", lambda row: row.activity.when_words, sort=Activity.sorts_on),
    Column("bodies", "Body", lambda row: "; ".join(row.bodies)),
    Column("project", "Project", lambda row: row.project_code),
    Column("stage", "Stage", lambda row: stage_label(row.activity.stage), sort=Activity.stage),
    Column("method", "Method", lambda row: row.activity.method or "not recorded", sort=Activity.method),
    Column("audience", "Audience", _list_cell("audience"), shown=False),
    Column("equality_groups", "Equality groups", _list_cell("equality_groups"), shown=False),
    Column("venue", "Venue", lambda row: row.activity.venue, shown=False),
    Column("organisations", "Organisations involved", _list_cell("organisations"), shown=False),
    Column("reached", "Reached", lambda row: row.reached.words, sort=Activity.reached, kind="number"),
    Column("status", "Status", lambda row: status_label(row.activity.status), sort=Activity.status),
    Column("source", "Source", lambda row: row.activity.source, shown=False),
)


def _stage_choices() -> list[tuple[str, str]]:
    return [(str(stage.code), stage_label(stage.code)) for stage in read_cycle().stages] + [
        (NONE, "not recorded")
    ]


def _method_choices() -> list[tuple[str, str]]:
    return [(method, method) for method in lists.distinct_values(Activity.method)] + [(NONE, "not recorded")]


def _status_choices() -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in read_vocabulary("statuses").terms]


def _project_choices() -> list[tuple[str, str]]:
    found = session().execute(select(Project.code, Project.title).order_by(Project.title))
    return [(code, f"{code} {title}") for code, title in found] + [(NONE, "no project")]


def _group_choices() -> list[tuple[str, str]]:
    return [(term.label, term.label) for term in read_vocabulary("equality_groups").terms]


def _by_stage(value: str) -> ColumnElement[bool]:
    if value == NONE:
        return Activity.stage.is_(None)
    if value not in {"1", "2", "3", "4", "5"}:
        raise ValueError("choose one of the five stages")
    return Activity.stage == int(value)


def _by_body(code: str) -> ColumnElement[bool]:
    run_by = (
        select(ActivityBody.activity_id).join(Body, Body.id == ActivityBody.body_id).where(Body.code == code)
    )
    return Activity.id.in_(run_by)


def _by_project(code: str) -> ColumnElement[bool]:
    if code == NONE:
        return Activity.project_id.is_(None)
    return Activity.project_id.in_(select(Project.id).where(Project.code == code))


def _by_period(text: str) -> ColumnElement[bool]:
    """What is known of the start lies wholly inside the period."""
    try:
        period = read_period(text)
    except UnreadablePeriod as problem:
        raise ValueError(str(problem)) from None
    if period.first is None or period.last is None:
        return Activity.id.is_not(None)
    return (Activity.start_from >= period.first) & (Activity.start_to <= period.last)


def _by_month(value: str) -> ColumnElement[bool]:
    return Activity.start_month.is_(None) if value == NONE else Activity.start_month.is_not(None)


def _by_reached(value: str) -> ColumnElement[bool]:
    return Activity.reached.is_(None) if value == NONE else Activity.reached.is_not(None)


FILTERS: tuple[Filter, ...] = (
    Filter("body", "Body", _by_body, coded_body_choices),
    Filter("project", "Project", _by_project, _project_choices),
    Filter("stage", "Stage", _by_stage, _stage_choices),
    Filter(
        "method", "Method", lambda value: Activity.method == ("" if value == NONE else value), _method_choices
    ),
    Filter("status", "Status", lambda value: Activity.status == value, _status_choices),
    Filter("group", "Equality group", lambda value: holds(Activity.equality_groups, value), _group_choices),
    Filter("period", "Period", _by_period, hint="Such as 2018/19, Quarter 3 2018/19 or June to August 2018."),
    Filter("month", "Month known", _by_month, lambda: [("known", "Month known"), (NONE, "Month not known")]),
    Filter("reached", "Reached", _by_reached, lambda: [("counted", "With a number"), (NONE, "Not recorded")]),
)
