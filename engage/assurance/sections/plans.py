"""Strategy, projects and what is coming up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engage.assurance.material import Material
from engage.assurance.sections.parts import day_or_not_set, in_date_order, stage_part, status_of, values_of
from engage.assurance.value import Block, Cell, cell, paragraph, points, table
from engage.organisation.facts import BodyKnown, StrategyKnown
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact

COMING_UP = timedelta(days=92)


def strategy(given: Material) -> list[Block]:
    """Each principle, objective and assurance-framework aim, with what served it."""
    bodies = [given.scope.body] if given.scope.body else [b for b in given.bodies.values() if b.is_served]
    period = given.scope.period
    blocks: list[Block] = []
    for body in bodies:
        blocks.extend(
            _plan_table(given, body, plan) for plan in body.strategies_in(period.first, period.last)
        )
        aims = body.aims_in(period.first, period.last)
        if aims:
            rows = [[cell(aim.text), cell(_serving(given, "aims", aim.id))] for aim in aims]
            blocks.append(table(f"Assurance framework of {body.name}", ("Aim", "Projects"), rows))
    return blocks or [paragraph("No strategy or assurance framework is recorded for this period.")]


def _plan_table(given: Material, body: BodyKnown, plan: StrategyKnown) -> Block:
    return table(
        f"{plan.title} ({body.name})",
        ("Code", "Principle or objective", "Activities", "Projects"),
        [_point_row(given, point) for point in plan.points],
    )


def _point_row(given: Material, point: Any) -> list[Cell]:
    served = given.figure("activities.by_point")
    number = values_of(served).get(str(point.id), 0)
    return [
        cell(point.code),
        cell(point.title),
        cell(number, figure=served.id, part=str(point.id)),
        cell(_serving(given, "strategy_points", point.id)),
    ]


def _serving(given: Material, says: str, number: int) -> int:
    return sum(number in project.says.get(says, ()) for project in given.records.projects)


def projects(given: Material) -> list[Block]:
    """Where each live project stands, and what was recorded for it in the period."""
    rows = [_project_row(given, project) for project in given.records.projects]
    return [
        table(
            "Projects live in the period",
            ("Code", "Project", "Stage now", "Activities", "Things heard", "Options fixed", "Decision"),
            rows,
            empty="No project was live in this period.",
        )
    ]


def _project_row(given: Material, project: Fact) -> list[Cell]:
    activities = sum(fact.project == project.ref for fact in given.records.activities)
    heard = sum(fact.project == project.ref and fact.says["has_said"] for fact in given.records.feedback)
    stage = project.says.get("stage_now")
    return [
        cell(project.says.get("code", ""), ref=project.ref),
        cell(project.title, ref=project.ref),
        cell(stage_part(str(stage))[1] if stage else "not set"),
        cell(activities),
        cell(heard),
        cell(day_or_not_set(project.says.get("options_fixed"))),
        cell(day_or_not_set(project.says.get("decision"))),
    ]


def coming_up(given: Material) -> list[Block]:
    """Planned activities and dates that matter in the three months after the period."""
    start = given.scope.period.last or given.scope.on
    until = start + COMING_UP
    code = given.scope.body.code if given.scope.body else None
    own = [fact for fact in given.facts.values() if code is None or code in fact.bodies]
    planned = [f for f in own if f.kind == "activity" and f.first and start < f.first <= until]
    dates = sorted(
        (day, word, project)
        for project in own
        if project.kind == "project"
        for word, day in (
            ("Options fixed", project.says.get("options_fixed")),
            ("Decision", project.says.get("decision")),
        )
        if day and start < day <= until
    )
    return [
        table(
            f"Activities from {long_date(start + timedelta(days=1))} to {long_date(until)}",
            ("Reference", "Date", "Activity", "Status"),
            [
                [cell(f.says["number"], ref=f.ref), cell(f.says["when"]), cell(f.title), cell(status_of(f))]
                for f in in_date_order(planned)
            ],
            empty="None is recorded.",
        ),
        table(
            "Dates that matter",
            ("Date", "What", "Project"),
            [
                [cell(long_date(day)), cell(word), cell(project.title, ref=project.ref)]
                for day, word, project in dates
            ],
            empty="None is recorded.",
        ),
    ]


RULES = (
    "Every figure is worked out from the records named with it, and leads to them.",
    "An activity counts once for each body that ran it, so the figures of bodies cannot be added up.",
    "An activity is in the period when what is known of its start lies wholly inside it.",
    "A financial year runs from 1 April to 31 March.",
    "“About” marks a figure that rests on at least one estimate.",
    "How a requirement stands is worked out from records; whether a duty is met is for people to say.",
)


def how_it_was_made(given: Material) -> list[Block]:
    """Where figures come from and by which rules they count."""
    ages = f"Ages of unanswered items are counted to {long_date(given.scope.counted_on)}."
    return [points([[rule] for rule in (*RULES, ages)])]
