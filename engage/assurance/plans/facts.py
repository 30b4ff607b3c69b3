"""The figures on projects and the aims they serve, and what was heard before each decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engage.activities.facts import took_place
from engage.assurance.figures.counting import Counted, count, named, several
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import PROJECTS, Id
from engage.assurance.material import Material
from engage.rules.facts import Fact


def project_headlines(counted: Counted) -> Iterator[Figure]:
    records = counted.records
    every = len(records.every_project)
    yield count(
        Id.PROJECTS_LIVE, "Projects live in the period", records.projects, noun=PROJECTS, out_of=every
    )


def project_figures(counted: Counted) -> Iterator[Figure]:
    projects = counted.records.projects
    yield several(
        Id.PROJECTS_BY_POINT,
        "Projects by strategy principle or objective",
        projects,
        lambda fact: named(counted.names.points, fact.says["strategy_points"]),
        noun=PROJECTS,
    )
    yield several(
        Id.PROJECTS_BY_AIM,
        "Projects by aim of the assurance framework",
        projects,
        lambda fact: named(counted.names.aims, fact.says["aims"]),
        noun=PROJECTS,
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the period: how many activities and things people said certainly came before it."""

    project: Fact
    on: date
    activities: int
    heard: int


def decisions(given: Material) -> list[Decision]:
    """The decisions on projects that fall in the period and not after the day of the report, by their day."""
    period, on = given.scope.period, given.scope.counted_on
    opens, closes = period.first or date.min, min(period.last or on, on)
    dated = {
        project.ref: project
        for project in given.records.every_project
        if project.says["decision"] and opens <= project.says["decision"] <= closes
    }
    before: Counter[tuple[str, str]] = Counter()
    for fact in (*given.own("activity"), *given.own("feedback")):
        project = dated.get(fact.project or "")
        if project and fact.on and fact.on < project.says["decision"] and _counts(fact):
            before[project.ref, fact.kind] += 1
    found = [
        Decision(project, project.says["decision"], before[ref, "activity"], before[ref, "feedback"])
        for ref, project in dated.items()
    ]
    return sorted(found, key=lambda decision: (decision.on, decision.project.ref))


def _counts(fact: Fact) -> bool:
    return bool(fact.says["has_said"]) if fact.kind == "feedback" else took_place(fact)
