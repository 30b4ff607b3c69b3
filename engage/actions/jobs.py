"""What actions have done by the clock: owners of overdue actions are reminded, at most once a week each."""

from __future__ import annotations

from engage.actions import queries, service
from engage.platform import clock
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted


@job("chase_overdue_actions", hour=8, does="Reminds the owners of overdue actions, once a week each.")
def chase_overdue_actions() -> str:
    """Write to the owner of each overdue action of which nobody was reminded for a week."""
    today = clock.today()
    written = sum(service.chase_if_due(number, today) for number in queries.due_for_chasing(today))
    return f"{counted(written, 'reminder', 'reminders')} of overdue actions written."
