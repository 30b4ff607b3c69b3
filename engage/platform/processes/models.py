"""The diary of the worker, and which workers are heard."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import literal
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, Watch, key, noted


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
    failures: Mapped[int] = noted(
        "how many times in a row it failed", default=0, server_default=literal(0), privacy=Privacy.NONE
    )
    failing_since: Mapped[datetime | None] = noted(
        "when it first failed, until it was told that it works again", privacy=Privacy.NONE
    )
    failed_at: Mapped[datetime | None] = noted("when it last failed", privacy=Privacy.NONE)
    wanted_at: Mapped[datetime | None] = noted(
        "when somebody asked for it to run now; empty once it did", privacy=Privacy.NONE
    )


class KeptWith(Base):
    """The key by which it is known, without their addresses, who is never to be written to again."""

    __tablename__ = "kept_with"
    __unaudited__ = "it says of a key only whether it is the same"

    id: Mapped[int] = key()
    mark: Mapped[str] = noted(
        "mark of the key, which tells keys apart and gives none away", privacy=Privacy.NONE
    )


class Worker(Watch):
    """A worker of which something was heard. It stands in the watch, where no writer waits for long."""

    __tablename__ = "worker"

    id: Mapped[int] = key()
    name: Mapped[str] = noted("machine and number of the process", unique=True, privacy=Privacy.NONE)
    is_active: Mapped[bool] = noted("whether it runs the jobs, or stands by", privacy=Privacy.NONE)
    since: Mapped[datetime] = noted("since when", privacy=Privacy.NONE)
    heard_at: Mapped[datetime] = noted("when something was last heard of it", privacy=Privacy.NONE)
