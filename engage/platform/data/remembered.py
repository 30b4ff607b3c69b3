"""What is read again and again, remembered in this process until anything in the record changes.

Every verb moves the head of the audit trail, so its fingerprint stands for the whole record at one moment.
Asking for it is one small statement a request, and none where it came with whoever is asking.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from engage.platform.data.audit import BEGINNING, AuditHead
from engage.platform.data.db import record, session

Read = TypeVar("Read")

MOST = 500
HEAD = select(AuditHead.fingerprint).where(AuditHead.id == 1)

_known: dict[Hashable, Any] = {}
_heads: list[str] = []  # the one that what is known was read at


def remembered(what: Hashable, read: Callable[[], Read]) -> Read:
    """What ``read`` answers, asked once until the record changes. No rows: they belong to one request.

    ``what`` names it, with everything that the answer depends on. A verb at work always reads: what it has
    written so far is not the record yet.
    """
    if "work" in session().info:
        return read()
    head = _head()
    if _heads != [head] or len(_known) >= MOST:
        _known.clear()
        _heads[:] = [head]
    key = (head, what)  # another thread may have read another head, and clears what is known at any moment
    answer: Any = _known.get(key, _known)
    if answer is _known:
        answer = _known[key] = read()
    found: Read = answer
    return found


def forget() -> None:
    """Let go of everything remembered."""
    _known.clear()
    _heads.clear()


def know_head(fingerprint: str | None) -> None:
    """Take the head as it was read with something else in this transaction."""
    session().info["head"] = fingerprint or BEGINNING


def _head() -> str:
    if "head" not in session().info:
        know_head(session().scalar(HEAD))
    head: str = session().info["head"]
    return head


@event.listens_for(record.session, "after_transaction_end")
def _look_again(ended: Session, _transaction: SessionTransaction) -> None:
    ended.info.pop("head", None)
