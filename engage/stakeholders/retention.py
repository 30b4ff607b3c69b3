"""People of the register with whom nobody has dealt for long, so that their time here is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from engage.platform import clock
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import session
from engage.platform.data.tables import Keep
from engage.platform.offers import dealings, retention
from engage.platform.offers.dealings import Party
from engage.platform.offers.retention import Due
from engage.stakeholders.duplicates.models import OrganisationMerge
from engage.stakeholders.models import Consent, ContactMade, ContactPoint, Organisation, Person, Post

AT_ONCE = 500
OUR_NOTES = ("notes", "access_needs")


def people_due(by: date) -> Iterator[Due]:
    """People whose record was closed so long ago; or with whom there was nothing since, and nothing goes on.

    Something goes on while they hold a post, or agreed to hear from us and have not withdrawn.
    """
    limit = retention.counted_from(Keep.CONTACT, by)
    wanted = select(Person.id, Person.closed_on).where(
        Person.erased_on.is_(None), Person.merged_into_id.is_(None)
    )
    people = {row.id: row.closed_on for row in session().execute(wanted.order_by(Person.id))}
    open_ones = [number for number, closed in people.items() if closed is None]
    last = {number: closed for number, closed in people.items() if closed is not None}
    last |= _last_of(sorted(set(open_ones) - _going_on()))
    for number in sorted(last):
        if last[number] <= limit:
            due = retention.ends_on(Keep.CONTACT, last[number])
            yield Due(Keep.CONTACT, f"person:{number}", due, "everything kept of a person")


def organisations_due(by: date) -> Iterator[Due]:
    """Organisations closed so long ago of which more is kept than what they published, or of what was merged
    into them."""
    limit = retention.counted_from(Keep.CONTACT, by)
    merged = aliased(Organisation)
    noted = select(merged.merged_into_id).where(or_(merged.notes > "", merged.access_needs > ""))
    wanted = select(Organisation.id, Organisation.closed_on).where(
        Organisation.closed_on <= limit,
        or_(
            Organisation.notes > "",
            Organisation.access_needs > "",
            Organisation.id.in_(noted),
            Organisation.id.in_(select(ContactPoint.organisation_id)),
            Organisation.id.in_(select(ContactMade.organisation_id)),
        ),
    )
    for number, closed in session().execute(wanted.order_by(Organisation.id)):
        due = retention.ends_on(Keep.CONTACT, closed or limit)
        yield Due(Keep.CONTACT, f"organisation:{number}", due, "addresses and notes of an organisation")


def empty_organisation(ref: str) -> list[str]:
    """Leave what an organisation published of itself; take away its people's addresses and our notes, also
    those of what was merged into it."""
    number = int(ref.partition(":")[2])
    wanted = select(Organisation).where(or_(Organisation.id == number, Organisation.merged_into_id == number))
    rows = session().scalars(wanted).all()
    numbers = [row.id for row in rows]
    for row in rows:
        row.notes = row.access_needs = ""
    for merge in session().scalars(select(OrganisationMerge).where(OrganisationMerge.kept_id.in_(numbers))):
        merge.before, merge.after = _published(merge.before), _published(merge.after)
    for table in (ContactPoint, ContactMade):
        for kept in session().scalars(select(table).where(table.organisation_id.in_(numbers))):
            session().delete(kept)
    return []


def _published(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in OUR_NOTES}


def _going_on() -> set[int]:
    held = select(Post.person_id).where(Post.to_on.is_(None), Post.person_id.is_not(None))
    agreed = select(Consent.person_id).where(Consent.withdrawn_on.is_(None), Consent.person_id.is_not(None))
    return _numbers(held) | _numbers(agreed)


def _numbers(wanted: Select[Any]) -> set[int]:
    return set(session().scalars(wanted))


def _last_of(numbers: Iterable[int]) -> dict[int, date]:
    """The last day on which their record was changed, or a register dealt with each."""
    found: dict[int, date] = {}
    known = list(numbers)
    for start in range(0, len(known), AT_ONCE):
        refs = {f"person:{number}": number for number in known[start : start + AT_ONCE]}
        changed = _changed(refs)
        for dealing in dealings.dealings_with([Party(ref) for ref in refs]):
            if dealing.on is not None:
                number = refs[dealing.party]
                found[number] = max(found.get(number, dealing.on), dealing.on)
        for ref, at in changed.items():
            day = clock.in_london(at).date()
            found[refs[ref]] = max(found.get(refs[ref], day), day)
    return found


def _changed(refs: Iterable[str]) -> Mapping[str, datetime]:
    wanted = (
        select(AuditChange.ref, func.max(AuditEntry.at).label("at"))
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditChange.ref.in_(list(refs)))
        .group_by(AuditChange.ref)
    )
    return {row.ref: row.at for row in session().execute(wanted)}
