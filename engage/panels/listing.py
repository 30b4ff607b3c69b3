"""Panels as a list: what it shows, how it is narrowed and ordered."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from engage.organisation.models import Body
from engage.organisation.queries import coded_body_choices
from engage.panels import queries
from engage.panels.models import Panel
from engage.platform.data import search
from engage.platform.web.declared import columns_of
from engage.platform.web.lists import Column, Filter, ListSpec

COLUMNS = columns_of(
    Panel,
    lambda row: row.panel,
    {
        "": (
            Column(
                "name",
                "Panel",
                lambda row: row.panel.name,
                sort=Panel.name,
                link=lambda row: url_for("panels.show", code=row.panel.code),
            ),
            Column("body", "Body", lambda row: row.body.name),
            Column("members", "Members", lambda row: row.counts.joined, kind="number"),
            Column("interested", "Interested", lambda row: row.counts.interested, kind="number"),
            Column("ends_soon", "Terms that end soon", lambda row: row.counts.ends_soon, kind="number"),
            Column("compared", "Last compared", lambda row: row.compared_on, kind="date"),
            Column("gaps", "Gaps found", lambda row: row.gaps if row.compared_on else None, kind="number"),
        ),
        "to_on": (Column("code", "Code", lambda row: row.panel.code, sort=Panel.code, shown=False),),
    },
)


def panels_list() -> ListSpec:
    """Every panel, with counts alone."""
    return ListSpec(
        name="panels",
        heading="Panels",
        one="panel",
        many="panels",
        number=Panel.id,
        base=lambda: select(Panel.id),
        rows=queries.rows_for,
        columns=COLUMNS,
        filters=(
            Filter(
                "body",
                "Body",
                lambda code: Panel.body_id == select(Body.id).where(Body.code == code).scalar_subquery(),
                lambda: coded_body_choices(select(Panel.body_id)),
            ),
            Filter(
                "lasts",
                "Lasting",
                lambda value: Panel.to_on.is_(None) if value == "yes" else Panel.to_on.is_not(None),
                lambda: [("yes", "Lasting"), ("no", "Ended")],
            ),
        ),
        search=lambda words: search.every_word(Panel, words),
        first_order=("name", False),
    )
