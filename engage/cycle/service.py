"""Opening projects, moving them round the cycle, and keeping what was promised."""

from __future__ import annotations

import re
from datetime import date, timedelta

from engage.cycle import queries
from engage.cycle.entries import ProjectEntry, PromiseEntry
from engage.cycle.milestones import COLUMNS, misplaced
from engage.cycle.models import Project, ProjectStage, Promise
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.cycle import read_cycle
from engage.rules.errors import Refused

opened = audit.Event("project.opened", "project_id", "code")
changed = audit.Event("project.changed", "project_id", "version")
moved = audit.Event("project.moved", "project_id", "stage")
move_taken_back = audit.Event("project.move-taken-back", "project_id", "stage")
promised = audit.Event("project.promise-made", "project_id", "promise_id")
promise_changed = audit.Event("project.promise-changed", "project_id", "promise_id")
promise_kept = audit.Event("project.promise-kept", "project_id", "promise_id")

_CODE = re.compile(r"[A-Za-z0-9]+([-_][A-Za-z0-9]+)*")
_ADDRESSES = {"new", "views"}


class SomebodyElseChanged(Refused):
    """The project was changed by somebody else since it was read."""


@one_transaction
def open_project(
    actor: Actor,
    entry: ProjectEntry,
    *,
    stage: int | None = None,
    since: date | None = None,
    is_invented: bool = False,
) -> Project:
    """Open a project, and let it stand at ``stage`` since a day if one is given.

    Raises Refused for a code in use, dates out of order, or joint bodies that repeat the lead.
    """
    _check(entry)
    project = Project(is_invented=is_invented)
    _fill(project, entry)
    save(project)
    if stage is not None:
        _start_stage(project, stage, since or project.starts_on, "")
    opened(actor, project_id=project.id, code=project.code)
    return project


@one_transaction
def change_project(actor: Actor, project: Project, entry: ProjectEntry, version: int) -> Project:
    """Change a project that was read at ``version``.

    Raises SomebodyElseChanged when it has moved on since, and Refused as opening it would.
    """
    if project.version != version:
        raise SomebodyElseChanged(
            "Somebody changed this project while you were editing it. What they changed is listed below, and "
            "what you typed is still here: check both, then save again."
        )
    _check(entry, project)
    _fill(project, entry)
    session().flush()
    changed(actor, project_id=project.id, version=project.version)
    return project


@one_transaction
def move_to_stage(actor: Actor, project: Project, stage: int, on: date, note: str = "") -> ProjectStage:
    """Let a project stand at a stage from a day on; the stage before ends the day before.

    Raises Refused for a stage it stands at already, or a day that is not after the former stage began.
    """
    row = _start_stage(project, stage, on, note)
    moved(actor, project_id=project.id, stage=stage)
    return row


@one_transaction
def take_back_move(actor: Actor, project: Project) -> None:
    """Take back the latest move, made in error: the project stands again where it stood before."""
    history = queries.stages_of(project)
    if not history:
        raise Refused("This project has not been moved to a stage yet, so there is no move to take back.")
    last, stage = history[-1], history[-1].stage
    session().delete(last)
    if len(history) > 1:
        history[-2].to_on = None
    move_taken_back(actor, project_id=project.id, stage=stage)


@one_transaction
def make_promise(actor: Actor, project: Project, entry: PromiseEntry) -> Promise:
    """Record a promise made to the public, such as to consult."""
    promise = Promise(project_id=project.id)
    put(promise, entry)
    save(promise)
    promised(actor, project_id=project.id, promise_id=promise.id)
    return promise


@one_transaction
def change_promise(actor: Actor, promise: Promise, entry: PromiseEntry) -> Promise:
    """Correct the words of a promise. Raises Refused when it would have been made after it was kept."""
    _check_kept(promise.kept_on, entry.made_on)
    put(promise, entry)
    promise_changed(actor, project_id=promise.project_id, promise_id=promise.id)
    return promise


@one_transaction
def keep_promise(actor: Actor, promise: Promise, kept_on: date, how_kept: str) -> Promise:
    """Record that a promise was kept. Raises Refused for a day before it was made."""
    _check_kept(kept_on, promise.made_on)
    promise.kept_on, promise.how_kept = kept_on, how_kept
    promise_kept(actor, project_id=promise.project_id, promise_id=promise.id)
    return promise


def _fill(project: Project, entry: ProjectEntry) -> None:
    put(project, entry)
    project.body_id, project.owner_id = entry.body_id, entry.owner_id


def _check(entry: ProjectEntry, project: Project | None = None) -> None:
    if not _CODE.fullmatch(entry.code) or entry.code.lower() in _ADDRESSES:
        raise Refused(
            f"The code “{entry.code}” must be letters and figures, with hyphens between, such as WIC-14."
        )
    other = queries.project_with_code(entry.code)
    if other is not None and other is not project:
        raise Refused(f"The code {entry.code} is that of “{other.title}”. Choose another code.")
    if entry.body_id in entry.joint_body_ids:
        raise Refused("The lead body is also among the bodies it is run with. Name it once.")
    for wrong in misplaced({column: getattr(entry, column) for column in COLUMNS}):
        raise Refused(wrong.sentence)


def _start_stage(project: Project, stage: int, on: date | None, note: str) -> ProjectStage:
    if stage not in {known.code for known in read_cycle().stages}:
        raise Refused(f"There is no stage {stage}: the engagement cycle has stages 1 to 5.")
    if on is None:
        raise Refused(f"Enter the day from which the project stood at stage {stage}.")
    former = queries.standing_of(project)
    if former is not None:
        _end(former, stage, on)
    return save(ProjectStage(project_id=project.id, stage=stage, from_on=on, note=note))


def _end(former: ProjectStage, stage: int, on: date) -> None:
    if former.stage == stage:
        raise Refused(
            f"The project has stood at stage {stage} since {long_date(former.from_on)}. Choose another stage."
        )
    if on <= former.from_on:
        raise Refused(
            f"The project came to stage {former.stage} on {long_date(former.from_on)}. "
            f"It can come to stage {stage} only after that day."
        )
    former.to_on = on - timedelta(days=1)


def _check_kept(kept_on: date | None, made_on: date | None) -> None:
    if kept_on and made_on and kept_on < made_on:
        raise Refused(
            f"It cannot have been kept on {long_date(kept_on)}, before it was made on "
            f"{long_date(made_on)}. Correct one of the two dates."
        )
