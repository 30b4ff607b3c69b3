"""Opening projects, moving them round the cycle, and keeping what was promised."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from engage.cycle import queries
from engage.cycle.milestones import COLUMNS, misplaced
from engage.cycle.models import Project, ProjectStage, Promise
from engage.platform.data import audit
from engage.platform.data.db import save, session
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
    actor: Actor, entry: dict[str, Any], *, stage: int | None = None, since: date | None = None
) -> Project:
    """Open a project, and let it stand at ``stage`` since a day if one is given.

    ``entry`` holds columns of ``Project`` by name. Raises Refused for a code in use, dates out of
    order, or joint bodies that repeat the lead.
    """
    project = Project(**entry)
    _check(project)
    save(project)
    if stage is not None:
        _start_stage(project, stage, since or project.starts_on, "")
    opened(actor, project_id=project.id, code=project.code)
    return project


@one_transaction
def change_project(actor: Actor, project: Project, entry: dict[str, Any], version: int) -> Project:
    """Change columns of a project that was read at ``version``.

    Raises SomebodyElseChanged when it has moved on since, and Refused as opening it would.
    """
    if project.version != version:
        raise SomebodyElseChanged(
            "Somebody changed this project while you were editing it. What they changed is listed below, and "
            "what you typed is still here: check both, then save again."
        )
    with session().no_autoflush:
        for column, value in entry.items():
            setattr(project, column, value)
        _check(project)
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
    history = queries.stages_of(actor, project)
    if not history:
        raise Refused("This project has not been moved to a stage yet, so there is no move to take back.")
    last, stage = history[-1], history[-1].stage
    session().delete(last)
    if len(history) > 1:
        history[-2].to_on = None
    move_taken_back(actor, project_id=project.id, stage=stage)


@one_transaction
def make_promise(
    actor: Actor, project: Project, text: str, made_on: date | None = None, where_made: str = ""
) -> Promise:
    """Record a promise made to the public, such as to consult."""
    promise = save(Promise(project_id=project.id, text=text, made_on=made_on, where_made=where_made))
    promised(actor, project_id=project.id, promise_id=promise.id)
    return promise


@one_transaction
def change_promise(
    actor: Actor, promise: Promise, text: str, made_on: date | None, where_made: str
) -> Promise:
    """Correct the words of a promise. Raises Refused when it would have been made after it was kept."""
    promise.text, promise.made_on, promise.where_made = text, made_on, where_made
    _check_kept(promise)
    promise_changed(actor, project_id=promise.project_id, promise_id=promise.id)
    return promise


@one_transaction
def keep_promise(actor: Actor, promise: Promise, kept_on: date, how_kept: str) -> Promise:
    """Record that a promise was kept. Raises Refused for a day before it was made."""
    promise.kept_on, promise.how_kept = kept_on, how_kept
    _check_kept(promise)
    promise_kept(actor, project_id=promise.project_id, promise_id=promise.id)
    return promise


def _check(project: Project) -> None:
    if not _CODE.fullmatch(project.code) or project.code.lower() in _ADDRESSES:
        raise Refused(
            f"The code “{project.code}” must be letters and figures, with hyphens between, such as WIC-14."
        )
    other = queries.project_with_code(project.code)
    if other is not None and other is not project:
        raise Refused(f"The code {project.code} is that of “{other.title}”. Choose another code.")
    if project.body_id in (project.joint_body_ids or ()):
        raise Refused("The lead body is also among the bodies it is run with. Name it once.")
    for wrong in misplaced({column: getattr(project, column) for column in COLUMNS}):
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


def _check_kept(promise: Promise) -> None:
    if promise.kept_on and promise.made_on and promise.kept_on < promise.made_on:
        raise Refused(
            f"It cannot have been kept on {long_date(promise.kept_on)}, before it was made on "
            f"{long_date(promise.made_on)}. Correct one of the two dates."
        )
