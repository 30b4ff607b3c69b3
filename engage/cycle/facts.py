"""What projects can testify to: the dates that matter, whom they affect, and where they stood when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.cycle.models import Project, ProjectStage
from engage.organisation import facts as organisation
from engage.platform.data.db import session
from engage.platform.data.fields import facts_of
from engage.rules.facts import Fact

PLAIN = facts_of(Project)


@dataclass(frozen=True, slots=True)
class Standing:
    """A project at a stage from one day to another; ``last`` is None while it stands there."""

    stage: int
    first: date
    last: date | None
    note: str


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """One fact for each project, or for one, in the order they were opened: two queries, however many.

    Besides what the duties ask for, a fact says the project's code and aim, its stage now, the stages it has
    stood at in their order, when, and the last day known of them, the assurance-framework aims and strategy
    points it serves (by number), and whether it was invented for the demonstration.
    """
    codes = organisation.codes()
    stood = standings(project_id)
    wanted = select(Project.__table__).order_by(Project.id)
    if project_id is not None:
        wanted = wanted.where(Project.id == project_id)
    for row in session().execute(wanted):
        ref = reference(row.id)
        history = stood.get(ref, ())
        opened = row.starts_on or (history[0].first if history else None)
        yield Fact(
            kind="project",
            ref=ref,
            title=row.title,
            first=row.starts_on,
            on=opened,
            ended=row.ends_on,
            project=ref,
            bodies=_bodies(row, codes),
            says=_says(row, opened, history),
        )


def standings(project_id: int | None = None) -> dict[str, tuple[Standing, ...]]:
    """Where each project has stood, or one of them, earliest first, by its reference."""
    found: dict[str, tuple[Standing, ...]] = {}
    in_order = (ProjectStage.project_id, ProjectStage.from_on, ProjectStage.id)
    wanted = select(ProjectStage).order_by(*in_order)
    if project_id is not None:
        wanted = wanted.where(ProjectStage.project_id == project_id)
    for row in session().scalars(wanted):
        ref = reference(row.project_id)
        found[ref] = (*found.get(ref, ()), Standing(row.stage, row.from_on, row.to_on, row.note))
    return found


def reference(project_id: int) -> str:
    """How other records name a project."""
    return f"project:{project_id}"


def _bodies(row: Any, codes: dict[int, str]) -> tuple[str, ...]:
    wanted = (row.body_id, *row.joint_body_ids)
    return tuple(codes[number] for number in wanted if number in codes)


def _says(row: Any, opened: date | None, history: tuple[Standing, ...]) -> dict[str, Any]:
    now = [standing.stage for standing in history if standing.last is None]
    return {
        **{fact: field.held(getattr(row, name)) for fact, (name, field) in PLAIN.items()},
        "live_from": opened,
        "stage_now": now[-1] if now else None,
        "stages": tuple(standing.stage for standing in history),
        "stage_known_on": max((standing.last or standing.first for standing in history), default=None),
        "stood": history,
        "invented": row.is_invented,
    }
