"""A long act while it goes on, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped

from engage.platform.data.holding import WithVersion
from engage.platform.data.tables import Base, Keep, Privacy, key, noted


class LongAct(WithVersion, Base):
    """One thing to be done to many records. Once it is done, or was refused, only what came of it is kept."""

    __tablename__ = "long_act"
    __unaudited__ = "only how far it is; what it does has its entry"

    id: Mapped[int] = key()
    name: Mapped[str] = noted("what is done, such as stakeholders.tag", privacy=Privacy.NONE)
    given: Mapped[dict[str, Any]] = noted(
        "what was typed for it; empty once it has ended", JSON, privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    numbers: Mapped[list[int]] = noted(
        "the records it is about; none once it has ended", JSON, privacy=Privacy.NONE
    )
    total: Mapped[int] = noted("how many records it is about", privacy=Privacy.NONE)
    state: Mapped[str] = noted("going, done or refused", default="going", privacy=Privacy.NONE)
    came_of: Mapped[str] = noted(
        "what came of it, or why it was refused", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    back: Mapped[str] = noted(
        "address of the page to show afterwards, perhaps with words searched for",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    began_at: Mapped[datetime] = noted("when it last began", privacy=Privacy.NONE)
    by_id: Mapped[int] = noted("account that does it", index=True, privacy=Privacy.NONE)
