"""Fetching comparisons, and the actions that answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from engage.actions.models import Action
from engage.actions.queries import DROPPED
from engage.panels.models import Panel, PanelComparison
from engage.panels.queries import reference
from engage.platform.data.db import session
from engage.platform.offers.references import Named
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing


@dataclass(frozen=True, slots=True)
class ActionsOn:
    """Of what was agreed on a comparison: what was not dropped."""

    numbers: Mapping[str, int] = field(default_factory=dict)

    def on(self, comparison: PanelComparison) -> int:
        return self.numbers.get(comparison_reference(comparison.id), 0)


def comparison_reference(number: int) -> str:
    return f"panel_comparison:{number}"


def comparisons_of(panel: Panel) -> list[PanelComparison]:
    """Every comparison of a panel, the newest first."""
    wanted = select(PanelComparison).where(PanelComparison.panel_id == panel.id)
    return list(session().scalars(wanted.order_by(PanelComparison.on.desc(), PanelComparison.id.desc())))


def comparison_for(panel: Panel, number: int) -> PanelComparison:
    """One comparison of this panel. Raises Missing."""
    found = session().get(PanelComparison, number)
    if found is None or found.panel_id != panel.id:
        raise Missing
    return found


def completion(comparison: PanelComparison) -> int | None:
    """The share of members who had given any answer, in whole percent; None of a panel without members."""
    return round(100 * comparison.answered / comparison.members) if comparison.members else None


def actions_on_comparisons() -> ActionsOn:
    """How many actions answer each comparison, those dropped left out; one query."""
    wanted = (
        select(Action.agreed_at, func.count())
        .where(Action.agreed_at.startswith("panel_comparison:"), Action.state != DROPPED)
        .group_by(Action.agreed_at)
    )
    return ActionsOn(dict(session().execute(wanted).all()))


def named_comparisons(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(PanelComparison.id, PanelComparison.on, Panel.id, Panel.code, Panel.name)
        .join(Panel, Panel.id == PanelComparison.panel_id)
        .where(PanelComparison.id.in_(numbers))
    )
    return {
        number: Named(
            "",
            f"{name} compared with its community on {long_date(on)}",
            f"/panels/{code}/comparisons/{number}",
            source=reference(panel_id),
        )
        for number, on, panel_id, code, name in found
    }
