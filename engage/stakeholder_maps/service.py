"""Judging how stakeholders stand to a project."""

from __future__ import annotations

from dataclasses import replace

from engage.cycle.models import Project
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.mapping_models import read_models
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholder_maps.models import MapScore
from engage.stakeholder_maps.queries import Who
from engage.stakeholder_maps.words import GROUP, ORGANISATION, PERSON

judged = audit.Event("stakeholder-map.judged", "project_id", "score_id")
taken_back = audit.Event("stakeholder-map.judgement-taken-back", "project_id", "score_id")


@one_transaction
def judge(actor: Actor, project: Project, who: Who, entry: JudgementEntry) -> MapScore:
    """Put a new judgement on record beside those before it; what it does not score stays as it was.

    Raises Refused without any score, for one off the scale, or for a day to come.
    """
    scale = read_models().scale
    given = {getattr(entry, name) for name in scale.means} - {None}
    if not given:
        raise Refused("Give at least one score: a judgement without one says nothing.")
    if not given <= set(scale.steps):
        raise Refused(f"A score runs from {scale.least} to {scale.most}.")
    day = entry.scored_on or clock.today()
    if day > clock.today():
        raise Refused(f"{long_date(day)} is still to come: enter the day on which this was judged.")
    row = MapScore(
        project_id=project.id,
        organisation_id=who.id if who.kind == ORGANISATION else None,
        person_id=who.id if who.kind == PERSON else None,
        group_name=who.name if who.kind == GROUP else "",
        scored_by_id=actor.id,
    )
    put(row, replace(entry, scored_on=day))
    save(row)
    judged(actor, project_id=project.id, score_id=row.id)
    return row


@one_transaction
def take_back(actor: Actor, score: MapScore) -> None:
    """Take a judgement away that should not have been made, such as one of the wrong stakeholder."""
    taken_back(actor, project_id=score.project_id, score_id=score.id)
    session().delete(score)
