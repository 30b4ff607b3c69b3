"""The list of projects: its columns, filters and order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.accounts.models import Account
from engage.cycle import queries
from engage.cycle.models import Project
from engage.organisation.models import Body
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.typed import number_or_none
from engage.platform.web.declared import columns_of
from engage.platform.web.forms import Choice
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.rules.cycle import read_cycle
from engage.rules.facts import marked

NONE = "none"
GOING_ON = [("yes", "Going on"), ("no", "Ended")]
NEEDS: dict[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = {
    "owner": ("An owner", lambda _today: queries.without_owner()),
    "dates": ("Dates that matter", lambda _today: queries.without_dates()),
    "stage": ("A stage", lambda _today: queries.without_stage()),
    "move": ("A look: a year at one stage", queries.long_at_one_stage),
    "promise": ("A promise kept", lambda _today: queries.with_promise_open()),
}

COLUMNS = columns_of(
    Project,
    lambda row: row.project,
    {
        "": (
            Column(
                "title",
                "Project",
                lambda row: marked(row.project.title, row.project.is_invented),
                sort=Project.title,
                link=lambda row: url_for("duties.project", code=row.project.code),
            ),
        ),
        "owner_id": (
            Column("body", "Lead body", lambda row: row.body),
            Column("stage", "Stage", lambda row: stage_label(row.stage)),
            Column("since", "Since", lambda row: row.stage_since, kind="date", shown=False),
            Column("owner", "Owner", lambda row: row.owner or "nobody"),
        ),
    },
)


def projects_list() -> ListSpec:
    """The list of projects."""
    today = clock.today()
    return ListSpec(
        name="projects",
        heading="Projects",
        one="project",
        many="projects",
        number=Project.id,
        base=lambda: select(Project.id),
        rows=_rows,
        columns=COLUMNS,
        filters=(
            Filter("body", "Lead body", _by_body, lambda: coded_body_choices(select(Project.body_id))),
            Filter("stage", "Stage", _by_stage, _stage_choices),
            Filter("owner", "Owner", _by_owner, _owner_choices),
            Filter("going", "Going on", lambda value: _going_on(value, today), lambda: GOING_ON),
            Filter("needs", "Needs", lambda value: _needs(value, today), _needs_choices),
        ),
        search=lambda words: search.every_word(Project, words),
        first_order=("code", False),
        remarks=(("without an owner", queries.without_owner()),),
    )


def stage_label(stage: int | None) -> str:
    """2 Priorities and plans; “none yet” for a project that has been at no stage."""
    return f"{stage} {read_cycle().stage(stage).label}" if stage else "none yet"


def _rows(numbers: Sequence[int]) -> list[queries.ListedProject]:
    return queries.listed_projects(numbers)


def _by_body(code: str) -> ColumnElement[bool]:
    return Project.body_id.in_(select(Body.id).where(Body.code == code))


def _by_stage(value: str) -> ColumnElement[bool]:
    return queries.without_stage() if value == NONE else queries.at_stage(_number(value))


def _stage_choices() -> list[Choice]:
    return [(str(stage.code), stage_label(stage.code)) for stage in read_cycle().stages] + [
        (NONE, "none yet")
    ]


def _by_owner(value: str) -> ColumnElement[bool]:
    return queries.without_owner() if value == NONE else Project.owner_id == _number(value)


def _owner_choices() -> list[Choice]:
    wanted = select(Account.id, Account.name).where(Account.id.in_(select(Project.owner_id)))
    found = session().execute(wanted.order_by(Account.name))
    return [(str(number), name) for number, name in found] + [(NONE, "nobody")]


def _going_on(value: str, today: date) -> ColumnElement[bool]:
    return queries.going_on(today) if value == "yes" else ~queries.going_on(today)


def _needs(value: str, today: date) -> ColumnElement[bool]:
    if value not in NEEDS:
        raise ValueError("Choose one of the needs in the list.")
    return NEEDS[value][1](today)


def _needs_choices() -> list[Choice]:
    return [(value, label) for value, (label, _) in NEEDS.items()]


def _number(value: str) -> int:
    number = number_or_none(value)
    if number is None:
        raise ValueError("Choose one from the list.")
    return number
