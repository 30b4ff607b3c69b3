"""Requests of people for their data, and what the clock has taken away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Choice, Day, Listed, Text
from engage.platform.data.holding import WithVersion
from engage.platform.data.tables import Base, Keep, Privacy, key, noted

STANDS = "How it stands"
HOW_HINT = "Such as: wrote from the address we have, and gave their date of joining. Copy no document here."
KINDS = {"access": "Access to what is kept", "erasure": "Erasure"}


class RightsRequest(WithVersion, Base):
    """A person's request for what is kept of them, or that it be erased."""

    __tablename__ = "rights_request"

    id: Mapped[int] = key()
    person_id: Mapped[int] = noted("the person", ForeignKey("person.id"), index=True, privacy=Privacy.NONE)
    kind: Mapped[str] = noted(
        "access or erasure",
        field=Choice(
            "Asks for",
            asks="What do they ask for?",
            needed="Choose what they ask for",
            given=tuple(KINDS.items()),
            one="a kind of request",
            radios=True,
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
        ),
        privacy=Privacy.NONE,
    )
    received_on: Mapped[date] = noted(
        "when it was received",
        field=Day(
            "Received",
            asks="When was it received?",
            needed="Enter the day the request was received",
            hint="Such as 6 June 2018.",
            shown=STANDS,
            listed=Listed.SHOWN,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    due_on: Mapped[date] = noted("by when it is to be answered", privacy=Privacy.NONE)
    identity_checked_how: Mapped[str] = noted(
        "how we know it is they who ask",
        default="",
        field=Text(
            "How we know who asks",
            asks="How do you know that it is they who ask?",
            hint=f"Leave blank if it is still to be checked. {HOW_HINT}",
            longest=1_000,
            shown=STANDS,
            said_when_empty="not checked yet",
        ),
        privacy=Privacy.CONTACT,
        keep=Keep.CONSENT,
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
