"""Jobs by the clock: when each is due, what is kept of it, and that one worker of many runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import column, event, func, select, table

from engage.platform.clock import in_london
from engage.platform.data.db import record, session
from engage.platform.processes import jobs, leader
from engage.platform.processes.leader import LOCK
from engage.platform.processes.models import JobRun
from tests.harness.installation import Installation
from tests.harness.server import STARTS_WITHIN
from tests.harness.silent_line import silent_line
from tests.harness.waiting import eventually

ROOT = Path(__file__).parents[2]
ACTIVE = "This worker is active."
STANDING_BY = "This one stands by."
ANEW = "This worker lost its lock, so another may be active. It ends what it was doing, and begins anew."
TAKEN_OVER_WITHIN = 30.0  # seconds, by a worker that stands by
WAITS = "This worker waits for it."


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "JOBS", {})


def known_run(name: str) -> JobRun:
    return session().scalars(select(JobRun).where(JobRun.job == name)).one()


def test_a_job_says_either_its_hour_or_how_often() -> None:
    with pytest.raises(ValueError, match="say one of them"):
        jobs.job("chase_unsigned_requirements")
    with pytest.raises(ValueError, match="say one of them"):
        jobs.job("chase_unsigned_requirements", hour=2, every=60)


def test_two_jobs_cannot_have_one_name() -> None:
    jobs.job("chase_unsigned_requirements", hour=2)(lambda: "Done.")
    with pytest.raises(ValueError, match="two jobs called chase_unsigned_requirements"):
        jobs.job("chase_unsigned_requirements", hour=3)(lambda: "Done.")


NIGHTLY = jobs.Job("verify_audit_trail", lambda: "", 2, None)
HOURLY = jobs.Job("forget_ended_sign_ins", lambda: "", None, 60)


@pytest.mark.parametrize(
    ("job", "started", "now", "overdue"),
    [
        (NIGHTLY, datetime(2019, 11, 14, 2, 0, tzinfo=UTC), datetime(2019, 11, 15, 1, 59, tzinfo=UTC), False),
        (NIGHTLY, datetime(2019, 11, 14, 2, 0, tzinfo=UTC), datetime(2019, 11, 15, 2, 0, tzinfo=UTC), True),
        (
            NIGHTLY,
            datetime(2019, 11, 14, 16, 0, tzinfo=UTC),
            datetime(2019, 11, 14, 23, 0, tzinfo=UTC),
            False,
        ),
        # In June London is an hour ahead: two in the morning there is one o'clock UTC.
        (NIGHTLY, datetime(2019, 6, 14, 1, 0, tzinfo=UTC), datetime(2019, 6, 15, 1, 0, tzinfo=UTC), True),
        (NIGHTLY, datetime(2019, 6, 14, 1, 0, tzinfo=UTC), datetime(2019, 6, 15, 0, 59, tzinfo=UTC), False),
        (HOURLY, datetime(2019, 11, 14, 9, 0, tzinfo=UTC), datetime(2019, 11, 14, 9, 59, tzinfo=UTC), False),
        (HOURLY, datetime(2019, 11, 14, 9, 0, tzinfo=UTC), datetime(2019, 11, 14, 10, 0, tzinfo=UTC), True),
    ],
)
def test_a_job_that_missed_its_time_is_overdue(
    job: jobs.Job, started: datetime, now: datetime, overdue: bool
) -> None:
    last = JobRun(job=job.name, started_at=started, finished_at=started, outcome="Done.")
    assert jobs.is_overdue(job, last, now) is overdue


def test_a_clock_that_was_set_back_holds_up_no_job_and_runs_none_of_the_day_again() -> None:
    at = datetime(2019, 11, 14, 2, 0, tzinfo=UTC)
    hourly, nightly = (JobRun(job=job.name, started_at=at, finished_at=at) for job in (HOURLY, NIGHTLY))
    assert jobs.is_due(HOURLY, hourly, at - timedelta(hours=1))
    assert not jobs.is_due(NIGHTLY, nightly, at - timedelta(hours=1))
    assert jobs.is_due(NIGHTLY, nightly, at - timedelta(days=2)), "it was set wrong, and is right now"


@pytest.mark.parametrize("hour", [1, 2, 3])
@pytest.mark.parametrize("changes", [datetime(2019, 3, 31, tzinfo=UTC), datetime(2019, 10, 27, tzinfo=UTC)])
def test_a_daily_job_runs_once_a_day_when_summer_time_begins_and_when_it_ends(
    hour: int, changes: datetime
) -> None:
    daily, now = jobs.Job("verify_audit_trail", lambda: "", hour, None), changes - timedelta(hours=12)
    last = JobRun(job=daily.name, started_at=now, finished_at=now)
    days = []
    for _ in range(2 * 24 * 60):
        now += timedelta(minutes=1)
        if jobs.is_due(daily, last, now):
            last.started_at = now
            days.append(in_london(now).date())
    assert days == [changes.date(), changes.date() + timedelta(days=1)]


def test_a_job_that_never_ran_or_was_cut_short_is_overdue() -> None:
    at = datetime(2019, 11, 14, 2, 0, tzinfo=UTC)
    assert jobs.is_overdue(NIGHTLY, None, at)
    assert jobs.is_overdue(NIGHTLY, JobRun(job=NIGHTLY.name, started_at=at, finished_at=None), at)


def test_when_a_job_ran_and_what_became_of_it_is_kept(app: Flask) -> None:
    jobs.job("count_the_records", every=60)(lambda: "147 records counted.")
    assert jobs.run_job("count_the_records") == "147 records counted."
    jobs.run_job("count_the_records")
    run = known_run("count_the_records")
    assert run.outcome == "147 records counted."
    assert run.finished_at is not None
    assert run.finished_at >= run.started_at


def test_a_job_that_fails_says_so_and_says_why(app: Flask) -> None:
    @jobs.job("count_the_records", every=60)
    def count_the_records() -> str:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        jobs.run_job("count_the_records")
    run = known_run("count_the_records")
    assert run.outcome == "failed: OSError: the disk is full"
    assert run.finished_at is not None


@dataclass(slots=True)
class Worker:
    """One worker process, and what it has said."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self, sentence: str) -> bool:
        return sentence in self.log.read_text(encoding="utf-8")

    def ends_with(self, status: int, within: float = 10.0) -> None:
        eventually(lambda: self.process.poll() is not None, "the worker ended", within)
        assert self.process.returncode == status, self.log.read_text(encoding="utf-8")


def environment_of(installation: Installation) -> dict[str, str]:
    return {
        **os.environ,
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
        "ENGAGE_SECRET_KEY": installation.settings.secret_key,
    }


@pytest.fixture
def start_worker(installation: Installation, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    started: list[Worker] = []

    def start(
        database_url: str = installation.settings.database_url, program: str = "worker_program"
    ) -> Worker:
        log = tmp_path / f"worker-{len(started)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", f"tests.harness.{program}"],
                cwd=ROOT,
                env=environment_of(installation) | {"ENGAGE_DATABASE_URL": database_url},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        started.append(Worker(process, log))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.wait(timeout=10)


def lines(installation: Installation) -> list[str]:
    written = installation.settings.home / "lines"
    return written.read_text(encoding="ascii").splitlines() if written.exists() else []


def leader_and_standby(start_worker: Callable[..., Worker]) -> tuple[Worker, Worker]:
    first, second = start_worker(), start_worker()
    eventually(lambda: first.said(ACTIVE) or second.said(ACTIVE), "one worker is active", STARTS_WITHIN)
    active, standby = (first, second) if first.said(ACTIVE) else (second, first)
    eventually(lambda: standby.said(STANDING_BY), "the other stands by", STARTS_WITHIN)
    assert not standby.said(ACTIVE)
    return active, standby


def is_kept(installation: Installation) -> bool:
    """Whether the run of the job is over and written down."""
    with installation.app.app_context():
        run = session().scalars(select(JobRun).where(JobRun.job == "leave_a_line")).one_or_none()
        return run is not None and run.outcome == "A line was left."


@pytest.mark.both_databases
def test_of_two_workers_one_is_active_and_the_other_takes_over_when_it_is_killed(
    start_worker: Callable[..., Worker], installation: Installation
) -> None:
    active, standby = leader_and_standby(start_worker)
    eventually(lambda: is_kept(installation), "the job has run and that is kept")
    assert lines(installation) == [str(active.process.pid)]

    active.process.kill()
    eventually(lambda: standby.said(ACTIVE), "the one that stood by is active", 5)
    third = start_worker()
    eventually(lambda: third.said(STANDING_BY), "a third stands by", STARTS_WITHIN)
    assert len(lines(installation)) == 1, "what the killed worker did was done again"


@pytest.mark.both_databases
def test_a_worker_told_to_stop_stops_at_once_whether_active_or_standing_by(
    start_worker: Callable[..., Worker], installation: Installation
) -> None:
    active, standby = leader_and_standby(start_worker)
    eventually(lambda: is_kept(installation), "the job has run and that is kept")
    for worker in (standby, active):
        worker.process.terminate()
        worker.ends_with(0, within=3)


def end_the_connection_of_the_lock(installation: Installation) -> None:
    locks = table("pg_locks", column("pid"), column("locktype"), column("objid"), column("granted"))
    holders = select(func.pg_terminate_backend(locks.c.pid)).where(
        locks.c.locktype == "advisory", locks.c.objid == LOCK, locks.c.granted
    )
    with installation.app.app_context():
        assert session().scalars(holders).all() == [True]


def take_the_lock_away(installation: Installation) -> None:
    if installation.settings.database_url.startswith("postgresql"):
        end_the_connection_of_the_lock(installation)
    else:
        (installation.settings.home / "worker.lock").unlink()


@pytest.mark.both_databases
def test_a_worker_that_loses_its_lock_ends_its_job_at_once_and_stands_by_while_another_takes_over(
    start_worker: Callable[..., Worker], installation: Installation
) -> None:
    home = installation.settings.home
    os.mkfifo(home / "go on")
    active, standby = leader_and_standby(start_worker)
    eventually((home / f"waits-{active.process.pid}").exists, "the job is at work", STARTS_WITHIN)

    take_the_lock_away(installation)
    eventually(lambda: active.said(ANEW), "the first begins anew", 10)
    eventually(lambda: standby.said(ACTIVE), "the other is active", 10)
    eventually(lambda: active.said(STANDING_BY), "the first stands by", STARTS_WITHIN)
    assert active.process.poll() is None

    eventually((home / f"waits-{standby.process.pid}").exists, "the job was begun again")
    (home / "go on").write_text("", encoding="ascii")
    eventually(lambda: is_kept(installation), "the job has run and that is kept")
    assert lines(installation) == [str(standby.process.pid)], "what had lost its lock wrote nothing more"


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_when_the_line_of_the_active_worker_falls_silent_another_is_active_within_thirty_seconds(
    start_worker: Callable[..., Worker], installation: Installation
) -> None:
    with silent_line(installation.settings.database_url) as line:
        active = start_worker(line.url)
        eventually(lambda: active.said(ACTIVE), "the one beyond the line is active", STARTS_WITHIN)
        standby = start_worker()
        eventually(lambda: standby.said(STANDING_BY), "the other stands by", STARTS_WITHIN)
        line.fall_silent()
        eventually(lambda: active.said(ANEW), "the first has ended what it did", 10)
        assert not standby.said(ACTIVE), "two were active at once"
        eventually(lambda: standby.said(ACTIVE), "the other is active", TAKEN_OVER_WITHIN)
        eventually(lambda: active.said(WAITS), "the first waits for the database", STARTS_WITHIN)


class BegunAnew(Exception):
    """In a test the process goes on."""


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_worker_that_was_stopped_for_a_while_saves_nothing_once_it_goes_on(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin_anew(_program: str, _words: list[str]) -> None:
        raise BegunAnew

    lock = leader.leader_lock(installation.settings.database_url, installation.settings.home)
    assert lock.take()
    jobs.job("count_the_records", every=60)(lambda: "147 records counted.")
    monkeypatch.setattr(os, "execv", begin_anew)
    look = jobs.only_under(lock)
    event.listen(record.engine, "commit", look)
    try:
        jobs.run_job("count_the_records")
        begun = known_run("count_the_records").started_at
        monkeypatch.setattr(leader, "LET_GO_AFTER", leader.ON_THE_WAY)  # as when so much time has gone by
        with pytest.raises(BegunAnew):
            jobs.run_job("count_the_records")
    finally:
        event.remove(record.engine, "commit", look)
    assert known_run("count_the_records").started_at == begun


def test_a_worker_makes_up_what_it_missed_when_its_clock_goes_on_and_goes_on_when_it_is_set_back(
    start_worker: Callable[..., Worker], installation: Installation
) -> None:
    home = installation.settings.home

    def runs(name: str) -> list[str]:
        file = home / name
        return file.read_text(encoding="ascii").splitlines() if file.exists() else []

    def turn(minutes: int) -> None:
        (home / "turn").write_text(str(minutes), encoding="ascii")

    start_worker(program="turned_clock")
    eventually(lambda: runs("each day") == runs("every hour") == ["09:30"], "each has run", STARTS_WITHIN)
    turn(150)
    eventually(lambda: len(runs("each day")) == 2, "the daily job is made up")
    eventually(lambda: runs("every hour")[1:] == ["12:00"], "so is the other, once")
    turn(-60)
    eventually(lambda: runs("every hour")[2:] == ["11:00"], "a clock set back holds up nothing")
    assert runs("each day") == ["09:30", "12:00"], "and does nothing twice"


def engage(installation: Installation, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engage", *words],
        cwd=ROOT,
        env=environment_of(installation),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_one_job_is_run_by_hand(installation: Installation) -> None:
    ended = engage(installation, "worker", "--once", "verify_audit_trail")
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "The audit trail is whole: 0 entries.")


def test_an_unknown_job_is_answered_with_the_known_ones(installation: Installation) -> None:
    ended = engage(installation, "worker", "--once", "make_tea")
    assert ended.returncode == 2
    assert ended.stderr == (
        "Error: There is no job called make_tea. The jobs are: chase_overdue_actions, check_files, "
        "forget_ended_sign_ins, forget_old_traces, forget_sent_forms, forget_unused_uploads, "
        "let_go_what_is_due, look_after_databases, look_at_links, post_letters, publish_erasures, "
        "publish_head, remind_of_insight, sweep_files, tell_of_attacks, tell_of_jobs, verify_audit_trail.\n"
    )
