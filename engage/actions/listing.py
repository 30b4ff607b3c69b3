"""Actions as a list: its columns, filters and order."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.actions import queries
from engage.actions.models import Action
from engage.actions.queries import OPEN, STATES, Listed
from engage.cycle.models import Project
from engage.organisation.models import Body
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.offers import references
from engage.platform.offers.waiting import Rows
from engage.platform.web import lists
from engage.platform.web.declared import NONE, columns_of, filters_of
from engage.platform.web.lists import Choice, Column, Filter, ListSpec, Reckoned
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.facts import marked


def actions() -> ListSpec:
    """What was agreed to be done, what is due first first."""
    return ListSpec(
        name="actions",
        heading="Actions",
        one="action",
        many="actions",
        number=Action.id,
        base=lambda: select(Action.id),
        rows=queries.rows_for,
        columns=COLUMNS,
        filters=FILTERS,
        search=lambda words: search.every_word(Action, words),
        first_order=("due", False),
        remarks=(
            ("open", Action.state == OPEN),
            ("overdue", queries.is_overdue(clock.today())),
            ("open without an owner", (Action.state == OPEN) & queries.is_nobodys()),
        ),
    )


def due_in_words(row: Listed) -> str:
    """1 May 2019, 12 days overdue; no day set."""
    if row.action.due_on is None:
        return "no day set"
    day = long_date(row.action.due_on)
    late = row.days_overdue
    return f"{day}, {late:,} {'day' if late == 1 else 'days'} overdue" if late else day


def _where(row: Listed) -> str:
    return row.agreed_at.text if row.agreed_at else ""


def _followed_at(row: Listed) -> str:
    return row.belongs_to.text if row.belongs_to else ""


COLUMNS: tuple[Column, ...] = columns_of(
    Action,
    lambda row: row.action,
    {
        "": (
            Column(
                "title",
                "What is to be done",
                lambda row: marked(row.action.title, row.action.is_invented),
                link=lambda row: row.address,
            ),
            Column("owner", "Owner", lambda row: row.owner or "nobody yet", sort=Action.owner_role),
            Column(
                "due",
                "Due",
                due_in_words,
                sort=Action.due_on,
                reckoned=Reckoned("Due (day)", lambda row: row.action.due_on),
            ),
            Column("state", "State", lambda row: row.state, sort=Action.state),
            Column("where", "Agreed at", _where),
            Column("followed", "Followed at", _followed_at, shown=False),
        ),
        "agreed_on": (
            Column("late", "Days overdue", lambda row: row.days_overdue, kind="number", shown=False),
            Column("body", "Body", lambda row: row.body, shown=False),
            Column("project", "Project", lambda row: row.project, shown=False),
        ),
        "outcome": (
            Column("ended", "Done or dropped on", lambda row: row.action.ended_on, kind="date", shown=False),
        ),
    },
)


def _in_state(value: str) -> ColumnElement[bool]:
    if value not in STATES:
        raise ValueError("choose one from the list")
    return Action.state == value


def _overdue(value: str) -> ColumnElement[bool]:
    if value not in {"yes", "no"}:
        raise ValueError("choose one from the list")
    overdue = queries.is_overdue(clock.today())
    return overdue if value == "yes" else ~overdue | Action.due_on.is_(None)


def _owned(value: str) -> ColumnElement[bool]:
    if value == NONE:
        return queries.is_nobodys()
    raise ValueError("choose one from the list")


def _standing() -> list[Choice]:
    refs = lists.distinct_values(Action.belongs_to)
    found = references.links(refs)
    return sorted(((ref, found[ref].text) for ref in refs), key=lambda choice: choice[1])


def _projects() -> list[Choice]:
    found = session().execute(select(Project.code, Project.title).order_by(Project.code))
    return [(code, f"{code} {title}") for code, title in found]


def _of(column: Any, table: type[Body] | type[Project], code: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == select(table.id).where(table.code == code).scalar_subquery()
    return condition


def _agreed_at(value: str) -> ColumnElement[bool]:
    return Action.agreed_at == (references.find(value) or value)


FILTERS: tuple[Filter, ...] = filters_of(
    Action,
    {
        "": (
            Filter("state", "State", _in_state, lambda: list(STATES.items())),
            Filter("overdue", "Overdue", _overdue, lambda: [("yes", "overdue"), ("no", "not overdue")]),
            Filter("owner", "Owner", _owned, lambda: [(NONE, "without an owner")]),
            Filter("followed", "Followed at", lambda value: Action.belongs_to == value, _standing),
            Filter("agreed", "Agreed at", _agreed_at, hint="The address of its page, or its code."),
            Filter("body", "Body", lambda value: _of(Action.body_id, Body, value), coded_body_choices),
            Filter("project", "Project", lambda value: _of(Action.project_id, Project, value), _projects),
        ),
    },
)


def what_waits(_actor: Actor) -> list[Rows]:
    overdue = queries.is_overdue(clock.today())
    address = url_for("actions.index", overdue="yes")
    return [Rows(Action.id, overdue, "action is overdue", "actions are overdue", address)]
