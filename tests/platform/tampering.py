"""Somebody with their hands in the database, past everything the product guards."""

from __future__ import annotations

from sqlalchemy import select, text, update

from engage.platform.data import audit
from engage.platform.data.audit import AuditEntry, AuditHead
from engage.platform.data.db import record, session

TRIGGERS = {"audit_entry_no_other_name": "audit_entry"} | {
    f"audit_{part}_no_{act}": f"audit_{part}" for part in ("entry", "change") for act in ("update", "delete")
}


def tamper(*statements: str) -> None:
    """Take the database's own guards off the audit trail, then do this to it."""
    of_table = " ON {}" if record.is_postgresql else ""
    by_hand(
        *(f"DROP TRIGGER {name}{of_table.format(table)}" for name, table in TRIGGERS.items()), *statements
    )


def by_hand(*statements: str) -> None:
    """Say this to the database directly."""
    session().rollback()
    with record.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def recompute() -> None:
    """Make every fingerprint and the head anew, as whoever reads the source and owns the database can."""
    session().rollback()
    previous, entries = audit.BEGINNING, session().scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    made = {}
    for entry in entries:
        entry.previous = previous
        made[entry.id] = {"previous": previous, "fingerprint": audit.entry_fingerprint(entry)}
        previous = made[entry.id]["fingerprint"]
    session().rollback()
    with record.engine.begin() as connection:
        for number, values in made.items():
            connection.execute(update(AuditEntry).where(AuditEntry.id == number).values(**values))
        connection.execute(update(AuditHead).values(entries=len(made), fingerprint=previous))
