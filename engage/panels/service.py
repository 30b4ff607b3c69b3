"""Setting up panels and changing them."""

from __future__ import annotations

from dataclasses import replace

from engage.panels import queries
from engage.panels.entries import PanelEntry
from engage.panels.models import Panel
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.rules.monitoring import read_monitoring

set_up = audit.Event("panel.set-up", "panel_id")

changed = audit.Event("panel.changed", "panel_id")


@one_transaction
def set_up_panel(actor: Actor, entry: PanelEntry, *, is_invented: bool = False) -> Panel:
    """Set up a panel. ``entry.asks`` are codes of questions.

    Raises Refused for a code that is taken, days that do not fit, or a question that there is none of.
    """
    if queries.find_by_code(entry.code) is not None:
        raise Refused(f"Another panel has the code {entry.code}. Choose another.")
    panel = Panel(is_invented=is_invented)
    _put_in(panel, entry)
    save(panel)
    set_up(actor, panel_id=panel.id)
    return panel


@one_transaction
def change_panel(actor: Actor, panel: Panel, version: int, entry: PanelEntry) -> None:
    """Change a panel as it stood at ``version``; its code stays. Raises Refused as setting up does."""
    hold(panel, version, "panel")
    _put_in(panel, replace(entry, code=panel.code))
    changed(actor, panel_id=panel.id)


def _put_in(panel: Panel, entry: PanelEntry) -> None:
    if entry.from_on and entry.to_on and entry.to_on < entry.from_on:
        raise Refused("The last day comes before the first. Correct one of the two.")
    if not set(entry.asks) <= set(read_monitoring().questions):
        raise Refused("The panel cannot ask what there is no question for. Choose among those offered.")
    put(panel, entry)
    panel.body_id, panel.forum_ref = entry.body_id, entry.forum_ref
    panel.not_asked_because = {
        code: why for code, why in entry.not_asked_because.items() if why and code not in entry.asks
    }
