"""The projects of the demonstration year, their stages and promises."""

from __future__ import annotations

from typing import Any

from engage.cycle import service
from engage.cycle.entries import ProjectEntry, PromiseEntry
from engage.cycle.models import Project
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.year import Year
from engage.rules.actors import Actor

DAYS = ("starts_on", "ends_on", "options_fixed_on", "papers_issued_on", "decision_on")


def load_projects(actor: Actor, year: Year) -> None:
    """Every project, moved through its stages, with what was promised and what was kept."""
    for told in read_tables("projects.toml")["project"]:
        project = _open(actor, year, told)
        for promise in told.get("promises", ()):
            _promise(actor, project, promise)
        year.projects[project.code] = project


def _open(actor: Actor, year: Year, told: Told) -> Project:
    lead, *joint = year.body_ids(told.get("bodies", ()))
    days: dict[str, Any] = {day: told.get(day) for day in DAYS}
    project = service.open_project(
        actor,
        ProjectEntry(
            code=told["code"],
            title=told["title"],
            aim=told["aim"],
            body_id=lead,
            joint_body_ids=tuple(joint),
            owner_id=year.account_id(told.get("owner", "")),
            affected_groups=tuple(told["groups"]),
            place_ids=tuple(year.places[name] for name in told.get("places", ())),
            authorities=tuple(told.get("authorities", ())),
            joint_committee=told.get("joint_committee", ""),
            aim_ids=tuple(year.aims[place - 1] for place in told["aims"]),
            strategy_points=tuple(year.point_ids(told["strategy"])),
            source=told["source"],
            **days,
        ),
        is_invented=told.get("invented", False),
    )
    for stage in told.get("stages", ()):
        service.move_to_stage(actor, project, stage["stage"], stage["from"], stage["note"])
    return project


def _promise(actor: Actor, project: Project, told: Told) -> None:
    entry = PromiseEntry(text=told["text"], made_on=told["made_on"], where_made=told["where"])
    promise = service.make_promise(actor, project, entry)
    if "kept_on" in told:
        service.keep_promise(actor, promise, told["kept_on"], told["how"])
