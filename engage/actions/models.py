"""An action and each time somebody was reminded of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Day, Field, Line, Listed, Reference
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, key, noted

OWNER = "Who does it"
AGREED = "What was agreed"


class Action(WithVersion, Base):
    """Something that was agreed to be done. ``agreed_at`` names the record it was agreed at or arose from."""

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_state_due", "state", "due_on"),)

    id: Mapped[int] = key()
    title: Mapped[str] = noted(
        "what is to be done",
        field=Line(
            "What is to be done",
            asks="What is to be done?",
            needed="Enter what is to be done, such as “Send the figures to PPG chairs”",
            longest=500,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    agreed_at: Mapped[str] = noted(
        "the record it arose from, such as meeting:3, insight:2 or panel_comparison:1",
        index=True,
        field=Reference("Agreed at"),
        privacy=Privacy.NONE,
    )
    agreed_on: Mapped[date | None] = noted(
        "when it was agreed",
        field=Day(
            "Agreed on",
            asks="When was it agreed?",
            hint="Such as 6 June 2018. Leave blank if it is not known.",
            shown=AGREED,
            listed=Listed.OFFERED,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    due_on: Mapped[date | None] = noted(
        "by when it is to be done",
        field=Day(
            "Due",
            asks="By when is it to be done?",
            hint="Such as 6 June 2018. Leave blank if no day was set.",
        ),
        privacy=Privacy.NONE,
    )
    owner_role: Mapped[str] = noted(
        "post of who does it, in words; empty when nobody has it",
        default="",
        field=Line(
            "Post of its owner",
            asks="Whose post is it?",
            hint="Such as Head of commissioning. This is what everybody sees.",
            longest=200,
            part=OWNER,
        ),
        privacy=Privacy.NONE,
    )
    owner_id: Mapped[int | None] = noted(
        "account of who does it",
        ForeignKey("account.id"),
        index=True,
        field=Field("Owner with an account"),
        privacy=Privacy.NONE,
    )
    person_id: Mapped[int | None] = noted(
        "person of the register who does it, when they have no account",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        field=Field("Owner in the register"),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int | None] = noted(
        "the body it is done for",
        ForeignKey("body.id"),
        index=True,
        field=Field("Body"),
        privacy=Privacy.NONE,
    )
    project_id: Mapped[int | None] = noted(
        "the project it bears on",
        ForeignKey("project.id"),
        index=True,
        field=Field("Project"),
        privacy=Privacy.NONE,
    )
    belongs_to: Mapped[str] = noted(
        "the standing record it is followed up in, such as forum:4; empty when there is none",
        default="",
        index=True,
        field=Reference("Followed at"),
        privacy=Privacy.NONE,
    )
    state: Mapped[str] = noted(
        "open, done or dropped", default="open", field=Field("State"), privacy=Privacy.NONE
    )
    ended_on: Mapped[date | None] = noted(
        "when it was done or dropped; empty while open",
        field=Field("Done or dropped on"),
        privacy=Privacy.NONE,
    )
    outcome: Mapped[str] = noted(
        "what came of it, or why it was dropped",
        default="",
        field=Field("What came of it", listed=Listed.OFFERED),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    confirmed_by: Mapped[str] = noted(
        "how it was confirmed: by somebody with an account, or by a link sent to its owner",
        default="",
        field=Field("Confirmed"),
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by("title", "owner_role", privacy=Privacy.WORDS, keep=Keep.RECORD)


class ActionChase(Base):
    """That the owner of an action was reminded of it."""

    __tablename__ = "action_chase"

    id: Mapped[int] = key()
    action_id: Mapped[int] = noted(
        "the action", ForeignKey("action.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    at: Mapped[datetime] = noted("when", field=Field("Reminded at"), privacy=Privacy.NONE)
    how: Mapped[str] = noted("by mail, by phone, in a meeting", field=Field("Reminded"), privacy=Privacy.NONE)
    letter_id: Mapped[int | None] = noted("the letter that was sent, when it was one", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"action:{self.action_id}"
