"""The diary of the worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, key, noted


class JobRun(Base):
    """When a job of the worker last ran, and how it went."""

    __tablename__ = "job_run"
    __unaudited__ = "the worker's own diary"

    id: Mapped[int] = key()
    job: Mapped[str] = noted("the job", unique=True, privacy=Privacy.NONE)
    started_at: Mapped[datetime] = noted("when it last began", privacy=Privacy.NONE)
    finished_at: Mapped[datetime | None] = noted("when it last ended", privacy=Privacy.NONE)
    outcome: Mapped[str] = noted(
        "done, or what went wrong", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )


class KeptWith(Base):
    """The key by which it is known, without their addresses, who is never to be written to again."""

    __tablename__ = "kept_with"
    __unaudited__ = "it says of a key only whether it is the same"

    id: Mapped[int] = key()
    mark: Mapped[str] = noted(
        "mark of the key, which tells keys apart and gives none away", privacy=Privacy.NONE
    )
