"""Workers let themselves be heard, and somebody asks for a job to run now."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import session, watch
from engage.platform.data.transactions import of_watch, one_transaction
from engage.platform.processes.models import JobRun, Worker
from engage.rules.actors import Actor
from engage.rules.errors import Missing

asked_for = audit.Event("job.asked-for", "job")

FORGOTTEN_AFTER = timedelta(days=1)


@of_watch
def be_heard(name: str, since: datetime, *, is_active: bool) -> None:
    """Say that a worker is there. Whichever was active before this one is so no more, and workers of which
    nothing was heard for a day are forgotten. Raises Busy when others write for longer than a moment."""
    now = clock.now()
    told = {"is_active": is_active, "since": since, "heard_at": now}
    row = watch.insert_into(Worker).values(name=name, **told)
    watch.session().execute(row.on_conflict_do_update(index_elements=["name"], set_=told))
    if is_active:
        watch.session().execute(
            delete(Worker).where(
                Worker.name != name, or_(Worker.is_active, Worker.heard_at < now - FORGOTTEN_AFTER)
            )
        )


@one_transaction
def ask_for(actor: Actor, name: str) -> None:
    """Have the worker run a job as soon as it looks. Raises Missing for one that never ran."""
    run = session().scalars(select(JobRun).where(JobRun.job == name)).one_or_none()
    if run is None:
        raise Missing
    run.wanted_at = clock.now()
    asked_for(actor, job=name)
