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
from datetime import datetime, timedelta
from typing import Any, NoReturn

from flask import Flask
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import SQLAlchemyError

from engage.platform import clock
from engage.platform.data.database import close_databases
from engage.platform.data.db import session
from engage.platform.data.full_disk import told_if_full
from engage.platform.data.limits import is_unanswered
from engage.platform.data.revisions import OutOfDate
from engage.platform.data.transactions import one_transaction
from engage.platform.processes.leader import Lock, leader_lock
from engage.platform.processes.models import JobRun
from engage.platform.processes.pulse import Pulse

TRY_EVERY = 0.5  # seconds between two tries of a worker that stands by
TEST_EVERY = 1.0  # seconds between two looks at the lock that is held
LOOK_EVERY = 1.0  # seconds between two looks at which jobs are due
LOOK_AGAIN_IN = 5.0  # seconds, after the database did not answer
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
FAILED = "failed: "  # begins what is kept of a run that failed
STOPS_WITHIN = 5.0  # seconds a running job is given to end
ANOTHER = "Another worker is active. This one stands by."

log = logging.getLogger("engage.worker")

Act = Callable[[], str]
"""What a job does, told in a sentence. It runs in an application context."""


class Undone(Exception):
    """What a job could not do, in a sentence for people: nothing is wrong with Engage itself."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job: either every day at an hour of London time, or every so many minutes. ``does`` says what for."""

    name: str
    act: Act
    hour: int | None
    every: int | None
    does: str = ""

    @property
    def words(self) -> str:
        """Its name, as people read it: Verify audit trail."""
        return self.name.replace("_", " ").capitalize()

    def after(self, moment: datetime) -> datetime:
        """When it is due, if it last began at this moment."""
        due: datetime = self._trigger.get_next_fire_time(moment, moment)
        last = clock.in_london(moment)
        had_its_day = self.hour is not None and due.date() == last.date() and last.hour >= self.hour
        # The hour comes twice as summer time ends.
        return self.after(due + AN_HOUR) if had_its_day else due

    @property
    def _trigger(self) -> Any:
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        if self.every is not None:
            return IntervalTrigger(minutes=self.every, timezone=clock.LONDON)
        return CronTrigger(hour=self.hour, minute=0, timezone=clock.LONDON)


JOBS: dict[str, Job] = {}


def job(
    name: str, *, hour: int | None = None, every: int | None = None, does: str = ""
) -> Callable[[Act], Act]:
    """Run the function each day at ``hour``, or ``every`` so many minutes, under this name."""
    if (hour is None) == (every is None):
        raise ValueError(f"the job {name} runs at an hour or every so many minutes: say one of them")

    def known(act: Act) -> Act:
        if name in JOBS:
            raise ValueError(f"there are two jobs called {name}")
        JOBS[name] = Job(name, act, hour, every, does)
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
        why = str(error) if isinstance(error, Undone) else f"{type(error).__name__}: {error}"
        _end(name, f"{FAILED}{why}", has_failed=True)
        raise
    _end(name, outcome, has_failed=False)
    return outcome


def is_due(known: Job, last: JobRun | None, now: datetime) -> bool:
    """Whether a job is to run now: its time has come since it last began, somebody asked for it, or it never
    ran. A clock that was set back must not hold it up, so a start that is to come counts as none."""
    if last is None or last.wanted_at is not None:
        return True
    ahead = A_DAY if known.every is None else timedelta()
    return known.after(last.started_at) <= now or last.started_at > now + ahead


def is_overdue(known: Job, last: JobRun | None, now: datetime) -> bool:
    """Whether a job is due, or was cut short: then it runs as soon as a worker is active."""
    return is_due(known, last, now) or (last is not None and last.finished_at is None)


def run_worker(app: Flask) -> None:
    """Stand by until no other worker is active, then run the jobs until told to stop.

    Begins anew at once if it loses its lock: another may have taken over.
    """
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _asked_to_stop)
    lock = leader_lock(app.config["DATABASES"]["record"], app.config["HOME"])
    pulse = Pulse(app)
    pulse.start()
    _stand_by(lock)
    pulse.is_now_active()
    log.info("This worker is active.")
    threading.Thread(target=_watch, args=(lock,), daemon=True).start()
    event.listen(Engine, "commit", only_under(lock))
    stop = threading.Event()
    at_work = threading.Thread(target=_work, args=(app, stop), daemon=True)
    at_work.start()
    try:
        at_work.join()
    except SystemExit:
        stop.set()
        pulse.stop()
        _leave(at_work)


def _asked_to_stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _stand_by(lock: Lock) -> None:
    told = ""
    while reason := _why_not_active(lock):
        if reason != told:
            log.info("%s", reason)
        told = reason
        time.sleep(TRY_EVERY)


def _why_not_active(lock: Lock) -> str:
    try:
        return "" if lock.take() else ANOTHER
    except SQLAlchemyError as problem:
        said = str(getattr(problem, "orig", problem)).strip().splitlines() or ["it gives no reason"]
        return f"The database does not answer ({said[0]}). This worker waits for it."


def _watch(lock: Lock) -> None:
    while lock.is_held():
        time.sleep(TEST_EVERY)
    _begin_anew("This worker lost its lock, so another may be active")


def only_under(lock: Lock) -> Callable[[Connection], None]:
    """For the commits of a process: one that was stopped for a while does not know yet what it lost."""

    def look(_connection: Connection) -> None:
        if not lock.is_surely_held():
            _begin_anew("This worker may have lost its lock")

    return look


def _begin_anew(why: str) -> NoReturn:
    """Become a new process in place of this one, which ends whatever a job was at: nothing of it is saved.

    Its number stays, so whoever started it sees it go on.
    """
    log.critical("%s. It ends what it was doing, and begins anew.", why)
    logging.shutdown()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  our own command, as it came


def _work(app: Flask, stop: threading.Event) -> None:
    """Look again and again which jobs are due, and run them one after the other.

    A scheduler that sleeps until the next run oversleeps when the machine's clock is set back or stops.
    """
    due = is_overdue  # at first; then what another process is at is left alone
    while not stop.is_set():
        try:
            names = _names(app, due)
        except OutOfDate as misfit:
            _begin_anew(str(misfit).rstrip("."))
        except SQLAlchemyError as error:
            log.warning("The database does not answer (%s). The jobs wait for it.", type(error).__name__)
            stop.wait(LOOK_AGAIN_IN)
            continue
        due = is_due
        for name in names:
            if not stop.is_set():
                _run(app, name)
        stop.wait(LOOK_EVERY)


def _names(app: Flask, due: Callable[[Job, JobRun | None, datetime], bool]) -> list[str]:
    """The jobs that are due by this rule."""
    with app.app_context():
        last = {run.job: run for run in session().scalars(select(JobRun))}
        now = clock.now()
        return [known.name for known in JOBS.values() if due(known, last.get(known.name), now)]


def _run(app: Flask, name: str) -> None:
    try:
        with app.app_context():
            log.info("%s: %s", name, run_job(name))
    except OutOfDate as misfit:
        _begin_anew(str(misfit).rstrip("."))  # and ends there, unless this Engage was replaced meanwhile
    except Undone as problem:
        log.warning("%s failed: %s", name, problem)
    except Exception as problem:
        if is_unanswered(problem):  # told in a line: every job that is due then would fill pages of the log
            log.warning("%s failed: the database does not answer.", name)
        else:
            log.exception("%s failed", name)


def _leave(at_work: threading.Thread) -> None:
    """Let a running job end, but not for long: what it had not finished is done again by the next worker."""
    at_work.join(STOPS_WITHIN)
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
def _end(name: str, outcome: str, *, has_failed: bool) -> None:
    run = session().scalars(select(JobRun).where(JobRun.job == name)).one()
    run.finished_at, run.outcome, run.wanted_at = clock.now(), outcome[:1000], None
    run.failures = run.failures + 1 if has_failed else 0
    if has_failed:
        run.failed_at = run.finished_at
        run.failing_since = run.failing_since or run.finished_at
