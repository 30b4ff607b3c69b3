"""Strategy, projects and what is coming up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engage.activities.facts import CANCELLED
from engage.assurance.duties.facts import about_words
from engage.assurance.figures.words import Id
from engage.assurance.material import Material
from engage.assurance.plans.facts import decisions
from engage.assurance.report.entries import Block, Cell, cell, paragraph, table
from engage.assurance.report.parts import (
    based,
    day_or_not_set,
    in_date_order,
    linked,
    stage_words,
    status_words,
    title_cell,
    titled,
)
from engage.organisation.facts import BodyKnown, Point, StrategyKnown
from engage.rules.calendar_words import day_after, day_before, long_date, months_later
from engage.rules.facts import Fact
from engage.rules.findings import State

MONTHS_AHEAD = 3


def strategy(given: Material) -> list[Block]:
    """Each principle, objective and assurance-framework aim, with what served it."""
    period = given.scope.period
    blocks: list[Block] = []
    for body in given.bodies_reported_on():
        plans = body.strategies_in(period.first, period.last)
        blocks.extend(_plan_table(given, body, plan) for plan in plans)
        if aims := body.aims_in(period.first, period.last):
            served = given.figure(Id.PROJECTS_BY_AIM)
            rows = [[cell(aim.text), linked(served, given.names.aims[aim.id])] for aim in aims]
            blocks.append(table(f"Assurance framework of {body.name}", ("Aim", "Projects"), rows))
    if not blocks:
        return [paragraph("No strategy or assurance framework is recorded for this period.")]
    return [paragraph("How many activities and projects of the period name each of these."), *blocks]


def _plan_table(given: Material, body: BodyKnown, plan: StrategyKnown) -> Block:
    if not plan.points:
        return paragraph(f"{plan.title} has no principles or objectives on record.")
    return table(
        f"{plan.title} ({body.name})",
        ("Code", "Principle or objective", "Activities", "Projects"),
        [_point_row(given, point) for point in plan.points],
    )


def _point_row(given: Material, point: Point) -> list[Cell]:
    name = given.names.points[point.id]
    activities, projects = (
        given.figure(Id.ACTIVITIES_BY_POINT),
        given.figure(Id.PROJECTS_BY_POINT),
    )
    return [cell(point.code), cell(point.title), linked(activities, name), linked(projects, name)]


def projects(given: Material) -> list[Block]:
    """Where each live project stands, and whether people were heard before its decision."""
    live = given.figure(Id.PROJECTS_LIVE)
    if not live.out_of:
        return [paragraph("No project is on record.")]
    words = f" on record were live in the period. Their stage is that of {given.as_of}."
    opening = paragraph(based(live), words)
    return [opening, *_live(given), *_decisions(given)]


def _live(given: Material) -> list[Block]:
    rows = [_project_row(given, project) for project in given.records.projects]
    if not rows:
        return []
    headings = ("Code", "Project", "Stage", "Activities", "Things heard", "Options fixed", "Decision")
    return [table("Projects live in the period", headings, rows, hidden=["Options fixed"])]


def _project_row(given: Material, project: Fact) -> list[Cell]:
    code = project.says["code"]
    return [
        cell(code, ref=project.ref),
        cell(titled(project)),
        cell(stage_words(project.says["stage_now"])),
        linked(given.figure(Id.ACTIVITIES_BY_PROJECT), code),
        linked(given.figure(Id.FEEDBACK_BY_PROJECT), code),
        cell(day_or_not_set(project.says["options_fixed"])),
        cell(day_or_not_set(project.says["decision"])),
    ]


def _decisions(given: Material) -> list[Block]:
    made = decisions(given)
    if not made:
        return [paragraph("No decision on a project is dated in this period.")]
    rows = [
        [
            cell(decision.project.says["code"], ref=decision.project.ref),
            cell(titled(decision.project)),
            cell(long_date(decision.on)),
            cell(decision.activities, ref=decision.project.ref),
            cell(decision.heard, ref=decision.project.ref),
        ]
        for decision in made
    ]
    headings = ("Code", "Project", "Decision", "Activities before it", "Things heard before it")
    return [table("Decisions of the period, and what came before them", headings, rows)]


def coming_up(given: Material) -> list[Block]:
    """Planned activities, dates that matter and requirements that fall due in the next three months."""
    start = given.scope.counted_on
    days = (day_after(start), day_before(months_later(day_after(start), MONTHS_AHEAD)))
    tables = [*_next_activities(given, days), *_next_dates(given, days), *_next_due(given, days)]
    words = f"from {long_date(days[0])} to {long_date(days[1])}"
    if not tables:
        return [paragraph(f"Nothing is recorded {words}, the three months after {given.as_of}.")]
    return [paragraph(f"What is recorded {words}, the three months after {given.as_of}."), *tables]


def _next_activities(given: Material, days: tuple[date, date]) -> list[Block]:
    coming = [
        fact
        for fact in given.to_come("activity")
        if fact.first and fact.on and days[0] <= fact.first and fact.on <= days[1]
        if fact.says["status"] != CANCELLED
    ]
    rows = [_coming_row(fact) for fact in in_date_order(coming)]
    headings = ("Reference", "Date", "Activity", "Status")
    return _if_any("Activities coming up", headings, rows)


def _coming_row(fact: Fact) -> list[Cell]:
    says = fact.says
    number = cell(says["number"], ref=fact.ref)
    return [number, cell(says["when"]), cell(titled(fact)), cell(status_words(fact))]


def _next_dates(given: Material, days: tuple[date, date]) -> list[Block]:
    words = {"options_fixed": "Options fixed", "papers_issued": "Papers issued", "decision": "Decision"}
    coming = [
        (day, name, project)
        for project in given.to_come("project")
        for name in words
        if (day := project.says[name]) and days[0] <= day <= days[1]
    ]
    rows = [
        [cell(long_date(day)), cell(words[name]), title_cell(project)]
        for day, name, project in sorted(coming, key=lambda one: (one[0], one[1], one[2].ref))
    ]
    return _if_any("Dates of projects coming up", ("Date", "What", "Project"), rows)


def _next_due(given: Material, days: tuple[date, date]) -> list[Block]:
    names = {body.code: body.name for body in given.bodies.values()}
    coming = [
        finding
        for finding in given.findings
        if finding.state is State.NOT_YET_DUE and finding.due_on and days[0] <= finding.due_on <= days[1]
    ]
    rows = [
        [
            cell(long_date(finding.due_on) if finding.due_on else ""),
            cell(f"{finding.requirement}: {finding.ask}"),
            cell(about_words(finding, given.facts, names), ref=finding.project or ""),
        ]
        for finding in sorted(coming, key=lambda one: (one.due_on or date.max, one.requirement))
    ]
    return _if_any("Requirements that fall due", ("Due by", "Requirement", "Asked of"), rows)


def _if_any(caption: str, headings: Sequence[str], rows: list[list[Cell]]) -> list[Block]:
    return [table(caption, headings, rows)] if rows else []
