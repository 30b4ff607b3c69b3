"""The two lists of the register: organisations and people, with their columns and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select, true

from engage.accounts import queries as accounts
from engage.accounts.models import Account
from engage.organisation.models import Network, Place
from engage.platform import lists
from engage.platform.agreed_numbers import agreed_number
from engage.platform.db import session
from engage.platform.forms import read_day
from engage.platform.guard import actor
from engage.platform.lists import Column, Filter, ListSpec
from engage.platform.tables import holds
from engage.rules.facts import marked
from engage.stakeholders import contacts, searching, words
from engage.stakeholders.contacts import LastContacts
from engage.stakeholders.models import Consent, Organisation, Person
from engage.stakeholders.queries import standing

NONE = "none"
MOST_COUNTED = 500  # of what a search finds
Table = type[Organisation] | type[Person]

CONSENT_STATES = {
    "yes": "{}: yes",
    "no": "{}: withdrawn",
    "basis": "{}: yes, but nothing says what it rests on",
    "never": "{}: never asked",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One organisation or person as its list shows it."""

    id: int
    who: Any
    network: str
    owner: str
    consents: dict[str, str]
    last: LastContacts

    @property
    def last_contact(self) -> date | None:
        return self.last.days.get(self.who.record_ref())


def organisations_list() -> ListSpec:
    """The organisations of the register; what was merged into another is left out."""
    return ListSpec(
        name="organisations",
        heading="Organisations",
        one="organisation",
        many="organisations",
        number=Organisation.id,
        base=lambda: select(Organisation.id).where(_is_empty(Organisation.merged_into_id)),
        rows=organisation_rows,
        columns=ORGANISATION_COLUMNS,
        filters=ORGANISATION_FILTERS,
        search=lambda typed: searching.having(Organisation, typed),
        whole=lambda: _whole(Organisation.id, Organisation.merged_into_id.is_not(None)),
        most_counted=MOST_COUNTED,
        first_order=("name", False),
    )


def people_list() -> ListSpec:
    """The people of the register; those merged into another or erased are left out."""
    return ListSpec(
        name="people",
        heading="People",
        one="person",
        many="people",
        number=Person.id,
        base=lambda: select(Person.id).where(_is_empty(Person.merged_into_id), _is_empty(Person.erased_on)),
        rows=person_rows,
        columns=PERSON_COLUMNS,
        filters=PERSON_FILTERS,
        search=lambda typed: searching.having(Person, typed),
        whole=lambda: _whole(Person.id, Person.merged_into_id.is_not(None) | Person.erased_on.is_not(None)),
        most_counted=MOST_COUNTED,
        first_order=("name", False),
    )


def _is_empty(column: Any) -> ColumnElement[bool]:
    """True where a column says nothing; said so that no index serves it.

    Nearly nothing is merged or erased. SQLite, which does not know, would list all others by such an index
    instead of going by the order of the list, or by the few that a search has found.
    """
    return column.is_(None).is_(true())  # type: ignore[no-any-return]


def _whole(number: Any, left_out: ColumnElement[bool]) -> int:
    """All there are, less the few that are left out: the whole table is counted by its pages."""
    every = session().scalar(select(func.count()).select_from(number.class_)) or 0
    return every - (session().scalar(select(func.count(number)).where(left_out)) or 0)


def organisation_rows(numbers: Sequence[int]) -> list[Listed]:
    """These organisations in this order: in a fixed number of queries."""
    return _rows(Organisation, numbers, LastContacts(organisation_ids=tuple(numbers)))


def person_rows(numbers: Sequence[int]) -> list[Listed]:
    """The same of people."""
    return _rows(Person, numbers, LastContacts(person_ids=tuple(numbers)))


def _rows(table: Table, numbers: Sequence[int], last: LastContacts) -> list[Listed]:
    found: Iterable[Any] = session().execute(
        select(table, Network.name, Account.name)
        .outerjoin(Network, Network.id == table.network_id)
        .outerjoin(Account, Account.id == table.owner_id)
        .where(table.id.in_(numbers))
    )
    agreed = _consents(table, numbers)
    rows: list[Listed] = [
        Listed(who.id, who, network or "", owner or "", agreed.get(who.id, {}), last)
        for who, network, owner in found
    ]
    return lists.in_order(rows, numbers)


def _consents(table: Table, numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    column = _owned(table)
    rows: dict[int, list[Consent]] = {}
    for row in session().scalars(select(Consent).where(column.in_(numbers))):
        rows.setdefault(getattr(row, column.key), []).append(row)
    return {
        number: {
            kind: standing(kind, [row for row in own if row.kind == kind]).state for kind in words.CONSENTS
        }
        for number, own in rows.items()
    }


def _owned(table: Table) -> Any:
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


def _open_on(text: str) -> ColumnElement[bool]:
    day = read_day(text)
    return and_(
        or_(Organisation.opened_on.is_(None), Organisation.opened_on <= day),
        or_(Organisation.closed_on.is_(None), Organisation.closed_on >= day),
    )


def _in_place(value: str) -> ColumnElement[bool]:
    """Places stand as numbers in a JSON list, which every database writes as [3, 12]."""
    if not value.isdecimal():
        raise ValueError("choose a place from the list")
    text = func.replace(func.replace(cast(Organisation.place_ids, String), "[", ", "), "]", ",")
    return text.contains(f", {value},", autoescape=True)


def _number_or_none(column: Any) -> Callable[[str], ColumnElement[bool]]:
    def where(value: str) -> ColumnElement[bool]:
        if value == NONE:
            return column.is_(None)  # type: ignore[no-any-return]
        if not value.isdecimal():
            raise ValueError("choose one from the list")
        return column == int(value)  # type: ignore[no-any-return]

    return where


def _word_or_none(column: Any) -> Callable[[str], ColumnElement[bool]]:
    return lambda value: column == ("" if value == NONE else value)


def _consented(table: Table) -> Callable[[str], ColumnElement[bool]]:
    column = _owned(table)

    def where(value: str) -> ColumnElement[bool]:
        kind, _, state = value.partition("-")
        if kind not in words.CONSENTS or state not in CONSENT_STATES:
            raise ValueError("choose one from the list")
        mine = select(column).where(column.is_not(None), Consent.kind == kind)
        stands = mine.where(Consent.withdrawn_on.is_(None))
        if state == "yes":
            return table.id.in_(stands)
        if state == "basis":
            return table.id.in_(stands.where(Consent.basis == ""))
        if state == "never":
            return table.id.not_in(mine)
        return and_(table.id.in_(mine), table.id.not_in(stands))

    return where


def _contacted(table: Table) -> Callable[[str], ColumnElement[bool]]:
    def where(value: str) -> ColumnElement[bool]:
        if value not in {"yes", "no"}:
            raise ValueError("choose one from the list")
        reached = contacted_since(table, contacts.contact_wanted_since())
        numbers: Any = bindparam(
            "reached", sorted(reached), expanding=True, literal_execute=True, unique=True
        )
        return table.id.in_(numbers) if value == "yes" else table.id.not_in(numbers)

    return where


def contacted_since(table: Table, day: date) -> set[int]:
    """The numbers of those with whom there was any contact since a day."""
    numbers = session().scalars(select(table.id).where(table.merged_into_id.is_(None))).all()
    asked = {"organisation_ids": numbers} if table is Organisation else {"person_ids": numbers}
    name = table.__tablename__
    last = contacts.last_contacts(**{"organisation_ids": (), **asked})
    return {
        int(ref.partition(":")[2]) for ref, on in last.items() if on >= day and ref.startswith(f"{name}:")
    }


def _consent_choices() -> list[tuple[str, str]]:
    return [
        (f"{kind}-{state}", says.format(asked))
        for kind, asked in words.CONSENTS.items()
        for state, says in CONSENT_STATES.items()
    ]


def _contact_choices() -> list[tuple[str, str]]:
    within = f"in the last {agreed_number('coverage-months')} months"
    return [("yes", f"Some {within}"), ("no", f"None {within}")]


def place_choices() -> list[tuple[str, str]]:
    """(number, name) of every place."""
    found = session().execute(select(Place.id, Place.name).order_by(Place.name, Place.id))
    return [(str(number), name) for number, name in found]


def network_choices() -> list[tuple[str, str]]:
    """(number, name) of every primary care network."""
    found = session().execute(select(Network.id, Network.name).order_by(Network.name, Network.id))
    return [(str(number), name) for number, name in found]


def _values(column: Any) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(value, value) for value in lists.distinct_values(column)] + [(NONE, "not known")]


def _shared_filters(table: Table) -> tuple[Filter, ...]:
    return (
        Filter("sub_type", "Sub-type", _word_or_none(table.sub_type), _values(table.sub_type)),
        Filter("area", "Area", _word_or_none(table.area), _values(table.area)),
        Filter(
            "network",
            "Network",
            _number_or_none(table.network_id),
            lambda: [*network_choices(), (NONE, "in none")],
        ),
        Filter(
            "owner",
            "Looked after by",
            _number_or_none(table.owner_id),
            lambda: [*accounts.names_of(actor()), (NONE, "nobody")],
        ),
        Filter("topic", "Topic of interest", lambda value: holds(table.topics, value)),
        Filter("tag", "Tag", lambda value: holds(table.tags, value)),
        Filter("consent", "Consent", _consented(table), _consent_choices),
        Filter(
            "do_not_contact",
            "Do not contact",
            lambda value: table.do_not_contact.is_(value == "yes"),
            lambda: [("yes", "Not to be contacted"), ("no", "May be contacted")],
        ),
        Filter(
            "contact",
            "Recent contact",
            _contacted(table),
            _contact_choices,
        ),
    )


def _group_filter(table: Table) -> Filter:
    return Filter(
        "group",
        "Group",
        _word_or_none(table.group),
        lambda: [*words.code_choices(words.GROUPS), (NONE, "not known")],
    )


ORGANISATION_FILTERS: tuple[Filter, ...] = (
    _group_filter(Organisation),
    Filter("kind", "Kind", _word_or_none(Organisation.kind), _values(Organisation.kind)),
    Filter(
        "status",
        "Status",
        lambda value: Organisation.status == value,
        lambda: words.code_choices(words.STATUSES),
    ),
    Filter("open", "Open on", _open_on, hint="A day, such as 1 April 2019."),
    Filter("place", "Place", _in_place, place_choices),
    *_shared_filters(Organisation),
)
PERSON_FILTERS: tuple[Filter, ...] = (
    _group_filter(Person),
    Filter(
        "status",
        "Status",
        lambda value: Person.closed_on.is_(None) if value == "open" else Person.closed_on.is_not(None),
        lambda: [("open", "We deal with them"), ("closed", "Closed")],
    ),
    *_shared_filters(Person),
)
