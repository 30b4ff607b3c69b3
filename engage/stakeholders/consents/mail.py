"""Who may be written to: the one place that decides, and says why somebody is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.mail.outbox import Recipient, ask_before_posting
from engage.platform.mail.suppression import NOT_AGAIN, suppressed
from engage.stakeholders.barred import EMAIL, barred, plain
from engage.stakeholders.models import Consent, ContactPoint, Organisation, Person, Stakeholder, Table
from engage.stakeholders.queries import AT_ONCE, Standing, merged_numbers, standing_together
from engage.stakeholders.words import BULK, ONE_TO_ONE

Kind = Literal["one_to_one", "bulk"]

GONE = "It is no longer in the register."
ERASED = "What was kept of them was erased."
MERGED = "This record was merged into another one, which is written to instead."
DO_NOT_CONTACT = "They are not to be contacted at all."
CLOSED = "We no longer deal with them: the record is closed."
WITHDRAWN = {
    ONE_TO_ONE: "They withdrew their consent to be contacted one to one.",
    BULK: "They withdrew their consent to bulk mail.",
}
NEVER_ASKED = {
    ONE_TO_ONE: "They never agreed to be contacted one to one.",
    BULK: "They never subscribed to bulk mail.",
}
NO_BASIS = "Their consent does not say what it rests on."
NO_ADDRESS = "No mail address is recorded."
ADDRESS_BARRED = "Their mail address is also that of another record, which is not to be contacted at all."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is not written to, and the sentence that says why."""

    ref: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who may be written to and who may not, each in the order asked for."""

    able: list[Recipient]
    left_out: list[LeftOut]

    @property
    def reasons(self) -> dict[str, int]:
        """How many are left out for each reason, the most frequent first."""
        return dict(Counter(one.sentence for one in self.left_out).most_common())


def recipients(person_ids: Sequence[int], kind: Kind, *, own_matter: bool = True) -> Recipients:
    """Which of these people may be written to.

    *Do not contact*, a withdrawn consent, an erased or closed record always refuse. Bulk mail needs a consent
    that stands and says what it rests on. One to one, somebody who was never asked may be written to about a
    matter of their own, such as the forum they belong to; ``own_matter=False`` asks for a consent there too.
    """
    return _sorted_out(Person, person_ids, kind, own_matter)


def organisation_recipients(
    organisation_ids: Sequence[int], kind: Kind, *, own_matter: bool = True
) -> Recipients:
    """The same for organisations, at the address they prefer or publish."""
    return _sorted_out(Organisation, organisation_ids, kind, own_matter)


def bulk_recipients(table: Table, numbers: Sequence[int]) -> Recipients:
    """Who of these organisations or people may get bulk mail."""
    return _sorted_out(table, numbers, "bulk", own_matter=True)


def _why_not_any_more(ref: str, letter: str) -> str:
    """Why a letter that was written may not be sent after all; empty when it may."""
    name, _, number = ref.partition(":")
    kind: Kind = "bulk" if letter == BULK else "one_to_one"
    of = recipients if name == "person" else organisation_recipients
    return "".join(one.sentence for one in of([int(number)], kind).left_out)


def _sorted_out(table: Table, ids: Sequence[int], kind: Kind, own_matter: bool) -> Recipients:
    able: list[Recipient] = []
    left_out: list[LeftOut] = []
    numbers = list(dict.fromkeys(ids))
    name = "person" if table is Person else "organisation"
    not_to_be_used = barred() if numbers else frozenset()
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        known = _known(table, some)
        kept = merged_numbers(table, some)
        stands, addresses = _standings(name, some, kept, kind), _addresses(name, some, kept)
        addresses = {number: _address(known[number], addresses.get(number, "")) for number in known}
        blocked = suppressed(addresses.values())
        for number in some:
            ref, row = f"{name}:{number}", known.get(number)
            why = _why_not(row, stands.get(number), kind, own_matter)
            address = addresses.get(number, "")
            why = why or ("" if address else NO_ADDRESS) or (NOT_AGAIN if address in blocked else "")
            why = why or (ADDRESS_BARRED if plain(EMAIL, address) in not_to_be_used else "")
            if why or row is None:
                left_out.append(LeftOut(ref, why))
            else:
                able.append(Recipient(ref, address, row.name))
    return Recipients(able, left_out)


def _known(table: Table, ids: Collection[int]) -> dict[int, Stakeholder]:
    found: Iterable[Stakeholder] = session().scalars(select(table).where(table.id.in_(ids)))
    return {row.id: row for row in found}


def _why_not(who: Stakeholder | None, asked: Standing | None, kind: Kind, own_matter: bool) -> str:
    """Why somebody may not be written to; empty when they may."""
    if who is None:
        return GONE
    if isinstance(who, Person) and who.erased_on is not None:
        return ERASED
    if who.merged_into_id is not None:
        return MERGED
    if who.do_not_contact:
        return DO_NOT_CONTACT
    if who.closed_on is not None:
        return CLOSED
    if asked is None:
        return "" if kind == ONE_TO_ONE and own_matter else NEVER_ASKED[kind]
    if asked.state == "withdrawn":
        return WITHDRAWN[kind]
    if kind == BULK and asked.row is not None and not asked.row.basis:
        return NO_BASIS
    return ""


def _standings(name: str, ids: Collection[int], kept: Mapping[int, int], kind: str) -> dict[int, Standing]:
    column = _column(Consent, name)
    wanted = select(Consent).where(column.in_([*ids, *kept]), Consent.kind == kind)
    rows: dict[int, list[Consent]] = {}
    for row in session().scalars(wanted):
        number = getattr(row, column.key)
        rows.setdefault(kept.get(number, number), []).append(row)
    return {number: standing_together(kind, own) for number, own in rows.items()}


def _addresses(name: str, ids: Collection[int], kept: Mapping[int, int]) -> dict[int, str]:
    """The mail address of each that has one in its addresses, the preferred before any other, its own before
    that of a record merged into it."""
    column = _column(ContactPoint, name)
    wanted = (
        select(column, ContactPoint.value)
        .where(column.in_([*ids, *kept]), ContactPoint.kind == "email")
        .order_by(ContactPoint.is_preferred, ContactPoint.id.desc())
    )
    found = session().execute(wanted).all()
    lent = {kept[number]: value for number, value in found if number in kept}
    return lent | {number: value for number, value in found if number not in kept}


def _address(who: Stakeholder, kept: str) -> str:
    return kept or (who.email if isinstance(who, Organisation) else "")


def _column(table: type[Consent] | type[ContactPoint], name: str) -> Any:
    return table.person_id if name == "person" else table.organisation_id


for _name in ("person", "organisation"):
    ask_before_posting(_name, _why_not_any_more)
