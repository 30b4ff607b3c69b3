"""The committee's front sheet: what it asks for, and how it reads on page and paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.assurance.contents import STRATEGY, WHOM_WE_REACHED
from engage.assurance.figures import Id
from engage.assurance.material import Material
from engage.assurance.value import PeriodReportedOn, ReportValue


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the front sheet. ``usual`` is what stands there until somebody writes something better."""

    key: str
    label: str
    usual: str = ""
    hint: str = ""
    long: bool = False


# The labels follow the front sheet of the committee paper of 1 October 2019, and what real board reports add.
FRONT_SHEET: tuple[Asked, ...] = (
    Asked("meeting", "Meeting and date", hint="Such as Governing Body (public), 12 November 2019"),
    Asked("author_role", "Author of report", "Communications and engagement", hint="A post, not a name"),
    Asked("management_lead", "Management lead", hint="A post, such as Director of Operations"),
    Asked(
        "purpose",
        "Purpose of report",
        "To give assurance on how people were involved in commissioning in the period.",
        hint="One sentence",
        long=True,
    ),
    Asked(
        "recommendation",
        "Recommendation",
        "Receive and discuss this report.",
        hint="What you ask the meeting to do, in one sentence",
        long=True,
    ),
    Asked(
        "action_required",
        "Action required",
        "Assurance/Information",
        hint="Decision, or Assurance/Information",
    ),
    Asked("public_or_private", "Public or private", "This report is intended for the public domain"),
    Asked(
        "key_points",
        "Key points",
        hint="One on each line. Left blank, the main figures stand here",
        long=True,
    ),
    Asked(
        "objective",
        "Objective or assurance framework aim",
        hint="Left blank, the strategy in force stands here",
        long=True,
    ),
    Asked("previously_considered", "Previously considered by"),
    Asked(
        "equality",
        "Equality implications",
        hint="Left blank, it says how many activities concerned an equality group",
        long=True,
    ),
    Asked("resources", "Resource implications", "None arising from this report.", long=True),
    Asked(
        "contact_role",
        "Contact for comment",
        "Communications and engagement",
        hint="A post and a shared address, never a private person",
    ),
)
LEFT_BLANK = "Left blank"


def usual() -> dict[str, str]:
    """A front sheet as it stands before anybody has written on it."""
    return {asked.key: asked.usual for asked in FRONT_SHEET}


def filled(given: Material, front_sheet: Mapping[str, Any]) -> dict[str, str]:
    """The front sheet with what the report itself can say where nobody wrote anything."""
    own = {
        "key_points": _key_points(given),
        "equality": _equality(given),
        "objective": _objective(given),
    }
    keys = [asked.key for asked in FRONT_SHEET]
    return {key: str(front_sheet.get(key) or "").strip() or own.get(key, "") for key in keys}


def rows(value: ReportValue) -> list[tuple[str, str]]:
    """The front sheet as label and words; the lines nobody filled in are named together at its end."""
    front = value.front_sheet
    known = [
        ("Period covered", _period(value.period)),
        ("Date made", value.made_on_words),
        ("Version", value.edition.capitalize()),
    ]
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
        given.figure(Id.ACTIVITIES_REACHED_SUM),
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
