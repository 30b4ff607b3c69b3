"""The record is kept with one key for good: another would forget in silence who is never to be written to."""

from __future__ import annotations

from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.data.seals import guard_mark
from engage.platform.data.transactions import one_transaction
from engage.platform.processes.models import KeptWith
from engage.rules.errors import Refused

OTHER_KEY = (
    "This record was kept with another secret key, by which it is known who is never to be written to again. "
    "Give back that secret.key, or set ENGAGE_SECRET_KEY to it. Where it was changed on purpose, set "
    "ENGAGE_GUARD_KEY to the one before, or keep it as guard.key in the data folder: then nothing is lost."
)


def must_be_the_same() -> None:
    """Raises Refused where the record was kept with another key than is given now; the first one is noted."""
    kept = session().scalar(select(KeptWith.mark))
    if kept is None:
        note()
    elif kept != guard_mark():
        raise Refused(OTHER_KEY)


@one_transaction
def note() -> None:
    """Note with which key the record is kept from now on."""
    if session().get(KeptWith, 1) is None:
        session().add(KeptWith(id=1, mark=guard_mark()))
