"""What panels can testify to: how many joined and left, and comparisons with the community; no names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from engage.organisation.models import Body
from engage.panels.comparison import queries
from engage.panels.models import Panel, PanelComparison, PanelMember
from engage.panels.queries import reference
from engage.platform.data.db import session
from engage.platform.data.fields import facts_of
from engage.rules.calendar_words import first_of_month, last_of_month
from engage.rules.facts import Fact, marked
from engage.rules.monitoring import read_monitoring

PLAIN = facts_of(PanelComparison)


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """Facts of both kinds; none belongs to a project. A fixed number of queries."""
    if project_id is None:
        panels = _panels()
        yield from _members(panels)
        yield from _comparisons(panels)


def _members(panels: Mapping[int, tuple[Panel, str]]) -> Iterator[Fact]:
    """One fact for each panel and month in which anybody joined or left: how many, and never who."""
    months: dict[tuple[int, date], list[int]] = {}
    columns = (PanelMember.panel_id, PanelMember.joined_on, PanelMember.left_on)
    for panel_id, joined_on, left_on in session().execute(select(*columns)):
        if joined_on is not None:
            months.setdefault((panel_id, first_of_month(joined_on)), [0, 0])[0] += 1
            if left_on is not None:
                months.setdefault((panel_id, first_of_month(left_on)), [0, 0])[1] += 1
    for (panel_id, month), (joined, left) in sorted(months.items()):
        panel, body = panels[panel_id]
        yield Fact(
            kind="panel_member",
            ref=reference(panel_id),
            title=marked(panel.name, panel.is_invented),
            first=month,
            on=last_of_month(month),
            bodies=(body,),
            says={"joined": joined, "left": left},
        )


def _comparisons(panels: Mapping[int, tuple[Panel, str]]) -> Iterator[Fact]:
    """One fact of the kind ``equality_summary`` for each comparison of a panel with its community."""
    actions = queries.actions_on_comparisons()
    for comparison in session().scalars(select(PanelComparison).order_by(PanelComparison.id)):
        panel, body = panels[comparison.panel_id]
        yield Fact(
            kind="equality_summary",
            ref=queries.comparison_reference(comparison.id),
            title=marked(f"{panel.name} compared with its community", comparison.is_invented),
            first=comparison.on,
            on=comparison.on,
            bodies=(body,),
            says={
                **{fact: field.held(getattr(comparison, name)) for fact, (name, field) in PLAIN.items()},
                "subject": "panel",
                "characteristics_asked": len(set(comparison.asks) & set(read_monitoring().protected)),
                "reasons_given": _reasons(comparison),
                "completion_rate": queries.completion(comparison),
                "gap_actions": actions.on(comparison),
            },
        )


def _reasons(comparison: PanelComparison) -> str:
    """Why some protected characteristics were not asked about; empty where one of them has no reason."""
    monitoring = read_monitoring()
    unasked = [code for code in monitoring.protected if code not in comparison.asks]
    reasons = [(code, comparison.not_asked_because.get(code, "")) for code in unasked]
    if not all(why for _, why in reasons):
        return ""
    return "; ".join(f"{monitoring.questions[code].characteristic}: {why}" for code, why in reasons)


def _panels() -> dict[int, tuple[Panel, str]]:
    found = session().execute(select(Panel, Body.code).join(Body, Body.id == Panel.body_id))
    return {panel.id: (panel, code) for panel, code in found}
