"""Fetching forums: one, or many as the list shows them, and how others name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import ColumnElement, or_, select

from engage.forums.entries import ForumEntry
from engage.forums.models import Forum, Membership, TermsOfReference
from engage.organisation.models import Body, Network
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.offers.references import Named
from engage.platform.web.forms import Choice
from engage.rules.body_names import code_for
from engage.rules.errors import Missing
from engage.rules.facts import marked
from engage.stakeholders.models import Organisation

LONGEST_CODE = 40
RESERVED = frozenset({"chosen", "export", "networks", "new", "views"})  # words of addresses beneath /forums


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


def forum_for(code: str) -> Forum:
    """The forum with this code. Raises Missing."""
    found = forum_with_code(code)
    if found is None:
        raise Missing
    return found


def forum_by_id(forum_id: int) -> Forum:
    """One forum. Raises Missing."""
    found = session().get(Forum, forum_id)
    if found is None:
        raise Missing
    return found


def entry_of(forum: Forum) -> ForumEntry:
    """A forum as the verbs take it."""
    return ForumEntry(**values_of(forum))


def forum_with_code(code: str) -> Forum | None:
    return session().scalars(select(Forum).where(Forum.code == code)).one_or_none()


def forum_choices(on: date | None = None) -> list[Choice]:
    """(number, name) of every forum; given a day, only of those that exist on it."""
    wanted = select(Forum.id, Forum.name).order_by(Forum.name, Forum.id)
    if on is not None:
        wanted = wanted.where(exists_on(on))
    return [(str(number), name) for number, name in session().execute(wanted)]


def choices_told_apart() -> list[Choice]:
    """(number, name and body) of every forum."""
    wanted = select(Forum.id, Forum.name, Body.name).outerjoin(Body, Body.id == Forum.body_id)
    found = session().execute(wanted.order_by(Forum.name, Forum.id))
    return [(str(number), f"{name} ({body})" if body else name) for number, name, body in found]


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


def listed_forums(numbers: Sequence[int]) -> list[ListedForum]:
    """These forums, in this order, with body, terms and members of today: three queries however many."""
    today = clock.today()
    found = session().execute(
        select(Forum, Body.name, Network.name)
        .outerjoin(Body, Body.id == Forum.body_id)
        .outerjoin(Network, Network.id == Forum.network_id)
        .where(Forum.id.in_(numbers))
    )
    terms, members = terms_by_forum(numbers, today), member_counts(numbers, today)
    rows = {
        forum.id: ListedForum(forum, body or "", network or "", terms.get(forum.id), members.get(forum.id, 0))
        for forum, body, network in found
    }
    return [rows[number] for number in numbers if number in rows]


def with_terms(code: str) -> tuple[Forum, tuple[str, str, str], list[TermsOfReference]]:
    """The forum with this code; what the body it serves, its network and the organisation that holds it are
    called, empty for none; every version of its terms, newest first: one query. Raises Missing."""
    terms = TermsOfReference
    found = session().execute(
        select(Forum, Body.name, Network.name, Organisation.name, terms)
        .outerjoin(Body, Body.id == Forum.body_id)
        .outerjoin(Network, Network.id == Forum.network_id)
        .outerjoin(Organisation, Organisation.id == Forum.organisation_id)
        .outerjoin(terms, terms.forum_id == Forum.id)
        .where(Forum.code == code)
        .order_by(terms.agreed_on.desc(), terms.id.desc())
    )
    rows: list[tuple[Forum, str | None, str | None, str | None, TermsOfReference | None]]
    rows = [(*row,) for row in found]
    if not rows:
        raise Missing
    forum, body, network, holder, _ = rows[0]
    versions = [version for *_, version in rows if version]
    return forum, (body or "", network or "", holder or ""), versions


def network_choices() -> list[Choice]:
    """(number, name) of every primary care network, with its body where several bodies have networks."""
    wanted = select(Network.id, Network.name, Body.name).join(Body, Body.id == Network.body_id)
    rows = session().execute(wanted.order_by(Body.name, Network.name)).all()
    several = len({body for _, _, body in rows}) > 1
    return [(str(number), f"{name} ({body})" if several else name) for number, name, body in rows]


def reference(forum_id: int) -> str:
    """How other records name a forum."""
    return f"forum:{forum_id}"


def terms_by_forum(numbers: Collection[int], on: date) -> dict[int, TermsOfReference]:
    """The terms of reference in force on a day, of each of these forums that has any: one query."""
    wanted = select(TermsOfReference).where(
        TermsOfReference.forum_id.in_(numbers), TermsOfReference.agreed_on <= on
    )
    found = session().scalars(wanted.order_by(TermsOfReference.agreed_on, TermsOfReference.id))
    return {terms.forum_id: terms for terms in found}


def is_member_on(on: date) -> ColumnElement[bool]:
    """True of memberships held on a day. A term that ran out does not end one: that is shown, not assumed."""
    begun = or_(Membership.from_on.is_(None), Membership.from_on <= on)
    return begun & or_(Membership.to_on.is_(None), Membership.to_on >= on)


def member_counts(numbers: Collection[int], on: date) -> dict[int, int]:
    held = select(Membership.forum_id).where(Membership.forum_id.in_(numbers), is_member_on(on))
    counts: dict[int, int] = {}
    for number in session().scalars(held):
        counts[number] = counts.get(number, 0) + 1
    return counts


def _lasts(forum: Forum, on: date) -> bool:
    return forum.to_on is None or forum.to_on >= on


def describe(numbers: Sequence[int]) -> dict[int, Named]:
    wanted = select(Forum.id, Forum.code, Forum.name, Forum.is_invented).where(Forum.id.in_(numbers))
    return {
        number: Named("", marked(name, invented), f"/forums/{code}")
        for number, code, name, invented in session().execute(wanted)
    }


def find_by_code(typed: str) -> int | None:
    return session().scalars(select(Forum.id).where(Forum.code == typed.lower())).first()
