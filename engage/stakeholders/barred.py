"""Addresses that are not to be written to, whichever record holds them: their owner is not to be contacted,
or had themselves erased."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import literal, or_, select, union_all

from engage.platform.data.db import session
from engage.platform.imports.importing import batches
from engage.platform.mail.suppression import suppressed
from engage.rules.words import plain_words
from engage.stakeholders.models import ContactPoint, Organisation, Person, Stakeholder, Table

EMAIL, PHONE, POST = "email", "phone", "post"
BACK_AGAIN = (
    "{} is an address whose owner is not to be contacted at all, by another record that has it. It is kept "
    "here, and not written to."
)
ERASED_BEFORE = (
    "{} is an address whose owner had themselves erased. It is kept here, and not written to until they ask "
    "to hear from us again."
)

ADDRESS_OF_ONE_WHO_SAID_NO = (
    "an address whose owner is not to be contacted, or had themselves erased: it is kept, and not written to."
)

AT_ONCE = 500

Address = tuple[str, str]


def barred() -> frozenset[Address]:
    """Every address of those who are not to be contacted, by kind and in plain spelling."""
    points = (
        select(ContactPoint.kind, ContactPoint.value)
        .outerjoin(Person, Person.id == ContactPoint.person_id)
        .outerjoin(Organisation, Organisation.id == ContactPoint.organisation_id)
        .where(or_(Person.do_not_contact.is_(True), Organisation.do_not_contact.is_(True)))
    )
    post = Organisation.address + " " + Organisation.postcode
    published = (
        select(literal(kind), value).where(Organisation.do_not_contact.is_(True))
        for kind, value in ((EMAIL, Organisation.email), (PHONE, Organisation.phone), (POST, post))
    )
    found = [plain(kind, value) for kind, value in session().execute(union_all(points, *published))]
    return frozenset(one for one in found if one[1])


def plain(kind: str, value: str) -> Address:
    """An address in the one spelling in which it is compared."""
    if kind == PHONE:
        digits = re.sub(r"\D", "", value.replace("(0)", ""))
        return kind, re.sub(r"^(?:0044|44)", "0", digits)
    return kind, " ".join(plain_words(value)) if kind == POST else value.strip().casefold()


def addresses_of(table: Table, numbers: Iterable[int]) -> dict[int, list[Address]]:
    """The addresses of each of these, as they stand."""
    column = ContactPoint.organisation_id if table is Organisation else ContactPoint.person_id
    found: dict[int, list[Address]] = {}
    wanted = select(column, ContactPoint.kind, ContactPoint.value).where(column.in_(list(numbers)))
    for number, kind, value in session().execute(wanted.order_by(ContactPoint.id)):
        found.setdefault(number or 0, []).append((kind, value))
    return found


def not_to_be_used(addresses: Iterable[Address]) -> set[Address]:
    """Those of these addresses whose owner is not to be contacted, or had themselves erased."""
    asked, known = list(dict.fromkeys(addresses)), barred()
    found = {one for one in asked if plain(*one) in known}
    for some in batches(asked, AT_ONCE):
        erased = suppressed(value for _, value in some)
        found |= {one for one in some if one[1] in erased}
    return found


def back_again(table: Table, numbers: Iterable[int]) -> list[int]:
    """Those of these records that have an address whose owner does not want to be written to."""
    own, known = addresses_of(table, numbers), barred()
    erased = suppressed(value for held in own.values() for _, value in held)
    return [
        number
        for number, held in own.items()
        if any(value in erased or plain(kind, value) in known for kind, value in held)
    ]


def pointed_out(who: Stakeholder) -> Iterator[str]:
    """A sentence for each address of a record that has come back though its owner does not want to be written
    to."""
    own = addresses_of(type(who), [who.id]).get(who.id, [])
    if isinstance(who, Organisation):
        own += [(EMAIL, who.email), (PHONE, who.phone), (POST, f"{who.address} {who.postcode}".strip())]
    held = {address: address[1] for address in own if address[1]}
    erased = suppressed(value for _, value in held)
    known = frozenset() if who.do_not_contact else barred()
    for kind, value in held:
        if value in erased:
            yield ERASED_BEFORE.format(value)
        elif plain(kind, value) in known:
            yield BACK_AGAIN.format(value)
