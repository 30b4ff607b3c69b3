"""What the triage of duties can testify to."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from engage.cycle.models import Project
from engage.duties.models import DutyAssessment
from engage.duties.words import OUTCOMES
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.facts import Fact


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """One fact for each assessment of whether the duty to involve applies, of every project or of one."""
    wanted = (
        select(
            DutyAssessment.id,
            DutyAssessment.project_id,
            DutyAssessment.outcome,
            DutyAssessment.reason,
            DutyAssessment.assessed_on,
            DutyAssessment.entered_on,
            Body.code,
        )
        .join(Project, Project.id == DutyAssessment.project_id)
        .join(Body, Body.id == Project.body_id)
        .order_by(DutyAssessment.id)
    )
    if project_id is not None:
        wanted = wanted.where(DutyAssessment.project_id == project_id)
    for row in session().execute(wanted):
        yield Fact(
            kind="duty_assessment",
            ref=f"duty_assessment:{row.id}",
            title=OUTCOMES[row.outcome],
            first=row.assessed_on,
            on=row.assessed_on,
            project=f"project:{row.project_id}",
            bodies=(row.code,),
            recorded_on=row.entered_on,
            says={"outcome": row.outcome, "reason": row.reason},
        )
