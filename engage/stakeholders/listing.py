"""The two lists of the register: organisations and people, with their columns and filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from engage.accounts import queries as accounts
from engage.organisation.models import Network, Place
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.tables import holds
from engage.platform.data.typed import number_or_none
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.web.declared import NONE, filters_of
from engage.platform.web.forms import read_day
from engage.platform.web.lists import Filter, ListSpec
from engage.stakeholders import contacts, words
from engage.stakeholders.columns import (
    ORGANISATION_COLUMNS,
    PERSON_COLUMNS,
    organisation_rows,
    owned,
    person_rows,
)
from engage.stakeholders.models import Consent, Organisation, Person, Table
from engage.stakeholders.searching import people_with

MOST_COUNTED = 500  # of what a search finds

CONSENT_STATES = {
    "yes": "{}: yes",
    "no": "{}: withdrawn",
    "basis": "{}: yes, but nothing says what it rests on",
    "never": "{}: never asked",
}


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
        search=lambda words: search.every_word(Organisation, words),
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
        search=people_with,
        whole=lambda: _whole(Person.id, Person.merged_into_id.is_not(None) | Person.erased_on.is_not(None)),
        most_counted=MOST_COUNTED,
        first_order=("name", False),
    )


def _is_empty(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """True where a column says nothing; said so that no index serves it.

    Nearly nothing is merged or erased. SQLite, which does not know, would list all others by such an index
    instead of going by the order of the list, or by the few that a search has found.
    """
    return column.is_(None).is_(true())


def _whole(number: Any, left_out: ColumnElement[bool]) -> int:
    """All there are, less the few that are left out: the whole table is counted by its pages."""
    every = session().scalar(select(func.count()).select_from(number.class_)) or 0
    return every - (session().scalar(select(func.count(number)).where(left_out)) or 0)


def _open_on(text: str) -> ColumnElement[bool]:
    day = read_day(text)
    return and_(
        or_(Organisation.opened_on.is_(None), Organisation.opened_on <= day),
        or_(Organisation.closed_on.is_(None), Organisation.closed_on >= day),
    )


def _in_place(value: str) -> ColumnElement[bool]:
    """Places stand as numbers in a JSON list, which every database writes as [3, 12]."""
    if number_or_none(value) is None:
        raise ValueError("choose a place from the list")
    text = func.replace(func.replace(cast(Organisation.place_ids, String), "[", ", "), "]", ",")
    return text.contains(f", {value},", autoescape=True)


def _number_or_none(column: InstrumentedAttribute[Any]) -> Callable[[str], ColumnElement[bool]]:
    def where(value: str) -> ColumnElement[bool]:
        if value == NONE:
            return column.is_(None)
        number = number_or_none(value)
        if number is None:
            raise ValueError("choose one from the list")
        return column == number

    return where


def _consented(table: Table) -> Callable[[str], ColumnElement[bool]]:
    column = owned(table)

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


def _shared_filters(table: Table) -> dict[str, tuple[Filter, ...]]:
    return {
        "network_id": (
            Filter(
                "network",
                "Network",
                _number_or_none(table.network_id),
                lambda: [*network_choices(), (NONE, "in none")],
            ),
        ),
        "tags": (
            Filter("topic", "Topic of interest", lambda value: holds(table.topics, value)),
            Filter("tag", "Tag", lambda value: holds(table.tags, value)),
        ),
        "owner_id": (
            Filter(
                "owner",
                "Looked after by",
                _number_or_none(table.owner_id),
                lambda: [*accounts.names_of(), (NONE, "nobody")],
            ),
            Filter("consent", "Consent", _consented(table), _consent_choices),
            Filter(
                "do_not_contact",
                "Do not contact",
                lambda value: table.do_not_contact.is_(value == "yes"),
                lambda: [("yes", "Not to be contacted"), ("no", "May be contacted")],
            ),
            Filter("contact", "Recent contact", _contacted(table), _contact_choices),
        ),
    }


ORGANISATION_FILTERS = filters_of(
    Organisation,
    _shared_filters(Organisation)
    | {
        "status": (
            Filter("open", "Open on", _open_on, hint="A day, such as 1 April 2019."),
            Filter("place", "Place", _in_place, place_choices),
        )
    },
)
PERSON_FILTERS = filters_of(
    Person,
    _shared_filters(Person)
    | {
        "area": (
            Filter(
                "status",
                "Status",
                lambda value: (
                    Person.closed_on.is_(None) if value == "open" else Person.closed_on.is_not(None)
                ),
                lambda: [("open", "We deal with them"), ("closed", "Closed")],
            ),
        )
    },
)


REGISTERS: dict[str, tuple[Table, Callable[[], ListSpec], str]] = {
    "organisation": (Organisation, organisations_list, "stakeholders.index"),
    "person": (Person, people_list, "stakeholders.people"),
}
