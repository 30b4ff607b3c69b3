"""What was done, and whom it reached."""

from __future__ import annotations

from datetime import date

from engage.assurance.figures import NOT_RECORDED
from engage.assurance.material import Material
from engage.assurance.sections.parts import (
    bars,
    breakdown_table,
    in_date_order,
    parts_of,
    shown,
    stage_part,
    status_terms,
)
from engage.assurance.value import Block, Cell, cell, chart, heading, paragraph, table
from engage.rules.facts import Fact
from engage.rules.reached import Reached, ReachedKind


def what_we_did(given: Material) -> list[Block]:
    """Activities counted by stage, method, month and status, then one by one."""
    stages = given.figure("activities.by_stage")
    methods = given.figure("activities.by_method")
    standing = given.figure("activities.by_status")
    if not given.records.activities:
        return [paragraph("No activity is recorded in this period."), *_undatable(given)]
    return [
        bars(
            stages,
            "By stage of the engagement cycle",
            "Stage",
            [stage_part(part) for part in parts_of(stages)],
        ),
        breakdown_table(stages, "Activities by stage", "Stage", dict(map(stage_part, parts_of(stages)))),
        bars(methods, "By method", "Method", [(part, part) for part in parts_of(methods)]),
        breakdown_table(methods, "Activities by method", "Method", {}),
        *_by_month(given),
        breakdown_table(
            standing, "Activities by status", "Status", {t.code: t.label for t in status_terms()}
        ),
        table(
            "Activities of the period",
            ("Reference", "Date", "Activity", "Body", "Method", "Audience", "Reached", "Stage", "Outcome"),
            [_activity_row(given, fact) for fact in in_date_order(given.records.activities)],
            annex=True,
        ),
        *_undatable(given),
    ]


def _by_month(given: Material) -> list[Block]:
    figure = given.figure("activities.by_month")
    values = figure.value if isinstance(figure.value, dict) else {}
    months = [f"{month:%Y-%m}" for month in given.scope.period.months()] or list(values)
    unknown = given.figure("activities.month_unknown")
    rows = [(_month_name(month), values.get(month, 0)) for month in months]
    return [
        chart(
            "line" if len(rows) > 2 else "bars",
            "By month in which the activity started",
            rows if len(rows) <= 24 else _by_year(values),
            category="Month" if len(rows) <= 24 else "Year",
            source=f"Engagement log: {figure.base:,} activities whose month is known",
        ),
        table(
            "Activities by month",
            ("Month", "Activities"),
            [
                *(
                    [cell(_month_name(month)), cell(values.get(month, 0), figure=figure.id, part=month)]
                    for month in months
                ),
                [cell("Month not known"), cell(unknown.base, figure=unknown.id)],
            ],
        ),
    ]


def _by_year(values: dict[str, int]) -> list[tuple[str, int]]:
    years: dict[str, int] = {}
    for month, number in values.items():
        years[month[:4]] = years.get(month[:4], 0) + number
    return sorted(years.items())


def _month_name(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def _activity_row(given: Material, fact: Fact) -> list[Cell]:
    says = fact.says
    return [
        cell(says["number"], ref=fact.ref),
        cell(says["when"]),
        cell(fact.title, ref=fact.ref),
        cell("; ".join(given.bodies[code].name for code in fact.bodies if code in given.bodies)),
        cell(says["method"] or NOT_RECORDED),
        cell("; ".join(says["audience"]) or NOT_RECORDED),
        cell(says["reached_words"], number=True),
        cell(stage_part(str(says["stage"] or NOT_RECORDED))[1]),
        cell(_outcome(fact)),
    ]


def _outcome(fact: Fact) -> str:
    if fact.says["outcomes"]:
        return "Answered"
    return "Heard, no answer yet" if fact.says["feedback"] else "Nothing heard recorded"


def _undatable(given: Material) -> list[Block]:
    if not given.records.undatable:
        return []
    return [
        heading("Not datable to this period"),
        table(
            "Activities that may belong to this period",
            ("Reference", "Activity", "What is known of the date"),
            [
                [
                    cell(fact.says["number"], ref=fact.ref),
                    cell(fact.title, ref=fact.ref),
                    cell(fact.says["when"]),
                ]
                for fact in given.records.undatable
            ],
            annex=True,
        ),
    ]


def whom_we_reached(given: Material) -> list[Block]:
    """Contacts recorded with their base, and the equality groups that activities concerned."""
    counted = [fact for fact in given.records.activities if fact.says["reached"] is not None]
    total, base = given.figure("activities.reached.sum"), given.figure("activities.count")
    groups = given.figure("activities.by_group")
    return [
        paragraph(
            cell(
                f"{shown(total)} contacts" if counted else "No number of contacts was recorded",
                figure=total.id,
            ),
            f", from {total.base:,} of {base.base:,} activities; "
            f"{base.base - total.base:,} not recorded. Contacts are not people: one may count twice.",
        ),
        table(
            "Activities with a number of contacts",
            ("Reference", "Activity", "Contacts", "Counts the same contacts as"),
            [_reached_row(given, fact) for fact in sorted(counted, key=lambda f: -f.says["reached"])],
            annex=True,
            empty="No activity of the period has a number.",
        ),
        heading("Equality groups"),
        paragraph(
            cell(f"{groups.base:,}", figure=groups.id),
            f" of {base.base:,} activities name an equality group. "
            "This counts activities, not the people who took part.",
        ),
        breakdown_table(groups, "Activities by equality group", "Equality group", {}),
    ]


def _reached_row(given: Material, fact: Fact) -> list[Cell]:
    other = given.facts.get(fact.says["same_contacts_as"])
    return [
        cell(fact.says["number"], ref=fact.ref),
        cell(fact.title, ref=fact.ref),
        cell(Reached(ReachedKind(fact.says["reached_kind"]), fact.says["reached"]).words, number=True),
        cell(other.says["number"], ref=other.ref) if other else cell(""),
    ]
