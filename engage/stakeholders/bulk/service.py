"""What is done to many organisations or people at once: tagged, given an owner, closed, written to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_long_transaction
from engage.platform.mail import letters, outbox
from engage.platform.offers.many_acts import Report, silently
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.stakeholders.consents import mail as mailing
from engage.stakeholders.models import Mailing, Person, Stakeholder, Table
from engage.stakeholders.queries import AT_ONCE
from engage.stakeholders.service import close_one

tagged = audit.Event("stakeholders.tagged", "tag", "count")
given_owner = audit.Event("stakeholders.given-owner", "owner_id", "count")
closed_together = audit.Event("stakeholders.closed", "on", "count")
written_to = audit.Event("mailing.written", "mailing_id", "count")


@one_long_transaction
def tag_many(
    actor: Actor, table: Table, numbers: Sequence[int], tag: str, *, report: Report = silently
) -> int:
    """Give a tag to these; answers how many did not have it. Of people the audit trail does not say which."""
    count = 0
    for who in _rows(table, numbers, report):
        if tag not in who.tags:
            who.tags = [*who.tags, tag]
            count += 1
    tagged(actor, tag=audit.NOT_KEPT if table is Person else tag, count=count)
    return count


@one_long_transaction
def give_owner_to_many(
    actor: Actor, table: Table, numbers: Sequence[int], owner_id: int, *, report: Report = silently
) -> int:
    """Have an account look after these; answers how many it did not look after before."""
    count = 0
    for who in _rows(table, numbers, report):
        count += who.owner_id != owner_id
        who.owner_id = owner_id
    given_owner(actor, owner_id=owner_id, count=count)
    return count


@one_long_transaction
def close_many(
    actor: Actor, table: Table, numbers: Sequence[int], on: date, *, report: Report = silently
) -> int:
    """Close these; answers how many were open. Raises Refused, changing nothing, where a day cannot be."""
    count = 0
    for who in _rows(table, numbers, report):
        if who.closed_on is None:
            close_one(who, on)
            count += 1
    closed_together(actor, on=on, count=count)
    return count


@one_long_transaction
def write_to_many(
    actor: Actor,
    table: Table,
    numbers: Sequence[int],
    subject: str,
    text: str,
    *,
    report: Report = silently,
) -> Mailing:
    """Write one letter to each of these who may get bulk mail, to be posted once this is saved.

    Raises Refused when nobody may.
    """
    found = mailing.bulk_recipients(table, numbers)
    if not found.able:
        raise Refused("None of them may be written to, so no letter was written.")
    written = save(
        Mailing(
            subject=subject,
            text=text,
            written_at=clock.now(),
            by_id=actor.id,
            able=len(found.able),
            left_out=found.reasons,
        )
    )
    heading, words = letters.render("stakeholders/bulk.txt", subject=" ".join(subject.split()), words=text)
    about = f"mailing:{written.id}"
    for start in range(0, len(found.able), AT_ONCE):
        outbox.write_to_each("bulk", about, found.able[start : start + AT_ONCE], heading, words, by=actor)
        report(start + AT_ONCE)
    written_to(actor, mailing_id=written.id, count=len(found.able))
    return written


def _rows(table: Table, numbers: Sequence[int], report: Report) -> Iterator[Stakeholder]:
    for start in range(0, len(numbers), AT_ONCE):
        wanted = select(table).where(table.id.in_(numbers[start : start + AT_ONCE]))
        found: Iterable[Any] = session().scalars(wanted)
        yield from found
        session().flush()
        report(min(start + AT_ONCE, len(numbers)))
