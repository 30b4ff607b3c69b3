"""What is refused wherever somebody changes a panel or a membership."""

from __future__ import annotations

from datetime import date

from engage.panels.models import Panel, PanelMember
from engage.platform import clock
from engage.rules.errors import Refused

CHANGED_SINCE = (
    "Somebody else changed this while you were writing. What you typed is still here: look at it in another "
    "window, then save again to put yours in its place."
)


def must_be_past(on: date, what: str) -> None:
    if on > clock.today():
        raise Refused(f"{what} cannot be a day to come. Correct it.")


def hold(row: Panel | PanelMember, version: int) -> None:
    if row.version != version:
        raise Refused(CHANGED_SINCE)
