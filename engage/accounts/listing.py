"""The audit trail as a list: who did what, when, and to which record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from engage.platform import clock
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import session
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.platform.web import lists
from engage.platform.web.forms import read_day
from engage.platform.web.history import in_words
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.platform.web.pages import moment


@dataclass(frozen=True, slots=True)
class Done:
    """One entry, with the first record it touched and how many it touched in all."""

    entry: AuditEntry
    record: Link | None
    records: int

    @property
    def id(self) -> int:
        return self.entry.id

    @property
    def touched(self) -> str:
        if self.record is None:
            return ""
        return self.record.text + (f" and {self.records - 1:,} more" if self.records > 1 else "")


def audit_trail() -> ListSpec:
    """Everything that was done, newest first."""
    return ListSpec(
        name="audit-trail",
        heading="Audit trail",
        one="entry",
        many="entries",
        number=AuditEntry.id,
        base=lambda: select(AuditEntry.id),
        rows=_rows,
        columns=COLUMNS,
        filters=FILTERS,
        first_order=("at", True),
    )


def _rows(numbers: Sequence[int]) -> list[Done]:
    entries = session().scalars(select(AuditEntry).where(AuditEntry.id.in_(numbers))).all()
    touched = session().execute(
        select(AuditChange.entry_id, func.min(AuditChange.ref), func.count(AuditChange.ref.distinct()))
        .where(AuditChange.entry_id.in_(numbers))
        .group_by(AuditChange.entry_id)
    )
    first = {number: (ref, records) for number, ref, records in touched}
    named = references.links(ref for ref, _ in first.values())
    rows = []
    for entry in entries:
        ref, records = first.get(entry.id, ("", 0))
        rows.append(Done(entry, named.get(ref), records))
    return lists.in_order(rows, numbers)


COLUMNS = (
    Column("at", "When", lambda done: moment(done.entry.at), sort=AuditEntry.id),
    Column("who", "Who", lambda done: done.entry.actor_name, sort=AuditEntry.actor_name),
    Column("what", "What", lambda done: in_words(done.entry.event), sort=AuditEntry.event),
    Column(
        "record",
        "Record",
        lambda done: done.touched,
        link=lambda done: done.record.address if done.record else "",
    ),
    Column("number", "Entry", lambda done: done.entry.id, kind="number"),
    Column("fingerprint", "Fingerprint", lambda done: done.entry.fingerprint, shown=False),
)


def _event_choices() -> list[tuple[str, str]]:
    return [(event, in_words(event)) for event in lists.distinct_values(AuditEntry.event)]


def _since(typed: str) -> ColumnElement[bool]:
    return AuditEntry.at >= clock.beginning_of(read_day(typed))


def _until(typed: str) -> ColumnElement[bool]:
    return AuditEntry.at <= clock.end_of(read_day(typed))


def _touching(typed: str) -> ColumnElement[bool]:
    ref = references.find(typed) or typed
    return AuditEntry.id.in_(select(AuditChange.entry_id).where(AuditChange.ref == ref))


FILTERS = (
    Filter("event", "What", lambda value: AuditEntry.event == value, _event_choices),
    Filter("who", "Who", lambda value: AuditEntry.actor_name == value, hint="The whole name or post."),
    Filter("record", "Record", _touching, hint="By its reference, such as ENG-012."),
    Filter("since", "Since", _since, hint="Such as 6 June 2018."),
    Filter("until", "Until", _until, hint="Such as 30 June 2018."),
)
