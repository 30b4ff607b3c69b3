"""What people agreed to and took back, that somebody is not to be contacted, and contacts made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.stakeholders import queries
from engage.stakeholders.entries import ContactEntry
from engage.stakeholders.models import Consent, ContactMade, Stakeholder
from engage.stakeholders.words import BASES, CHANNELS, CONSENTS, code_choices

given = audit.Event("consent.given", "ref", "kind", "basis")
withdrawn = audit.Event("consent.withdrawn", "ref", "kind", "on")
do_not_contact_set = audit.Event("stakeholder.not-to-be-contacted", "ref")
do_not_contact_cleared = audit.Event("stakeholder.may-be-contacted", "ref")
contact_noted = audit.Event("stakeholder.contact-noted", "ref", "contact_id")


@one_transaction
def give_consent(
    actor: Actor, who: Stakeholder, kind: str, basis: str, source: str, given_on: date | None
) -> Consent:
    """Record that somebody agreed: on what basis, where and how, and when.

    A consent of this kind that stands already is corrected; one that was withdrawn stays in the history, and
    a new one begins. Raises Refused for a day to come.
    """
    consent = _give(who, kind, basis, source, given_on)
    given(actor, ref=queries.reference(who), kind=kind, basis=basis)
    return consent


@one_transaction
def withdraw_consent(
    actor: Actor, who: Stakeholder, kind: str, withdrawn_on: date, withdrawn_how: str = ""
) -> Consent:
    """Record that somebody took their consent back; one who never gave it has said no."""
    withdrawal = _withdraw(who, kind, withdrawn_on, withdrawn_how)
    withdrawn(actor, ref=queries.reference(who), kind=kind, on=withdrawn_on)
    return withdrawal


@one_transaction
def set_do_not_contact(actor: Actor, who: Stakeholder, on: date, because: str = "") -> None:
    """Say that somebody is not to be contacted at all, whatever they agreed to."""
    _must_have_come(on)
    who.do_not_contact, who.do_not_contact_on, who.do_not_contact_because = True, on, because
    do_not_contact_set(actor, ref=queries.reference(who))


@one_transaction
def clear_do_not_contact(actor: Actor, who: Stakeholder) -> None:
    """Take that back; what they agreed to counts again."""
    who.do_not_contact, who.do_not_contact_on, who.do_not_contact_because = False, None, ""
    do_not_contact_cleared(actor, ref=queries.reference(who))


@one_transaction
def note_contact(actor: Actor, who: Stakeholder, entry: ContactEntry) -> ContactMade:
    """Note a contact that no other register holds."""
    _must_have_come(entry.on)
    _must_be_known(entry.how, CHANNELS, "a channel")
    contact = ContactMade(**queries.owner_of(who), by_id=actor.id)
    put(contact, replace(entry, on=entry.on or clock.today()))
    save(contact)
    contact_noted(actor, ref=queries.reference(who), contact_id=contact.id)
    return contact


def _give(who: Stakeholder, kind: str, basis: str, source: str, given_on: date | None) -> Consent:
    """Record a consent."""
    _must_be_one_of_two(kind)
    if basis:
        _must_be_known(basis, BASES, "a basis of consent")
    _must_have_come(given_on)
    stands = queries.consents_of(who)[kind]
    consent = stands.row if stands.state == "standing" else None
    if consent is None:
        consent = Consent(**queries.owner_of(who), kind=kind)
    consent.basis, consent.source, consent.given_on = basis, source, given_on
    return save(consent)


def _withdraw(who: Stakeholder, kind: str, on: date, how: str) -> Consent:
    """Record a withdrawal."""
    _must_be_one_of_two(kind)
    _must_have_come(on)
    stands = queries.consents_of(who)[kind]
    standing = [row for row in stands.history if row.withdrawn_on is None]
    consents = standing or [Consent(**queries.owner_of(who), kind=kind)]
    for consent in consents:
        if consent.given_on is not None and on < consent.given_on:
            raise Refused(
                f"They agreed on {long_date(consent.given_on)}, after {long_date(on)}. "
                "Enter the day on which they took it back."
            )
        consent.withdrawn_on, consent.withdrawn_how = on, how
        save(consent)
    return consents[0]


def _must_be_one_of_two(kind: str) -> None:
    if kind not in CONSENTS:
        raise Refused("Choose which of the two consents it is: one to one, or bulk mail.")


def _must_be_known(code: str, vocabulary: str, what: str) -> None:
    if code not in {known for known, _ in code_choices(vocabulary)}:
        raise Refused(f"“{code}” is not {what} we know. Choose one from the list.")


def _must_have_come(day: date | None) -> None:
    if day is not None and day > clock.today():
        raise Refused(f"{long_date(day)} has not come yet. Enter the day on which it happened.")
