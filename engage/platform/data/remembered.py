"""What is read again and again, remembered in this process until the record changes that it was read from.

Every verb moves the head of the audit trail, so its fingerprint stands for the whole record at one moment,
and the entries since tell which tables were touched: by whom, in which process and how does not matter.
Asking for the head is one small statement a request, and none where it came with whoever is asking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, SessionTransaction

from engage.platform.data.audit import (
    BEGINNING,
    AuditChange,
    AuditEntry,
    AuditHead,
    tables_changed_after,
)
from engage.platform.data.db import record, session

Read = TypeVar("Read")

MOST = 500
HEAD = select(AuditHead.fingerprint).where(AuditHead.id == 1)
TRAIL = frozenset({AuditEntry.__tablename__, AuditChange.__tablename__})
WORD = re.compile("[a-z_]+")

_asked: ContextVar[set[str] | None] = ContextVar("asked", default=None)  # tables named in what is being read


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer, the tables it was read from, and a head of the record at which it is true."""

    answer: Any
    tables: frozenset[str]
    head: str


class Memory:
    """Up to ``most`` answers, each for as long as no table changes that it was read from.

    One that is not kept ``by_table`` goes with any change of the record. When there are more, the one kept
    longest goes.
    """

    everywhere: ClassVar[list[Memory]] = []

    def __init__(self, most: int, *, by_table: bool = True) -> None:
        self._most = most
        self._by_table = by_table
        self._known: dict[Hashable, _Known] = {}
        self._lock = Lock()
        Memory.everywhere.append(self)

    def remembered(
        self, what: Hashable, read: Callable[[], Read], counted: Collection[str] = frozenset()
    ) -> Read:
        """What ``read`` answers, asked once until a table that it asks changes.

        ``what`` names it, with everything that it depends on beside the record. The record ``read`` asks by
        itself: what was looked up before may be older than the head. It answers no rows, which belong to one
        request. What was read from a table that changes without the trail is not kept, unless ``what`` has a
        count of its changes and ``counted`` names the table. A verb at work always reads: what it has written
        so far is not the record yet.
        """
        if "work" in session().info:
            return read()
        key, head = (record.engine.url, what), _head()
        known = self._known.get(key)
        if known is None or (known.head != head and self._is_stale(known)):
            known = self._read_at(head, read)
        elif known.head != head:
            known = replace(known, head=head)
        if not self._by_table or not known.tables & (_without_trail() - frozenset(counted)):
            self._keep(key, known)
        _tell_who_asked(known.tables)
        answer: Read = known.answer
        return answer

    def __len__(self) -> int:
        return len(self._known)

    def _is_stale(self, known: _Known) -> bool:
        return not self._by_table or bool(known.tables & _changed_since(known.head))

    def forget(self) -> None:
        self._known.clear()

    def _read_at(self, head: str, read: Callable[[], Any]) -> _Known:
        with _aside() as asked:
            answer = read()
        return _Known(answer, _every_table() & asked if self._by_table else _every_table(), head)

    def _keep(self, key: Hashable, known: _Known) -> None:
        with self._lock:
            if key not in self._known and len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[key] = known


_of_the_whole = Memory(MOST, by_table=False)
remembered = _of_the_whole.remembered


def forget() -> None:
    """Let go of everything remembered."""
    for memory in Memory.everywhere:
        memory.forget()


def know_head(fingerprint: str | None) -> None:
    """Take the head as it was read with something else in this transaction."""
    session().info["head"] = fingerprint or BEGINNING


def _head() -> str:
    if "head" not in session().info:
        with _aside():
            know_head(session().scalar(HEAD))
    head: str = session().info["head"]
    return head


def _changed_since(head: str) -> frozenset[str]:
    """The tables changed since that head; every one of them, where it is not in the trail as it is now."""
    known: dict[str, frozenset[str]] = session().info.setdefault("changed", {})
    if head not in known:
        with _aside():
            changed = tables_changed_after(head)
        known[head] = _every_table() if changed is None else TRAIL | changed
    return known[head]


def _tell_who_asked(tables: frozenset[str]) -> None:
    """An answer that was made from this one rests on the same tables."""
    asked = _asked.get()
    if asked is not None:
        asked |= tables


@contextmanager
def _aside() -> Iterator[set[str]]:
    """The words of all statements sent while this lasts, kept from whoever listens already."""
    heard: set[str] = set()
    mark = _asked.set(heard)
    try:
        yield heard
    finally:
        _asked.reset(mark)


@cache
def _every_table() -> frozenset[str]:
    return frozenset(record.metadata.tables)


@cache
def _without_trail() -> frozenset[str]:
    return frozenset(table.name for row, table in record.tables() if row.__unaudited__) - TRAIL


@event.listens_for(Engine, "before_cursor_execute")
def _hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    asked = _asked.get()
    if asked is not None:
        asked.update(WORD.findall(statement))


@event.listens_for(record.session, "after_transaction_end")
def _look_again(ended: Session, _transaction: SessionTransaction) -> None:
    ended.info.pop("head", None)
    ended.info.pop("changed", None)
