"""One item heard, its answer, the decision it influenced, and who has read it."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import shorten

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.dated import Dated
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted

LONGEST_TITLE = 90


class Feedback(Dated, Base):
    """One item of what people said, with what was done about it."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("ix_feedback_heard_at", "heard_at"),
        Index("ix_feedback_sorts_on_id", "sorts_on", "id"),
        Index("ix_feedback_answer_start", "answer", "start_to", "start_from"),
    )

    id: Mapped[int] = key()
    ref: Mapped[str | None] = noted(
        "the reference its keeper gave it, such as YSWD07", unique=True, privacy=Privacy.NONE
    )
    said: Mapped[str] = noted(
        "the words, or a summary; empty when only the answer was recorded",
        default="",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_verbatim: Mapped[bool] = noted("whether these are the very words", default=False, privacy=Privacy.NONE)
    heard_at: Mapped[str] = noted(
        "the record it was heard at, such as activity:412; empty when there is none",
        default="",
        privacy=Privacy.NONE,
    )
    heard_where: Mapped[str] = noted(
        "where it was heard, in words, when there is no record",
        default="",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_from_log: Mapped[bool] = noted(
        "entered with its activity in the engagement log", default=False, privacy=Privacy.NONE
    )
    body_id: Mapped[int | None] = noted(
        "the body it was said to", ForeignKey("body.id"), index=True, privacy=Privacy.NONE
    )
    also_bodies: Mapped[list[str]] = noted(
        "codes of further bodies it was said to", Words, default=list, privacy=Privacy.NONE
    )
    project_id: Mapped[int | None] = noted(
        "the project it bears on", ForeignKey("project.id"), index=True, privacy=Privacy.NONE
    )
    topic: Mapped[str] = noted("what it was about", default="", index=True, privacy=Privacy.NONE)
    service: Mapped[str] = noted("the service it was about", default="", index=True, privacy=Privacy.NONE)
    tone: Mapped[str] = noted(
        "positive, mixed, negative, neutral, or empty when not judged", default="", privacy=Privacy.NONE
    )
    answer: Mapped[str] = noted("done, doing, cannot or no_answer", default="no_answer", privacy=Privacy.NONE)
    did: Mapped[str] = noted(
        "what was done, or is being done, or why it cannot be",
        default="",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    answered_on: Mapped[date | None] = noted("when it was answered", privacy=Privacy.NONE)
    decision: Mapped[str] = noted(
        "the decision it influenced", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    decision_on: Mapped[date | None] = noted("day of that decision", privacy=Privacy.NONE)
    influence: Mapped[str] = noted(
        "how far it influenced it: changed, shaped, confirmed, none, or empty",
        default="",
        privacy=Privacy.NONE,
    )
    told_on: Mapped[date | None] = noted("when people were told", privacy=Privacy.NONE)
    told_how: Mapped[str] = noted("how people were told", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    told_link: Mapped[str] = noted("where it was published", default="", privacy=Privacy.NONE)
    told_in_public: Mapped[bool] = noted(
        "whether anyone could read it, and not only those told", default=False, privacy=Privacy.NONE
    )
    owner_id: Mapped[int | None] = noted(
        "account that looks after the answer", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    taken_up_in: Mapped[str] = noted(
        "the record that takes a theme of monitoring up again, such as project:3",
        default="",
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    source: Mapped[str] = noted("where this comes from", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    search_text: Mapped[str] = found_by(
        *("ref", "said", "did", "topic", "service", "heard_where", "decision", "told_how", "source"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary

    @property
    def title(self) -> str:
        """What it is called in a heading or a list: its topic and the beginning of its words."""
        return title_of(self.topic, self.said, self.did)


class FeedbackReading(Base):
    """That somebody read an item."""

    __tablename__ = "feedback_reading"
    __table_args__ = (UniqueConstraint("feedback_id", "account_id"),)

    id: Mapped[int] = key()
    feedback_id: Mapped[int] = noted(
        "the item", ForeignKey("feedback.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    account_id: Mapped[int] = noted("who read it", ForeignKey("account.id"), privacy=Privacy.NONE)
    read_at: Mapped[datetime] = noted("when they said so", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"feedback:{self.feedback_id}"


def title_of(topic: str, said: str, did: str) -> str:
    """As ``Feedback.title``, for rows that are not loaded whole."""
    words = said or did
    words = " ".join(words.split()) if len(words) <= LONGEST_TITLE else _shortened(words)
    return f"{topic}: {words}" if topic else words


def _shortened(words: str) -> str:
    """The beginning, cut between two words where it can be."""
    cut = shorten(words[: 2 * LONGEST_TITLE], LONGEST_TITLE, placeholder="…")
    return cut if cut != "…" else f"{words.split()[0][: LONGEST_TITLE - 1]}…"
