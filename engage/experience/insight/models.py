"""The insight summary of a quarter."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class Insight(Base):
    """What every source said of patients' experience in one quarter, drawn together for quality."""

    __tablename__ = "insight"
    __table_args__ = (UniqueConstraint("body_id", "period"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id"), index=True, privacy=Privacy.NONE)
    period: Mapped[str] = noted("the code of the quarter, such as 2019-20Q2", privacy=Privacy.NONE)
    drawn_up_on: Mapped[date] = noted("when it was drawn up", privacy=Privacy.NONE)
    themes: Mapped[list[dict[str, Any]]] = noted(
        "the themes as they stood: topic, how many items, how many independent sources, tones, quotes",
        JSON,
        default=list,
        privacy=Privacy.STORY,
        keep=Keep.STORY,
    )
    totals: Mapped[dict[str, Any]] = noted(
        "how many items in all, from which kinds of source, and how many stories",
        JSON,
        default=dict,
        privacy=Privacy.NONE,
    )
    summary: Mapped[str] = noted(
        "what it comes to, in words", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    shared_with: Mapped[list[str]] = noted(
        "with whom it was shared, such as quality", Words, default=list, privacy=Privacy.NONE
    )
    shared_on: Mapped[date | None] = noted("when it was shared", privacy=Privacy.NONE)
    came_back_on: Mapped[date | None] = noted("when the answer came back", privacy=Privacy.NONE)
    came_back: Mapped[str] = noted(
        "what quality and safety said", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    no_action_because: Mapped[str] = noted(
        "why no action was needed, where none was agreed", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary
