"""Fetching what people put on record about duties: triage, rulings, evidence by hand, facts confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest
from typing import TypeVar

from flask import url_for
from sqlalchemy import ColumnElement, Select, select

from engage.cycle.models import Project
from engage.duties.models import (
    ConfirmedFact,
    DutyAssessment,
    HandEvidence,
    Ruling,
    SecondLook,
    TriageAnswer,
)
from engage.duties.words import OUTCOMES
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.data.remembered import Memory
from engage.platform.offers.references import Named
from engage.platform.offers.waiting import Waiting
from engage.rules import answers
from engage.rules.actors import Actor
from engage.rules.answers import Answer
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing
from engage.rules.facts import Days
from engage.rules.loading import Confirmed
from engage.rules.periods import read_period

OnRequirement = TypeVar("OnRequirement", Ruling, HandEvidence)
CONFIRMED = Memory(8)
SIGNED, NOT_APPLICABLE = "signed", "not_applicable"
MOST_WAITING = 10
SHOWS, DOES_NOT_SHOW = "shows", "does_not_show"


@dataclass(frozen=True)
class OnRecord:
    """What people put on record and did not take back: about projects, and about each body by its code."""

    of_projects: tuple[Answer, ...]
    of_bodies: Mapping[str, tuple[Answer, ...]]

    @cached_property
    def attached(self) -> Mapping[str, answers.HandEvidence]:
        """Evidence attached by hand, by its reference."""
        everything = (*self.of_projects, *(one for given in self.of_bodies.values() for one in given))
        return {one.ref: one for one in everything if isinstance(one, answers.HandEvidence)}


@dataclass(frozen=True, slots=True)
class Kept:
    """Rulings and evidence on one requirement, newest first, those taken back included; the looks that second
    people were asked for, by the number of the evidence."""

    rulings: tuple[Ruling, ...]
    evidence: tuple[HandEvidence, ...]
    looks: Mapping[int, tuple[SecondLook, ...]]


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
    pieces = tuple(session().scalars(evidence.order_by(HandEvidence.id.desc())))
    return Kept(
        tuple(session().scalars(rulings.order_by(Ruling.id.desc()))),
        pieces,
        looks_at([piece.id for piece in pieces]),
    )


def looks_at(numbers: Collection[int]) -> Mapping[int, tuple[SecondLook, ...]]:
    """The looks that second people were asked for, at each of these pieces of evidence, oldest first."""
    found: dict[int, tuple[SecondLook, ...]] = dict.fromkeys(numbers, ())
    wanted = select(SecondLook).where(SecondLook.evidence_id.in_(numbers)).order_by(SecondLook.id)
    for look in session().scalars(wanted) if numbers else ():
        found[look.evidence_id] += (look,)
    return found


def look_for(look_id: int) -> SecondLook:
    """One look that somebody was asked for. Raises Missing."""
    found = session().get(SecondLook, look_id)
    if found is None:
        raise Missing
    return found


def what_waits(actor: Actor) -> list[Waiting]:
    """Evidence that this account was asked to look at, and what it attached whose link did not answer."""
    theirs = (SecondLook.evidence_id == HandEvidence.id) & (SecondLook.asked_of_id == actor.id)
    asked = theirs & (SecondLook.verdict == "")
    is_dead = (HandEvidence.by_id == actor.id) & (HandEvidence.link_fault != "")
    wanted = (
        select(HandEvidence.id, HandEvidence.title, SecondLook.id.label("look"))
        .outerjoin(SecondLook, asked)
        .where(HandEvidence.withdrawn_at.is_(None), SecondLook.id.is_not(None) | is_dead)
        .order_by(HandEvidence.id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            f"You are asked to look at the evidence “{title}”", url_for("duties.second_look", look_id=look)
        )
        if look
        else Waiting(f"The link of “{title}” did not answer", url_for("duties.evidence", evidence_id=number))
        for number, title, look in session().execute(wanted)
    ]


def links_due(before: date, most: int) -> list[tuple[int, str]]:
    """The public addresses of evidence not looked at after ``before``, longest ago first, with its number."""
    due = HandEvidence.link_looked_on.is_(None) | (HandEvidence.link_looked_on <= before)
    wanted = select(HandEvidence.id, HandEvidence.link).where(
        HandEvidence.link.startswith("https://"), HandEvidence.withdrawn_at.is_(None), due
    )
    oldest = (HandEvidence.link_looked_on.asc().nulls_first(), HandEvidence.id)
    return [(row.id, row.link) for row in session().execute(wanted.order_by(*oldest).limit(most))]


def same_signature(ruling: Ruling) -> Ruling | None:
    """A signature that stands on the same records, saying the same, for the same thing."""
    alike = ("requirement", "duty", "edition", "project_id", "body_id", "period", "decision")
    wanted = select(Ruling).where(
        Ruling.withdrawn_at.is_(None),
        *(getattr(Ruling, name).is_not_distinct_from(getattr(ruling, name)) for name in alike),
    )
    rested = (ruling.rests_on, ruling.seals)
    return next((one for one in session().scalars(wanted) if (one.rests_on, one.seals) == rested), None)


def triage_answers(project_id: int | None = None) -> list[TriageAnswer]:
    """The answers of the triage that stand, of all projects or of one, in the order they were given."""
    wanted = select(TriageAnswer).where(TriageAnswer.withdrawn_at.is_(None)).order_by(TriageAnswer.id)
    if project_id is not None:
        wanted = wanted.where(TriageAnswer.project_id == project_id)
    return list(session().scalars(wanted))


def which_stand(given: Iterable[TriageAnswer]) -> str:
    """Which answers these are, in a few letters: what a form brings back, to tell whether others came."""
    return ".".join(str(number) for number in sorted(one.id for one in given))


def on_record(project_id: int | None = None) -> OnRecord:
    """What people put on record, in three queries; about one project only, when it is named."""
    of_projects: list[Answer] = [_triggered(one) for one in triage_answers(project_id)]
    of_bodies: dict[str, list[Answer]] = {}
    for ruling, code in _rulings(project_id):
        (of_projects if ruling.project_id else of_bodies.setdefault(code, [])).append(_ruled(ruling))
    for piece, code, look in _pieces(project_id):
        (of_projects if piece.project_id else of_bodies.setdefault(code, [])).append(_attached(piece, look))
    return OnRecord(tuple(of_projects), {code: tuple(given) for code, given in of_bodies.items()})


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


def _standing(table: type[OnRequirement], project_id: int | None) -> Select[OnRequirement, str]:
    wanted = select(table, Body.code).outerjoin(Body, Body.id == table.body_id)
    wanted = wanted.where(table.withdrawn_at.is_(None)).order_by(table.id)
    return wanted if project_id is None else wanted.where(table.project_id == project_id)


def _rulings(project_id: int | None) -> Sequence[tuple[Ruling, str]]:
    return [(row[0], row[1]) for row in session().execute(_standing(Ruling, project_id))]


def _pieces(project_id: int | None) -> Iterable[tuple[HandEvidence, str, SecondLook | None]]:
    """Each piece of evidence, with the latest look that a second person gave it."""
    given = (SecondLook.evidence_id == HandEvidence.id) & (SecondLook.verdict != "")
    wanted = _standing(HandEvidence, project_id).add_columns(SecondLook).outerjoin(SecondLook, given)
    rows = session().execute(wanted.order_by(SecondLook.looked_on, SecondLook.id))
    return {row[0].id: (row[0], row[1], row[2]) for row in rows}.values()


def _ruled(ruling: Ruling) -> answers.Signed | answers.NotApplicable:
    project, covers = _project(ruling.project_id), _covers(ruling.period)
    about = (ruling.duty, ruling.edition, ruling.requirement, project)
    if ruling.decision == SIGNED:
        rested = tuple(zip_longest(ruling.rests_on, ruling.seals, fillvalue=""))
        posts = tuple(ruling.posts)
        return answers.Signed(*about, ruling.by_name, ruling.on, covers, posts, ruling.owner, rested)
    return answers.NotApplicable(*about, ruling.reason, ruling.by_name, ruling.on, covers)


def _triggered(answer: TriageAnswer) -> answers.Triggered:
    return answers.Triggered(
        project=f"project:{answer.project_id}",
        trigger=answer.trigger,
        authority=answer.authority,
        is_so=answer.is_so,
        reason=answer.reason,
        by=answer.by_name,
        on=answer.said_on,
        entered_on=answer.entered_on,
    )


def _attached(piece: HandEvidence, look: SecondLook | None) -> answers.HandEvidence:
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
        dates={field: date.fromisoformat(day) for field, day in piece.dates.items()},
        remarks=tuple(_remarks(piece, look)),
        shows=look.verdict == SHOWS if look else None,
    )


def _remarks(piece: HandEvidence, look: SecondLook | None) -> Iterable[str]:
    if piece.link_fault and piece.link_looked_on:
        yield f"The link of “{piece.title}” did not answer on {long_date(piece.link_looked_on)}."
    if look and look.looked_on:
        says = "shows this" if look.verdict == SHOWS else "does not show this"
        remark = f": {look.remark.rstrip('.')}" if look.remark else ""
        seen = f"{look.asked_of_name} looked at “{piece.title}” on {long_date(look.looked_on)}"
        yield f"{seen}: it {says}{remark}."


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
