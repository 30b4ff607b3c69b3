"""Fetching projects, where each stands in the cycle, and what was promised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, literal, or_, select, union_all

from engage.accounts.models import Account
from engage.cycle.entries import ProjectEntry
from engage.cycle.models import Project, ProjectStage, Promise
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.offers.references import Named
from engage.platform.web.forms import Choice
from engage.rules.calendar_words import months_later
from engage.rules.cycle import read_cycle
from engage.rules.errors import Missing

AT_MOST_NAMED = 5
"""How many projects a short list on the first page names before it only counts."""


@dataclass(frozen=True, slots=True)
class ListedProject:
    """A project as the list shows it."""

    id: int
    project: Project
    body: str
    owner: str
    stage: int | None
    stage_since: date | None


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else changed in a project while it was open in a form."""

    who: str
    before: dict[str, Any]
    """Each changed column as it was when the form was opened, as JSON holds it."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """Projects that want something: how many, and the first few."""

    count: int
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class PromiseOpen:
    """A promise made and not yet kept, with its project."""

    promise: Promise
    project: Project


@dataclass(frozen=True, slots=True)
class NeedsDoing:
    """What the projects now going on want, as far as projects alone can tell."""

    no_owner: Wanting
    no_dates: Wanting
    no_stage: Wanting
    long_at_one_stage: Wanting
    promises: tuple[PromiseOpen, ...]
    promises_count: int

    @property
    def nothing(self) -> bool:
        wanting = (self.no_owner, self.no_dates, self.no_stage, self.long_at_one_stage)
        return not self.promises_count and not any(one.count for one in wanting)


def project_by_code(code: str) -> Project:
    """The project with this code. Raises Missing."""
    found = project_with_code(code)
    if found is None:
        raise Missing
    return found


def project_with_code(code: str) -> Project | None:
    """The project with this code, in capitals or not."""
    wanted = select(Project).where(func.lower(Project.code) == code.lower())
    return session().scalars(wanted).one_or_none()


def projects_by_id(ids: Collection[int]) -> dict[int, Project]:
    """The projects with these numbers; a number that stands for none is left out."""
    return {project.id: project for project in session().scalars(select(Project).where(Project.id.in_(ids)))}


def project_choices() -> list[Choice]:
    """(number, code and title) of every project, by code."""
    rows = session().execute(select(Project.id, Project.code, Project.title).order_by(Project.code))
    return [(str(number), f"{code} {title}") for number, code, title in rows]


def entry_of(project: Project) -> ProjectEntry:
    """A project as the verbs take it: what somebody sends who changes nothing."""
    return ProjectEntry(**values_of(project), body_id=project.body_id, owner_id=project.owner_id)


def stages_of(project: Project) -> list[ProjectStage]:
    """Where a project has stood, earliest first."""
    wanted = select(ProjectStage).where(ProjectStage.project_id == project.id)
    return list(session().scalars(wanted.order_by(ProjectStage.from_on, ProjectStage.id)))


def standing_of(project: Project) -> ProjectStage | None:
    """Where a project stands now."""
    wanted = select(ProjectStage).where(ProjectStage.project_id == project.id, ProjectStage.to_on.is_(None))
    return session().scalars(wanted.order_by(ProjectStage.id.desc()).limit(1)).one_or_none()


def stages_now(project_ids: Collection[int]) -> dict[int, ProjectStage]:
    """Where each of these projects stands now; one that has been at no stage is left out."""
    wanted = select(ProjectStage).where(
        ProjectStage.project_id.in_(project_ids), ProjectStage.to_on.is_(None)
    )
    return {row.project_id: row for row in session().scalars(wanted.order_by(ProjectStage.id))}


def promises_of(project: Project) -> list[Promise]:
    """What was promised about a project, those not yet kept first."""
    wanted = select(Promise).where(Promise.project_id == project.id)
    in_order = (Promise.kept_on.is_not(None), Promise.made_on.nulls_last(), Promise.id)
    return list(session().scalars(wanted.order_by(*in_order)))


def promise_for(project: Project, promise_id: int) -> Promise:
    """One promise of this project. Raises Missing."""
    found = session().get(Promise, promise_id)
    if found is None or found.project_id != project.id:
        raise Missing
    return found


def listed_projects(ids: Sequence[int]) -> list[ListedProject]:
    """The projects with these numbers, in this order, as the list shows them."""
    wanted = (
        select(Project, Body.name, Account.name)
        .join(Body, Body.id == Project.body_id)
        .outerjoin(Account, Account.id == Project.owner_id)
        .where(Project.id.in_(ids))
    )
    stages = stages_now(ids)
    found = {}
    for project, body, owner in session().execute(wanted):
        stage = stages.get(project.id)
        found[project.id] = ListedProject(
            project.id,
            project,
            body,
            owner or "",
            stage.stage if stage else None,
            stage.from_on if stage else None,
        )
    return [found[number] for number in ids if number in found]


def standing_at(stage: int, today: date) -> list[ListedProject]:
    """The projects going on that stand at a stage now, by code."""
    wanted = select(Project.id).where(going_on(today), at_stage(stage)).order_by(Project.code)
    return listed_projects(session().scalars(wanted).all())


def count_by_stage(today: date) -> dict[int, int]:
    """How many projects going on stand at each stage now, for every stage of the cycle."""
    wanted = (
        select(ProjectStage.stage, func.count())
        .join(Project, Project.id == ProjectStage.project_id)
        .where(going_on(today), ProjectStage.to_on.is_(None))
        .group_by(ProjectStage.stage)
    )
    counted = dict(session().execute(wanted).all())
    return {stage.code: counted.get(stage.code, 0) for stage in read_cycle().stages}


def needs_doing(today: date) -> NeedsDoing:
    """What the projects now going on want."""
    promises = (
        select(Promise, Project)
        .join(Project, Project.id == Promise.project_id)
        .where(Promise.kept_on.is_(None))
        .order_by(Promise.made_on.nulls_last(), Promise.id)
    )
    open_promises = [PromiseOpen(promise, project) for promise, project in session().execute(promises)]
    no_owner, no_dates, no_stage, long_at_one = _wanting(
        going_on(today), without_owner(), without_dates(), without_stage(), long_at_one_stage(today)
    )
    return NeedsDoing(
        no_owner=no_owner,
        no_dates=no_dates,
        no_stage=no_stage,
        long_at_one_stage=long_at_one,
        promises=tuple(open_promises[:AT_MOST_NAMED]),
        promises_count=len(open_promises),
    )


def changed_by_others(project: Project, version: int) -> Theirs:
    """What became of a project since it had this version."""
    who, before = "Somebody", dict[str, Any]()
    for entry, changes in audit.history_of(f"project:{project.id}"):
        if entry.fields.get("version", 0) > version:
            who = who if before else entry.actor_name
            for change in changes:
                before |= change.before or {}
    return Theirs(who, before)


def going_on(today: date) -> ColumnElement[bool]:
    """True for a project whose work has not ended."""
    return or_(Project.ends_on.is_(None), Project.ends_on >= today)


def at_stage(stage: int) -> ColumnElement[bool]:
    return Project.id.in_(
        select(ProjectStage.project_id).where(ProjectStage.to_on.is_(None), ProjectStage.stage == stage)
    )


def without_owner() -> ColumnElement[bool]:
    return Project.owner_id.is_(None)


def without_dates() -> ColumnElement[bool]:
    """True where none of the dates that duties are counted from is known."""
    return and_(
        Project.options_fixed_on.is_(None), Project.papers_issued_on.is_(None), Project.decision_on.is_(None)
    )


def without_stage() -> ColumnElement[bool]:
    return Project.id.not_in(select(ProjectStage.project_id).where(ProjectStage.to_on.is_(None)))


def long_at_one_stage(today: date) -> ColumnElement[bool]:
    """True for a project that has stood at its stage for more than a year."""
    since = select(ProjectStage.project_id).where(
        ProjectStage.to_on.is_(None), ProjectStage.from_on < months_later(today, -12)
    )
    return Project.id.in_(since)


def with_promise_open() -> ColumnElement[bool]:
    return Project.id.in_(select(Promise.project_id).where(Promise.kept_on.is_(None)))


def _wanting(among: ColumnElement[bool], *conditions: ColumnElement[bool]) -> list[Wanting]:
    """For each condition how many projects meet it, with the first of them: one statement for all."""
    firsts = union_all(*(select(_first(number, among, each)) for number, each in enumerate(conditions)))
    each = firsts.subquery()
    wanted = select(each.c.which, each.c.count, Project).join(Project, Project.id == each.c.id)
    found: dict[int, list[tuple[int, Project]]] = {}
    for which, count, project in session().execute(wanted.order_by(Project.code)):
        found.setdefault(which, []).append((count, project))
    return [
        Wanting(max((count for count, _ in rows), default=0), tuple(project for _, project in rows))
        for rows in (found.get(number, []) for number in range(len(conditions)))
    ]


def _first(which: int, *conditions: ColumnElement[bool]) -> Subquery:
    wanted = select(literal(which).label("which"), Project.id, func.count().over().label("count"))
    return wanted.where(*conditions).order_by(Project.code).limit(AT_MOST_NAMED).subquery()


def named(numbers: Sequence[int]) -> dict[int, Named]:
    """What these projects are called, and where each is read."""
    wanted = select(Project.id, Project.code, Project.title).where(Project.id.in_(numbers))
    found = session().execute(wanted)
    return {number: Named(code, title, f"/projects/{code}") for number, code, title in found}


def find_by_code(code: str) -> int | None:
    """The number of the project with this code, or None."""
    found = project_with_code(code)
    return found.id if found else None
