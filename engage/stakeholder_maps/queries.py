"""Fetching judgements of how stakeholders stand to a project, and whose names they bear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engage.accounts.models import Account
from engage.platform.data.db import session
from engage.platform.data.typed import number_or_none
from engage.rules.errors import Missing
from engage.rules.mapping_models import read_models
from engage.rules.words import spelling_key
from engage.stakeholder_maps.models import MapScore
from engage.stakeholder_maps.words import GROUP, ORGANISATION, PERSON
from engage.stakeholders.models import Organisation, OrganisationName, Person

SCORES = tuple(read_models().scale.means)
NEAREST = 3
_TABLES: dict[str, type[Organisation | Person]] = {ORGANISATION: Organisation, PERSON: Person}


@dataclass(frozen=True, slots=True)
class Who:
    """A stakeholder: ``ref`` is organisation:3, person:7, or group: and its name in plain spelling."""

    kind: str
    ref: str
    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement of one stakeholder on one day."""

    id: int
    who: Who
    on: date
    by: str
    scores: dict[str, int | None]
    note: str


def judgements(project_id: int) -> list[Judgement]:
    """Every judgement of a project, earliest first. What was merged since counts as what was kept."""
    wanted = (
        select(MapScore, Account.name)
        .outerjoin(Account, Account.id == MapScore.scored_by_id)
        .where(MapScore.project_id == project_id)
        .order_by(MapScore.scored_on, MapScore.id)
    )
    found = [(row, by or "") for row, by in session().execute(wanted)]
    organisations = _names(Organisation, {row.organisation_id for row, _ in found})
    people = _names(Person, {row.person_id for row, _ in found})
    return [
        Judgement(
            row.id,
            _who(row, organisations, people),
            row.scored_on,
            by,
            {name: getattr(row, name) for name in SCORES},
            row.note,
        )
        for row, by in found
    ]


def score_for(project_id: int, score_id: int) -> MapScore:
    """One judgement of this project. Raises Missing."""
    found = session().get(MapScore, score_id)
    if found is None or found.project_id != project_id:
        raise Missing
    return found


def counts(project_id: int) -> dict[str, int]:
    """How many organisations, and how many groups of people, a project has been mapped for; no people."""
    wanted = select(MapScore.organisation_id, MapScore.group_name).where(
        MapScore.project_id == project_id, MapScore.person_id.is_(None)
    )
    found = {(number, spelling_key(name)) for number, name in session().execute(wanted)}
    organisations = {number for number, _ in found if number}
    return {ORGANISATION: len(organisations), GROUP: len(found) - len(organisations)}


def other_names(organisation_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The ways these organisations are also written."""
    wanted = select(OrganisationName.organisation_id, OrganisationName.name).where(
        OrganisationName.organisation_id.in_(list(organisation_ids))
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, name in session().execute(wanted.order_by(OrganisationName.id)):
        found[number] = (*found.get(number, ()), name)
    return found


def who_is(ref: str) -> Who:
    """The stakeholder with this reference. Raises Missing."""
    kind, _, rest = ref.partition(":")
    if kind == GROUP and spelling_key(rest):
        return Who(GROUP, f"{GROUP}:{spelling_key(rest)}", rest)
    table = _TABLES.get(kind)
    number = number_or_none(rest) or 0
    name = _names(table, {number}).get(number) if table else None
    if name is None:
        raise Missing
    return Who(kind, f"{kind}:{number}", name[1], number)


def _who(row: MapScore, organisations: dict[int, tuple[int, str]], people: dict[int, tuple[int, str]]) -> Who:
    if row.organisation_id is not None:
        number, name = organisations[row.organisation_id]
        return Who(ORGANISATION, f"{ORGANISATION}:{number}", name, number)
    if row.person_id is not None:
        number, name = people[row.person_id]
        return Who(PERSON, f"{PERSON}:{number}", name, number)
    return Who(GROUP, f"{GROUP}:{spelling_key(row.group_name)}", row.group_name)


def _names(table: type[Organisation | Person], numbers: Iterable[int | None]) -> dict[int, tuple[int, str]]:
    """By number: the number and the name of whom it stands for now, which is another after a merge."""
    wanted = select(table.id, table.name, table.merged_into_id).where(
        table.id.in_({number for number in numbers if number is not None})
    )
    found = {number: (kept, name) for number, name, kept in session().execute(wanted)}
    kept = {one for one, _ in found.values() if one is not None}
    into = _names(table, kept) if kept else {}
    return {number: into.get(other or 0, (number, name)) for number, (other, name) in found.items()}
