"""Facts, bodies and findings made by hand, and the report that is written from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from engage.assurance.compose import compose
from engage.assurance.facts import material
from engage.assurance.front_sheet.words import usual
from engage.assurance.frozen import canonical
from engage.assurance.material import Material, Scope
from engage.assurance.report.entries import ReportValue
from engage.organisation.facts import Aim, BodyKnown, Point, StrategyKnown
from engage.rules.calendar_words import months_later
from engage.rules.dates_as_known import read_date
from engage.rules.editions import Trust
from engage.rules.facts import Fact
from engage.rules.findings import Finding, NearestMiss, State
from engage.rules.periods import Period, read_period
from engage.rules.reached import read_reached
from engage.stakeholders.facts import OrganisationKnown

OURS, WALSALL = "wolverhampton-ccg", "walsall-ccg"
MADE_ON = date(2019, 5, 14)


def activity(
    number: int,
    when: str = "6 June 2018",
    *,
    title: str = "Walk-in centre drop-in",
    bodies: Sequence[str] = (OURS,),
    reached: str = "",
    project: str | None = None,
    **says: Any,
) -> Fact:
    """An activity of the log; ``when`` and ``reached`` as people write them."""
    known, counted = read_date(when), read_reached(reached)
    return Fact(
        kind="activity",
        ref=f"activity:{number}",
        title=title,
        first=known.start_from,
        on=known.start_to,
        ended=known.end_to,
        project=project,
        bodies=tuple(bodies),
        says={
            "number": f"ENG-{number:03}",
            "when": known.words,
            "when_known": known,
            "month": known.start_month,
            "stage": 3,
            "method": "Drop-in",
            "audience": ("General public",),
            "status": "completed",
            "reached": counted.number,
            "reached_kind": counted.kind.value,
            "reached_words": counted.words,
            "same_contacts_as": "",
            "feedback": 0,
            "outcomes": 0,
            "equality_groups": (),
            "tallies": (),
            **dict.fromkeys(("setting", "in_evening", "at_weekend", "childcare", "travel_paid"), ""),
            "strategy_points": (),
            "invented": False,
            **says,
        },
    )


def heard(
    number: int,
    said: str = "Waits are too long",
    when: str = "6 June 2018",
    *,
    bodies: Sequence[str] = (OURS,),
    project: str | None = None,
    did: str = "",
    **says: Any,
) -> Fact:
    """Something people told us, answered when ``did`` is given."""
    known = read_date(when)
    return Fact(
        kind="feedback",
        ref=f"feedback:{number}",
        title=said or did,
        first=known.start_from,
        on=known.start_to,
        ended=known.end_to,
        project=project,
        bodies=tuple(bodies),
        says={
            "number": "",
            "when": known.words,
            "when_known": known,
            "heard_at": "",
            "said": said,
            "did": did,
            "has_said": bool(said),
            "has_did": bool(did),
            "topic": "",
            "service": "",
            "tone": "",
            "answer": "done" if did else "no_answer",
            "answered_on": None,
            "told_on": None,
            "invented": False,
            **says,
        },
    )


def meeting(
    number: int,
    when: str = "6 June 2018",
    *,
    forum: str = "PPG Chairs Group",
    bodies: Sequence[str] = (OURS,),
    **says: Any,
) -> Fact:
    """A meeting that was held; attendance is not recorded unless it is given."""
    known = read_date(when)
    return Fact(
        kind="meeting",
        ref=f"meeting:{number}",
        title=f"{forum}, {known.words}",
        first=known.start_from,
        on=known.start_to,
        bodies=tuple(bodies),
        says={
            "number": "",
            "when": known.words,
            "when_known": known,
            "forum": forum,
            "attended": None,
            "public": None,
            "quorate": None,
            "actions_open": 0,
            "actions_overdue": 0,
            "actions_done": 0,
            "invented": False,
            **says,
        },
    )


def project(number: int, code: str, *, bodies: Sequence[str] = (OURS,), **says: Any) -> Fact:
    """A project, open since April 2018 unless it says otherwise."""
    return Fact(
        kind="project",
        ref=f"project:{number}",
        title=f"Project {code}",
        project=f"project:{number}",
        bodies=tuple(bodies),
        says={
            "code": code,
            "stage_now": 3,
            "live_from": date(2018, 4, 1),
            "live_to": None,
            "options_fixed": None,
            "papers_issued": None,
            "decision": None,
            "aims": (),
            "strategy_points": (),
            "invented": False,
            **says,
        },
    )


def body(code: str = OURS, name: str = "Wolverhampton CCG", *, number: int = 1, **known: Any) -> BodyKnown:
    """A body that this installation works for, with one aim and a strategy of two points."""
    points = (
        Point(number * 10 + 1, "principle", "P1", "Inclusive", ""),
        Point(number * 10 + 2, "objective", "O1", "Two-way engagement", ""),
    )
    plan = StrategyKnown(number, "Participation strategy", "in force", "", date(2018, 4, 1), None, points)
    usual_values: dict[str, Any] = {
        "id": number,
        "code": code,
        "name": name,
        "kind": "CCG",
        "first": date(2013, 4, 1),
        "last": date(2022, 6, 30),
        "board_word": "Governing Body",
        "is_served": True,
        "trust": "verified",
        "took_over_from": (),
        "taken_over_by": (),
        "aims": (Aim(number * 10, 1, "Reducing health inequalities", date(2018, 4, 1), None),),
        "strategies": (plan,),
    }
    return BodyKnown(**{**usual_values, **known})


BODIES = (body(), body(WALSALL, "Walsall CCG", number=2))


def finding(
    requirement: str = "E-COL-4",
    state: State = State.EVIDENCED,
    *,
    project: str | None = None,
    missed: str = "",
    **found: Any,
) -> Finding:
    """How a requirement stands; ``missed`` is what the nearest record, activity:1, lacks."""
    usual_values: dict[str, Any] = {
        "duty": "involve-public",
        "edition": 2006,
        "title": "Public involvement and consultation",
        "requirement": requirement,
        "ask": "People were involved while the proposal was being formed",
        "kind": "activity",
        "owner": "commissioning_manager",
        "per": "project" if project else "body",
        "project": project,
        "state": state,
        "proved_by": ("activity:1",) if state is State.EVIDENCED else (),
        "by_hand": (),
        "nearest_miss": NearestMiss("activity:1", "Walk-in centre drop-in", (missed,)) if missed else None,
        "reason": "",
        "named": "",
        "due_on": None,
        "law_clock": "",
        "trust": Trust.VERIFIED,
        "source": "NHS Act 2006, section 14Z2",
        "signed": None,
        "note": "",
        "body": OURS,
    }
    return Finding(**{**usual_values, **found})


def given(
    *facts: Fact,
    period: str = "2018-19",
    of: BodyKnown | None = BODIES[0],
    on: date = MADE_ON,
    findings: Sequence[Finding] = (),
    before: Sequence[Finding] = (),
    unkept: Sequence[str] = (),
    register: Sequence[OrganisationKnown] = (),
) -> Material:
    """What a report is written from; ``before`` are the findings of the period before."""
    asked = read_period(period)

    def findings_for(_facts: Sequence[Fact], wanted: Period, _day: date) -> Sequence[Finding]:
        return findings if wanted == asked else before

    scope = Scope(of, asked, on)
    quiet_since = months_later(scope.counted_on, -6)
    return material(scope, facts, BODIES, findings_for, unkept, register, quiet_since)


def report_on(made: Material, **front_sheet: str) -> ReportValue:
    """The report, its front sheet as it usually stands but for what is given."""
    return compose(made, {**usual(), **front_sheet}, "")


def report(made: Material, **front_sheet: str) -> dict[str, Any]:
    """The same as its text tells it."""
    return as_told(report_on(made, **front_sheet))


def as_told(value: ReportValue) -> dict[str, Any]:
    """A report as whoever reads its text finds it."""
    told: dict[str, Any] = json.loads(canonical(value))
    return told


def words_of(value: dict[str, Any], number: str) -> str:
    """Everything a section says in paragraphs, lists and tables, a line for each."""
    [section] = [one for one in value["sections"] if one["number"] == number]
    lines: list[str] = []
    for block in section["blocks"]:
        lines += ["".join(piece["text"] for piece in block["pieces"])] if "pieces" in block else []
        lines += ["".join(piece["text"] for piece in item) for item in block.get("items", ())]
        rows = block.get("table", block).get("rows", ())
        lines += [" | ".join(cell["text"] for cell in row) for row in rows]
    return "\n".join(lines)


def table_of(value: dict[str, Any], caption: str) -> list[dict[str, str]]:
    """The rows of a table by its headings; those left to the annex too."""
    for section in value["sections"]:
        for block in section["blocks"]:
            found = block.get("table", block)
            if found.get("caption") == caption:
                texts = ([cell["text"] for cell in row] for row in found["rows"])
                return [dict(zip(found["headings"], row, strict=True)) for row in texts]
    raise AssertionError(f"the report has no table “{caption}”")
