"""The first table of the answers, until surveys bring their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Answers, Keep, Privacy, key, noted


class Answer(Answers):
    """What somebody of the public sent in; nobody knows who."""

    __tablename__ = "answer"

    id: Mapped[int] = key()
    received_at: Mapped[datetime] = noted("when it came in", privacy=Privacy.NONE)
    words: Mapped[str] = noted(
        "what they wrote, in which people may be named", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
