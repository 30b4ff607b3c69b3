"""What is done by the clock about jobs that fail: somebody is told."""

from __future__ import annotations

from engage.accounts.alarms import service
from engage.platform import clock
from engage.platform.processes import standing
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted


@job("tell_of_jobs", every=5, does="Writes to administrators when a job fails, and when it works again.")
def tell_of_jobs() -> str:
    """Write to the administrators of each job that fails, once a day, and once when it works again."""
    now, told = clock.now(), 0
    for one in standing.jobs():
        if one.run is not None and one.has_failed:
            told += service.tell_of_failure(one.run, one.job.words, one.outcome, now)
        elif one.run is not None:
            told += service.tell_of_recovery(one.run, one.job.words, now)
    return f"{counted(told, 'job', 'jobs')} told of."
