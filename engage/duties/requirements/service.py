"""Signing a requirement, saying that it does not apply, attaching evidence, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from engage.duties.entries import EvidenceEntry
from engage.duties.models import HandEvidence, Ruling
from engage.duties.queries import NOT_APPLICABLE, SIGNED
from engage.duties.refusing import must_be_named, must_be_past
from engage.organisation.queries import body_with_code
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.findings import Finding, State

signed = audit.Event("requirement.signed", "requirements", "project", "body", "period")

excused = audit.Event("requirement.said-not-to-apply", "requirements", "project", "body", "period")

ruling_withdrawn = audit.Event("requirement.word-taken-back", "ruling_id", "requirement", "decision")

attached = audit.Event("evidence.attached", "evidence_id", "requirement")

evidence_withdrawn = audit.Event("evidence.taken-back", "evidence_id", "requirement")

SHOWN = {State.EVIDENCED, State.PARTLY}


@one_transaction
def sign_requirement(
    actor: Actor, findings: Sequence[Finding], period: str = "", remark: str = ""
) -> list[Ruling]:
    """Sign what the records show of one requirement, under each duty that asks for it.

    ``period`` is the code of the period, for a body. Raises Refused when the records show nothing yet, and
    for anybody who is not a named person.
    """
    must_be_named(actor, "A requirement is signed")
    if not findings or any(finding.state not in SHOWN for finding in findings):
        raise Refused(
            "The records do not show this yet, so there is nothing to sign. Attach evidence, or say why it "
            "does not apply."
        )
    rulings = [_ruling(actor, finding, period, SIGNED, remark) for finding in findings]
    for ruling, finding in zip(rulings, findings, strict=True):
        ruling.rests_on = sorted({*finding.proved_by, *finding.by_hand})
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

    Raises Refused without a reason, without a file or a link, for a date to come, and for anybody who is not
    a named person.
    """
    must_be_named(actor, "Evidence is attached by hand")
    if not entry.reason:
        raise Refused("Enter the reason why this meets the requirement.")
    if not entry.link and not entry.file:
        raise Refused("Choose a file, or enter a public address.")
    must_be_past(entry.dated, "Evidence cannot be dated")
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
