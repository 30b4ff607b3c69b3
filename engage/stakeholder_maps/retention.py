"""Judgements of stakeholders go once the project they were made for has been over for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from engage.cycle.models import Project
from engage.platform.data.db import session
from engage.platform.data.tables import Keep
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.stakeholder_maps.models import MapScore


def maps_due(by: date) -> Iterator[Due]:
    """Projects that ended so long ago and still have judgements."""
    limit = retention.counted_from(Keep.MAP, by)
    mapped = select(MapScore.project_id)
    wanted = select(Project.id, Project.ends_on).where(Project.ends_on <= limit, Project.id.in_(mapped))
    for number, ended in session().execute(wanted.order_by(Project.id)):
        due = retention.ends_on(Keep.MAP, ended or limit)
        yield Due(Keep.MAP, f"project:{number}", due, "how stakeholders were judged for the project")


def take_map_away(ref: str) -> list[str]:
    """Take away every judgement of a project."""
    number = int(ref.partition(":")[2])
    for score in session().scalars(select(MapScore).where(MapScore.project_id == number)):
        session().delete(score)
    return []
