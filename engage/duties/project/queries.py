"""Everything the page of one project shows, from its own facts gathered once and kept until they change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from engage.activities.facts import took_place
from engage.cycle import facts as cycle
from engage.cycle import queries as projects
from engage.cycle.facts import Standing
from engage.cycle.models import Project, Promise
from engage.duties import facts as triage
from engage.duties import queries
from engage.duties.catalogue import catalogue, local_duties
from engage.duties.evidence import gather
from engage.duties.findings import findings_for_project, life_in_view
from engage.duties.models import DutyAssessment, TriageAnswer
from engage.duties.project import ring
from engage.duties.project.ring import AtStage, Warned
from engage.duties.project.timeline import Timeline, timeline
from engage.duties.requirements.queries import Address, Checklist, checklist_of
from engage.meetings import facts as meetings
from engage.organisation import queries as organisation
from engage.platform.charts import Chart
from engage.platform.data.remembered import Memory
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.rules.ageing import Ageing, ageing_of_facts
from engage.rules.facts import Fact

TOLD = Memory(50)  # of projects, some 100 kB each
HEARD = 6
"""How many of the latest things heard stand on the page."""


@dataclass(frozen=True, slots=True)
class About:
    """A project in words: whose it is, what it touches and what it serves."""

    bodies: tuple[str, ...]
    owner: str
    places: tuple[str, ...]
    aims: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said about a project: the latest items, how many there are, and what has no answer."""

    latest: tuple[Fact, ...]
    count: int
    ageing: Ageing


@dataclass(frozen=True, slots=True)
class Told:
    """What the records tell of one project; ``links`` lead from references to records."""

    about: About
    standing: Standing | None
    stages: tuple[AtStage, ...]
    without_stage: AtStage | None
    ring: Chart
    warnings: tuple[Warned, ...]
    timeline: Timeline
    heard: Heard
    checklist: Checklist
    links: dict[str, Link]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project as its page shows it."""

    project: Project
    told: Told
    promises: tuple[Promise, ...]
    assessments: tuple[DutyAssessment, ...]
    answers: tuple[TriageAnswer, ...]

    @property
    def promises_open(self) -> tuple[Promise, ...]:
        return tuple(promise for promise in self.promises if promise.kept_on is None)


def project_page(code: str, today: date, address: Address) -> ProjectPage:
    """The page of the project with this code. ``address`` leads to one requirement. Raises Missing."""
    what = (url_for("duties.project", code=code), local_duties(), today)
    told = TOLD.remembered(what, lambda: _told(code, today, address))
    project = projects.project_by_code(code)
    return ProjectPage(
        project=project,
        told=told,
        promises=tuple(projects.promises_of(project)),
        assessments=tuple(queries.assessments_of(project.id)),
        answers=tuple(queries.triage_answers(project.id)),
    )


def _told(code: str, today: date, address: Address) -> Told:
    project = projects.project_by_code(code)
    recorded = (*gather(project.id, planned=True), *triage.facts(project.id))
    facts = list(filter(took_place, recorded))
    ref = cycle.reference(project.id)
    standings = cycle.standings(project.id).get(ref, ())
    held = [fact for fact in facts if fact.kind == "activity"]
    said = [fact for fact in facts if fact.kind == "feedback"]
    stages = ring.at_each_stage(held, standings, said)
    warnings = ring.warnings(facts, standings, today)
    line = timeline(
        next(fact for fact in facts if fact.ref == ref),
        [
            *(fact for fact in recorded if fact.kind == "activity"),
            *meetings.to_come(project.id),
            *(fact for fact in facts if fact.kind not in {"activity", "project"}),
        ],
        standings,
        projects.promises_of(project),
        today,
    )
    heard = _heard(said, today)
    return Told(
        about=_about(project),
        standing=standings[-1] if standings and standings[-1].last is None else None,
        stages=tuple(stages),
        without_stage=ring.at_no_stage(stages, held, said),
        ring=ring.picture(f"{project.title} on the engagement cycle", stages),
        warnings=tuple(warnings),
        timeline=line,
        heard=heard,
        checklist=_checklist(project.id, facts, today, address),
        links=_links(line, heard, warnings),
    )


def _heard(items: Sequence[Fact], today: date) -> Heard:
    newest = sorted(items, key=lambda fact: (fact.first or fact.on or date.min, fact.ref), reverse=True)
    return Heard(tuple(newest[:HEARD]), len(items), ageing_of_facts(items, today))


def _about(project: Project) -> About:
    owner = references.link(f"account:{project.owner_id}" if project.owner_id else "")
    bodies = organisation.bodies_by_id((project.body_id, *project.joint_body_ids))
    points = organisation.points_by_id(project.strategy_points)
    return About(
        bodies=tuple(body.name for body in bodies.values() if body.id == project.body_id)
        + tuple(bodies[number].name for number in project.joint_body_ids if number in bodies),
        owner=owner.text if owner else "",
        places=tuple(organisation.place_names(project.place_ids).values()),
        aims=tuple(organisation.aim_texts(project.aim_ids).values()),
        points=tuple(f"{point.code} {point.title}" for point in points.values()),
    )


def _checklist(project_id: int, facts: Sequence[Fact], today: date, address: Address) -> Checklist:
    period = life_in_view(facts, today)
    findings = findings_for_project(project_id, period, today, facts)
    return checklist_of(findings, catalogue(), period, address)


def _links(line: Timeline, heard: Heard, warnings: Iterable[Warned]) -> dict[str, Link]:
    refs = [entry.ref for entry in (*line.earlier, *line.latest) if entry.ref]
    refs += [fact.ref for fact in heard.latest]
    refs += [ref for warned in warnings for ref in warned.refs]
    return references.links(dict.fromkeys(refs))
