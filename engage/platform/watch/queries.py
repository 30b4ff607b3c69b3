"""Reading traces."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from math import floor
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, select

from engage.platform.data.db import watch
from engage.platform.watch.models import Trace
from engage.platform.watch.words import COMING_IN, IN_VAIN

A_MINUTE = 60  # seconds
SHOWN = 8  # letters of a hash, enough to tell sources apart by eye


def hash_of_source(source: str) -> str:
    """What is kept of where something came from."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"source {source}".encode(), hashlib.sha256).hexdigest()


def minute_of(moment: datetime) -> int:
    """The number of a minute, in which what is equal is counted in one row."""
    return floor(moment.timestamp() / A_MINUTE)


def traces(numbers: Sequence[int]) -> list[Trace]:
    return list(watch.session().scalars(select(Trace).where(Trace.id.in_(numbers))))


def traces_since(moment: datetime) -> list[Trace]:
    """Everything that happened since then, oldest first."""
    return list(watch.session().scalars(select(Trace).where(Trace.at >= moment).order_by(Trace.id)))


def comings_in(account_id: int, most: int) -> list[Trace]:
    """The newest of coming in to an account, and of trying to."""
    wanted = select(Trace).where(Trace.account_id == account_id, Trace.kind.in_(COMING_IN))
    return list(watch.session().scalars(wanted.order_by(Trace.id.desc()).limit(most)))


def in_vain_of_accounts(moment: datetime) -> dict[int, int]:
    """How often somebody tried in vain to come in since then, by account."""
    found = _in_vain(moment).add_columns(Trace.account_id).where(Trace.account_id > 0)
    return {account: times for times, account in watch.session().execute(found.group_by(Trace.account_id))}


def in_vain_of_sources(moment: datetime) -> dict[str, int]:
    """The same, by source."""
    found = _in_vain(moment).add_columns(Trace.source).group_by(Trace.source)
    return {source: times for times, source in watch.session().execute(found)}


def _in_vain(moment: datetime) -> Select[Any]:
    # By the minute, which has an index: under attack the table is long.
    return select(func.sum(Trace.times)).where(Trace.minute >= minute_of(moment), Trace.kind.in_(IN_VAIN))
