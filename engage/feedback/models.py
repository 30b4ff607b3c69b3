"""One item heard, its answer, the decision it influenced, and who has read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.organisation.queries import coded_body_choices
from engage.platform.data.dated import Dated
from engage.platform.data.fields import (
    Choice,
    Choices,
    Day,
    Field,
    Line,
    Listed,
    Text,
    Tick,
    Wording,
)
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted
from engage.platform.data.unread import WithUnread
from engage.rules.ageing import STATE_NOT_RECORDED
from engage.rules.words import Term, Vocabulary, read_vocabulary

LONGEST_TITLE = 90
_NEW_LINE = re.compile(r"\n(?!\s*[a-z])")  # one that a sentence does not run on over

WHERE = "Where and when"
SEVERAL = "Said to several bodies"
ABOUT = "What it was about"
BECAME = "What became of it"
THIS = "This record"

SAID = "What people said"


def _bodies() -> Vocabulary:
    return Vocabulary("Bodies", [Term(code, name) for code, name in coded_body_choices()])


@dataclass(frozen=True, slots=True)
class NamedRecord(Field):
    """Another record by its reference, which a history says by its name."""

    def refs(self, held: Any) -> list[str]:
        return [held] if held else []


class Feedback(Dated, WithUnread, WithVersion, Base):
    """One item of what people said, with what was done about it."""

    HELD_IN: ClassVar = {"when": "when_words", "body": "body_id"}

    __tablename__ = "feedback"
    __table_args__ = (
        Index("ix_feedback_heard_at", "heard_at"),
        Index("ix_feedback_sorts_on_id", "sorts_on", "id"),
        Index("ix_feedback_answer_start", "answer", "start_to", "start_from"),
    )

    id: Mapped[int] = key()
    ref: Mapped[str | None] = noted(
        "the reference its keeper gave it, such as YSWD07",
        unique=True,
        field=Field(
            "Reference",
            headings="Ref; Ref no; Ref number; Reference number; Reference no; ID; No",
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    said: Mapped[str] = noted(
        "the words, or a summary; empty when only the answer was recorded",
        default="",
        field=Text(
            "What people said",
            asks="What did people say?",
            hint="Their words, or a summary. Leave out names and anything a person could be known from.",
            rows=5,
            searched=True,
            fact="said",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_verbatim: Mapped[bool] = noted(
        "whether these are the very words",
        default=False,
        field=Tick("Their very words", asks="These are their very words"),
        privacy=Privacy.NONE,
    )
    heard_at: Mapped[str] = noted(
        "the record it was heard at, such as activity:412; empty when there is none",
        default="",
        field=NamedRecord("Heard at", fact="heard_at"),
        privacy=Privacy.NONE,
    )
    heard_where: Mapped[str] = noted(
        "where it was heard, in words, when there is no record",
        default="",
        field=Line(
            "Where",
            asks="Or where was it heard?",
            longest=500,
            part=WHERE,
            headings="Where heard; Place; Venue; Location; Event",
            searched=True,
            fact="heard_where",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_from_log: Mapped[bool] = noted(
        "entered with its activity in the engagement log", default=False, privacy=Privacy.NONE
    )
    body_id: Mapped[int | None] = noted(
        "the body it was said to",
        ForeignKey("body.id"),
        index=True,
        field=Field("Said to"),
        privacy=Privacy.NONE,
    )
    also_bodies: Mapped[list[str]] = noted(
        "codes of further bodies it was said to",
        Words,
        default=list,
        field=Choices(
            "Said to other bodies as well",
            vocabulary=_bodies,
            one="one of the bodies",
            codes_of="body",
            part=SEVERAL,
        ),
        privacy=Privacy.NONE,
    )
    project_id: Mapped[int | None] = noted(
        "the project it bears on",
        ForeignKey("project.id"),
        index=True,
        field=Field("Project"),
        privacy=Privacy.NONE,
    )
    topic: Mapped[str] = noted(
        "what it was about",
        default="",
        index=True,
        field=Wording(
            "Topic",
            hint="Such as Stroke, or GP access. Topics already in use are suggested as you type.",
            longest=200,
            typed_in=True,
            width=20,
            part=ABOUT,
            headings="Theme; Subject; Issue; About",
            shown=SAID,
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
            searched=True,
            said_when_empty="",
            fact="topic",
        ),
        privacy=Privacy.NONE,
    )
    service: Mapped[str] = noted(
        "the service it was about",
        default="",
        index=True,
        field=Wording(
            "Service",
            hint="Such as Community nursing.",
            longest=200,
            typed_in=True,
            width=20,
            part=ABOUT,
            headings="Service area; Service concerned",
            shown=SAID,
            listed=Listed.OFFERED,
            sorts=True,
            filtered=True,
            searched=True,
            said_when_empty="",
            fact="service",
        ),
        privacy=Privacy.NONE,
    )
    tone: Mapped[str] = noted(
        "positive, mixed, negative, neutral, or empty when not judged",
        default="",
        field=Choice(
            "Tone",
            vocabulary=lambda: read_vocabulary("tones"),
            one="a tone",
            unknown="Not judged",
            radios=True,
            part=ABOUT,
            headings="Sentiment; Feeling",
            shown=SAID,
            listed=Listed.OFFERED,
            filtered=True,
            said_when_empty="not judged",
            fact="tone",
        ),
        privacy=Privacy.NONE,
    )
    answer: Mapped[str] = noted(
        "done, doing, cannot, answered where nobody said which of these, or no_answer",
        default="no_answer",
        field=Choice(
            "Answer",
            vocabulary=lambda: read_vocabulary("answer_states"),
            one="what can become of something people said",
            first="no_answer",
            radios=True,
            part=BECAME,
            headings="Status; State; Progress; Where it stands",
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
            fact="answer",
        ),
        privacy=Privacy.NONE,
    )
    did: Mapped[str] = noted(
        "what was done, or is being done, or why it cannot be",
        default="",
        field=Text(
            "What was done",
            asks="What was done, is being done, or why can it not be done?",
            hint="In words that people can be told.",
            rows=5,
            part=BECAME,
            listed=Listed.SHOWN,
            searched=True,
            fact="did",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    answered_on: Mapped[date | None] = noted(
        "when it was answered",
        field=Day(
            "Answered on",
            asks="When was it answered?",
            hint="Such as 6 June 2018. Leave blank if it is not known.",
            part=BECAME,
            listed=Listed.OFFERED,
            fact="answered_on",
        ),
        privacy=Privacy.NONE,
    )
    told_on: Mapped[date | None] = noted(
        "when people were told",
        field=Day(
            "People told on",
            asks="When were people told?",
            needed="Enter the day people were told, such as 6 June 2018",
            hint="Such as 6 June 2018.",
            listed=Listed.OFFERED,
            fact="told_on",
        ),
        privacy=Privacy.NONE,
    )
    told_how: Mapped[str] = noted(
        "how people were told",
        default="",
        field=Line(
            "How they were told",
            asks="How were they told?",
            needed="Enter how people were told, such as a letter, a newsletter or a page on our website",
            hint="Such as a letter to those who came, a newsletter, or a page on our website.",
            longest=500,
            listed=Listed.OFFERED,
            searched=True,
            fact="told_how",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    told_link: Mapped[str] = noted(
        "where it was published",
        default="",
        field=Line(
            "Published at",
            asks="Public address, if it was published",
            hint="Starting with https://",
            fact="told_link",
        ),
        privacy=Privacy.NONE,
    )
    told_in_public: Mapped[bool] = noted(
        "whether anyone could read it, and not only those told",
        default=False,
        field=Tick("Told in public", asks="It was told in public: anyone could read or hear it"),
        privacy=Privacy.NONE,
    )
    decision: Mapped[str] = noted(
        "the decision it influenced",
        default="",
        field=Line(
            "Decision it bore on",
            asks="Which decision?",
            needed="Enter which decision it was, such as “Stroke services to New Cross Hospital”",
            longest=500,
            listed=Listed.OFFERED,
            searched=True,
            fact="decision",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    decision_on: Mapped[date | None] = noted(
        "day of that decision",
        field=Day(
            "Day of the decision",
            asks="When was it made?",
            hint="Such as 6 June 2018. Leave blank if it is not known.",
            fact="decided_on",
        ),
        privacy=Privacy.NONE,
    )
    influence: Mapped[str] = noted(
        "how far it influenced it: changed, shaped, confirmed, none, or empty",
        default="",
        field=Choice(
            "How far it influenced it",
            short="How far",
            asks="How far did it influence the decision?",
            needed="Choose how far it influenced the decision",
            vocabulary=lambda: read_vocabulary("influences"),
            radios=True,
            listed=Listed.OFFERED,
            said_when_empty="",
            fact="influence",
        ),
        privacy=Privacy.NONE,
    )
    owner_id: Mapped[int | None] = noted(
        "account that looks after the answer",
        ForeignKey("account.id"),
        field=Field("Owner"),
        privacy=Privacy.NONE,
    )
    taken_up_in: Mapped[str] = noted(
        "the record that takes a theme of monitoring up again, such as project:3",
        default="",
        field=NamedRecord("Taken up in", fact="taken_up_in"),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where this comes from",
        default="",
        field=Line(
            "Source of this record",
            short="Source",
            asks="Where does this record come from?",
            part=THIS,
            headings="Source of record; Source page; Link; Web link; URL",
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(
        *("ref", "said", "did", "topic", "service", "heard_where", "decision", "told_how", "source"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )

    @property
    def title(self) -> str:
        """What it is called in a heading or a list: its topic and the beginning of its words."""
        return title_of(self.topic, self.said, self.did)

    def _says(self, name: str) -> bool:
        return super()._says(name) and not (name == "answer" and self.answer == STATE_NOT_RECORDED)

    @property
    def answer_words(self) -> str:
        """What became of it, in words."""
        return read_vocabulary("answer_states").term(self.answer).label


class FeedbackReading(Base):
    """That somebody read an item."""

    __tablename__ = "feedback_reading"
    __table_args__ = (UniqueConstraint("feedback_id", "account_id"),)

    id: Mapped[int] = key()
    feedback_id: Mapped[int] = noted(
        "the item", ForeignKey("feedback.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    account_id: Mapped[int] = noted(
        "who read it", ForeignKey("account.id"), field=Field("Read by"), privacy=Privacy.NONE
    )
    read_at: Mapped[datetime] = noted("when they said so", field=Field("Read at"), privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"feedback:{self.feedback_id}"


def title_of(topic: str, said: str, did: str) -> str:
    """As ``Feedback.title``, for rows that are not loaded whole."""
    first, *more = _NEW_LINE.split((said or did).strip(), maxsplit=1)
    first = " ".join(first.split())
    words = first if len(first) <= LONGEST_TITLE else _shortened(first)
    words = f"{words}…" if more and not words.endswith("…") else words
    return f"{topic}: {words}" if topic else words


def _shortened(words: str) -> str:
    """The beginning, cut between two words where it can be."""
    cut = shorten(words[: 2 * LONGEST_TITLE], LONGEST_TITLE, placeholder="…")
    return cut if cut != "…" else f"{words.split()[0][: LONGEST_TITLE - 1]}…"
