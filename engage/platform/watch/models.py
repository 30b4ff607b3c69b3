"""Traces of coming in, of refusals, and of what was taken out or read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Keep, Privacy, Watch, key, noted


class Trace(Watch):
    """Something that happened once or more within one minute, alike in all that is kept of it."""

    __tablename__ = "trace"
    __table_args__ = (UniqueConstraint("minute", "kind", "account_id", "source", "what"),)

    id: Mapped[int] = key()
    at: Mapped[datetime] = noted("when it first happened", privacy=Privacy.NONE)
    minute: Mapped[int] = noted(
        "number of the minute, in which what is equal is counted in one row", privacy=Privacy.NONE
    )
    kind: Mapped[str] = noted("what happened, such as refused", privacy=Privacy.NONE)
    account_id: Mapped[int] = noted(
        "account that did it, or that somebody tried to come in to; 0 for nobody known",
        index=True,
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "keyed hash of where it came from, so that equal sources are seen without the address",
        privacy=Privacy.ACCOUNT,
        keep=Keep.WATCH,
    )
    what: Mapped[str] = noted("address of the page, without anything secret", privacy=Privacy.NONE)
    times: Mapped[int] = noted("how often it happened in that minute", privacy=Privacy.NONE)
