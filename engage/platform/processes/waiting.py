"""What administrators are told on their first page: jobs that failed or are late, and no worker at all."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from engage.platform.offers.waiting import Waiting
from engage.platform.processes import standing
from engage.platform.web.pages import counted
from engage.rules.actors import Actor
from engage.rules.permissions import May

UNHEARD = "It cannot be told whether a worker is active: its database does not answer"


def what_waits(actor: Actor) -> Iterator[Waiting]:
    if not actor.may(May.MIND_JOBS):
        return
    try:
        workers = standing.workers()
        unheard = "" if workers.active else workers.words.rstrip(".")
    except SQLAlchemyError:  # the first page does not fail with the watch
        unheard = UNHEARD
    found = standing.jobs()
    failed = sum(one.has_failed for one in found)
    late = sum(one.is_late and not one.has_failed for one in found)
    for words in (
        unheard,
        f"{counted(failed, 'job', 'jobs')} failed" if failed else "",
        f"{counted(late, 'job is', 'jobs are')} late" if late and not unheard else "",
    ):
        if words:
            yield Waiting(words, "/jobs")
