"""Confirming facts of law, as their owner."""

from __future__ import annotations

from sqlalchemy import select

from engage.duties.law.queries import KEEPER, LawFact
from engage.duties.models import ConfirmedFact
from engage.duties.refusing import must_be_named
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.data.typed import number_or_none
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.rules.permissions import ROLES

LARGEST_FACT = 9999

confirmed = audit.Event("law-fact.confirmed", "fact", "value")


@one_transaction
def confirm_fact(actor: Actor, fact: LawFact, value: str, reason: str) -> ConfirmedFact:
    """Confirm a fact of law, or give a number its local value, as its owner.

    Raises Refused for anybody who does not own the fact, without saying what was checked, and for a number
    that is none, or longer than the law allows.
    """
    must_be_named(actor, "A fact is confirmed")
    if not fact.is_for(actor.roles):
        raise Refused(
            f"This belongs to the {fact.owner_title.lower()}, who can confirm it; so can the "
            f"{ROLES[KEEPER].title.lower()}."
        )
    if not reason:
        raise Refused("Enter what you checked, and where.")
    if fact.number is not None and number_or_none(value, LARGEST_FACT) is None:
        raise Refused(f"“{value}” is not a whole number. Enter one such as {fact.number}.")
    if fact.at_most is not None and (number_or_none(value, LARGEST_FACT) or 0) > fact.at_most:
        raise Refused(
            f"The law allows {fact.at_most} at most ({fact.source}). "
            "Enter that number, or a smaller one that is promised here."
        )
    found = session().scalars(select(ConfirmedFact).where(ConfirmedFact.fact == fact.name)).one_or_none()
    row = found or ConfirmedFact(fact=fact.name)
    row.value = value if fact.number is not None else ""
    row.reason, row.by_id, row.by_name, row.on = reason, actor.id, actor.name, clock.today()
    save(row)
    confirmed(actor, fact=fact.name, value=row.value)
    return row
