"""Fetching organisations and people of the register, and what belongs to each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, literal, or_, select, union_all
from sqlalchemy.orm.util import identity_key

from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.imports.importing import batches
from engage.platform.offers.dealings import Party
from engage.platform.offers.references import Named
from engage.rules.actors import Actor
from engage.rules.errors import Missing
from engage.rules.permissions import May
from engage.rules.words import plain_words, singular, spelling_key
from engage.stakeholders.entries import OrganisationEntry, PersonEntry
from engage.stakeholders.models import (
    Consent,
    ContactMade,
    ContactPoint,
    Mailing,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Stakeholder,
    Table,
)
from engage.stakeholders.words import BULK, ONE_TO_ONE

MOST_CANDIDATES = 500
AT_ONCE = 500

State = Literal["standing", "withdrawn", "never asked"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one of the two consents stands: the row that decides, and every row there is, newest first."""

    kind: str
    state: State
    row: Consent | None
    history: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post with its organisation and the person who holds or held it; nobody may be named."""

    post: Post
    organisation: Organisation
    person: Person | None

    @property
    def is_held(self) -> bool:
        return self.post.to_on is None or self.post.to_on >= clock.today()


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to one stakeholder beside its own columns."""

    points: tuple[ContactPoint, ...]
    consents: dict[str, Standing]
    contacts: tuple[ContactMade, ...]
    posts: tuple[PostHeld, ...]
    names: tuple[OrganisationName, ...] = field(default=())


def reference(who: Stakeholder) -> str:
    """How other records name it: organisation:5 or person:7."""
    return who.record_ref()


def owner_of(who: Stakeholder) -> dict[str, int]:
    """The column by which what belongs to somebody names them, with their number."""
    return {"organisation_id" if isinstance(who, Organisation) else "person_id": who.id}


def organisation_entry(organisation: Organisation) -> OrganisationEntry:
    """An organisation as the verbs take it: what somebody sends who changes nothing."""
    names = tuple(row.name for row in names_of(organisation))
    return OrganisationEntry(**values_of(organisation), names=names)


def person_entry(person: Person) -> PersonEntry:
    """The same of a person."""
    return PersonEntry(**values_of(person))


def organisation_for(organisation_id: int) -> Organisation:
    """One organisation, merged or not. Raises Missing."""
    found = session().get(Organisation, organisation_id)
    if found is None:
        raise Missing
    return found


def person_for(person_id: int) -> Person:
    """One person, merged or not. Raises Missing."""
    found = session().get(Person, person_id)
    if found is None:
        raise Missing
    return found


def post_for(post_id: int) -> Post:
    """One post. Raises Missing."""
    found = session().get(Post, post_id)
    if found is None:
        raise Missing
    return found


def point_for(point_id: int) -> ContactPoint:
    """One address. Raises Missing."""
    found = session().get(ContactPoint, point_id)
    if found is None:
        raise Missing
    return found


def mailing_for(mailing_id: int) -> Mailing:
    """One letter to many. Raises Missing."""
    found = session().get(Mailing, mailing_id)
    if found is None:
        raise Missing
    return found


def organisations_by_id(ids: Collection[int]) -> dict[int, Organisation]:
    """The organisations with these numbers; a number that stands for none is left out."""
    wanted = select(Organisation).where(Organisation.id.in_(set(ids)))
    return {} if not ids else {row.id: row for row in session().scalars(wanted)}


def person_names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """What people are called, for those who may read the register; for anybody else nothing at all.

    Those whose rows this request holds already are not asked for again.
    """
    if not actor.may(May.READ_REGISTER):
        return {}
    held = (session().identity_map.get(identity_key(Person, number)) for number in ids)
    known = {row.id: row.name for row in held if row is not None}
    wanted = select(Person.id, Person.name).where(Person.id.in_(set(ids) - known.keys()))
    return known | (dict(session().execute(wanted).all()) if len(known) < len(set(ids)) else {})


def names_by_ref(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """The names of organisations and people by reference, for those who may read the register."""
    numbers: dict[str, set[int]] = {"organisation": set(), "person": set()}
    for ref in refs:
        kind, _, number = ref.partition(":")
        if kind in numbers:
            numbers[kind].add(int(number))
    people = person_names(actor, numbers["person"])
    found = organisations_by_id(numbers["organisation"])
    return {f"person:{number}": name for number, name in people.items()} | {
        f"organisation:{number}": row.name for number, row in found.items()
    }


def open_among(table: Table, numbers: Sequence[int]) -> list[int]:
    """The numbers of those of these that are not closed."""
    found: list[int] = []
    for start in range(0, len(numbers), AT_ONCE):
        some = table.id.in_(numbers[start : start + AT_ONCE])
        found += session().scalars(select(table.id).where(some, table.closed_on.is_(None)).order_by(table.id))
    return found


def find_organisation(name: str) -> int | None:
    """The organisation that goes by this name in any spelling of it; None when there is none, or several."""
    words = [singular(word) for word in plain_words(name)]
    if not words:
        return None
    wanted = (
        select(Organisation.id, Organisation.name, OrganisationName.name)
        .outerjoin(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.merged_into_id.is_(None), search.every_word(Organisation, " ".join(words)))
        .limit(MOST_CANDIDATES)
    )
    asked = spelling_key(name)
    found = {
        number
        for number, *names in session().execute(wanted)
        if any(known and spelling_key(known) == asked for known in names)
    }
    return found.pop() if len(found) == 1 else None


def organisation_keys() -> set[str]:
    """Every name by which an organisation goes, as its spelling key."""
    names = select(Organisation.name).where(Organisation.merged_into_id.is_(None))
    found = session().scalars(names.union_all(select(OrganisationName.name)))
    return {spelling_key(name) for name in found} - {""}


def organisation_with_code(ods_code: str) -> Organisation | None:
    """The organisation with this Organisation Data Service code."""
    wanted = select(Organisation).where(Organisation.ods_code == ods_code.strip().upper())
    return session().scalars(wanted).one_or_none()


def parties(organisation_ids: Collection[int] = (), person_ids: Collection[int] = ()) -> list[Party]:
    """These stakeholders as ``platform/dealings`` asks about them: by reference, and every name they go by.

    Whoever was merged into one of them is that one: what was done with it counts.
    """
    return [*_organisation_parties(organisation_ids), *_person_parties(person_ids)]


def names_of(organisation: Organisation) -> list[OrganisationName]:
    """Other ways in which its name is written."""
    wanted = select(OrganisationName).where(OrganisationName.organisation_id == organisation.id)
    return list(session().scalars(wanted.order_by(OrganisationName.name)))


def parts_of(who: Stakeholder) -> Parts:
    """Everything that belongs to an organisation or a person, in a fixed number of queries."""
    of_organisations = (OrganisationName,) if isinstance(who, Organisation) else ()
    points, consents, contacts, *names = _own(who, ContactPoint, Consent, ContactMade, *of_organisations)
    return Parts(
        points=tuple(_in_order_of_use(points)),
        consents=_standings(consents),
        contacts=tuple(sorted(contacts, key=lambda row: (row.on, row.id), reverse=True)),
        posts=tuple(posts_of(who)),
        names=tuple(sorted(chain(*names), key=lambda row: row.name)),
    )


def points_of(who: Stakeholder) -> list[ContactPoint]:
    """Its addresses, the preferred one of each kind first."""
    return _in_order_of_use(*_own(who, ContactPoint))


def consents_of(who: Stakeholder) -> dict[str, Standing]:
    """How each of the two consents stands."""
    return _standings(*_own(who, Consent))


def _in_order_of_use(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    return sorted(points, key=lambda row: (row.kind, not row.is_preferred, row.id))


def _standings(consents: Iterable[Consent]) -> dict[str, Standing]:
    rows = sorted(consents, key=lambda row: row.id, reverse=True)
    return {
        kind: standing_together(kind, [row for row in rows if row.kind == kind])
        for kind in (ONE_TO_ONE, BULK)
    }


def standing_together(kind: str, rows: Iterable[Consent]) -> Standing:
    """How a consent stands of records that were found to be one: a no of one is a no of all, until one of
    them says yes on a later day."""
    by_owner: dict[int | None, list[Consent]] = {}
    for row in rows:
        by_owner.setdefault(row.person_id or row.organisation_id, []).append(row)
    each = [standing(kind, own) for own in by_owner.values()]
    history = tuple(
        sorted((row for one in each for row in one.history), key=lambda row: row.id, reverse=True)
    )
    refused = [one.row for one in each if one.state == "withdrawn" and one.row is not None]
    given = [one.row for one in each if one.state == "standing" and one.row is not None]
    last = max(refused, key=lambda row: row.withdrawn_on or date.max, default=None)
    after = [row for row in given if last is None or _is_later(row, last)]
    if after:
        return Standing(kind, "standing", after[0], history)
    return Standing(kind, "withdrawn", last, history) if last else Standing(kind, "never asked", None, ())


def _is_later(given: Consent, refused: Consent) -> bool:
    return (given.given_on or date.min) > (refused.withdrawn_on or date.max)


def standing(kind: str, rows: Iterable[Consent]) -> Standing:
    """How a consent stands, from every row of its kind: one that stands is not undone by an older no."""
    history = tuple(sorted(rows, key=lambda row: row.id, reverse=True))
    stands = next((row for row in history if row.withdrawn_on is None), None)
    if stands is not None:
        return Standing(kind, "standing", stands, history)
    if history:
        return Standing(kind, "withdrawn", history[0], history)
    return Standing(kind, "never asked", None, ())


def posts_of(who: Stakeholder) -> list[PostHeld]:
    """Posts at an organisation, or held by a person: those held now first, then the newest."""
    column = Post.organisation_id if isinstance(who, Organisation) else Post.person_id
    found = session().execute(
        select(Post, Organisation, Person)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .outerjoin(Person, Person.id == Post.person_id)
        .where(belongs_to(column, who))
        .order_by(Post.to_on.is_not(None), Post.to_on.desc(), Post.from_on.desc(), Post.id.desc())
    )
    return [PostHeld(post, organisation, person) for post, organisation, person in found]


def _own(who: Stakeholder, *tables: type[Any]) -> list[list[Any]]:
    """What belongs to somebody in each of these tables, in one question: each row is of one table."""
    which = union_all(*(select(literal(place).label("place")) for place in range(len(tables)))).subquery()
    joined: FromClause = which
    for place, table in enumerate(tables):
        joined = joined.outerjoin(table, (which.c.place == place) & _is_of(table, who))
    found = session().execute(select(*tables).select_from(joined)).all()
    return [[row[place] for row in found if row[place] is not None] for place in range(len(tables))]


def _is_of(table: type[Any], who: Stakeholder) -> ColumnElement[bool]:
    if table is OrganisationName:  # those of a record merged into it stay that record's
        return OrganisationName.organisation_id == who.id
    return belongs_to(table.organisation_id if isinstance(who, Organisation) else table.person_id, who)


def _organisation_parties(ids: Collection[int]) -> list[Party]:
    names: dict[int, list[str]] = {}
    for some in _batches(ids):
        own = select(Organisation.id, Organisation.name).where(Organisation.id.in_(some))
        variants = (
            select(OrganisationName.organisation_id, OrganisationName.name)
            .where(OrganisationName.organisation_id.in_(some))
            .order_by(OrganisationName.id)
        )
        merged = select(Organisation.merged_into_id, Organisation.name).where(
            Organisation.merged_into_id.in_(some)
        )
        for wanted in (own, variants, merged):
            for row in session().execute(wanted):
                names.setdefault(row[0] or 0, []).append(row[1])
    return [
        Party(f"organisation:{number}", tuple(dict.fromkeys(names[number])))
        for number in ids
        if number in names
    ]


def _person_parties(ids: Collection[int]) -> list[Party]:
    names: dict[int, str] = {}
    for some in _batches(ids):
        found = session().execute(select(Person.id, Person.name).where(Person.id.in_(some)))
        names |= dict(found.all())
    return [Party(f"person:{number}", (names[number],)) for number in ids if number in names]


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    numbers = list(ids)
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def describe_organisations(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers)))
    return {number: Named("", name, f"/stakeholders/organisations/{number}") for number, name in found}


def describe_people(numbers: Sequence[int]) -> dict[int, Named]:
    """Never by name: whoever follows a reference may not be one who may read the register."""
    found = session().scalars(select(Person.id).where(Person.id.in_(numbers)))
    return {number: Named("", f"person {number} of the register", f"/people/{number}") for number in found}


def describe_mailings(numbers: Sequence[int]) -> dict[int, Named]:
    """Never by subject, for the same reason."""
    found = session().scalars(select(Mailing.id).where(Mailing.id.in_(numbers)))
    return {number: Named("", f"mailing {number}", f"/stakeholders/mailings/{number}") for number in found}


def find_organisation_by_code(ods_code: str) -> int | None:
    found = organisation_with_code(ods_code)
    return found.id if found else None


def belongs_to(column: Any, who: Stakeholder) -> ColumnElement[bool]:
    """Its own, and what belongs to the records merged into it: nothing of theirs is rewritten."""
    table = type(who)
    return or_(column == who.id, column.in_(select(table.id).where(table.merged_into_id == who.id)))


def merged_refs(refs: Collection[str]) -> dict[str, str]:
    """The records that were merged into these: each reference with that of the one it stands for now."""
    found: dict[str, str] = {}
    tables: dict[str, Table] = {"organisation": Organisation, "person": Person}
    for kind, table in tables.items():
        numbers = [int(ref.partition(":")[2]) for ref in refs if ref.startswith(f"{kind}:")]
        found |= {f"{kind}:{one}": f"{kind}:{kept}" for one, kept in merged_numbers(table, numbers).items()}
    return found


def merged_numbers(table: Table, ids: Collection[int]) -> dict[int, int]:
    """As ``merged_refs``, by number."""
    found: dict[int, int] = {}
    for some in batches(list(ids), AT_ONCE):
        wanted = select(table.id, table.merged_into_id).where(table.merged_into_id.in_(some))
        found |= {number: kept or 0 for number, kept in session().execute(wanted)}
    return found
