"""Accounts closed long ago: the title of the post stands in place of the name, wherever it signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Column, func, select

from engage.accounts import queries
from engage.accounts.models import Account, Credential, RecoveryCode
from engage.platform import clock
from engage.platform.data.audit import AuditChange, AuditEntry, name_anew
from engage.platform.data.db import record, session
from engage.platform.data.tables import Base, Keep, Privacy
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.platform.web.models import SavedView
from engage.rules.permissions import ROLES

CLOSED = "account.closed"
FORMER = "Former member of staff"
NOBODY = "nobody.invalid"


def accounts_due(by: date) -> Iterator[Due]:
    """Accounts closed so long ago that still bear a name."""
    limit = retention.counted_from(Keep.ACCOUNT, by)
    wanted = (
        select(Account.id, func.max(AuditEntry.at))
        .join(AuditChange, (AuditChange.table == "account") & (AuditChange.row_id == Account.id))
        .join(AuditEntry, (AuditEntry.id == AuditChange.entry_id) & (AuditEntry.event == CLOSED))
        .where(Account.is_open.is_(False), ~Account.email.endswith(f"@{NOBODY}"))
        .group_by(Account.id)
        .order_by(Account.id)
    )
    for number, at in session().execute(wanted):
        closed = clock.in_london(at).date()
        if closed <= limit:
            due = retention.ends_on(Keep.ACCOUNT, closed)
            yield Due(Keep.ACCOUNT, f"account:{number}", due, "the name and address of an account")


def name_the_post(ref: str) -> list[str]:
    """Put the title of the post in place of a name, in the account and wherever it signed; the views of lists
    that they kept for themselves go."""
    account = session().get(Account, int(ref.partition(":")[2]))
    if account is None or account.is_open:
        return []
    roles = sorted(queries.roles_of(account.id))
    title = ROLES[roles[0]].title if roles else FORMER
    account.name, account.email = title, f"account-{account.id}@{NOBODY}"
    for secret in (Credential, RecoveryCode):
        for kept in session().scalars(select(secret).where(secret.account_id == account.id)):
            session().delete(kept)
    private = select(SavedView).where(SavedView.account_id == account.id, SavedView.sharing == "private")
    for view in session().scalars(private):
        session().delete(view)
    name_anew(account.id, title)
    for row, number, name in _signatures():
        for signed in session().scalars(select(row).where(number == account.id)):
            setattr(signed, name.key, title)
    return []


def _signatures() -> Iterator[tuple[type[Base], Column[Any], Column[Any]]]:
    """Every column that names an account beside one that leads to it: by_name beside by_id."""
    for row, table in record.tables():
        for column in table.columns:
            number = table.columns.get(column.name.removesuffix("_name") + "_id")
            is_name = column.name.endswith("_name") and column.info.get("privacy") is Privacy.ACCOUNT
            if is_name and number is not None and table.name != AuditEntry.__tablename__:
                yield row, number, column
