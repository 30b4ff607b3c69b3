"""Panels and their members as lists: what each shows, how it is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.organisation.models import Body
from engage.panels import queries
from engage.panels.models import Panel, PanelMember
from engage.panels.queries import JOINED, SOON, STATES
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.tables import holds
from engage.platform.web.guard import actor
from engage.platform.web.lists import Column, Filter, ListSpec

PANEL_COLUMNS = (
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
    Column("from", "First day", lambda row: row.panel.from_on, sort=Panel.from_on, kind="date", shown=False),
    Column("to", "Last day", lambda row: row.panel.to_on, sort=Panel.to_on, kind="date", shown=False),
    Column("code", "Code", lambda row: row.panel.code, sort=Panel.code, shown=False),
)
MEMBER_COLUMNS = (
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
        columns=PANEL_COLUMNS,
        filters=(
            Filter("body", "Body", lambda code: Panel.body_id == _body_id(code), _bodies),
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
        columns=MEMBER_COLUMNS,
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


def _bodies() -> list[tuple[str, str]]:
    wanted = select(Body.code, Body.name).where(Body.id.in_(select(Panel.body_id))).order_by(Body.name)
    return [(code, name) for code, name in session().execute(wanted)]


def _body_id(code: str) -> int | None:
    return session().scalars(select(Body.id).where(Body.code == code)).one_or_none()


def _panels() -> list[tuple[str, str]]:
    found = session().execute(select(Panel.code, Panel.name).order_by(Panel.name))
    return [(code, name) for code, name in found]


def _panel_id(code: str) -> int | None:
    return session().scalars(select(Panel.id).where(Panel.code == code)).one_or_none()
