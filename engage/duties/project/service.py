"""Putting on record whether the duty to involve applies to a project."""

from __future__ import annotations

from datetime import date

from engage.cycle.models import Project
from engage.duties.models import DutyAssessment
from engage.duties.refusing import must_be_past
from engage.duties.words import OUTCOMES
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

assessed = audit.Event("duty.assessed", "project_id", "outcome")


@one_transaction
def assess_duty(actor: Actor, project: Project, outcome: str, reason: str, on: date) -> DutyAssessment:
    """Put on record whether the duty to involve applies to a project, and why."""
    if outcome not in OUTCOMES:
        raise Refused("Choose whether the duty to involve applies.")
    if not reason:
        raise Refused("Enter the reason: an assessment without one shows nothing.")
    must_be_past(on, "It cannot have been assessed")
    made = save(
        DutyAssessment(
            project_id=project.id,
            outcome=outcome,
            reason=reason,
            assessed_on=on,
            assessor_id=actor.id,
            assessor_name=actor.name,
        )
    )
    assessed(actor, project_id=project.id, outcome=outcome)
    return made
