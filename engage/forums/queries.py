"""Fetching forums: one, its terms, schedules and members, who counts, and how others name it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from sqlalchemy import ColumnElement, or_, select

from engage.forums.models import Forum, FrameworkEdition, MeetingSchedule, Membership, TermsOfReference
from engage.forums.words import ROLES as ROLES
from engage.forums.words import kind_choices as kind_choices
from engage.forums.words import kind_label as kind_label
from engage.organisation.models import Body, Network
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.references import Named
from engage.platform.web.forms import Choice
from engage.rules.actors import Actor
from engage.rules.body_names import code_for
from engage.rules.errors import Missing
from engage.rules.facts import marked
from engage.rules.permissions import May
from engage.stakeholders.models import Organisation, Person

LONGEST_CODE = 40
RESERVED = frozenset({"chosen", "export", "networks", "new", "views"})  # words of addresses beneath /forums
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


@dataclass(frozen=True, slots=True)
class ListedForum:
    """A forum as the list shows it."""

    forum: Forum
    body: str
    network: str
    terms: TermsOfReference | None
    members: int

    @property
    def id(self) -> int:
        return self.forum.id

    def is_review_overdue(self, on: date) -> bool:
        review = self.terms.review_on if self.terms else None
        return review is not None and review < on and _lasts(self.forum, on)


def forum_for(actor: Actor, code: str) -> Forum:
    """The forum with this code. Raises Missing."""
    found = forum_with_code(code)
    if found is None:
        raise Missing
    return found


def forum_by_id(actor: Actor, forum_id: int) -> Forum:
    """One forum. Raises Missing."""
    found = session().get(Forum, forum_id)
    if found is None:
        raise Missing
    return found


def forum_with_code(code: str) -> Forum | None:
    return session().scalars(select(Forum).where(Forum.code == code)).one_or_none()


def forums_by_id(actor: Actor, numbers: Collection[int]) -> dict[int, Forum]:
    """The forums with these numbers; a number that stands for none is left out."""
    return {forum.id: forum for forum in session().scalars(select(Forum).where(Forum.id.in_(numbers)))}


def forum_choices(actor: Actor, on: date | None = None) -> list[Choice]:
    """(number, name) of every forum; given a day, only of those that exist on it."""
    wanted = select(Forum.id, Forum.name).order_by(Forum.name, Forum.id)
    if on is not None:
        wanted = wanted.where(exists_on(on))
    return [(str(number), name) for number, name in session().execute(wanted)]


def exists_on(on: date) -> ColumnElement[bool]:
    """True of forums that exist on a day; an end that is not known leaves it open."""
    return or_(Forum.from_on.is_(None), Forum.from_on <= on) & or_(Forum.to_on.is_(None), Forum.to_on >= on)


def free_code(name: str) -> str:
    """A code for a forum of this name that no other has: ppg-chairs-group, ppg-chairs-group-2."""
    stem = code_for(name)[:LONGEST_CODE].strip("-") or "forum"
    return next(free_codes([stem], session().scalars(select(Forum.code).where(Forum.code.startswith(stem)))))


def free_codes(stems: Iterable[str], in_use: Iterable[str]) -> Iterator[str]:
    """For each stem in turn a code that neither is in use nor was given to one before."""
    taken = {*RESERVED, *in_use}
    for stem in stems:
        further = (f"{stem}-{number}" for number in count(2))
        code = stem if stem not in taken else next(one for one in further if one not in taken)
        taken.add(code)
        yield code


def listed_forums(actor: Actor, numbers: Sequence[int]) -> list[ListedForum]:
    """These forums, in this order, with body, terms and members of today: three queries however many."""
    today = clock.today()
    found = session().execute(
        select(Forum, Body.name, Network.name)
        .outerjoin(Body, Body.id == Forum.body_id)
        .outerjoin(Network, Network.id == Forum.network_id)
        .where(Forum.id.in_(numbers))
    )
    terms, members = terms_by_forum(numbers, today), _member_counts(numbers, today)
    rows = {
        forum.id: ListedForum(forum, body or "", network or "", terms.get(forum.id), members.get(forum.id, 0))
        for forum, body, network in found
    }
    return [rows[number] for number in numbers if number in rows]


def terms_of(actor: Actor, forum: Forum) -> list[TermsOfReference]:
    """Every version of its terms of reference, newest first."""
    wanted = select(TermsOfReference).where(TermsOfReference.forum_id == forum.id)
    return list(
        session().scalars(wanted.order_by(TermsOfReference.agreed_on.desc(), TermsOfReference.id.desc()))
    )


def terms_in_force(forum: Forum, on: date) -> TermsOfReference | None:
    """The terms of reference last agreed by a day; None when there were none."""
    return terms_by_forum([forum.id], on).get(forum.id)


def terms_by_forum(numbers: Collection[int], on: date) -> dict[int, TermsOfReference]:
    """The terms of reference in force on a day, of each of these forums that has any: one query."""
    wanted = select(TermsOfReference).where(
        TermsOfReference.forum_id.in_(numbers), TermsOfReference.agreed_on <= on
    )
    found = session().scalars(wanted.order_by(TermsOfReference.agreed_on, TermsOfReference.id))
    return {terms.forum_id: terms for terms in found}


def terms_for(actor: Actor, forum: Forum, terms_id: int) -> TermsOfReference:
    """One version of the terms of this forum. Raises Missing."""
    found = session().get(TermsOfReference, terms_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found


def quorum_on(forum: Forum, on: date) -> int | None:
    """How many members must be there on a day; None when none was set."""
    terms = terms_in_force(forum, on)
    return terms.quorum if terms else None


def schedules_of(actor: Actor, forum: Forum) -> list[MeetingSchedule]:
    """Its schedules, the latest first."""
    wanted = select(MeetingSchedule).where(MeetingSchedule.forum_id == forum.id)
    return list(session().scalars(wanted.order_by(MeetingSchedule.first_on.desc(), MeetingSchedule.id)))


def schedule_for(actor: Actor, forum: Forum, schedule_id: int) -> MeetingSchedule:
    """One schedule of this forum. Raises Missing."""
    found = session().get(MeetingSchedule, schedule_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found


def members_of(forum: Forum, on: date) -> list[Membership]:
    """Who is a member on a day, the chair first, then by post."""
    wanted = select(Membership).where(Membership.forum_id == forum.id, is_member_on(on))
    return sorted(session().scalars(wanted), key=_place)


def is_member_on(on: date) -> ColumnElement[bool]:
    """True of memberships held on a day. A term that ran out does not end one: that is shown, not assumed."""
    begun = or_(Membership.from_on.is_(None), Membership.from_on <= on)
    return begun & or_(Membership.to_on.is_(None), Membership.to_on >= on)


def membership_for(actor: Actor, forum: Forum, membership_id: int) -> Membership:
    """One membership of this forum. Raises Missing."""
    found = session().get(Membership, membership_id)
    if found is None or found.forum_id != forum.id:
        raise Missing
    return found


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
    return sorted(seats, key=lambda seat: _place(seat.row))


def network_choices(actor: Actor) -> list[Choice]:
    """(number, name) of every primary care network, with its body where several bodies have networks."""
    wanted = select(Network.id, Network.name, Body.name).join(Body, Body.id == Network.body_id)
    rows = session().execute(wanted.order_by(Body.name, Network.name)).all()
    several = len({body for _, _, body in rows}) > 1
    return [(str(number), f"{name} ({body})" if several else name) for number, name, body in rows]


def reference(forum_id: int) -> str:
    """How other records name a forum."""
    return f"forum:{forum_id}"


def _place(row: Membership) -> tuple[int, str, int]:
    return list(ROLES).index(row.role), row.title.casefold(), row.id


def _lasts(forum: Forum, on: date) -> bool:
    return forum.to_on is None or forum.to_on >= on


def _member_counts(numbers: Collection[int], on: date) -> dict[int, int]:
    held = select(Membership.forum_id).where(Membership.forum_id.in_(numbers), is_member_on(on))
    counts: dict[int, int] = {}
    for number in session().scalars(held):
        counts[number] = counts.get(number, 0) + 1
    return counts


def _describe(numbers: Sequence[int]) -> dict[int, Named]:
    wanted = select(Forum.id, Forum.code, Forum.name, Forum.is_invented).where(Forum.id.in_(numbers))
    return {
        number: Named("", marked(name, invented), f"/forums/{code}")
        for number, code, name, invented in session().execute(wanted)
    }


def _find(typed: str) -> int | None:
    return session().scalars(select(Forum.id).where(Forum.code == typed.lower())).first()


def _describe_editions(numbers: Sequence[int]) -> dict[int, Named]:
    columns = (FrameworkEdition.id, FrameworkEdition.title, FrameworkEdition.is_invented)
    found = session().execute(select(*columns).where(FrameworkEdition.id.in_(numbers)))
    return {
        number: Named("", marked(title, invented), f"/framework/editions/{number}")
        for number, title, invented in found
    }


def _dealings(parties: Sequence[Party]) -> Iterator[Dealing]:
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
    columns = (Forum.id, Forum.name, Forum.organisation_id, Forum.from_on)
    for number, name, whose_id, on in session().execute(
        select(*columns).where(Forum.organisation_id.in_(organisations)).order_by(Forum.id)
    ):
        yield Dealing(f"organisation:{whose_id}", on, f"holds {name}", reference(number), "Forums")


def _dealings_of(party: str, row: Membership, forum: str) -> Iterator[Dealing]:
    post = f"{ROLES[row.role].lower()} ({row.title})" if row.title else ROLES[row.role].lower()
    record = reference(row.forum_id)
    yield Dealing(party, row.from_on, f"became {post} of {forum}", record, "Forums")
    if row.to_on is not None:
        yield Dealing(party, row.to_on, f"was last {post} of {forum}", record, "Forums")


references.register("forum", _describe, _find)
references.register("framework", _describe_editions)
dealings.register("Forums", _dealings)
