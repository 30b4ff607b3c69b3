"""Word of attacks: administrators are told when many attempts to sign in were in vain."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from engage.accounts import queries as accounts
from engage.accounts.traces.words import SUBJECT, TEXT
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.rules.actors import SYSTEM
from engage.rules.permissions import May

told = audit.Event("account.attack-told", "about", "times")


@one_transaction
def tell_administrators(ref: str, whom: str, times: int, now: datetime) -> bool:
    """Write to every administrator of an attack, once in a day; answers whether any was still to be told."""
    text = TEXT.format(times=times, whom=whom, address=f"{current_app.config['ADDRESS']}/audit/traces")
    letters = [
        outbox.write(
            "account.attack",
            ref,
            outbox.Recipient(f"account:{one.id}", one.email, one.name),
            SUBJECT,
            text,
            once=f"attack {ref} {now:%Y-%m-%d} account:{one.id}",
            by=SYSTEM,
        )
        for one in accounts.accounts_that_may(May.MANAGE_ACCOUNTS)
    ]
    if not any(letters):
        return False
    told(SYSTEM, about=ref, times=times)
    return True
