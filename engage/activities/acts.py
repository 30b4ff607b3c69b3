"""What may be done to many activities at once, for the page that does it or shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping

from engage.activities import service
from engage.platform.offers.many_acts import Given, ManyAct
from engage.platform.web.pages import counted


def _what_moved(moved: int, chosen: int, _given: Given) -> str:
    if moved == chosen:
        return f"{counted(moved, 'activity was', 'activities were')} moved."
    return f"{moved:,} of {chosen:,} activities were moved. The others were there already."


MANY_ACTS: Mapping[str, ManyAct] = {
    "activities.place": ManyAct(
        "Putting activities in a project",
        service.place_in_project,
        lambda numbers, given: (numbers, given["project_id"]),
        _what_moved,
    ),
}
