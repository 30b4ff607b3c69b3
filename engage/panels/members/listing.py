"""Members of panels as a list: what it shows, how it is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.panels.members import queries
from engage.panels.models import Panel, PanelMember
from engage.panels.words import JOINED, SOON
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.tables import holds
from engage.platform.web.declared import columns_of, filter_of
from engage.platform.web.guard import actor
from engage.platform.web.lists import Column, Filter, ListSpec

WHO = (
    Column(
        "name",
        "Name",
        lambda row: row.name,
        link=lambda row: url_for("panels.member", code=row.panel.code, number=row.id),
    ),
    Column("panel", "Panel", lambda row: row.panel.name, sort=PanelMember.panel_id),
)


def members_list() -> ListSpec:
    """Members of every panel and whoever is interested, with their names."""
    return ListSpec(
        name="panel-members",
        heading="Members of panels",
        one="person on record",
        many="people on record",
        number=PanelMember.id,
        base=lambda: select(PanelMember.id),
        rows=_member_rows,
        columns=columns_of(PanelMember, lambda row: row.member, {"": WHO}),
        filters=(
            Filter("panel", "Panel", _in_panel, _panels),
            filter_of(PanelMember, "state"),
            Filter(
                "term",
                "Term",
                lambda value: _ends_soon() if value == "soon" else _is_over(),
                lambda: [("soon", "Ends within three months"), ("over", "Over, and still a member")],
            ),
            Filter("interest", "Would like to take part in", lambda word: holds(PanelMember.interests, word)),
        ),
        first_order=("joined_on", True),
        remarks=(("members now", PanelMember.state == JOINED),),
    )


def _member_rows(numbers: Sequence[int]) -> list[queries.ListedMember]:
    return queries.member_rows_for(actor(), numbers)


def _ends_soon() -> ColumnElement[bool]:
    today = clock.today()
    return (PanelMember.state == JOINED) & PanelMember.term_ends_on.between(today, today + SOON)


def _is_over() -> ColumnElement[bool]:
    return (PanelMember.state == JOINED) & (PanelMember.term_ends_on < clock.today())


def _panels() -> list[tuple[str, str]]:
    found = session().execute(select(Panel.code, Panel.name).order_by(Panel.name))
    return [(code, name) for code, name in found]


def _in_panel(code: str) -> ColumnElement[bool]:
    return PanelMember.panel_id == select(Panel.id).where(Panel.code == code).scalar_subquery()
