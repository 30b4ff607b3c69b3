"""An engagement activity, the bodies it was run by, and its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.dated import Dated
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class Activity(Dated, Base):
    """Any engagement event or exercise. What was heard at it lies in ``feedback``, under its reference."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_sorts_on_id", "sorts_on", "id"),
        Index("ix_activity_title_id", "title", "id"),
    )

    id: Mapped[int] = key()
    ref: Mapped[str] = noted(
        "the reference its keeper gave it, such as ENG-012", unique=True, privacy=Privacy.NONE
    )
    title: Mapped[str] = noted("what it was called", privacy=Privacy.NONE)
    project_id: Mapped[int | None] = noted(
        "the project it serves", ForeignKey("project.id"), index=True, privacy=Privacy.NONE
    )
    stage: Mapped[int | None] = noted(
        "primary stage of the engagement cycle, 1 to 5", index=True, privacy=Privacy.NONE
    )
    also_stages: Mapped[list[int]] = noted(
        "further stages it served", JSON, default=list, privacy=Privacy.NONE
    )
    purpose: Mapped[str] = noted("what it was for", default="", privacy=Privacy.NONE)
    purposes: Mapped[list[str]] = noted(
        "codes of known purposes, such as self_care", Words, default=list, privacy=Privacy.NONE
    )
    outcome_sought: Mapped[str] = noted("what it was meant to bring about", default="", privacy=Privacy.NONE)
    method: Mapped[str] = noted(
        "how people were engaged; empty when not recorded", default="", index=True, privacy=Privacy.NONE
    )
    audience: Mapped[list[str]] = noted("who it was for", Words, default=list, privacy=Privacy.NONE)
    groups_aimed_at: Mapped[list[str]] = noted(
        "groups it set out to reach", Words, default=list, privacy=Privacy.NONE
    )
    venue: Mapped[str] = noted("where it was held", default="", privacy=Privacy.NONE)
    organisations: Mapped[list[str]] = noted(
        "organisations that took part", Words, default=list, privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    equality_groups: Mapped[list[str]] = noted(
        "equality groups it concerned", Words, default=list, privacy=Privacy.NONE
    )
    carers_present: Mapped[str] = noted(
        "whether carers or representatives were there: yes, no, or empty", default="", privacy=Privacy.NONE
    )
    carers_absent_because: Mapped[str] = noted(
        "why they were absent", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    access_needs_asked: Mapped[bool | None] = noted(
        "whether people were asked for their access needs", privacy=Privacy.NONE
    )
    access_needs: Mapped[list[dict[str, Any]]] = noted(
        "needs: a list of need, met (yes, no), reason",
        JSON,
        default=list,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    reached_kind: Mapped[str] = noted(
        "exact, about, at_least or not_recorded", default="not_recorded", privacy=Privacy.NONE
    )
    reached: Mapped[int | None] = noted(
        "how many contacts; empty when not recorded, which is never nought", privacy=Privacy.NONE
    )
    same_contacts_as_id: Mapped[int | None] = noted(
        "another activity that counted the same contacts",
        ForeignKey("activity.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    findings_shared_with: Mapped[list[str]] = noted(
        "with whom the findings were shared", Words, default=list, privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    evaluation: Mapped[str] = noted(
        "how it went, and how that was judged", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    status: Mapped[str] = noted(
        "planned, open, completed, feedback_collected, fed_back or cancelled",
        default="completed",
        index=True,
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where this record comes from", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    strategy_points: Mapped[list[int]] = noted(
        "strategy principles and objectives it serves", JSON, default=list, privacy=Privacy.NONE
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(
        *("ref", "title", "purpose", "venue", "method", "source"),
        *("audience", "organisations", "equality_groups", "groups_aimed_at"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class ActivityBody(Base):
    """A body that ran an activity: one leads, others may join."""

    __tablename__ = "activity_body"
    __table_args__ = (UniqueConstraint("activity_id", "body_id"),)

    id: Mapped[int] = key()
    activity_id: Mapped[int] = noted(
        "the activity", ForeignKey("activity.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id"), index=True, privacy=Privacy.NONE)
    leads: Mapped[bool] = noted("whether it led", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"activity:{self.activity_id}"


class ActivityEvidence(Base):
    """A file or a public link that shows the activity took place, with the period it proves."""

    __tablename__ = "activity_evidence"

    id: Mapped[int] = key()
    activity_id: Mapped[int] = noted(
        "the activity", ForeignKey("activity.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    title: Mapped[str] = noted("what it is", privacy=Privacy.WORDS, keep=Keep.RECORD)
    link: Mapped[str] = noted("public address, when it is one", default="", privacy=Privacy.NONE)
    file: Mapped[str] = noted(
        "fingerprint in the file store, when it is a file",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    file_name: Mapped[str] = noted(
        "name the file came with", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    received_on: Mapped[date] = noted("when it was received", privacy=Privacy.NONE)
    proves_from: Mapped[date | None] = noted("first day of the period it proves", privacy=Privacy.NONE)
    proves_to: Mapped[date | None] = noted("last day of the period it proves", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"activity:{self.activity_id}"
