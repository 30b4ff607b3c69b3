"""Fetching members: who was one on which day, and what that makes of people and organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from engage.forums.entries import MembershipEntry
from engage.forums.models import Forum, Membership
from engage.forums.queries import is_member_on
from engage.forums.words import ROLES
from engage.organisation.models import Network
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.references import Named
from engage.rules.actors import Actor
from engage.rules.errors import Missing
from engage.rules.permissions import May
from engage.stakeholders.models import Organisation, Person

ENDING_SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Seat:
    """A membership as a page shows it; ``name`` is empty for who may not read the register."""

    row: Membership
    organisation: str
    network: str
    name: str

    @property
    def role(self) -> str:
        return ROLES[self.row.role]

    def is_held_on(self, on: date) -> bool:
        return self.standing(on) not in {"former", "to come"}

    def standing(self, on: date) -> str:
        """former, term ended, term ends soon, to come, or nothing to remark."""
        row = self.row
        if row.to_on is not None and row.to_on < on:
            return "former"
        if row.from_on is not None and row.from_on > on:
            return "to come"
        if row.term_ends_on is None or row.term_ends_on > on + ENDING_SOON:
            return ""
        return "term ended" if row.term_ends_on < on else "term ends soon"


def members_of(forum: Forum, on: date) -> list[Membership]:
    """Who is a member on a day, the chair first, then by post."""
    wanted = select(Membership).where(Membership.forum_id == forum.id, is_member_on(on))
    return sorted(session().scalars(wanted), key=by_role)


def membership_for(forum: Forum, membership_id: int) -> Membership:
    """One membership of this forum. Raises Missing."""
    found = session().get(Membership, membership_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found


def entry_of(row: Membership) -> MembershipEntry:
    """A membership as the verbs take it."""
    return MembershipEntry(**values_of(row))


def describe(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(select(Membership.id, Membership.title).where(Membership.id.in_(numbers)))
    return {number: Named("", title, "") for number, title in found}


def seats_of(actor: Actor, forum: Forum) -> list[Seat]:
    """Everybody who is, was or will be a member; names only for those who may read the register."""
    found = session().execute(
        select(Membership, Organisation.name, Network.name, Person.name)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Network, Network.id == Membership.network_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(Membership.forum_id == forum.id)
    )
    named = actor.may(May.READ_REGISTER)
    seats = [
        Seat(row, organisation or "", network or "", (name or "") if named else "")
        for row, organisation, network, name in found
    ]
    return sorted(seats, key=lambda seat: by_role(seat.row))


def by_role(row: Membership) -> tuple[int, str, int]:
    return list(ROLES).index(row.role), row.title.casefold(), row.id


def dealings_of(parties: Sequence[Party]) -> Iterator[Dealing]:
    """Memberships of these people and organisations, from the first to the last day; and forums that are of
    one of these organisations, such as the patient group of a practice."""
    people = {int(party.ref.partition(":")[2]) for party in parties if party.ref.startswith("person:")}
    organisations = {
        int(party.ref.partition(":")[2]) for party in parties if party.ref.startswith("organisation:")
    }
    wanted = (
        select(Membership, Forum.name)
        .join(Forum, Forum.id == Membership.forum_id)
        .where(or_(Membership.person_id.in_(people), Membership.organisation_id.in_(organisations)))
    )
    for row, forum in session().execute(wanted.order_by(Membership.id)):
        whose = [f"person:{row.person_id}"] if row.person_id in people else []
        whose += [f"organisation:{row.organisation_id}"] if row.organisation_id in organisations else []
        for party in whose:
            yield from _dealings_of(party, row, forum)
    held = select(Forum).where(Forum.organisation_id.in_(organisations))
    for one in session().scalars(held.order_by(Forum.id)):
        whom, what = f"organisation:{one.organisation_id}", f"holds {one.name}"
        yield Dealing(whom, one.from_on, what, one.record_ref(), "Forums")


def _dealings_of(party: str, row: Membership, forum: str) -> Iterator[Dealing]:
    post = f"{ROLES[row.role].lower()} ({row.title})" if row.title else ROLES[row.role].lower()
    record = row.record_ref()
    yield Dealing(party, row.from_on, f"became {post} of {forum}", record, "Forums")
    if row.to_on is not None:
        yield Dealing(party, row.to_on, f"was last {post} of {forum}", record, "Forums")
