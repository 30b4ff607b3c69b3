"""A story as it is kept: what everything in experience draws on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from engage.experience.words import CONSENTS, KINDS
from engage.platform.data.dated import Dated
from engage.platform.data.fields import Choice, Choices, Day, Field, Line, Listed, Text, Wording
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted
from engage.rules.words import read_vocabulary

TOLD, DONE = "The story", "What was done"
AGREED, ABOUT, THIS = "What was agreed", "What it was about", "This record"


@dataclass(frozen=True, slots=True)
class Agreements(Choices):
    """What a teller agreed to: its question says what is done then, everything else names it in short."""

    def said(self, held: Any) -> str:
        return "; ".join(dict(CONSENTS).get(code, code).partition(":")[0] for code in held)


class Story(Dated, WithVersion, Base):
    """A patient's story, or soft intelligence: something heard in passing that bears on quality or safety."""

    __tablename__ = "story"
    __table_args__ = (Index("ix_story_sorts_on_id", "sorts_on", "id"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted(
        "patient_story or soft_intelligence",
        index=True,
        field=Choice("Kind", given=tuple(KINDS.items()), listed=Listed.SHOWN, sorts=True, filtered=True),
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "what it is called here; names nobody",
        field=Line(
            "Title",
            asks="What shall we call it?",
            needed="Give it a short title, such as Waiting for a wheelchair",
            hint="A few words that name nobody, such as Waiting for a wheelchair.",
            longest=120,
        ),
        privacy=Privacy.STORY,
        keep=Keep.STORY,
    )
    words: Mapped[str] = noted(
        "the story, or what was heard",
        field=Text(
            "The story",
            asks="The story, or what was heard",
            needed="Enter the story, or what was heard",
            hint="Only people who work with stories can read this. It never enters the audit trail, and is "
            "emptied if its teller takes their agreement back.",
            longest=50_000,
            rows=10,
        ),
        privacy=Privacy.STORY,
        keep=Keep.STORY,
    )
    received_how: Mapped[str] = noted(
        "how it reached us",
        default="",
        field=Line(
            "How it reached us",
            asks="How did it reach us?",
            hint="Such as a call, a letter, a visit.",
            longest=200,
            shown=TOLD,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    teller: Mapped[str] = noted(
        "who told it, in general words, such as a carer",
        default="",
        field=Line(
            "Who told it",
            asks="Who told it?",
            hint="In general words, such as a carer.",
            longest=200,
            width=20,
        ),
        privacy=Privacy.STORY,
        keep=Keep.STORY,
    )
    person_id: Mapped[int | None] = noted(
        "the person of the register who told it; empty when they are not known, or not to be",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        field=Field("Teller in the register"),
        privacy=Privacy.CONTACT,
        keep=Keep.STORY,
    )
    consents_to: Mapped[list[str]] = noted(
        "what its teller agreed to: pass_to_quality, quote_unnamed, quote_in_public, tell_in_person",
        Words,
        default=list,
        field=Agreements("Agreed to", asks="What did its teller agree to?", given=CONSENTS, part=AGREED),
        privacy=Privacy.NONE,
    )
    consent_on: Mapped[date | None] = noted(
        "when they agreed",
        field=Day(
            "Agreed on", asks="When did they agree?", hint="Such as 6 June 2018.", part=AGREED, shown=AGREED
        ),
        privacy=Privacy.NONE,
    )
    consent_how: Mapped[str] = noted(
        "how they agreed, or why soft intelligence needs no consent",
        default="",
        field=Line(
            "How they agreed, or why nobody was asked",
            short="How",
            asks="How did they agree, or why does soft intelligence need no agreement?",
            hint="Such as: signed form; on the phone, read back to them; overheard in a waiting room.",
            longest=500,
            part=AGREED,
            shown=AGREED,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    quote: Mapped[str] = noted(
        "the words that may be quoted, as agreed",
        default="",
        field=Text(
            "Words that may be quoted",
            hint="As agreed with the teller. Leave blank when they did not agree to be quoted.",
            longest=2_000,
            part=AGREED,
        ),
        privacy=Privacy.STORY,
        keep=Keep.STORY,
    )
    topic: Mapped[str] = noted(
        "what it was about",
        default="",
        index=True,
        field=Wording(
            "Topic",
            hint="The topic counts beside what is heard elsewhere. Topics already in use are suggested as "
            "you type.",
            longest=200,
            typed_in=True,
            width=20,
            part=ABOUT,
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
            said_when_empty="",
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
            shown=TOLD,
            listed=Listed.OFFERED,
            sorts=True,
            filtered=True,
            said_when_empty="",
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
            shown=TOLD,
            listed=Listed.OFFERED,
            filtered=True,
            said_when_empty="not judged",
        ),
        privacy=Privacy.NONE,
    )
    organisation_id: Mapped[int | None] = noted(
        "the provider it is about",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
        field=Field("Provider it is about"),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int | None] = noted(
        "the body that received it",
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
    passed_on: Mapped[date | None] = noted(
        "when it was passed to quality and safety",
        field=Day(
            "Passed on",
            asks="When was it passed on?",
            needed="Enter the day it was passed on, such as 6 June 2018",
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )
    passed_to: Mapped[str] = noted(
        "the post it was passed to",
        default="",
        field=Line(
            "Passed to",
            asks="To which post?",
            needed="Enter the post it was passed to, such as Quality lead",
            hint="A post, not a person, such as Quality lead.",
            longest=200,
        ),
        privacy=Privacy.NONE,
    )
    acknowledged_on: Mapped[date | None] = noted(
        "when quality and safety acknowledged it",
        field=Day(
            "Acknowledged",
            asks="When was it acknowledged?",
            needed="Enter the day it was acknowledged, such as 6 June 2018",
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )
    acknowledged_by: Mapped[str] = noted(
        "the post that acknowledged it",
        default="",
        field=Line(
            "Acknowledged by",
            asks="By which post?",
            needed="Enter the post that acknowledged it, such as Quality lead",
            longest=200,
        ),
        privacy=Privacy.NONE,
    )
    outcome: Mapped[str] = noted(
        "what came of it, once it is known",
        default="",
        field=Text(
            "What came of it",
            asks="What came of it?",
            needed="Enter what came of it, or why nothing could be done",
            hint="In words that can be passed on: this becomes the answer to what was said, and stays even "
            "when the story is taken back.",
            longest=5_000,
            rows=5,
            shown=DONE,
            listed=Listed.OFFERED,
            said_when_empty="not known yet",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    outcome_on: Mapped[date | None] = noted(
        "when it was known what came of it",
        field=Day("Known on", asks="When was that known?", needed="Enter the day, such as 6 June 2018"),
        privacy=Privacy.NONE,
    )
    withdrawn_on: Mapped[date | None] = noted(
        "when its words were taken out; empty while they are there",
        field=Day(
            "Words taken out on",
            asks="When did they take it back?",
            needed="Enter the day they took it back, such as 6 June 2018",
        ),
        privacy=Privacy.NONE,
    )
    withdrawn_because: Mapped[str] = noted(
        "why the words are gone",
        default="",
        field=Line(
            "Why the words are gone",
            asks="What reason stands in the place of the words?",
            needed="Enter the reason, such as Its teller took their agreement back",
            hint="It is shown to everybody who reads stories, so it names nobody.",
            longest=300,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    source: Mapped[str] = noted(
        "where this record comes from",
        default="",
        field=Line(
            "Source of this record",
            short="Source",
            asks="Where does this record come from?",
            part=THIS,
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by("title", "topic", "service", privacy=Privacy.STORY, keep=Keep.STORY)
