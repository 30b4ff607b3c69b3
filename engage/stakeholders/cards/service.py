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
from engage.stakeholders.models import ContactPoint, Person, Post
from engage.stakeholders.service import add_point_to, fill_person

cards_taken = audit.Event("people.taken-from-cards", "count")

SOURCE = "Contact cards"


@one_transaction
def take_cards(actor: Actor, cards: Sequence[Card]) -> int:
    """Add a person for each card whose mail address nobody in the register has; answers how many.

    A card says nothing of consent, so nobody is subscribed by it. A post at an organisation that is known
    by that name is kept.
    """
    known = _known([card.email for card in cards if card.email])
    count = 0
    for card in cards:
        if card.email and card.email in known:
            continue
        known.add(card.email)
        _take(card)
        count += 1
    cards_taken(actor, count=count)
    return count


def _take(card: Card) -> None:
    person = Person()
    fill_person(person, {"name": card.name, "source": SOURCE})
    save(person)
    for kind, value in (("email", card.email), ("phone", card.phone), ("post", card.post)):
        if value:
            add_point_to(person, {"kind": kind, "value": value, "is_preferred": True})
    organisation = queries.find_organisation(card.organisation) if card.organisation else None
    if organisation is not None and card.title:
        save(Post(organisation_id=organisation, person_id=person.id, title=card.title))


def _known(addresses: Sequence[str]) -> set[str]:
    wanted = select(ContactPoint.value).where(ContactPoint.kind == "email", ContactPoint.value.in_(addresses))
    return set(session().scalars(wanted))
