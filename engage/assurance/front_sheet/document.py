"""The committee's front sheet as it reads on page and paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engage.assurance.figures.words import Id
from engage.assurance.front_sheet.words import FRONT_SHEET, LEFT_BLANK
from engage.assurance.material import Material
from engage.assurance.report.entries import PeriodReportedOn, ReportValue
from engage.assurance.report.words import STRATEGY, WHOM_WE_REACHED

AS_AT = "as_at"
"""The line of the day as at which everything is counted; reports published before there was one lack it."""


def filled(given: Material, front_sheet: Mapping[str, Any]) -> dict[str, str]:
    """The front sheet with what the report itself can say where nobody wrote anything."""
    own = {
        "key_points": _key_points(given),
        "equality": _equality(given),
        "objective": _objective(given),
    }
    keys = [asked.key for asked in FRONT_SHEET]
    sheet = {key: str(front_sheet.get(key) or "").strip() or own.get(key, "") for key in keys}
    return {**sheet, AS_AT: f"{given.as_of}: what happened later is in none of them"}


def rows(value: ReportValue) -> list[tuple[str, str]]:
    """The front sheet as label and words; the lines nobody filled in are named together at its end."""
    front = value.front_sheet
    known = [
        ("Period covered", _period(value.period)),
        ("Date made", value.made_on_words),
        ("Version", value.edition.capitalize()),
    ]
    if AS_AT in front:
        known.insert(1, ("All figures as at", front[AS_AT]))
    known += [(asked.label, front[asked.key]) for asked in FRONT_SHEET if front[asked.key]]
    blank = [asked.label for asked in FRONT_SHEET if not front[asked.key]]
    return [*known, (LEFT_BLANK, "; ".join(blank))] if blank else known


def _period(period: PeriodReportedOn) -> str:
    same = period.label == period.words
    return period.label if same else f"{period.label} ({period.words})"


def _key_points(given: Material) -> str:
    heard, unanswered = (
        given.figure(Id.FEEDBACK_WITH_FEEDBACK),
        given.figure(Id.FEEDBACK_UNANSWERED),
    )
    reached, evidenced = (
        given.figure(Id.ACTIVITIES_REACHED_ONCE),
        given.figure(Id.DUTIES_EVIDENCED),
    )
    said = [
        f"{given.figure(Id.ACTIVITIES_COUNT).rests_on.capitalize()} recorded.",
        f"{reached.shown.capitalize()} contacts, from {reached.rests_on}." if reached.base else "",
        f"People told us something at {heard.rests_on}." if heard.out_of else "",
        f"{unanswered.rests_on.capitalize()} without an answer." if unanswered.out_of else "",
        f"{evidenced.rests_on.capitalize()} evidenced." if evidenced.out_of else "",
    ]
    return "\n".join(filter(None, said))


def _objective(given: Material) -> str:
    period = given.scope.period
    plans = [
        f"{plan.title} ({body.name})"
        for body in given.bodies_reported_on()
        for plan in body.strategies_in(period.first, period.last)
    ]
    return f"{'; '.join(plans)} ({given.where(STRATEGY)})" if plans else ""


def _equality(given: Material) -> str:
    groups = given.figure(Id.ACTIVITIES_BY_GROUP)
    where = given.where(WHOM_WE_REACHED)
    return f"{groups.rests_on.capitalize()} concerned an equality group ({where})." if groups.out_of else ""
