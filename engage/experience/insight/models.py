"""The insight summary of a quarter."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Day, Field, Line, Listed, Text
from engage.platform.data.holding import WithVersion
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted

CAME_BACK = "What came back from quality and safety"


class Insight(WithVersion, Base):
    """What every source said of patients' experience in one quarter, drawn together for quality."""

    __tablename__ = "insight"
    __table_args__ = (UniqueConstraint("body_id", "period"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id"), index=True, field=Field("Body"), privacy=Privacy.NONE
    )
    period: Mapped[str] = noted(
        "the code of the quarter, such as 2019-20Q2", field=Field("Quarter"), privacy=Privacy.NONE
    )
    drawn_up_on: Mapped[date] = noted(
        "when it was drawn up",
        field=Day("Drawn up", shown=CAME_BACK, listed=Listed.SHOWN, sorts=True),
        privacy=Privacy.NONE,
    )
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
        "what it comes to, in words",
        default="",
        field=Text(
            "What it comes to",
            asks="What does it come to?",
            needed="Enter what it comes to",
            hint="Name nobody, and quote nobody: quotations stand with their theme, as agreed.",
            longest=10_000,
            rows=6,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    shared_with: Mapped[list[str]] = noted(
        "with whom it was shared, such as quality", Words, default=list, privacy=Privacy.NONE
    )
    shared_on: Mapped[date | None] = noted(
        "when it was shared",
        field=Day(
            "Shared with quality",
            asks="When is it shared with quality and safety?",
            needed="Enter the day it is shared, such as 6 June 2018",
            shown=CAME_BACK,
            listed=Listed.SHOWN,
            said_when_empty="not yet",
        ),
        privacy=Privacy.NONE,
    )
    came_back_on: Mapped[date | None] = noted(
        "when the answer came back",
        field=Day(
            "Answer came",
            asks="When did the answer come?",
            needed="Enter the day the answer came, such as 6 June 2018",
            shown=CAME_BACK,
            listed=Listed.SHOWN,
            said_when_empty="not yet",
        ),
        privacy=Privacy.NONE,
    )
    came_back: Mapped[str] = noted(
        "what quality and safety said",
        default="",
        field=Text(
            "The answer",
            asks="What did quality and safety say?",
            needed="Enter what quality and safety said",
            longest=10_000,
            rows=5,
            shown=CAME_BACK,
            said_when_empty="none yet",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    no_action_because: Mapped[str] = noted(
        "why no action was needed, where none was agreed",
        default="",
        field=Line(
            "Why nothing need be done",
            asks="If nothing need be done: why?",
            hint="Leave blank when actions are agreed. Agree them on the page of the summary.",
            longest=500,
            shown=CAME_BACK,
            quiet=True,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
