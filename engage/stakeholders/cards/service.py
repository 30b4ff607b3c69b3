"""Taking people in from contact cards."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.stakeholders import queries
from engage.stakeholders.cards.reading import Card
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.models import ContactPoint, Person, Post
from engage.stakeholders.service import new_person

cards_taken = audit.Event("people.taken-from-cards", "count")

SOURCE = "Contact cards"


@one_transaction
def take_cards(actor: Actor, cards: Sequence[Card]) -> list[Person]:
    """Add a person for each card whose mail address nobody in the register has; answers them.

    A card says nothing of consent, so nobody is subscribed by it. A post at an organisation that is known
    by that name is kept.
    """
    known = _known([card.email for card in cards if card.email])
    added = []
    for card in cards:
        if card.email and card.email in known:
            continue
        known.add(card.email)
        added.append(_take(card))
    cards_taken(actor, count=len(added))
    return added


def _take(card: Card) -> Person:
    person = new_person(
        PersonEntry(name=card.name, email=card.email, phone=card.phone, post=card.post, source=SOURCE)
    )
    organisation = queries.find_organisation(card.organisation) if card.organisation else None
    if organisation is not None and card.title:
        save(Post(organisation_id=organisation, person_id=person.id, title=card.title))
    return person


def _known(addresses: Sequence[str]) -> set[str]:
    wanted = select(ContactPoint.value).where(ContactPoint.kind == "email", ContactPoint.value.in_(addresses))
    return set(session().scalars(wanted))
