"""A story as it is kept: what everything in experience draws on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from engage.platform.data.dated import Dated
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class Story(Dated, Base):
    """A patient's story, or soft intelligence: something heard in passing that bears on quality or safety."""

    __tablename__ = "story"
    __table_args__ = (Index("ix_story_sorts_on_id", "sorts_on", "id"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("patient_story or soft_intelligence", index=True, privacy=Privacy.NONE)
    title: Mapped[str] = noted("what it is called here; names nobody", privacy=Privacy.STORY, keep=Keep.STORY)
    words: Mapped[str] = noted("the story, or what was heard", privacy=Privacy.STORY, keep=Keep.STORY)
    teller: Mapped[str] = noted(
        "who told it, in general words, such as a carer", default="", privacy=Privacy.STORY, keep=Keep.STORY
    )
    person_id: Mapped[int | None] = noted(
        "the person of the register who told it; empty when they are not known, or not to be",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.CONTACT,
        keep=Keep.STORY,
    )
    received_how: Mapped[str] = noted(
        "how it reached us", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    topic: Mapped[str] = noted("what it was about", default="", index=True, privacy=Privacy.NONE)
    service: Mapped[str] = noted("the service it was about", default="", index=True, privacy=Privacy.NONE)
    tone: Mapped[str] = noted(
        "positive, mixed, negative, neutral, or empty when not judged", default="", privacy=Privacy.NONE
    )
    organisation_id: Mapped[int | None] = noted(
        "the provider it is about",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int | None] = noted(
        "the body that received it", ForeignKey("body.id"), index=True, privacy=Privacy.NONE
    )
    project_id: Mapped[int | None] = noted(
        "the project it bears on", ForeignKey("project.id"), index=True, privacy=Privacy.NONE
    )
    consents_to: Mapped[list[str]] = noted(
        "what its teller agreed to: pass_to_quality, quote_unnamed, quote_in_public, tell_in_person",
        Words,
        default=list,
        privacy=Privacy.NONE,
    )
    consent_on: Mapped[date | None] = noted("when they agreed", privacy=Privacy.NONE)
    consent_how: Mapped[str] = noted(
        "how they agreed, or why soft intelligence needs no consent",
        default="",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    withdrawn_on: Mapped[date | None] = noted(
        "when its words were taken out; empty while they are there", privacy=Privacy.NONE
    )
    withdrawn_because: Mapped[str] = noted(
        "why the words are gone", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    quote: Mapped[str] = noted(
        "the words that may be quoted, as agreed", default="", privacy=Privacy.STORY, keep=Keep.STORY
    )
    passed_on: Mapped[date | None] = noted("when it was passed to quality and safety", privacy=Privacy.NONE)
    passed_to: Mapped[str] = noted("the post it was passed to", default="", privacy=Privacy.NONE)
    acknowledged_on: Mapped[date | None] = noted(
        "when quality and safety acknowledged it", privacy=Privacy.NONE
    )
    acknowledged_by: Mapped[str] = noted("the post that acknowledged it", default="", privacy=Privacy.NONE)
    outcome: Mapped[str] = noted(
        "what came of it, once it is known", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    outcome_on: Mapped[date | None] = noted("when it was known what came of it", privacy=Privacy.NONE)
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    source: Mapped[str] = noted(
        "where this record comes from", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    search_text: Mapped[str] = found_by("title", "topic", "service", privacy=Privacy.STORY, keep=Keep.STORY)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary
