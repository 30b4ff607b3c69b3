"""Putting on record whether the duty to involve applies to a project."""

from __future__ import annotations

from dataclasses import replace

from engage.cycle.models import Project
from engage.duties.entries import AssessmentEntry
from engage.duties.models import DutyAssessment
from engage.duties.refusing import must_be_past
from engage.duties.words import OUTCOMES
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

assessed = audit.Event("duty.assessed", "project_id", "outcome")


@one_transaction
def assess_duty(actor: Actor, project: Project, entry: AssessmentEntry) -> DutyAssessment:
    """Put on record whether the duty to involve applies to a project, and why."""
    if entry.outcome not in OUTCOMES:
        raise Refused("Choose whether the duty to involve applies.")
    if not entry.reason:
        raise Refused("Enter the reason: an assessment without one shows nothing.")
    on = entry.assessed_on or clock.today()
    must_be_past(on, "It cannot have been assessed")
    made = DutyAssessment(
        project_id=project.id,
        entered_on=clock.today(),
        assessor_id=actor.id,
        assessor_name=actor.name,
    )
    put(made, replace(entry, assessed_on=on))
    save(made)
    assessed(actor, project_id=project.id, outcome=made.outcome)
    return made
