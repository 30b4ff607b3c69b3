"""Insight summaries as a list: its columns, filters and order."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import ColumnElement, false, select

from engage.experience.insight import queries
from engage.experience.insight.models import Insight
from engage.experience.listing import of_body
from engage.organisation.queries import coded_body_choices
from engage.platform.web.declared import columns_of
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.rules.facts import marked


def insights() -> ListSpec:
    """Insight summaries."""
    return ListSpec(
        name="insight-summaries",
        heading="Insight summaries",
        one="summary",
        many="summaries",
        number=Insight.id,
        base=lambda: select(Insight.id),
        rows=queries.insight_rows,
        columns=COLUMNS,
        filters=FILTERS,
        first_order=("period", True),
    )


FIRST = (
    Column(
        "period",
        "Quarter",
        lambda row: marked(row.period.label, row.insight.is_invented),
        sort=Insight.period,
        link=lambda row: url_for("experience.show_insight", insight_id=row.id),
    ),
    Column("body", "Body", lambda row: row.body),
    Column("themes", "Themes", lambda row: len(row.insight.themes), kind="number"),
    Column("items", "Items", lambda row: row.insight.totals["items"], kind="number"),
)
COLUMNS = columns_of(Insight, lambda row: row.insight, {"": FIRST})


def _came_back(value: str) -> ColumnElement[bool]:
    if value not in {"yes", "no"}:
        return false()
    return Insight.came_back_on.is_not(None) if value == "yes" else Insight.came_back_on.is_(None)


FILTERS: tuple[Filter, ...] = (
    Filter("body", "Body", lambda code: of_body(Insight.body_id, code), coded_body_choices),
    Filter("answer", "Answer from quality", _came_back, lambda: [("yes", "came"), ("no", "not yet")]),
)
