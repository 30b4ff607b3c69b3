"""The diary of the worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, key, noted


class JobRun(Base):
    """When a job of the worker last ran, and how it went."""

    __tablename__ = "job_run"
    __unaudited__ = "the worker's own diary"

    id: Mapped[int] = key()
    job: Mapped[str] = noted("the job", unique=True)
    started_at: Mapped[datetime] = noted("when it last began")
    finished_at: Mapped[datetime | None] = noted("when it last ended")
    outcome: Mapped[str] = noted("done, or what went wrong", default="")
