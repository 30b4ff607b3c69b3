"""Jobs by the clock: run by one worker, however many are started, and safe to run twice."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from engage.platform import clock
from engage.platform.data.database import close_databases
from engage.platform.data.db import session
from engage.platform.data.full_disk import told_if_full
from engage.platform.data.transactions import one_transaction
from engage.platform.processes.leader import LeaderLock, leader_lock
from engage.platform.processes.models import JobRun

TRY_EVERY = 0.5  # seconds between two tries of a worker that stands by
TEST_EVERY = 1.0  # seconds between two looks at the lock that is held
LATE_BY_AT_MOST = 3600  # seconds after which a run that was missed is left to the next
STOPS_WITHIN = 5.0  # seconds a running job is given to end
LOST = 70  # exit status of a worker that lost its lock

log = logging.getLogger("engage.worker")

Act = Callable[[], str]
"""What a job does, told in a sentence. It runs in an application context."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job: either every day at an hour of London time, or every so many minutes."""

    name: str
    act: Act
    hour: int | None
    every: int | None

    @property
    def trigger(self) -> Any:
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        if self.every is not None:
            return IntervalTrigger(minutes=self.every, timezone=clock.LONDON)
        return CronTrigger(hour=self.hour, minute=0, timezone=clock.LONDON)


JOBS: dict[str, Job] = {}


def job(name: str, *, hour: int | None = None, every: int | None = None) -> Callable[[Act], Act]:
    """Run the function each day at ``hour``, or ``every`` so many minutes, under this name."""
    if (hour is None) == (every is None):
        raise ValueError(f"the job {name} runs at an hour or every so many minutes: say one of them")

    def known(act: Act) -> Act:
        if name in JOBS:
            raise ValueError(f"there are two jobs called {name}")
        JOBS[name] = Job(name, act, hour, every)
        return act

    return known


def run_job(name: str) -> str:
    """Run one job now, in an application context, and keep what became of it; answers its sentence.

    Raises whatever the job raised, once that is kept.
    """
    _begin(name)
    try:
        with told_if_full():
            outcome = JOBS[name].act()
    except Exception as error:
        session().rollback()
        _end(name, f"failed: {type(error).__name__}: {error}")
        raise
    _end(name, outcome)
    return outcome


def is_overdue(known: Job, last: JobRun | None, now: datetime) -> bool:
    """Whether a job has missed its hour, or was cut short: then it runs as soon as a worker is active."""
    if last is None or last.finished_at is None:
        return True
    due: datetime = known.trigger.get_next_fire_time(last.started_at, last.started_at)
    return due <= now


def run_worker(app: Flask) -> None:
    """Stand by until no other worker is active, then run the jobs until told to stop.

    Ends the process at once if it loses its lock: another may have taken over.
    """
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _asked_to_stop)
    lock = leader_lock(app.config["DATABASES"]["record"], app.config["HOME"])
    _stand_by(lock)
    log.info("This worker is active.")
    threading.Thread(target=_watch, args=(lock,), daemon=True).start()
    running: set[str] = set()
    try:
        _scheduler(app, running).start()
    except SystemExit:
        _leave(running)


def _asked_to_stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _stand_by(lock: LeaderLock) -> None:
    if lock.take():
        return
    log.info("Another worker is active. This one stands by.")
    while not lock.take():
        time.sleep(TRY_EVERY)


def _watch(lock: LeaderLock) -> None:
    while lock.is_held():
        time.sleep(TEST_EVERY)
    log.critical("This worker lost its lock, so another may be active. It ends now.")
    os._exit(LOST)


def _scheduler(app: Flask, running: set[str]) -> Any:
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.blocking import BlockingScheduler

    scheduler = BlockingScheduler(
        timezone=clock.LONDON,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE_BY_AT_MOST},
    )
    with app.app_context():
        last = {run.job: run for run in session().scalars(select(JobRun))}
        now = clock.now()
        for known in JOBS.values():
            at_once = {"next_run_time": now} if is_overdue(known, last.get(known.name), now) else {}
            scheduler.add_job(_run, known.trigger, args=(app, known.name, running), id=known.name, **at_once)
    return scheduler


def _run(app: Flask, name: str, running: set[str]) -> None:
    running.add(name)
    try:
        with app.app_context():
            log.info("%s: %s", name, run_job(name))
    except Exception:
        log.exception("%s failed", name)
    finally:
        running.discard(name)


def _leave(running: set[str]) -> None:
    """Let a running job end, but not for long: what it had not finished is done again by the next worker."""
    give_up = time.monotonic() + STOPS_WITHIN
    while running and time.monotonic() < give_up:
        time.sleep(0.05)
    close_databases()
    log.info("This worker has stopped.")
    logging.shutdown()
    os._exit(0)


@one_transaction
def _begin(name: str) -> None:
    run = session().scalars(select(JobRun).where(JobRun.job == name)).one_or_none()
    if run is None:
        run = JobRun(job=name)
        session().add(run)
    run.started_at, run.finished_at, run.outcome = clock.now(), None, ""


@one_transaction
def _end(name: str, outcome: str) -> None:
    run = session().scalars(select(JobRun).where(JobRun.job == name)).one()
    run.finished_at, run.outcome = clock.now(), outcome[:1000]
