"""Stories as a list: its columns, filters and order."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.cycle.models import Project
from engage.experience.listing import of_body
from engage.experience.models import Story
from engage.experience.stories import queries
from engage.experience.stories.standing import LABELS, Step, is_late, limits, stands_at
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.fields import NOT_RECORDED
from engage.platform.offers.waiting import Rows
from engage.platform.web.declared import columns_of, filters_of
from engage.platform.web.forms import Choice
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.rules.actors import Actor
from engage.rules.facts import marked
from engage.rules.permissions import May


def stories() -> ListSpec:
    """Patient stories and soft intelligence; their words stand in no list and go into no file."""
    within, today = limits(), clock.today()
    return ListSpec(
        name="patient-stories",
        heading="Patient stories and soft intelligence",
        one="story",
        many="stories",
        number=Story.id,
        base=lambda: select(Story.id),
        rows=queries.rows_for,
        columns=COLUMNS,
        filters=FILTERS,
        search=lambda words: search.every_word(Story, words),
        first_order=("when", True),
        remarks=(
            ("late", is_late(today, within)),
            ("not passed to quality", stands_at(Step.RECEIVED)),
            ("not acknowledged", stands_at(Step.PASSED)),
        ),
    )


COLUMNS: tuple[Column, ...] = columns_of(
    Story,
    lambda row: row.story,
    {
        "": (
            Column(
                "title",
                "Story",
                lambda row: marked(row.story.title, row.story.is_invented),
                link=lambda row: url_for("experience.show", story_id=row.id),
            ),
        ),
        "kind": (
            Column("when", "Received", lambda row: row.story.when_words or NOT_RECORDED, sort=Story.sorts_on),
            Column("standing", "Where it stands", lambda row: row.standing.label),
            Column("late", "Days late", lambda row: row.standing.late_by, kind="number"),
        ),
        "tone": (
            Column("body", "Body", lambda row: row.body),
            Column("project", "Project", lambda row: row.project, shown=False),
        ),
    },
)


def _project(code: str) -> ColumnElement[bool]:
    return Story.project_id == select(Project.id).where(Project.code == code).scalar_subquery()


def _projects() -> list[Choice]:
    found = session().execute(select(Project.code, Project.title).order_by(Project.code))
    return [(code, f"{code} {title}") for code, title in found]


def _stands(value: str) -> ColumnElement[bool]:
    if value == "late":
        return is_late(clock.today(), limits())
    if value not in set(Step):
        raise ValueError("choose one from the list")
    return stands_at(Step(value))


def _standings() -> list[Choice]:
    return [("late", "Late"), *((step.value, label) for step, label in LABELS.items())]


FILTERS: tuple[Filter, ...] = filters_of(
    Story,
    {
        "": (Filter("standing", "Where it stands", _stands, _standings),),
        "kind": (Filter("body", "Body", lambda code: of_body(Story.body_id, code), coded_body_choices),),
        "tone": (
            Filter("project", "Project", _project, _projects),
            Filter("received", "Received in", Story.wholly_in, hint="Such as 2019/20, or Quarter 3 2019/20."),
        ),
    },
)


def what_waits(actor: Actor) -> list[Rows]:
    if not actor.may(May.READ_STORIES):
        return []
    late = is_late(clock.today(), limits())
    address = url_for("experience.index", standing="late")
    return [Rows(Story.id, late, "story is late", "stories are late", address)]
