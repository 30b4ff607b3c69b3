"""Fetching panels, with their counts and last comparison, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from engage.organisation.models import Body
from engage.panels.entries import PanelEntry
from engage.panels.models import Panel, PanelComparison, PanelMember
from engage.panels.words import DECLINED, INTERESTED, JOINED, LEFT, SOON
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.offers.references import Named
from engage.platform.web.lists import in_order
from engage.rules.errors import Missing


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are on the way into a panel, in it, out of it, and near the end of their term."""

    interested: int = 0
    joined: int = 0
    left: int = 0
    declined: int = 0
    ends_soon: int = 0
    term_over: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A panel with what stands around it."""

    panel: Panel
    body: Body
    counts: Counts
    compared_on: date | None
    gaps: int

    @property
    def id(self) -> int:
        return self.panel.id


def reference(number: int) -> str:
    return f"panel:{number}"


def panel_by_code(code: str) -> Panel:
    """Raises Missing."""
    return panel_with_body(code)[0]


def panel_with_body(code: str) -> tuple[Panel, Body]:
    """A panel and the body that runs it. Raises Missing."""
    found = select(Panel, Body).join(Body, Body.id == Panel.body_id).where(Panel.code == code)
    row = session().execute(found).one_or_none()
    if row is None:
        raise Missing
    return row[0], row[1]


def entry_of(panel: Panel) -> PanelEntry:
    """What a panel holds, as the verbs take it."""
    return PanelEntry(
        **values_of(panel),
        body_id=panel.body_id,
        forum_ref=panel.forum_ref,
        not_asked_because=panel.not_asked_because,
    )


def rows_for(numbers: Sequence[int]) -> list[Listed]:
    """Panels with their counts and last comparison, in a fixed number of queries."""
    found = session().execute(
        select(Panel, Body).join(Body, Body.id == Panel.body_id).where(Panel.id.in_(numbers))
    )
    counts, last = counts_of(numbers), _last_comparisons(numbers)
    rows = [
        Listed(
            panel,
            body,
            counts.get(panel.id, Counts()),
            last[panel.id].on if panel.id in last else None,
            len(last[panel.id].gaps) if panel.id in last else 0,
        )
        for panel, body in found
    ]
    return in_order(rows, numbers)


def counts_of(panel_ids: Collection[int]) -> dict[int, Counts]:
    """Counts of each panel, in one query."""
    today = clock.today()
    is_in = PanelMember.state == JOINED
    conditions = [
        *(PanelMember.state == state for state in (INTERESTED, JOINED, LEFT, DECLINED)),
        is_in & PanelMember.term_ends_on.between(today, today + SOON),
        is_in & (PanelMember.term_ends_on < today),
    ]
    numbers = [func.sum(case((condition, 1), else_=0)) for condition in conditions]
    wanted = (
        select(PanelMember.panel_id, *numbers)
        .where(PanelMember.panel_id.in_(panel_ids))
        .group_by(PanelMember.panel_id)
    )
    return {panel_id: Counts(*found) for panel_id, *found in session().execute(wanted)}


def members_of(panel: Panel) -> list[int]:
    """The numbers of those who are members now."""
    wanted = select(PanelMember.id).where(PanelMember.panel_id == panel.id, PanelMember.state == JOINED)
    return list(session().scalars(wanted.order_by(PanelMember.id)))


def _last_comparisons(panel_ids: Collection[int]) -> dict[int, PanelComparison]:
    newest = (
        select(func.max(PanelComparison.id))
        .where(PanelComparison.panel_id.in_(panel_ids))
        .group_by(PanelComparison.panel_id)
    )
    found = session().scalars(select(PanelComparison).where(PanelComparison.id.in_(newest)))
    return {one.panel_id: one for one in found}


def named(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(select(Panel.id, Panel.code, Panel.name).where(Panel.id.in_(numbers)))
    return {number: Named("", name, f"/panels/{code}") for number, code, name in found}


def find_by_code(code: str) -> int | None:
    return session().scalars(select(Panel.id).where(Panel.code == code)).one_or_none()
