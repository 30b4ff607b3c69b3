"""Somebody with their hands in the database, past everything the product guards."""

from __future__ import annotations

from sqlalchemy import text

from engage.platform.data.db import record, session

TRIGGERS = {
    "sqlite": [
        f"DROP TRIGGER audit_{part}_no_{act}" for part in ("entry", "change") for act in ("update", "delete")
    ],
    "postgresql": [f"DROP TRIGGER audit_{part}_only_grows ON audit_{part}" for part in ("entry", "change")],
}


def tamper(*statements: str) -> None:
    """Take the database's own guards off the audit trail, then do this to it."""
    by_hand(*TRIGGERS[record.engine.dialect.name], *statements)


def by_hand(*statements: str) -> None:
    """Say this to the database directly."""
    session().rollback()
    with record.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
