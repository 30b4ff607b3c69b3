"""One project of Wolverhampton CCG on real records, to hold against the law."""

from __future__ import annotations

from datetime import date
from typing import Any

from engage.activities.models import Activity
from engage.cycle.models import Project
from engage.duties.entries import TriageEntry
from engage.duties.findings import findings_for, findings_for_project
from engage.duties.models import TriageAnswer
from engage.duties.triage import service as triage
from engage.organisation.models import Body
from engage.rules.findings import Finding
from engage.rules.periods import read_period
from tests.builders import make_activity, make_actor, make_body, make_project

CCG_DAYS: dict[str, Any] = {"exists_from": date(2013, 4, 1), "exists_to": date(2022, 6, 30)}
JUNE_2019 = date(2019, 6, 3)


def make_ccg() -> Body:
    return make_body("Wolverhampton CCG", **CCG_DAYS)


def make_stroke_project(body: Body, **entry: Any) -> Project:
    """Opened in January 2018; options fixed on 1 June, papers on 24 September, decided on 1 October."""
    usual: dict[str, Any] = {
        "starts_on": date(2018, 1, 8),
        "options_fixed_on": date(2018, 6, 1),
        "papers_issued_on": date(2018, 9, 24),
        "decision_on": date(2018, 10, 1),
        "ends_on": date(2019, 3, 29),
        "authorities": ["City of Wolverhampton Council"],
        "affected_groups": ["Carers"],
    }
    return make_project(body, "STR-18", "Moving the stroke ward", **(usual | entry))


def make_talk(project: Project, body: Body, when: str = "6 February 2018", **entry: Any) -> Activity:
    """A talk in a community café at stage 2, at which something was said."""
    usual: dict[str, Any] = {"stage": 2, "heard": "The bus does not go there on Sundays."}
    return make_activity(
        body, "Talk in the Low Hill community café", when, project=project, **(usual | entry)
    )


def say(project: Project, trigger: str, is_so: bool = True, **entry: Any) -> list[TriageAnswer]:
    """The commissioning manager's answer in the triage, given in January 2018."""
    usual: dict[str, Any] = {"said_on": date(2018, 1, 15), "reason": "" if is_so else "It was looked at"}
    given = TriageEntry(trigger=trigger, is_so=is_so, **(usual | entry))
    return triage.answer_triage(make_actor("commissioning_manager"), project, [given])


def say_substantial(project: Project, authority: str, is_so: bool = True) -> list[TriageAnswer]:
    """The view of a local authority, by letter."""
    letter = "Letter of the scrutiny officer"
    return say(project, "substantial_change", is_so, authority=authority, reason=letter)


def of_project(
    project: Project,
    requirement: str,
    *,
    duty: str = "involve-public",
    edition: int = 2013,
    period: str = "2018-19",
    today: date = JUNE_2019,
) -> Finding:
    """The one finding on a requirement of a project."""
    found = findings_for_project(project.id, read_period(period), today)
    return _one(found, requirement, duty, edition)


def of_body(
    body: Body,
    requirement: str,
    duty: str,
    *,
    edition: int = 2013,
    period: str = "2018-19",
    today: date = JUNE_2019,
) -> Finding:
    """The one finding on a requirement of a body."""
    return _one(findings_for(body.code, read_period(period), today), requirement, duty, edition)


def missed(finding: Finding) -> tuple[str, ...]:
    """What the nearest record failed, one sentence each."""
    return finding.nearest_miss.failed if finding.nearest_miss else ()


def _one(findings: list[Finding], requirement: str, duty: str, edition: int) -> Finding:
    (finding,) = (
        one for one in findings if (one.requirement, one.duty, one.edition) == (requirement, duty, edition)
    )
    return finding
