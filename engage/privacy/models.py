"""Requests of people for their data, and what the clock has taken away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, key, noted


class RightsRequest(Base):
    """A person's request for what is kept of them, or that it be erased."""

    __tablename__ = "rights_request"

    id: Mapped[int] = key()
    person_id: Mapped[int] = noted("the person", ForeignKey("person.id"), index=True, privacy=Privacy.NONE)
    kind: Mapped[str] = noted("access or erasure", privacy=Privacy.NONE)
    received_on: Mapped[date] = noted("when it was received", privacy=Privacy.NONE)
    due_on: Mapped[date] = noted("by when it is to be answered", privacy=Privacy.NONE)
    identity_checked_how: Mapped[str] = noted(
        "how we know it is they who ask", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT
    )
    state: Mapped[str] = noted("open, answered or refused", default="open", index=True, privacy=Privacy.NONE)
    answered_on: Mapped[date | None] = noted("when it was answered", privacy=Privacy.NONE)
    answer: Mapped[str] = noted(
        "what was answered, or why it was refused", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT
    )
    outcome: Mapped[list[dict[str, Any]]] = noted(
        "what was erased, what had to stay and why, by kind of record; no values",
        JSON,
        default=list,
        privacy=Privacy.NONE,
    )
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary

    def record_ref(self) -> str:
        return f"rights_request:{self.id}"


class RetentionNotice(Base):
    """A warning that something is soon to go, and that it went; it holds no value of what went."""

    __tablename__ = "retention_notice"

    id: Mapped[int] = key()
    keep: Mapped[str] = noted("the class of retention", privacy=Privacy.NONE)
    ref: Mapped[str] = noted("the record, such as person:7", index=True, privacy=Privacy.NONE)
    warned_on: Mapped[date] = noted("when the warning was given", privacy=Privacy.NONE)
    due_on: Mapped[date] = noted("when it is to go", privacy=Privacy.NONE)
    held_until: Mapped[date | None] = noted("until when somebody asked that it stay", privacy=Privacy.NONE)
    held_because: Mapped[str] = noted("why", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT)
    gone_at: Mapped[datetime | None] = noted("when it went; empty until then", privacy=Privacy.NONE)
    what: Mapped[str] = noted("which kinds of value went, in words", default="", privacy=Privacy.NONE)
