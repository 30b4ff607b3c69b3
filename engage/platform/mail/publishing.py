"""The head of the trail is published outside the database: a line in a file, letters to those who keep it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from engage.platform import clock
from engage.platform.data import audit, heads
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted
from engage.rules.actors import SYSTEM

head_sent = audit.Event("trail.head-sent", "entries")

A_DAY = timedelta(days=1)
SUBJECT = "Engage: the head of the audit trail"
TEXT = (
    "{}\n\nThis line says when, how many entries the audit trail of Engage had, and the fingerprint of the "
    "newest. Keep it outside Engage. Whoever doubts the trail later puts such lines into a file, one below "
    "the other, and asks: engage audit verify --heads FILE"
)


@job("publish_head", every=5, does="Writes down outside the database how far the audit trail goes.")
def publish_head() -> str:
    """Publish the head of the trail outside the database: each day, and soon after what asks for it."""
    place: Path = current_app.config["HEADS"]
    head, last = heads.newest(), next(reversed(heads.read(place)), None)
    if head is None or (last and (last.fingerprint == head.fingerprint or not is_due(last))):
        return "Nothing to publish."
    heads.append(place, head)
    if to := current_app.config["HEADS_TO"]:
        send_head(head, to)
    return f"The head at {counted(head.entries, 'entry', 'entries')} was published."


def is_due(last: heads.Head) -> bool:
    """Whether the head has to be published again since it last was."""
    names = [name for name, event in audit.Event.declared.items() if event.publishes_head]
    wanted = select(AuditEntry.id).where(AuditEntry.event.in_(names), AuditEntry.at >= last.at)
    return clock.now() - last.at >= A_DAY or session().scalar(wanted.limit(1)) is not None


@one_transaction
def send_head(head: heads.Head, addresses: Sequence[str]) -> None:
    """Write the head to those who keep it outside this installation."""
    for number, address in enumerate(addresses, 1):
        to = outbox.Recipient(f"keeper:{number}", address, "")
        outbox.write("trail.head", f"trail:{head.entries}", to, SUBJECT, TEXT.format(head.line), by=SYSTEM)
    head_sent(SYSTEM, entries=head.entries)
