"""The forums as a list: its columns, filters and order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, func, or_, select

from engage.forums import queries
from engage.forums.models import Forum, FrameworkEdition, FrameworkSeat, TermsOfReference
from engage.forums.queries import ListedForum
from engage.organisation.models import Body
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.data import search
from engage.platform.web.declared import NONE, columns_of, filters_of
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.rules.facts import marked

IN_FRAMEWORK = [("yes", "In the framework today"), ("no", "Not in it today")]
REVIEWS = [("overdue", "Overdue"), (NONE, "No terms of reference recorded")]
STATES = [("now", "Meets today"), ("ended", "Has ended")]


def _review_cell(row: ListedForum) -> str:
    if row.terms is None:
        return "no terms recorded"
    if row.terms.review_on is None:
        return "no review set"
    return "overdue" if row.is_review_overdue(clock.today()) else "not due yet"


COLUMNS = columns_of(
    Forum,
    lambda row: row.forum,
    {
        "": (
            Column(
                "name",
                "Forum",
                lambda row: marked(row.forum.name, row.forum.is_invented),
                sort=Forum.name,
                link=lambda row: url_for("forums.show", code=row.forum.code),
            ),
        ),
        "kind": (Column("body", "Body", lambda row: row.body),),
        "area": (Column("network", "Network", lambda row: row.network, shown=False),),
        "how_often": (
            Column("members", "Members", lambda row: row.members or "none recorded", kind="number"),
            Column("review", "Review of terms", _review_cell),
        ),
    },
)


def forums_list() -> ListSpec:
    """The forums."""
    return ListSpec(
        name="forums",
        heading="Forums",
        one="forum",
        many="forums",
        number=Forum.id,
        base=lambda: select(Forum.id),
        rows=_rows,
        columns=COLUMNS,
        filters=filters_of(
            Forum,
            {
                "kind": (
                    Filter("body", "Body", _by_body, lambda: [*coded_body_choices(), (NONE, "not recorded")]),
                    Filter("framework", "Framework", _by_framework, lambda: IN_FRAMEWORK),
                    Filter("review", "Review of terms", _by_review, lambda: REVIEWS),
                    Filter("state", "State", _by_state, lambda: STATES),
                )
            },
        ),
        search=lambda words: search.every_word(Forum, words),
        first_order=("name", False),
        remarks=(("with a review overdue", review_overdue(clock.today())),),
    )


def review_overdue(on: date) -> ColumnElement[bool]:
    """True of forums that last, whose newest terms of reference were to be reviewed before a day."""
    newest = (
        select(func.max(TermsOfReference.agreed_on))
        .where(TermsOfReference.forum_id == Forum.id, TermsOfReference.agreed_on <= on)
        .correlate(Forum)
        .scalar_subquery()
    )
    overdue = select(TermsOfReference.id).where(
        TermsOfReference.forum_id == Forum.id,
        TermsOfReference.agreed_on == newest,
        TermsOfReference.review_on < on,
    )
    return overdue.correlate(Forum).exists() & or_(Forum.to_on.is_(None), Forum.to_on >= on)


def _rows(numbers: Sequence[int]) -> list[ListedForum]:
    return queries.listed_forums(numbers)


def _by_body(code: str) -> ColumnElement[bool]:
    if code == NONE:
        return Forum.body_id.is_(None)
    return Forum.body_id.in_(select(Body.id).where(Body.code == code))


def _by_framework(value: str) -> ColumnElement[bool]:
    today = clock.today()
    seated = (
        select(FrameworkSeat.forum_id)
        .join(FrameworkEdition, FrameworkEdition.id == FrameworkSeat.edition_id)
        .where(
            FrameworkEdition.from_on <= today,
            or_(FrameworkEdition.to_on.is_(None), FrameworkEdition.to_on >= today),
        )
    )
    return Forum.id.in_(seated) if value == "yes" else Forum.id.not_in(seated)


def _by_review(value: str) -> ColumnElement[bool]:
    if value == NONE:
        return Forum.id.not_in(select(TermsOfReference.forum_id))
    return review_overdue(clock.today())


def _by_state(value: str) -> ColumnElement[bool]:
    today = clock.today()
    return queries.exists_on(today) if value == "now" else Forum.to_on < today
