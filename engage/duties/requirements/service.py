"""Signing a requirement, saying that it does not apply, attaching evidence, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from engage.accounts.models import Account
from engage.cycle.queries import projects_by_id
from engage.duties.entries import EvidenceEntry, LookEntry
from engage.duties.evidence import gather
from engage.duties.findings import sealer
from engage.duties.models import HandEvidence, Ruling, SecondLook
from engage.duties.queries import (
    DOES_NOT_SHOW,
    NOT_APPLICABLE,
    SHOWS,
    SIGNED,
    evidence_for,
    looks_at,
    same_signature,
)
from engage.duties.refusing import must_be_named, must_be_past
from engage.organisation.facts import bodies
from engage.organisation.queries import body_with_code
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.facts import Fact
from engage.rules.findings import SIGNABLE, Finding
from engage.rules.permissions import May

signed = audit.Event("requirement.signed", "requirements", "project", "body", "period")

excused = audit.Event("requirement.said-not-to-apply", "requirements", "project", "body", "period")

ruling_withdrawn = audit.Event("requirement.word-taken-back", "ruling_id", "requirement", "decision")

attached = audit.Event("evidence.attached", "evidence_id", "requirement")

evidence_withdrawn = audit.Event("evidence.taken-back", "evidence_id", "requirement")

second_look_asked = audit.Event("evidence.second-look-asked", "evidence_id", "look_id")

looked_at = audit.Event("evidence.looked-at", "evidence_id", "look_id", "verdict")

links_tried = audit.Event("evidence.links-tried", "links", "unanswered")

SENTENCE = 3
"""A sentence has a subject, a verb and what it speaks of; fewer words say nothing of evidence."""


@one_transaction
def sign_requirement(
    actor: Actor,
    findings: Sequence[Finding],
    period: str = "",
    remark: str = "",
    facts: Sequence[Fact] | None = None,
) -> list[Ruling]:
    """Sign what the records show of one requirement, under each duty that asks for it.

    ``period`` is the code of the period, for a body; ``facts`` are those the findings were made of, gathered
    here when they are not given. The signature keeps what each record says. Raises Refused when the records
    show nothing yet, when the same is signed already, and for anybody who is not a named person.
    """
    must_be_named(actor, "A requirement is signed")
    if not findings or any(finding.state not in SIGNABLE for finding in findings):
        raise Refused(
            "The records do not show this yet, so there is nothing to sign. Attach evidence, or say why it "
            "does not apply."
        )
    rulings = [_ruling(actor, finding, period, SIGNED, remark) for finding in findings]
    seal = sealer(gather(rulings[0].project_id) if facts is None else facts, rulings[0].project_id)
    for ruling, finding in zip(rulings, findings, strict=True):
        ruling.rests_on = sorted(set(finding.rests_on))
        ruling.seals = [seal(ref) for ref in ruling.rests_on]
        if earlier := same_signature(ruling):
            raise Refused(
                f"{earlier.by_name} signed this on {long_date(earlier.on)}, on the same records. Their "
                "signature stands; to sign it yourself, have that taken back first."
            )
        save(ruling)
    signed(actor, **_about(findings, period))
    return rulings


@one_transaction
def say_not_applicable(
    actor: Actor, findings: Sequence[Finding], reason: str, period: str = ""
) -> list[Ruling]:
    """Say why these requirements do not apply; all are of the same project, or the same body and period."""
    must_be_named(actor, "That something does not apply is said")
    if not findings:
        raise Refused("Choose what does not apply.")
    if not reason:
        raise Refused("Enter the reason why it does not apply.")
    rulings = [save(_ruling(actor, one, period, NOT_APPLICABLE, reason)) for one in findings]
    excused(actor, **_about(findings, period))
    return rulings


@one_transaction
def withdraw_ruling(actor: Actor, ruling: Ruling) -> None:
    """Take back a signature or a reason; it stays on record as taken back."""
    if ruling.withdrawn_at is not None:
        raise Refused("This has been taken back already.")
    ruling.withdrawn_at = clock.now()
    ruling_withdrawn(actor, ruling_id=ruling.id, requirement=ruling.requirement, decision=ruling.decision)


@one_transaction
def attach_evidence(actor: Actor, entry: EvidenceEntry) -> HandEvidence:
    """Attach dated evidence by hand.

    Raises Refused without a sentence on what it shows and where, without a file or a link, for a date to come
    or before the body began, and for anybody who is not a named person.
    """
    must_be_named(actor, "Evidence is attached by hand")
    if len(entry.reason.split()) < SENTENCE:
        raise Refused(
            "Say in a sentence what it shows, such as “The board approved the plan on 3 May 2018, before the "
            "first workshop”."
        )
    if not entry.place:
        raise Refused("Say where in it that stands, such as “page 4”, or “all of it”.")
    if not entry.link and not entry.file:
        raise Refused("Choose a file, or enter a public address.")
    must_be_past(entry.dated, "Evidence cannot be dated")
    for day in entry.dates.values():
        must_be_past(date.fromisoformat(day), "That cannot have happened")
    _must_be_of_its_time(entry)
    first, last = entry.proves_from, entry.proves_to
    if first and last and last < first:
        raise Refused(
            f"The period it proves ends on {long_date(last)}, before it begins on {long_date(first)}."
        )
    evidence = save(
        HandEvidence(**asdict(entry), by_id=actor.id, by_name=actor.name, attached_on=clock.today())
    )
    attached(actor, evidence_id=evidence.id, requirement=evidence.requirement)
    return evidence


@one_transaction
def withdraw_evidence(actor: Actor, evidence: HandEvidence) -> None:
    """Take back evidence attached by hand; it stays on record as taken back, and its file in the store."""
    if evidence.withdrawn_at is not None:
        raise Refused("This has been taken back already.")
    evidence.withdrawn_at = clock.now()
    evidence_withdrawn(actor, evidence_id=evidence.id, requirement=evidence.requirement)


@one_transaction
def ask_second_look(actor: Actor, evidence: HandEvidence, of: Account) -> SecondLook:
    """Ask somebody else to look at evidence.

    Raises Refused unless whoever attached it asks, or a commissioner, and of a third person.
    """
    must_be_named(actor, "A second look is asked for")
    if evidence.withdrawn_at is not None:
        raise Refused("This has been taken back: there is nothing to look at.")
    if actor.id != evidence.by_id and not actor.may(May.SIGN_REQUIREMENT):
        raise Refused("A second look is asked for by whoever attached it, or by those who sign.")
    if of.id in {actor.id, evidence.by_id}:
        raise Refused("Choose somebody else: neither who attached it nor who asks can be the second person.")
    if any(look.asked_of_id == of.id and not look.verdict for look in looks_at([evidence.id])[evidence.id]):
        raise Refused(f"{of.name} has been asked already, and it waits on their first page.")
    look = save(
        SecondLook(
            evidence_id=evidence.id,
            asked_by_id=actor.id,
            asked_by_name=actor.name,
            asked_of_id=of.id,
            asked_of_name=of.name,
            asked_on=clock.today(),
        )
    )
    second_look_asked(actor, evidence_id=evidence.id, look_id=look.id)
    return look


@one_transaction
def give_second_look(actor: Actor, look: SecondLook, entry: LookEntry) -> None:
    """Say whether the evidence shows what is asked.

    Raises Refused for anybody but who was asked, for a second time, and without a remark where it does not.
    """
    if actor.id is None or actor.id != look.asked_of_id:
        raise Refused(f"{look.asked_of_name} was asked to look at this, and nobody else can say so for them.")
    if look.verdict:
        raise Refused("You have looked at this already. What you said stays on record.")
    if evidence_for(look.evidence_id).withdrawn_at is not None:
        raise Refused("This has been taken back since: there is nothing to look at.")
    if entry.verdict not in {SHOWS, DOES_NOT_SHOW}:
        raise Refused("Choose whether it shows this.")
    if entry.verdict == DOES_NOT_SHOW and not entry.remark:
        raise Refused("Say what you saw, so that whoever attached it can put it right.")
    put(look, entry)
    look.looked_on = clock.today()
    looked_at(actor, evidence_id=look.evidence_id, look_id=look.id, verdict=look.verdict)


@one_transaction
def keep_answers_of_links(actor: Actor, faults: Mapping[int, str]) -> None:
    """Keep what was wrong today with the public address of each piece of evidence; empty if it answered."""
    for number, fault in faults.items():
        piece = evidence_for(number)
        piece.link_looked_on, piece.link_fault = clock.today(), fault
    links_tried(actor, links=len(faults), unanswered=sum(map(bool, faults.values())))


def _must_be_of_its_time(entry: EvidenceEntry) -> None:
    """Raises Refused for evidence dated before the body began, or before the first whose project it was."""
    known = {one.id: one for one in bodies()}
    body_id = (
        projects_by_id([entry.project_id])[entry.project_id].body_id if entry.project_id else entry.body_id
    )
    body = known[body_id or 0]
    first = body.first
    if entry.project_id and body.took_over_from:
        before = [one.first for one in known.values() if one.code in body.took_over_from]
        first = None if None in before else min(filter(None, [first, *before]), default=None)
    if first and entry.dated < first:
        raise Refused(
            f"{body.name} began on {long_date(first)}: what is dated {long_date(entry.dated)} shows nothing "
            "of it. Check the date that it bears."
        )


def _ruling(actor: Actor, finding: Finding, period: str, decision: str, reason: str) -> Ruling:
    body = None if finding.project else body_with_code(finding.body)
    return Ruling(
        requirement=finding.requirement,
        duty=finding.duty,
        edition=finding.edition,
        project_id=int(finding.project.partition(":")[2]) if finding.project else None,
        body_id=body.id if body else None,
        period="" if finding.project else period,
        decision=decision,
        reason=reason,
        by_id=actor.id,
        by_name=actor.name,
        posts=sorted(actor.roles),
        owner=finding.owner,
        on=clock.today(),
    )


def _about(findings: Sequence[Finding], period: str) -> dict[str, Any]:
    first = findings[0]
    return {
        "requirements": [f"{one.requirement} under {one.duty}.{one.edition}" for one in findings],
        "project": first.project,
        "body": "" if first.project else first.body,
        "period": "" if first.project else period,
    }
