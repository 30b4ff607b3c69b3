"""What accounts have done by the clock."""

from __future__ import annotations

from engage.accounts import gate, service, throttling
from engage.platform import clock
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted


@job("forget_ended_sign_ins", every=60, does="Takes away what is kept of sign-ins that have ended.")
def forget_ended_sign_ins() -> str:
    """Take away what is kept of sign-ins that have ended, and counters of attempts that are cold.

    Before that the trail is told of who came and went while others held the record.
    """
    now = clock.now()
    throttling.forget_cold(now)
    service.tell_the_trail()
    number = service.forget_ended_sign_ins(now, gate.idle_limit())
    return f"{counted(number, 'ended sign-in', 'ended sign-ins')} forgotten."
