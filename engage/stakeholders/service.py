"""Keeping organisations and people: adding, changing, closing; their addresses; who holds which post."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.platform.mail.addresses import clean
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.words import search_words, spelling_key
from engage.stakeholders import queries
from engage.stakeholders.entries import OrganisationEntry, PersonEntry, PointEntry, PostEntry
from engage.stakeholders.models import ContactPoint, Organisation, OrganisationName, Person, Post, Stakeholder
from engage.stakeholders.words import sorting_name

organisation_added = audit.Event("organisation.added", "organisation_id")
organisation_changed = audit.Event("organisation.changed", "organisation_id")
person_added = audit.Event("person.added", "person_id")
person_changed = audit.Event("person.changed", "person_id")
closed = audit.Event("stakeholder.closed", "ref", "on")
reopened = audit.Event("stakeholder.reopened", "ref")
point_added = audit.Event("stakeholder.address-added", "ref", "kind")
point_changed = audit.Event("stakeholder.address-changed", "ref", "kind")
point_removed = audit.Event("stakeholder.address-removed", "ref", "kind")
appointed = audit.Event("post.filled", "post_id", "organisation_id")
post_changed = audit.Event("post.changed", "post_id", "organisation_id")

A_DAY = timedelta(days=1)
CAME_MEANWHILE = (
    "An organisation like it was put in the register while you were writing. Nothing was saved: say below "
    "whether it is the same."
)


@one_transaction
def add_organisation(
    actor: Actor, entry: OrganisationEntry, *, is_new: Callable[[], bool] = lambda: True
) -> Organisation:
    """Add an organisation; ``is_new`` looks in its turn whether it is none that came meanwhile.

    Raises Refused then, without a name, or for an Organisation Data Service code that another one has.
    """
    if not is_new():
        raise Refused(CAME_MEANWHILE)
    organisation = Organisation()
    put_organisation(organisation, entry)
    save(organisation)
    set_names(organisation, entry.names)
    organisation_added(actor, organisation_id=organisation.id)
    return organisation


@one_transaction
def change_organisation(
    actor: Actor, organisation: Organisation, entry: OrganisationEntry, version: int | None = None
) -> None:
    """Change an organisation, as it stood at ``version`` where one is given.

    Raises Refused when somebody changed it in between, or it was merged into another.
    """
    _must_be_unchanged(organisation, version)
    put_organisation(organisation, entry)
    set_names(organisation, entry.names)
    organisation_changed(actor, organisation_id=organisation.id)


@one_transaction
def add_person(actor: Actor, entry: PersonEntry, *, is_invented: bool = False) -> Person:
    """Add a person, with their first addresses."""
    person = new_person(entry)
    person.is_invented = is_invented
    person_added(actor, person_id=person.id)
    return person


@one_transaction
def change_person(actor: Actor, person: Person, entry: PersonEntry, version: int | None = None) -> None:
    """Change a person. Raises Refused when somebody did so in between, or they were merged or erased."""
    _must_be_unchanged(person, version)
    put_person(person, entry)
    person_changed(actor, person_id=person.id)


@one_transaction
def close(actor: Actor, who: Stakeholder, on: date) -> None:
    """Say which day was the last an organisation existed, or that we dealt with a person."""
    close_one(who, on)
    closed(actor, ref=queries.reference(who), on=on)


@one_transaction
def reopen(actor: Actor, who: Stakeholder) -> None:
    """Take back that it was closed."""
    who.closed_on = None
    if isinstance(who, Organisation):
        who.status = "active"
    reopened(actor, ref=queries.reference(who))


@one_transaction
def add_point(actor: Actor, who: Stakeholder, entry: PointEntry) -> ContactPoint:
    """Add an address. Raises Refused for a mail address that is none."""
    point = add_point_to(who, entry)
    point_added(actor, ref=queries.reference(who), kind=point.kind)
    return point


@one_transaction
def change_point(actor: Actor, point: ContactPoint, entry: PointEntry) -> None:
    """Change an address. Raises Refused for a mail address that is none."""
    _put_point(point, entry)
    _prefer_only(point)
    point_changed(actor, ref=point.record_ref(), kind=point.kind)


@one_transaction
def remove_point(actor: Actor, point: ContactPoint) -> None:
    """Take an address away for good."""
    point_removed(actor, ref=point.record_ref(), kind=point.kind)
    session().delete(point)


@one_transaction
def appoint(
    actor: Actor,
    organisation: Organisation,
    title: str,
    person_id: int | None,
    from_on: date | None = None,
    to_on: date | None = None,
    *,
    beside: bool = False,
) -> Post:
    """Say who holds a post from a day on; nobody may be named.

    Whoever held the post of that title until now gets the day before as their last: the past stays true.
    ``beside`` keeps them (a post that several hold at once), and so does ``to_on``, for a time that is over.
    Raises Refused when the present holder began on or after that day.
    """
    if not title:
        raise Refused("Enter what the post is called, such as “Chair”.")
    _must_be_in_order(from_on, to_on)
    if not beside and to_on is None:
        _end_holders(organisation, title, from_on or clock.today())
    post = save(
        Post(organisation_id=organisation.id, person_id=person_id, title=title, from_on=from_on, to_on=to_on)
    )
    appointed(actor, post_id=post.id, organisation_id=organisation.id)
    return post


@one_transaction
def change_post(actor: Actor, post: Post, entry: PostEntry) -> None:
    """Correct a post. Raises Refused for days that are not in order."""
    _must_be_in_order(entry.from_on, entry.to_on)
    put(post, entry)
    post_changed(actor, post_id=post.id, organisation_id=post.organisation_id)


def put_organisation(organisation: Organisation, entry: OrganisationEntry) -> None:
    """Put an entry into an organisation, for use inside a verb; ``names`` are only searched here."""
    _must_be_free(entry.ods_code.strip().upper(), organisation.id)
    email = _clean_value("email", entry.email) if entry.email else ""
    if not entry.name:
        raise Refused("Enter the name of the organisation.")
    _must_be_in_order(entry.opened_on, entry.closed_on)
    put(organisation, replace(entry, email=email))
    organisation.settle_unread()
    set_words(organisation, entry.names)


def set_words(organisation: Organisation, names: Iterable[str]) -> None:
    """Set by which words an organisation is sorted and found, ``names`` being the other ways to write its
    name; for use inside a verb."""
    organisation.sorts_as = sorting_name(organisation.name)
    organisation.search_text = search_words(
        organisation.name, *names, organisation.ods_code, organisation.area, organisation.kind
    )


def set_names(organisation: Organisation, names: Iterable[str]) -> None:
    """Set the other ways in which an organisation's name is written, for use inside a verb."""
    wanted = dict.fromkeys(name for name in names if name and name != organisation.name)
    for row in queries.names_of(organisation):
        if row.name not in wanted:
            session().delete(row)
        wanted.pop(row.name, None)
    session().add_all(OrganisationName(organisation_id=organisation.id, name=name) for name in wanted)


def new_person(entry: PersonEntry) -> Person:
    """Add a person with their first addresses, for use inside a verb."""
    person = Person()
    put_person(person, entry)
    save(person)
    for kind, value in (("email", entry.email), ("phone", entry.phone), ("post", entry.post)):
        if value:
            add_point_to(person, PointEntry(kind=kind, value=value, is_preferred=True))
    return person


def put_person(person: Person, entry: PersonEntry) -> None:
    """Put an entry into a person, for use inside a verb; addresses are left aside."""
    if not entry.name:
        raise Refused("Enter what the person is called.")
    put(person, entry)
    person.sorts_as = sorting_name(person.name)


def add_point_to(who: Stakeholder, entry: PointEntry) -> ContactPoint:
    """Add an address to an organisation or a person, for use inside a verb."""
    point = ContactPoint(**queries.owner_of(who))
    _put_point(point, entry)
    save(point)
    _prefer_only(point)
    return point


def close_one(who: Stakeholder, on: date) -> None:
    """Close one record, for use inside a verb."""
    if on > clock.today():
        raise Refused(f"{long_date(on)} has not come yet. Close the record once it has.")
    who.closed_on = on
    if isinstance(who, Organisation):
        _must_be_in_order(who.opened_on, on)
        who.status = "closed"


def _must_be_unchanged(who: Stakeholder, version: int | None) -> None:
    if version is not None:
        hold(who, version, "record")
    if who.merged_into_id is not None:
        raise Refused("This record was merged into another one. Change that one instead.")
    if isinstance(who, Person) and who.erased_on is not None:
        raise Refused("What was kept of this person was erased, so there is nothing left to change.")


def _must_be_free(ods_code: str, but: int | None) -> None:
    other = queries.organisation_with_code(ods_code) if ods_code else None
    if other is not None and other.id != but:
        raise Refused(f"The code {ods_code} belongs to “{other.name}”. Look whether it is the same one.")


def _must_be_in_order(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise Refused(
            f"The last day, {long_date(last)}, lies before the first, {long_date(first)}. Change one of them."
        )


def _clean_value(kind: str, value: str) -> str:
    if kind != "email":
        return value.strip()
    try:
        return clean(value)
    except ValueError as problem:
        raise Refused(str(problem)) from problem


def _put_point(point: ContactPoint, entry: PointEntry) -> None:
    put(point, replace(entry, value=_clean_value(entry.kind, entry.value)))


def _prefer_only(point: ContactPoint) -> None:
    """One address of each kind is preferred: the last that was said to be."""
    if not point.is_preferred:
        return
    owner = (
        ContactPoint.organisation_id == point.organisation_id
        if point.organisation_id is not None
        else ContactPoint.person_id == point.person_id
    )
    wanted = select(ContactPoint).where(owner, ContactPoint.kind == point.kind, ContactPoint.id != point.id)
    for other in session().scalars(wanted):
        other.is_preferred = False


def _end_holders(organisation: Organisation, title: str, from_on: date) -> None:
    for post in _held_now(organisation, title):
        if post.from_on is not None and post.from_on >= from_on:
            raise Refused(
                f"“{post.title}” is held since {long_date(post.from_on)}. Enter a later day for who comes "
                "next, give the days for one who held it before, or say that it is held beside others."
            )
        post.to_on = from_on - A_DAY


def _held_now(organisation: Organisation, title: str) -> Sequence[Post]:
    wanted = select(Post).where(Post.organisation_id == organisation.id, Post.to_on.is_(None))
    asked = spelling_key(title)
    return [post for post in session().scalars(wanted) if spelling_key(post.title) == asked]
