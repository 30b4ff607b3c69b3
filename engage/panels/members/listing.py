"""Members of panels as a list: what it shows, how it is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.panels.members import queries
from engage.panels.models import Panel, PanelMember
from engage.panels.words import JOINED, SOON, STATES
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.tables import holds
from engage.platform.web.guard import actor
from engage.platform.web.lists import Column, Filter, ListSpec

COLUMNS = (
    Column(
        "name",
        "Name",
        lambda row: row.name,
        link=lambda row: url_for("panels.member", code=row.panel.code, number=row.id),
    ),
    Column("panel", "Panel", lambda row: row.panel.name, sort=PanelMember.panel_id),
    Column("state", "State", lambda row: row.state, sort=PanelMember.state),
    Column(
        "interest",
        "Interested on",
        lambda row: row.member.interest_on,
        sort=PanelMember.interest_on,
        kind="date",
        shown=False,
    ),
    Column("joined", "Joined", lambda row: row.member.joined_on, sort=PanelMember.joined_on, kind="date"),
    Column(
        "term", "Term ends", lambda row: row.member.term_ends_on, sort=PanelMember.term_ends_on, kind="date"
    ),
    Column("left", "Left", lambda row: row.member.left_on, sort=PanelMember.left_on, kind="date"),
    Column("interests", "Would like to take part in", lambda row: "; ".join(row.member.interests)),
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
        columns=COLUMNS,
        filters=(
            Filter("panel", "Panel", lambda code: PanelMember.panel_id == _panel_id(code), _panels),
            Filter("state", "State", lambda state: PanelMember.state == state, lambda: list(STATES.items())),
            Filter(
                "term",
                "Term",
                lambda value: _ends_soon() if value == "soon" else _is_over(),
                lambda: [("soon", "Ends within three months"), ("over", "Over, and still a member")],
            ),
            Filter("interest", "Would like to take part in", lambda word: holds(PanelMember.interests, word)),
        ),
        first_order=("joined", True),
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


def _panel_id(code: str) -> int | None:
    return session().scalars(select(Panel.id).where(Panel.code == code)).one_or_none()
