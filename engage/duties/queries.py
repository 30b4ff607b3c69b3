"""Fetching what people put on record about duties: triage, rulings, evidence by hand, facts confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from engage.cycle.models import Project
from engage.duties.models import ConfirmedFact, DutyAssessment, HandEvidence, Ruling
from engage.duties.words import OUTCOMES
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.data.remembered import Memory
from engage.platform.offers.references import Named
from engage.rules import answers
from engage.rules.answers import Answer
from engage.rules.errors import Missing
from engage.rules.facts import Days
from engage.rules.loading import Confirmed
from engage.rules.periods import read_period

OnRequirement = TypeVar("OnRequirement", Ruling, HandEvidence)
CONFIRMED = Memory(8)
SIGNED, NOT_APPLICABLE = "signed", "not_applicable"

Signature = tuple[str, int, str, str, str, date]
"""Duty, edition, requirement, the project's reference or the body's code, who signed, and when."""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What people put on record and did not take back: about projects, and about each body by its code.

    ``rests_on`` gives the records that each signature rested on, by the days it was given for (None: all).
    """

    of_projects: tuple[Answer, ...]
    of_bodies: Mapping[str, tuple[Answer, ...]]
    rests_on: Mapping[Signature, Mapping[Days | None, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rulings and evidence on one requirement, newest first, those taken back included."""

    rulings: tuple[Ruling, ...]
    evidence: tuple[HandEvidence, ...]


def assessments_of(project_id: int) -> list[DutyAssessment]:
    """Every triage of a project, newest first."""
    wanted = select(DutyAssessment).where(DutyAssessment.project_id == project_id)
    newest = (DutyAssessment.assessed_on.desc(), DutyAssessment.id.desc())
    return list(session().scalars(wanted.order_by(*newest)))


def ruling_for(ruling_id: int) -> Ruling:
    """One ruling. Raises Missing."""
    found = session().get(Ruling, ruling_id)
    if found is None:
        raise Missing
    return found


def evidence_for(evidence_id: int) -> HandEvidence:
    """One piece of evidence attached by hand. Raises Missing."""
    found = session().get(HandEvidence, evidence_id)
    if found is None:
        raise Missing
    return found


def kept_on(requirement: str, project_id: int | None, body_id: int | None) -> Kept:
    """Everything people put on record about one requirement of a project, or of a body."""
    rulings = select(Ruling).where(Ruling.requirement == requirement, _about(Ruling, project_id, body_id))
    evidence = select(HandEvidence).where(
        HandEvidence.requirement == requirement, _about(HandEvidence, project_id, body_id)
    )
    return Kept(
        tuple(session().scalars(rulings.order_by(Ruling.id.desc()))),
        tuple(session().scalars(evidence.order_by(HandEvidence.id.desc()))),
    )


def on_record(project_id: int | None = None) -> OnRecord:
    """What people put on record, in two queries; about one project only, when it is named."""
    of_projects: list[Answer] = []
    of_bodies: dict[str, list[Answer]] = {}
    rests_on: dict[Signature, dict[Days | None, frozenset[str]]] = {}
    for ruling, code in _standing(Ruling, project_id):
        (of_projects if ruling.project_id else of_bodies.setdefault(code, [])).append(_ruled(ruling))
        if ruling.decision == SIGNED:
            rested = rests_on.setdefault(_signature(ruling, code), {})
            rested[_covers(ruling.period)] = frozenset(ruling.rests_on)
    for piece, code in _standing(HandEvidence, project_id):
        (of_projects if piece.project_id else of_bodies.setdefault(code, [])).append(_attached(piece))
    return OnRecord(tuple(of_projects), {code: tuple(given) for code, given in of_bodies.items()}, rests_on)


def confirmed_facts() -> dict[str, ConfirmedFact]:
    """The facts of law that their owners confirmed, by the name of the fact."""
    return {row.fact: row for row in session().scalars(select(ConfirmedFact))}


def confirmed() -> Confirmed:
    """The facts confirmed, each with its local number where it has one."""
    return CONFIRMED.remembered("facts", _confirmed)


def _confirmed() -> Confirmed:
    rows = session().execute(select(ConfirmedFact.fact, ConfirmedFact.value))
    return {fact: int(value) if value else None for fact, value in rows}


def _about(
    table: type[Ruling | HandEvidence], project_id: int | None, body_id: int | None
) -> ColumnElement[bool]:
    if project_id is not None:
        return table.project_id == project_id
    return (table.body_id == body_id) & table.project_id.is_(None)


def _standing(table: type[OnRequirement], project_id: int | None) -> Sequence[tuple[OnRequirement, str]]:
    wanted = select(table, Body.code).outerjoin(Body, Body.id == table.body_id)
    wanted = wanted.where(table.withdrawn_at.is_(None)).order_by(table.id)
    if project_id is not None:
        wanted = wanted.where(table.project_id == project_id)
    return session().execute(wanted).all()


def _ruled(ruling: Ruling) -> answers.Signed | answers.NotApplicable:
    project, covers = _project(ruling.project_id), _covers(ruling.period)
    about = (ruling.duty, ruling.edition, ruling.requirement, project)
    if ruling.decision == SIGNED:
        return answers.Signed(*about, ruling.by_name, ruling.on, covers)
    return answers.NotApplicable(*about, ruling.reason, ruling.by_name, ruling.on, covers)


def _signature(ruling: Ruling, code: str) -> Signature:
    about = _project(ruling.project_id) or code
    return ruling.duty, ruling.edition, ruling.requirement, about, ruling.by_name, ruling.on


def _attached(piece: HandEvidence) -> answers.HandEvidence:
    proves: Days | None = None
    if piece.proves_from or piece.proves_to:
        proves = piece.proves_from or piece.dated, piece.proves_to or piece.dated
    return answers.HandEvidence(
        requirement=piece.requirement,
        project=_project(piece.project_id),
        ref=f"hand_evidence:{piece.id}",
        title=piece.title,
        on=piece.dated,
        proves=proves,
        reason=piece.reason,
        by=piece.by_name,
    )


def _project(project_id: int | None) -> str | None:
    return f"project:{project_id}" if project_id else None


def _covers(period: str) -> Days | None:
    """The days a ruling on a body is about; None for every day there is."""
    if not period:
        return None
    read = read_period(period)
    return (read.first, read.last) if read.first and read.last else None


def named_evidence(numbers: Sequence[int]) -> Mapping[int, Named]:
    found = session().execute(select(HandEvidence.id, HandEvidence.title).where(HandEvidence.id.in_(numbers)))
    return {number: Named("", title, f"/duties/evidence/{number}") for number, title in found}


def named_assessments(numbers: Sequence[int]) -> Mapping[int, Named]:
    found = session().execute(
        select(DutyAssessment.id, DutyAssessment.outcome, Project.code)
        .join(Project, Project.id == DutyAssessment.project_id)
        .where(DutyAssessment.id.in_(numbers))
    )
    return {
        number: Named("", OUTCOMES[outcome], f"/projects/{code}#triage") for number, outcome, code in found
    }
