"""Setting up panels and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engage.panels import queries
from engage.panels.models import Panel
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.rules.monitoring import read_monitoring

set_up = audit.Event("panel.set-up", "panel_id")

changed = audit.Event("panel.changed", "panel_id")

COLUMNS = (
    *("code", "name", "body_id", "forum_ref", "purpose", "terms", "term_months", "asks"),
    *("not_asked_because", "from_on", "to_on", "is_invented"),
)


@one_transaction
def set_up_panel(actor: Actor, entry: Mapping[str, Any]) -> Panel:
    """Set up a panel. ``entry`` holds columns of ``Panel`` by name; ``asks`` are codes of questions.

    Raises Refused for a code that is taken, days that do not fit, or a question that there is none of.
    """
    if queries.code_is_taken(entry["code"]):
        raise Refused(f"Another panel has the code {entry['code']}. Choose another.")
    panel = Panel(asks=[], not_asked_because={})
    _fill(panel, entry)
    save(panel)
    set_up(actor, panel_id=panel.id)
    return panel


@one_transaction
def change_panel(actor: Actor, panel: Panel, version: int, entry: Mapping[str, Any]) -> None:
    """Change a panel as it stood at ``version``; its code stays. Raises Refused as setting up does."""
    hold(panel, version, "panel")
    _fill(panel, {name: value for name, value in entry.items() if name != "code"})
    changed(actor, panel_id=panel.id)


def _fill(panel: Panel, entry: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        if name in entry:
            setattr(panel, name, entry[name])
    if panel.from_on and panel.to_on and panel.to_on < panel.from_on:
        raise Refused("The last day comes before the first. Correct one of the two.")
    known = read_monitoring().questions
    if not set(panel.asks) <= set(known):
        raise Refused("The panel cannot ask what there is no question for. Choose among those offered.")
    unasked = {code: why for code, why in panel.not_asked_because.items() if why and code not in panel.asks}
    panel.not_asked_because = unasked
