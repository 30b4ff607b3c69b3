"""One row of the two lists of the register, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from sqlalchemy import select

from engage.accounts.models import Account
from engage.organisation.models import Network, Place
from engage.platform.data.db import session
from engage.platform.web import lists
from engage.platform.web.declared import columns_of
from engage.platform.web.lists import Column
from engage.rules.facts import marked
from engage.stakeholders import words
from engage.stakeholders.contacts import LastContacts
from engage.stakeholders.models import Consent, Organisation, OrganisationName, Person, Table
from engage.stakeholders.queries import standing


@dataclass(frozen=True)
class Besides:
    """Other names of a page of organisations, and the places there are; asked for once, and only if shown."""

    organisation_ids: tuple[int, ...] = ()

    @cached_property
    def names(self) -> dict[int, list[str]]:
        columns = (OrganisationName.organisation_id, OrganisationName.name)
        wanted = select(*columns).where(OrganisationName.organisation_id.in_(self.organisation_ids))
        found: dict[int, list[str]] = {}
        for number, name in session().execute(wanted.order_by(OrganisationName.name)):
            found.setdefault(number, []).append(name)
        return found

    @cached_property
    def places(self) -> dict[int, str]:
        return dict(session().execute(select(Place.id, Place.name)).all())


NOTHING_BESIDES = Besides()


@dataclass(frozen=True, slots=True)
class Listed:
    """One organisation or person as its list shows it."""

    id: int
    who: Any
    network: str
    owner: str
    consents: dict[str, str]
    last: LastContacts
    besides: Besides

    @property
    def last_contact(self) -> date | None:
        return self.last.days.get(self.who.record_ref())

    @property
    def other_names(self) -> str:
        return "; ".join(self.besides.names.get(self.id, ()))

    @property
    def places(self) -> str:
        known = self.besides.places
        return "; ".join(known[number] for number in self.who.place_ids if number in known)


def organisation_rows(numbers: Sequence[int]) -> list[Listed]:
    """These organisations in this order: in a fixed number of queries."""
    last, besides = LastContacts(organisation_ids=tuple(numbers)), Besides(tuple(numbers))
    return _rows(Organisation, numbers, last, besides)


def person_rows(numbers: Sequence[int]) -> list[Listed]:
    """The same of people."""
    return _rows(Person, numbers, LastContacts(person_ids=tuple(numbers)))


def _rows(
    table: Table, numbers: Sequence[int], last: LastContacts, besides: Besides = NOTHING_BESIDES
) -> list[Listed]:
    found: Iterable[Any] = session().execute(
        select(table, Network.name, Account.name)
        .outerjoin(Network, Network.id == table.network_id)
        .outerjoin(Account, Account.id == table.owner_id)
        .where(table.id.in_(numbers))
    )
    agreed = _consents(table, numbers)
    rows: list[Listed] = [
        Listed(who.id, who, network or "", owner or "", agreed.get(who.id, {}), last, besides)
        for who, network, owner in found
    ]
    return lists.in_order(rows, numbers)


def _consents(table: Table, numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    column = owned(table)
    rows: dict[int, list[Consent]] = {}
    for row in session().scalars(select(Consent).where(column.in_(numbers))):
        rows.setdefault(getattr(row, column.key), []).append(row)
    return {
        number: {
            kind: standing(kind, [row for row in own if row.kind == kind]).state for kind in words.CONSENTS
        }
        for number, own in rows.items()
    }


def owned(table: Table) -> Any:
    return Consent.organisation_id if table is Organisation else Consent.person_id


def _consent_cell(kind: str) -> Callable[[Listed], str]:
    says = {"standing": "yes", "withdrawn": "withdrawn", "never asked": "never asked"}
    return lambda row: says[row.consents.get(kind, "never asked")]


def _name(row: Listed) -> str:
    return marked(row.who.name, row.who.is_invented)


_BESIDE = {
    "network_id": (Column("network", "Network", lambda row: row.network, shown=False),),
    "owner_id": (
        Column("owner", "Looked after by", lambda row: row.owner),
        Column("one_to_one", "One to one", _consent_cell(words.ONE_TO_ONE), shown=False),
        Column("bulk", "Bulk mail", _consent_cell(words.BULK)),
        Column("last_contact", "Last contact", lambda row: row.last_contact, kind="date", shown=False),
    ),
}
ORGANISATION_COLUMNS = columns_of(
    Organisation,
    lambda row: row.who,
    _BESIDE
    | {
        "": (
            Column(
                "name",
                "Organisation",
                _name,
                sort=Organisation.sorts_as,
                link=lambda row: url_for("stakeholders.organisation", organisation_id=row.id),
            ),
            Column("names", "Other names", lambda row: row.other_names, shown=False),
        ),
        "place_ids": (Column("places", "Places", lambda row: row.places, shown=False),),
    },
)
PERSON_COLUMNS = columns_of(
    Person,
    lambda row: row.who,
    _BESIDE
    | {
        "": (
            Column(
                "name",
                "Person",
                _name,
                sort=Person.sorts_as,
                link=lambda row: url_for("stakeholders.person", person_id=row.id),
            ),
        )
    },
)
