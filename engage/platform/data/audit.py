"""The audit trail: declared events, old and new values, each entry sealed with the last and with a key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache
from secrets import token_hex
from typing import Any, ClassVar, NamedTuple, cast

from sqlalchemy import JSON, ForeignKey, Index, MetaData, Table, event, func, inspect, select, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session

from engage.platform import clock
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES, record, session
from engage.platform.data.ready import Ready
from engage.platform.data.seals import key_mark, sealed
from engage.platform.data.search_text import is_kept_by_the_row
from engage.platform.data.tables import NOT_COPIED, Base, Keep, Privacy, key, noted
from engage.rules.actors import Actor

NOT_KEPT = "(not kept here)"
BLANKED = "blanked"  # what an entry says, beside the fields of its event, of values it took away
NAMED = "named"  # what it says of the name of an account, in place of which the title of a post now stands
BEGINNING = "0" * 64


class SilentWrite(RuntimeError):
    """A row changed without a verb, or a verb changed rows and recorded no event."""


class AuditEntry(Base):
    """One thing that somebody did."""

    __tablename__ = "audit_entry"
    __unaudited__ = "it is the audit trail"

    id: Mapped[int] = key()
    at: Mapped[datetime] = noted("when it was done", privacy=Privacy.NONE)
    actor_id: Mapped[int | None] = noted(
        "account that did it; empty for the system", index=True, privacy=Privacy.NONE
    )
    actor_name: Mapped[str] = noted(
        "name as it stood then; outside the fingerprint, so that it can be erased",
        privacy=Privacy.ACCOUNT,
        keep=Keep.ACCOUNT,
    )
    event: Mapped[str] = noted("what was done, such as activity.logged", index=True, privacy=Privacy.NONE)
    fields: Mapped[dict[str, Any]] = noted(
        "the event's own fields", JSON, privacy=Privacy.WORDS, keep=Keep.TRAIL
    )
    changes_fingerprint: Mapped[str] = noted("SHA-256 of the changes in order", privacy=Privacy.NONE)
    previous: Mapped[str] = noted("fingerprint of the entry before", privacy=Privacy.NONE)
    fingerprint: Mapped[str] = noted(
        "SHA-256 of this entry and the one before", unique=True, privacy=Privacy.NONE
    )
    name_salt: Mapped[str | None] = noted(
        "random, so that the seal betrays no name; empty once the name is taken away", privacy=Privacy.NONE
    )
    name_seal: Mapped[str | None] = noted(
        "keyed hash of the salt and the name; it stays when the name goes", privacy=Privacy.NONE
    )
    seal: Mapped[str | None] = noted(
        "keyed hash of the fingerprint and the seal of the name; empty before the trail was keyed",
        privacy=Privacy.NONE,
    )
    sealed_with: Mapped[str | None] = noted(
        "mark of the key, which tells keys apart and gives none away", privacy=Privacy.NONE
    )


class AuditChange(Base):
    """One row that an entry added, changed or took away, with what it held before and after."""

    __tablename__ = "audit_change"
    __unaudited__ = "it is the audit trail"
    __table_args__ = (Index("ix_audit_change_ref_entry", "ref", "entry_id"),)

    id: Mapped[int] = key()
    entry_id: Mapped[int] = noted(
        "the entry it belongs to", ForeignKey("audit_entry.id"), index=True, privacy=Privacy.NONE
    )
    table: Mapped[str] = noted("table of the row", privacy=Privacy.NONE)
    row_id: Mapped[int] = noted("number of the row", privacy=Privacy.NONE)
    ref: Mapped[str] = noted("the record the row is part of, such as activity:412", privacy=Privacy.NONE)
    salt: Mapped[str | None] = noted(
        "random, so that the fingerprint betrays no value; empty once the values are blanked",
        privacy=Privacy.NONE,
    )
    fingerprint: Mapped[str] = noted(
        "SHA-256 of the salt and the values; it stays when they are blanked", privacy=Privacy.NONE
    )
    before: Mapped[dict[str, Any] | None] = noted(
        "changed columns as they were; empty for a new row",
        JSON(none_as_null=True),
        privacy=Privacy.WORDS,
        keep=Keep.TRAIL,
    )
    after: Mapped[dict[str, Any] | None] = noted(
        "changed columns as they became; empty for a removed row",
        JSON(none_as_null=True),
        privacy=Privacy.WORDS,
        keep=Keep.TRAIL,
    )

    @property
    def is_blanked(self) -> bool:
        return self.salt is None


class AuditHead(Base):
    """The newest fingerprint and the number of entries: what the chain is checked against."""

    __tablename__ = "audit_head"
    __unaudited__ = "it is the audit trail"

    id: Mapped[int] = key()
    entries: Mapped[int] = noted("how many entries there are", privacy=Privacy.NONE)
    fingerprint: Mapped[str] = noted("fingerprint of the newest entry", privacy=Privacy.NONE)
    seal: Mapped[str | None] = noted(
        "keyed hash of both; empty before the trail was keyed", privacy=Privacy.NONE
    )


@dataclass(slots=True)
class Change:
    """A row seen changing: what the trail keeps of it, in the order of its fingerprint. The row may go."""

    table: str
    row_id: int
    ref: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    salt: str
    fingerprint: str

    @classmethod
    def of(cls, row: Base, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
        number = inspect(row).mapper.primary_key_from_instance(row)[0]
        salt = token_hex(16)
        fingerprint = fingerprint_of([[salt, before, after]])
        return cls(row.__tablename__, number, row.record_ref(), before, after, salt, fingerprint)


class KeptChange(NamedTuple):
    """A change as a check of the trail reads it: without making a record of each, which would take longer."""

    id: int
    entry_id: int
    table: str
    row_id: int
    ref: str
    salt: str | None
    fingerprint: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as a verb recorded it; ``depth`` is 1 for the verb that was called, 2 for a verb it called."""

    name: str
    actor: Actor
    fields: dict[str, Any]
    depth: int


@dataclass(slots=True)
class Work:
    """What one verb has done so far; ``is_broken`` once a verb within it has failed.

    ``blanked`` are the numbers of earlier changes whose values it took out of the trail, by the reason;
    ``named`` are the titles that it put in place of the names of accounts.
    """

    changes: list[Change] = field(default_factory=list)
    events: list[Recorded] = field(default_factory=list)
    blanked: dict[str, list[int]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    depth: int = 1
    is_broken: bool = False
    changes_fingerprint: str = ""
    ready: Ready | None = None


class Event:
    """A kind of thing that can be done, with exactly the fields it records.

    After some, such as the publication of a report, the head of the trail is published at once. What others did
    can be put back from the trail (``undo``), and so do the files that were named until then.
    """

    declared: ClassVar[dict[str, Event]] = {}

    def __init__(
        self, name: str, *fields: str, publishes_head: bool = False, can_be_put_back: bool = False
    ) -> None:
        if name in Event.declared:
            raise ValueError(f"the event {name} is declared twice")
        self.name = name
        self.publishes_head = publishes_head
        self.can_be_put_back = can_be_put_back
        self.fields = frozenset(fields)
        Event.declared[name] = self

    def __call__(self, actor: Actor, **fields: Any) -> None:
        if set(fields) != self.fields:
            raise ValueError(f"{self.name} records {sorted(self.fields)}, not {sorted(fields)}")
        work = current_work()
        work.events.append(Recorded(self.name, actor, fields, work.depth))


def current_work() -> Work:
    """The work of the verb now running. Raises SilentWrite outside a verb."""
    work: Work | None = session().info.get("work")
    if work is None:
        raise SilentWrite("An event can only be recorded inside a verb marked @one_transaction.")
    return work


def seal(work: Work) -> None:
    """Write the entry for ``work``; called once, just before the commit."""
    if work.is_broken:
        raise SilentWrite("A verb within this one failed half way, so this one cannot be done either.")
    if not (work.changes or work.events or work.blanked or work.named):
        return
    own = [event for event in work.events if event.depth == 1]
    if not own:
        tables = sorted({change.table for change in work.changes}) or ["the audit trail"]
        raise SilentWrite(f"Rows of {', '.join(tables)} changed, but the verb recorded no event.")
    if len(own) > 1:
        raise SilentWrite(f"One verb, one entry: this one recorded {', '.join(event.name for event in own)}.")
    _append(own[0], work)


def make_ready(work: Work) -> None:
    """Work out what can be before the entry has its place in the trail; nothing may change after that."""
    work.changes_fingerprint = fingerprint_of(map(facts_of, work.changes))
    if work.changes:
        table = cast(Table, AuditChange.__table__)
        rows = [_stored(change) for change in work.changes]
        work.ready = Ready.of(table, rows, record.engine.dialect, also=("entry_id",))


def _append(done: Recorded, work: Work) -> None:
    if not work.changes_fingerprint:
        make_ready(work)
    head = session().get(AuditHead, 1)
    if head is None:
        head = AuditHead(id=1, entries=0, fingerprint=BEGINNING)
        session().add(head)
    entry = AuditEntry(
        at=clock.now(),
        actor_id=done.actor.id,
        actor_name=done.actor.name,
        event=done.name,
        fields=_plain(done.fields) | _taken_away(work),
        changes_fingerprint=work.changes_fingerprint,
        previous=head.fingerprint,
    )
    entry.fingerprint = entry_fingerprint(entry)
    entry.name_salt, entry.sealed_with = token_hex(16), key_mark()
    entry.name_seal = sealed(entry.name_salt, entry.actor_name)
    entry.seal = sealed(entry.fingerprint, entry.name_seal)
    session().add(entry)
    session().flush()
    if work.ready is not None:
        work.ready.write(session().connection(), entry_id=entry.id)
    head.entries, head.fingerprint = head.entries + 1, entry.fingerprint
    head.seal = sealed(head.entries, head.fingerprint)
    session().flush()


def _taken_away(work: Work) -> dict[str, Any]:
    """What the entry of a verb says that it took out of the trail."""
    said = {BLANKED: work.blanked, NAMED: work.named}
    return {name: taken for name, taken in said.items() if taken}


def _stored(change: Change) -> dict[str, Any]:
    return {
        "table": change.table,
        "row_id": change.row_id,
        "ref": change.ref,
        "salt": change.salt,
        "fingerprint": change.fingerprint,
        "before": change.before,
        "after": change.after,
    }


def blank(changes: Iterable[AuditChange], why: str) -> int:
    """Take the values of these changes out of the trail for good, and answer of how many.

    Within a verb, whose entry says so. What was changed and by whom stays, and so does the chain.
    """
    work, count = current_work(), 0
    for change in changes:
        if not change.is_blanked:
            change.before = None if change.before is None else {}
            change.after = None if change.after is None else {}
            change.salt = None
            work.blanked.setdefault(why, []).append(change.id)
            count += 1
    return count


def name_anew(account_id: int, title: str) -> None:
    """Put a title in place of the name of an account in every entry, for good.

    Within a verb, whose entry says so.
    """
    of_account = update(AuditEntry).where(AuditEntry.actor_id == account_id)
    session().execute(of_account.values(actor_name=title, name_salt=None))
    current_work().named[str(account_id)] = title


def facts_of(change: Change | KeptChange) -> list[Any]:
    """What the fingerprint of the changes of an entry is made from, one by one."""
    is_new, is_gone = change.before is None, change.after is None
    return [change.table, change.row_id, change.ref, is_new, is_gone, change.fingerprint]


def entry_fingerprint(entry: AuditEntry) -> str:
    """SHA-256 of an entry and the one before."""
    return fingerprint_of(
        [
            [
                entry.previous,
                entry.at.isoformat(),
                entry.actor_id,
                entry.event,
                entry.fields,
                entry.changes_fingerprint,
            ]
        ]
    )


def fingerprint_of(items: Iterable[list[Any]]) -> str:
    """SHA-256 of these values in order."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(json.dumps(item, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def history_of(ref: str) -> list[tuple[AuditEntry, list[AuditChange]]]:
    """What was done to one record, newest first, each entry with its changes to that record."""
    found = session().execute(
        select(AuditEntry, AuditChange)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditChange.ref == ref)
        .order_by(AuditEntry.id.desc(), AuditChange.id)
    )
    grouped: dict[int, tuple[AuditEntry, list[AuditChange]]] = {}
    for entry, change in found:
        grouped.setdefault(entry.id, (entry, []))[1].append(change)
    return list(grouped.values())


def changes_of(entry_id: int) -> list[AuditChange]:
    """Every change of one entry, in the order they were made."""
    wanted = select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id)
    return list(session().scalars(wanted))


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(held) for held in value]
    return value


def _kept(row: Base, name: str, value: Any) -> Any:
    privacy = inspect(type(row)).columns[name].info.get("privacy")
    if privacy in NOT_COPIED and value not in (None, ""):
        return NOT_KEPT
    return _plain(value)


def _all_values(row: Base) -> dict[str, Any]:
    names = _told_columns(type(row))
    return {name: _kept(row, name, getattr(row, name)) for name in names if getattr(row, name) is not None}


def _changed_values(row: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    touched = [name for name in _told_columns(type(row)) if name in state.committed_state]
    for name in touched:
        history = state.attrs[name].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            before[name] = _kept(row, name, old)
            after[name] = _kept(row, name, getattr(row, name))
    return before, after


@cache
def _told_columns(row: type[Base]) -> tuple[str, ...]:
    """The columns whose values the trail keeps; words that a row makes of the others would say no more."""
    attributes = inspect(row).column_attrs
    return tuple(one.key for one in attributes if not is_kept_by_the_row(one.columns[0]))


def _audited(rows: Iterable[Any]) -> list[Base]:
    """The rows that are audited, those others lean on first: the order in which they are written."""
    audited = [row for row in rows if isinstance(row, Base) and not row.__unaudited__]
    return sorted(audited, key=lambda row: _places(row.metadata)[row.__tablename__])


@cache
def _places(metadata: MetaData) -> dict[str, int]:
    return {table.name: place for place, table in enumerate(metadata.sorted_tables)}


def watch(database: Database) -> None:
    """See the changes of a database: none outside a verb and, where it has a trail, none without an entry."""
    event.listen(database.session, "before_flush", _refuse_a_write_outside_a_verb)
    if database.has_trail:
        event.listen(database.session, "after_flush", _see_flush)
        event.listen(database.session, "do_orm_execute", _refuse_bulk_statements)


def _refuse_a_write_outside_a_verb(flushing: Session, _context: Any, _instances: Any) -> None:
    changed = [
        *flushing.new,
        *flushing.deleted,
        *(row for row in flushing.dirty if flushing.is_modified(row)),
    ]
    if changed and "work" not in flushing.info:
        raise SilentWrite(f"{type(changed[0]).__name__} was changed outside a verb marked @one_transaction.")


def _see_flush(flushing: Session, _context: Any) -> None:
    """Note what becomes of rows, for the entry of the verb now running."""
    if "work" not in flushing.info:
        return
    noted = current_work().changes
    for row in _audited(flushing.new):
        noted.append(Change.of(row, None, _all_values(row)))
    for row in _audited(flushing.dirty):
        before, after = _changed_values(row)
        if after:
            noted.append(Change.of(row, before, after))
    for row in reversed(_audited(flushing.deleted)):
        noted.append(Change.of(row, _all_values(row), None))


def newest_entry() -> int:
    """The number of the newest entry; 0 before there is any."""
    return session().scalar(select(func.max(AuditEntry.id))) or 0


def tables_changed_since(entry_id: int) -> set[str]:
    """The tables of which rows were added, changed or taken away by later entries."""
    wanted = select(AuditChange.table).where(AuditChange.entry_id > entry_id).distinct()
    return set(session().scalars(wanted))


def tables_changed_after(fingerprint: str) -> set[str] | None:
    """The tables changed since the entry with this fingerprint; None where the trail has no such entry."""
    if fingerprint == BEGINNING:
        return tables_changed_since(0)
    entry = session().scalar(select(AuditEntry.id).where(AuditEntry.fingerprint == fingerprint))
    return None if entry is None else tables_changed_since(entry)


def _refuse_bulk_statements(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = getattr(state.statement, "table", None)
    free = {mapper.local_table for mapper in Base.registry.mappers if mapper.class_.__unaudited__}
    if table not in free:
        raise SilentWrite(
            f"A bulk statement on {table} would leave no old values: change the rows one by one."
        )


for _database in DATABASES:
    watch(_database)
