"""What may be done to many actions at once, for the page that does it or shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping

from engage.actions import service
from engage.platform.offers.many_acts import Given, ManyAct
from engage.platform.web.pages import counted


def _what_ended(ended: int, _chosen: int, given: Given) -> str:
    return f"{counted(ended, 'action is', 'actions are')} now {given['state']}."


MANY_ACTS: Mapping[str, ManyAct] = {
    "actions.end": ManyAct(
        "Ending actions",
        service.end_many,
        lambda numbers, given: (numbers, given["state"], given["outcome"]),
        _what_ended,
    ),
}
