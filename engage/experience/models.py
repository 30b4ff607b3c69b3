"""Patient stories, soft intelligence, and the insight summary of each quarter."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.dated import Dated
from engage.platform.data.search import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class Story(Dated, Base):
    """A patient's story, or soft intelligence: something heard in passing that bears on quality or safety."""

    __tablename__ = "story"
    __table_args__ = (Index("ix_story_sorts_on_id", "sorts_on", "id"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("patient_story or soft_intelligence", index=True)
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
    received_how: Mapped[str] = noted("how it reached us", default="")
    topic: Mapped[str] = noted("what it was about", default="", index=True)
    service: Mapped[str] = noted("the service it was about", default="", index=True)
    tone: Mapped[str] = noted("positive, mixed, negative, neutral, or empty when not judged", default="")
    organisation_id: Mapped[int | None] = noted(
        "the provider it is about", ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    body_id: Mapped[int | None] = noted("the body that received it", ForeignKey("body.id"), index=True)
    project_id: Mapped[int | None] = noted("the project it bears on", ForeignKey("project.id"), index=True)
    consents_to: Mapped[list[str]] = noted(
        "what its teller agreed to: pass_to_quality, quote_unnamed, quote_in_public, tell_in_person",
        Words,
        default=list,
    )
    consent_on: Mapped[date | None] = noted("when they agreed")
    consent_how: Mapped[str] = noted("how they agreed, or why soft intelligence needs no consent", default="")
    withdrawn_on: Mapped[date | None] = noted("when its words were taken out; empty while they are there")
    withdrawn_because: Mapped[str] = noted("why the words are gone", default="")
    quote: Mapped[str] = noted(
        "the words that may be quoted, as agreed", default="", privacy=Privacy.STORY, keep=Keep.STORY
    )
    passed_on: Mapped[date | None] = noted("when it was passed to quality and safety")
    passed_to: Mapped[str] = noted("the post it was passed to", default="")
    acknowledged_on: Mapped[date | None] = noted("when quality and safety acknowledged it")
    acknowledged_by: Mapped[str] = noted("the post that acknowledged it", default="")
    outcome: Mapped[str] = noted("what came of it, once it is known", default="")
    outcome_on: Mapped[date | None] = noted("when it was known what came of it")
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False)
    source: Mapped[str] = noted("where this record comes from", default="")
    search_text: Mapped[str] = found_by("title", "topic", "service", privacy=Privacy.STORY, keep=Keep.STORY)
    version: Mapped[int] = noted("raised at each change, so that two people cannot overwrite one another")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class Insight(Base):
    """What every source said of patients' experience in one quarter, drawn together for quality."""

    __tablename__ = "insight"
    __table_args__ = (UniqueConstraint("body_id", "period"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id"), index=True)
    period: Mapped[str] = noted("the code of the quarter, such as 2019-20Q2")
    drawn_up_on: Mapped[date] = noted("when it was drawn up")
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
    )
    summary: Mapped[str] = noted("what it comes to, in words", default="")
    shared_with: Mapped[list[str]] = noted("with whom it was shared, such as quality", Words, default=list)
    shared_on: Mapped[date | None] = noted("when it was shared")
    came_back_on: Mapped[date | None] = noted("when the answer came back")
    came_back: Mapped[str] = noted("what quality and safety said", default="")
    no_action_because: Mapped[str] = noted("why no action was needed, where none was agreed", default="")
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False)
    version: Mapped[int] = noted("raised at each change, so that two people cannot overwrite one another")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class TopicSpelling(Base):
    """Another way in which people write a topic, as a person confirmed it. Nothing is merged without one."""

    __tablename__ = "topic_spelling"

    id: Mapped[int] = key()
    spelling: Mapped[str] = noted("the other way it is written", unique=True)
    topic: Mapped[str] = noted("the topic that is meant", index=True)
    confirmed_on: Mapped[date] = noted("when somebody confirmed it")
