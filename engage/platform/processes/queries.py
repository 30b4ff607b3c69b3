"""Fetching what the worker's diary says, and which workers were heard."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from engage.platform.data.db import session, watch
from engage.platform.processes.models import JobRun, Worker


def runs() -> dict[str, JobRun]:
    """The last run of each job that ever ran, by its name."""
    return {run.job: run for run in session().scalars(select(JobRun))}


def workers() -> Sequence[Worker]:
    """Every worker that is known of, the active ones heard last first."""
    wanted = select(Worker).order_by(Worker.is_active.desc(), Worker.heard_at.desc())
    return watch.session().scalars(wanted).all()
