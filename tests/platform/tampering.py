"""Somebody with their hands in the database, past everything the product guards."""

from __future__ import annotations

from sqlalchemy import text

from engage.platform.data.db import record, session

TRIGGERS = {
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
