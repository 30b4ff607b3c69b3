"""Word of attacks: administrators are told when many attempts to sign in were in vain."""

from __future__ import annotations

from datetime import datetime

from engage.accounts import mail
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM

told = audit.Event("account.attack-told", "about", "times")


@one_transaction
def tell_administrators(ref: str, whom: str, times: int, now: datetime) -> bool:
    """Write to every administrator of an attack, once in a day; answers whether any was still to be told."""
    if not mail.tell_of_attack(whom, times, f"attack {ref} {now:%Y-%m-%d}"):
        return False
    told(SYSTEM, about=ref, times=times)
    return True
