"""What experience does by the clock."""

from __future__ import annotations

from datetime import timedelta

from engage.experience.insight import queries, service
from engage.platform import clock
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted
from engage.rules.periods import quarter_of


@job("remind_of_insight", hour=7, does="Reminds of quarters of which no insight summary was drawn up.")
def remind_of_insight() -> str:
    """Remind, once each, those who draw summaries up of a quarter that was over long ago and has none."""
    waited = clock.today() - timedelta(days=agreed_number("insight-drawn-up-days"))
    period = queries.quarter_before(quarter_of(waited + timedelta(days=1)))
    letters = sum(service.remind(body, period) for body in queries.bodies_without(period))
    return f"{counted(letters, 'letter', 'letters')} written about {period.label}."
