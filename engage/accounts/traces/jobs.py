"""What is done about traces by the clock."""

from __future__ import annotations

from engage.accounts.traces import queries, service
from engage.platform import clock
from engage.platform.data.tables import Keep
from engage.platform.offers import retention
from engage.platform.processes.jobs import job
from engage.platform.watch.service import forget_before
from engage.platform.web.pages import counted


@job("tell_of_attacks", every=5, does="Writes to administrators when many attempts to sign in fail.")
def tell_of_attacks() -> str:
    """Write to the administrators when many attempts to sign in were in vain."""
    now = clock.now()
    told = sum(service.tell_administrators(*attack, now) for attack in list(queries.attacks(now)))
    return f"{counted(told, 'attack', 'attacks')} told of."


@job("forget_old_traces", hour=4, does="Takes away old lines of who came in.")
def forget_old_traces() -> str:
    """Take away traces whose time is over, at the number that is in force."""
    number = forget_before(retention.counted_from(Keep.WATCH, clock.today()))
    return f"{counted(number, 'line', 'lines')} of who came in taken away."
