"""Telling administrators of a job that fails: at once, once a day while it does, and when it works again."""

from __future__ import annotations

from datetime import datetime, timedelta

from engage.accounts import mail
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.platform.processes.models import JobRun
from engage.rules.actors import SYSTEM

failure_told = audit.Event("job.failure-told", "job", "times")
recovery_told = audit.Event("job.recovery-told", "job")

QUIET = timedelta(hours=1)  # what fails every other time is not told of every other time
POSTING = "post_letters"  # while it fails no letter leaves, so none is written that would come too late


@one_transaction
def tell_of_failure(run: JobRun, words: str, why: str, now: datetime) -> bool:
    """Write to every administrator of a job that fails, once in a day; answers whether any was to be told."""
    if run.failing_since is None or run.job == POSTING:
        return False
    days = (now - run.failing_since).days
    once = f"job failed {run.job} {run.failing_since:%Y-%m-%dT%H:%M:%S} {days}"
    if not mail.tell_of_failed_job(words, why, run, once):
        return False
    failure_told(SYSTEM, job=run.job, times=run.failures)
    return True


@one_transaction
def tell_of_recovery(run: JobRun, words: str, now: datetime) -> bool:
    """Write to every administrator that a job works again, once it has not failed for an hour."""
    if run.failures or run.failing_since is None or run.failed_at is None or now - run.failed_at < QUIET:
        return False
    mail.tell_of_job_that_works(words, run)
    run.failing_since = run.failed_at = None
    recovery_told(SYSTEM, job=run.job)
    return True
