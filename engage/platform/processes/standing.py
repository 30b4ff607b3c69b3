"""How each job stands, and the workers: what administrators are shown, and scripts are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engage.platform import clock
from engage.platform.processes import queries
from engage.platform.processes.jobs import FAILED, JOBS, Job, is_due
from engage.platform.processes.models import JobRun, Worker
from engage.platform.processes.pulse import SILENT
from engage.platform.web.pages import counted, moment

LATE_AFTER = timedelta(minutes=15)  # of a job every so many minutes
LATE_AFTER_HOUR = timedelta(hours=1)  # of a daily one: those before it may have much to do


@dataclass(frozen=True, slots=True)
class Standing:
    """A job, its last run, and what that means now."""

    job: Job
    run: JobRun | None
    now: datetime

    @property
    def has_failed(self) -> bool:
        return self.run is not None and self.run.failures > 0

    @property
    def is_late(self) -> bool:
        """Whether its time came a good while ago, and it has not begun since."""
        if self.run is None:
            return False
        leeway = LATE_AFTER_HOUR if self.job.every is None else LATE_AFTER
        return self.job.after(self.run.started_at) + leeway < self.now

    @property
    def is_wrong(self) -> bool:
        return self.has_failed or self.is_late

    @property
    def state(self) -> str:
        """In words: Failed 2 times in a row, since 6 June 2018 at 2:05pm."""
        if self.run is None:
            return "Has not run yet"
        parts = []
        if self.has_failed and self.run.failing_since:
            often = f" {self.run.failures:,} times in a row" if self.run.failures > 1 else ""
            parts.append(f"failed{often}, since {moment(self.run.failing_since)}")
        if self.is_late:
            parts.append(f"late: it was due {moment(self.job.after(self.run.started_at))}")
        if not parts:
            return "Done" if self.run.finished_at else "Under way, or cut short"
        words = "; ".join(parts)
        return words[0].upper() + words[1:]

    @property
    def outcome(self) -> str:
        return self.run.outcome.removeprefix(FAILED) if self.run else ""

    @property
    def took(self) -> str:
        """How long its last run took, in words; empty while it has not ended."""
        if self.run is None or self.run.finished_at is None:
            return ""
        seconds = round((self.run.finished_at - self.run.started_at).total_seconds())
        if seconds >= 120:
            return f"took {counted(seconds // 60, 'minute', 'minutes')}"
        return f"took {counted(seconds, 'second', 'seconds')}" if seconds > 0 else "took less than a second"

    @property
    def is_asked_for(self) -> bool:
        return self.run is not None and self.run.wanted_at is not None

    @property
    def next(self) -> datetime | None:
        """When it runs next; None for as soon as a worker is active."""
        if self.run is None or is_due(self.job, self.run, self.now):
            return None
        return self.job.after(self.run.started_at)


@dataclass(frozen=True, slots=True)
class Workers:
    """What is heard of workers: the active one, how many stand by, and the last that was active."""

    active: Worker | None
    standing_by: int
    last_active: Worker | None

    @property
    def words(self) -> str:
        if self.active is None:
            since = moment(self.last_active.heard_at) if self.last_active else "Engage was set up"
            return f"No worker has been active since {since}, so no job runs and no letter leaves."
        others = (
            counted(self.standing_by, "other stands", "others stand")
            if self.standing_by
            else "no other stands"
        )
        return f"A worker has been active since {moment(self.active.since)}; {others} by to take over."


def jobs() -> list[Standing]:
    """Every job: first what failed or is late, then by name."""
    runs, now = queries.runs(), clock.now()
    found = [Standing(job, runs.get(job.name), now) for job in JOBS.values()]
    return sorted(found, key=lambda one: (not one.is_wrong, one.job.name))


def workers() -> Workers:
    known, now = queries.workers(), clock.now()
    heard = [one for one in known if abs(now - one.heard_at) <= SILENT]
    return Workers(
        next((one for one in heard if one.is_active), None),
        sum(not one.is_active for one in heard),
        next((one for one in known if one.is_active), None),
    )
