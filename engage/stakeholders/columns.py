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


def _list_cell(name: str) -> Callable[[Listed], str]:
    return lambda row: "; ".join(getattr(row.who, name))


def _group(row: Listed) -> str:
    return words.label(words.GROUPS, row.who.group) if row.who.group else "not known"


def _name(row: Listed) -> str:
    return marked(row.who.name, row.who.is_invented)


def _common() -> tuple[Column, ...]:
    return (
        Column("network", "Network", lambda row: row.network, shown=False),
        Column("owner", "Looked after by", lambda row: row.owner),
        Column("one_to_one", "One to one", _consent_cell(words.ONE_TO_ONE), shown=False),
        Column("bulk", "Bulk mail", _consent_cell(words.BULK)),
        Column(
            "do_not_contact",
            "Do not contact",
            lambda row: "do not contact" if row.who.do_not_contact else "",
            shown=False,
        ),
        Column("last_contact", "Last contact", lambda row: row.last_contact, kind="date", shown=False),
        Column("topics", "Topics of interest", _list_cell("topics"), shown=False),
        Column("tags", "Tags", _list_cell("tags"), shown=False),
        Column("languages", "Languages", _list_cell("languages"), shown=False),
        Column("access_needs", "Access needs", lambda row: row.who.access_needs, shown=False),
        Column(
            "channel",
            "Best reached by",
            lambda row: words.label(words.CHANNELS, row.who.preferred_channel),
            shown=False,
        ),
        Column("closed_on", "Closed on", lambda row: row.who.closed_on, kind="date", shown=False),
        Column("source", "Source", lambda row: row.who.source, shown=False),
    )


COMMON = _common()
ORGANISATION_COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        "Organisation",
        _name,
        sort=Organisation.sorts_as,
        link=lambda row: url_for("stakeholders.organisation", organisation_id=row.id),
    ),
    Column("names", "Other names", lambda row: row.other_names, shown=False),
    Column("kind", "Kind", lambda row: row.who.kind or "not known", sort=Organisation.kind),
    Column("group", "Group", _group, sort=Organisation.group),
    Column("sub_type", "Sub-type", lambda row: row.who.sub_type, shown=False),
    Column("ods_code", "ODS code", lambda row: row.who.ods_code, sort=Organisation.ods_code, shown=False),
    Column("area", "Area", lambda row: row.who.area, sort=Organisation.area),
    Column(
        "status",
        "Status",
        lambda row: words.label(words.STATUSES, row.who.status).lower(),
        sort=Organisation.status,
    ),
    Column("places", "Places", lambda row: row.places, shown=False),
    Column("represents", "Speaks for", lambda row: row.who.represents, shown=False),
    Column("address", "Address", lambda row: row.who.address, shown=False),
    Column("postcode", "Postcode", lambda row: row.who.postcode, shown=False),
    Column("phone", "Telephone", lambda row: row.who.phone, shown=False),
    Column("email", "Mail address", lambda row: row.who.email, shown=False),
    Column("website", "Website", lambda row: row.who.website, shown=False),
    Column("opened_on", "Opened on", lambda row: row.who.opened_on, kind="date", shown=False),
    *COMMON,
)
PERSON_COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        "Person",
        _name,
        sort=Person.sorts_as,
        link=lambda row: url_for("stakeholders.person", person_id=row.id),
    ),
    Column("group", "Group", _group, sort=Person.group),
    Column("sub_type", "Sub-type", lambda row: row.who.sub_type),
    Column("area", "Area", lambda row: row.who.area, sort=Person.area),
    *COMMON,
)
