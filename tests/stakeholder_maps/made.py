"""Stakeholders and judgements for tests of the map."""

from __future__ import annotations

from datetime import date

from engage.cycle.models import Project
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.stakeholder_maps import queries, service
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholder_maps.models import MapScore
from engage.stakeholders.models import Organisation, Person

made = audit.Event("test.stakeholder-made", "name")


@one_transaction
def make_organisation(name: str = "Healthwatch Wolverhampton") -> Organisation:
    row = save(Organisation(name=name, sorts_as=name.lower(), search_text=name.lower()))
    made(SYSTEM, name="")
    return row


@one_transaction
def make_person(name: str = "Chair of the Bilston PPG") -> Person:
    row = save(Person(name=name, sorts_as=name.lower(), search_text=name.lower()))
    made(SYSTEM, name="")
    return row


def judge(project: Project, ref: str, on: date, note: str = "", **scores: int) -> MapScore:
    entry = JudgementEntry(scored_on=on, note=note, **scores)
    return service.judge(SYSTEM, project, queries.who_is(ref), entry)
