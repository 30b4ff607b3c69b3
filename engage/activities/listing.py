"""The engagement log as a list: its columns, filters and order."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import ColumnElement, String, cast, select

from engage.activities import queries
from engage.activities.models import Activity, ActivityBody
from engage.activities.tallies import safe_words
from engage.cycle.models import Project
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.fields import Listed, fields_of
from engage.platform.data.tables import holds, holds_key
from engage.platform.web.declared import NONE, columns_of, filters_of
from engage.platform.web.lists import Column, Filter, ListSpec, Reckoned
from engage.rules.facts import marked
from engage.rules.periods import UnreadablePeriod, read_period
from engage.rules.tallies import group_named
from engage.rules.words import read_vocabulary

ANY = "any"


def engagement_log() -> ListSpec:
    """The engagement log."""
    return ListSpec(
        name="engagement-log",
        heading="Engagement log",
        one="activity",
        many="activities",
        number=Activity.id,
        base=lambda: select(Activity.id),
        rows=lambda numbers: queries.log_rows(numbers, *READ),
        columns=COLUMNS,
        filters=FILTERS,
        search=lambda words: search.every_word(Activity, words),
        first_order=("when", True),
        remarks=(("without a known month", Activity.start_month.is_(None)),),
    )


COLUMNS: tuple[Column, ...] = columns_of(
    Activity,
    lambda row: row.activity,
    {
        "": (
            Column(
                "title",
                "Activity",
                lambda row: marked(row.activity.title, row.activity.is_invented),
                sort=Activity.title,
                link=lambda row: url_for("activities.show", activity_id=row.id),
            ),
            Column("ref", "Reference", lambda row: row.activity.ref, sort=Activity.ref, shown=False),
            Column(
                "when",
                "When",
                lambda row: row.activity.when_words,
                sort=Activity.sorts_on,
                reckoned=Reckoned("When (first day it may have been)", lambda row: row.activity.start_from),
            ),
            Column("bodies", "Body", lambda row: "; ".join(row.bodies)),
            Column("project", "Project", lambda row: row.project_code),
        ),
        "reached": (
            Column(
                "reached",
                "Reached",
                lambda row: row.reached.in_full,
                sort=Activity.reached,
                kind="number",
                reckoned=Reckoned("Reached (number)", lambda row: row.reached.number),
            ),
            Column(
                "counted",
                "People counted by group",
                lambda row: safe_words(row.activity.tallies, row.activity.reached),
                shown=False,
            ),
        ),
    },
)

# What the columns are drawn from: a page of the log reads nothing else of its activities.
READ = [getattr(Activity, name) for name, one in fields_of(Activity).items() if one.listed is not Listed.NO]
READ += [Activity.title, Activity.is_invented, Activity.ref, Activity.when_words]
READ += [Activity.reached_kind, Activity.reached, Activity.reached_said]
READ += [Activity.start_from, Activity.tallies]


def _body_choices() -> list[tuple[str, str]]:
    found = session().execute(select(Body.code, Body.name).order_by(Body.name))
    return [(code, name) for code, name in found]


def _project_choices() -> list[tuple[str, str]]:
    found = session().execute(select(Project.code, Project.title).order_by(Project.title))
    return [(code, f"{code} {title}") for code, title in found] + [(NONE, "no project")]


def _group_choices() -> list[tuple[str, str]]:
    return [(term.label, term.label) for term in read_vocabulary("equality_groups").terms]


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


def _counts_nobody() -> ColumnElement[bool]:
    return Activity.tallies.is_(None) | (cast(Activity.tallies, String) == "{}")


def _by_counted(typed: str) -> ColumnElement[bool]:
    """At which people of a group were counted, were it nobody; of any group, or of none."""
    if typed.casefold() in {ANY, NONE}:
        return _counts_nobody() if typed.casefold() == NONE else ~_counts_nobody()
    return holds_key(Activity.tallies, group_named(typed))


HARDLY = {
    "to_come": "A day to come, and not planned",
    "bodies": "A body that had ended, or not begun",
    "cancelled": "Cancelled, with numbers",
}
"""What is asked about when it is typed, and what a spreadsheet may bring in all the same."""


def _by_doubt(code: str) -> ColumnElement[bool]:
    if code == "to_come":
        return (Activity.start_from > clock.today()) & Activity.status.not_in(queries.NOT_HELD)
    if code == "cancelled":
        counted = Activity.reached.is_not(None) | ~_counts_nobody()
        return (Activity.status == queries.CANCELLED) & counted
    outside = (Body.exists_to < Activity.start_from) | (Body.exists_from > Activity.start_to)
    run_by = select(ActivityBody.id).join(Body, Body.id == ActivityBody.body_id)
    return run_by.where(ActivityBody.activity_id == Activity.id, outside).exists()


FILTERS: tuple[Filter, ...] = filters_of(
    Activity,
    {
        "": (
            Filter("body", "Body", _by_body, _body_choices),
            Filter("project", "Project", _by_project, _project_choices),
        ),
        "status": (
            Filter(
                "group",
                "Equality group",
                lambda value: holds(Activity.equality_groups, value),
                _group_choices,
            ),
            Filter(
                "period",
                "Period",
                _by_period,
                hint="Such as 2018/19, Quarter 3 2018/19 or June to August 2018.",
            ),
            Filter(
                "month",
                "Month known",
                _by_month,
                lambda: [("known", "Month known"), (NONE, "Month not known")],
            ),
            Filter(
                "reached",
                "Reached",
                _by_reached,
                lambda: [("counted", "With a number"), (NONE, "Not recorded")],
            ),
            Filter("hardly", "Can hardly be", _by_doubt, lambda: list(HARDLY.items())),
            Filter(
                "counted",
                "People counted",
                _by_counted,
                hint="A group, such as carers. “Any” finds what was counted by group, “none” what was not.",
            ),
        ),
    },
)
