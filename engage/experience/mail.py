"""Letters about experience: to everybody who may do one thing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import current_app

from engage.accounts import queries as accounts
from engage.platform.mail.letters import render
from engage.platform.mail.outbox import Recipient, write
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.rules.permissions import May


def to_all(actor: Actor, who: May, kind: str, about: str, values: dict[str, Any], of: str = "") -> int:
    subject, text = render(f"experience/{kind.replace(' ', '_')}.txt", **values)
    written = 0
    for account in accounts.accounts_that_may(who):
        to = Recipient(f"account:{account.id}", account.email, account.name)
        # An address that takes no mail keeps nothing from being passed on: the page shows who was written to.
        with suppress(Refused):
            once = f"{kind} {about}{of} {to.ref}"
            written += write(kind, about, to, subject, text, once=once, by=actor) is not None
    return written


def link(path: str) -> str:
    return f"{current_app.config['ADDRESS']}{path}"
