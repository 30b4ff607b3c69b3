"""What people say about duties: triage, signatures, evidence by hand, and facts of law confirmed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, literal
from sqlalchemy.orm import Mapped

from engage.duties.words import triggers
from engage.platform.data.fields import Choice, Day, Field, Line, Reference, Text
from engage.platform.data.proof import WithProof
from engage.platform.data.tables import Base, ByName, Keep, Privacy, Words, key, noted

ANSWERS = (
    ("applies", "Yes, it applies"),
    ("applies_in_part", "It applies in part"),
    ("does_not_apply", "No, it does not apply"),
)
SO_OR_NOT = (("yes", "Yes"), ("no", "No"))
DECISIONS = (("signed", "Signed"), ("not_applicable", "Does not apply"))
VERDICTS = (("shows", "Yes, it shows this"), ("does_not_show", "No, it does not show this"))
PIECE = "The evidence"


class DutyAssessment(Base):
    """A dated and reasoned triage: does the duty to involve apply to this project?"""

    __tablename__ = "duty_assessment"

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    outcome: Mapped[str] = noted(
        "applies, does_not_apply or applies_in_part",
        field=Choice(
            "Duty to involve people",
            asks="Does the duty to involve people apply?",
            needed="Choose whether the duty applies",
            given=ANSWERS,
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    reason: Mapped[str] = noted(
        "why",
        field=Text(
            "Reason",
            asks="Why?",
            needed="Enter the reason: an assessment without one shows nothing",
            hint="Whose services would change, how far, and whom it affects.",
            longest=5_000,
            rows=4,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    assessed_on: Mapped[date] = noted(
        "when it was assessed",
        field=Day(
            "Assessed on",
            asks="When was this assessed?",
            hint="Such as 6 June 2018. Leave blank if it is being assessed today.",
        ),
        privacy=Privacy.NONE,
    )
    entered_on: Mapped[date | None] = noted(
        "when it was entered here; empty where that was not kept", privacy=Privacy.NONE
    )
    assessor_id: Mapped[int | None] = noted(
        "account of the assessor", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    assessor_name: Mapped[str] = noted(
        "name or post of the assessor", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )

    def record_ref(self) -> str:
        return f"project:{self.project_id}"


class TriageAnswer(Base):
    """An answer of the triage: whether something is so of a project, as one who may say it said on a day.

    A further answer to the same question takes the place of this one, which stays as taken back.
    """

    __tablename__ = "triage_answer"

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    trigger: Mapped[str] = noted(
        "what was asked, such as purchase",
        field=Choice("Question of the triage", vocabulary=triggers),
        privacy=Privacy.NONE,
    )
    authority: Mapped[str] = noted(
        "the local authority whose own view it is; empty where the project answers",
        default="",
        field=Field("View of"),
        privacy=Privacy.NONE,
    )
    answer: Mapped[str] = noted("yes or no", field=Choice("Answer", given=SO_OR_NOT), privacy=Privacy.NONE)
    reason: Mapped[str] = noted(
        "why, or for an authority who said so and how",
        default="",
        field=Field("Why, or who said so"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    said_on: Mapped[date] = noted(
        "the day on which it was said", field=Field("Said on"), privacy=Privacy.NONE
    )
    by_id: Mapped[int | None] = noted(
        "account that put it on record", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    by_name: Mapped[str] = noted(
        "name or post of who put it on record", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )
    entered_on: Mapped[date] = noted("when it was put on record", privacy=Privacy.NONE)
    withdrawn_at: Mapped[datetime | None] = noted(
        "when it was taken back, or another answer took its place",
        field=Field("Taken back"),
        privacy=Privacy.NONE,
    )

    @property
    def is_so(self) -> bool:
        return self.answer == "yes"

    def record_ref(self) -> str:
        return f"project:{self.project_id}"


class OfProjectOrBody(Base):
    """What is said of a project, or of a body, is part of its history."""

    __abstract__ = True

    project_id: Mapped[int | None]
    body_id: Mapped[int | None]

    def record_ref(self) -> str:
        return f"project:{self.project_id}" if self.project_id else f"body:{self.body_id}"


class Ruling(OfProjectOrBody):
    """A person's word on one requirement: it is met, or it does not apply."""

    __tablename__ = "ruling"

    id: Mapped[int] = key()
    requirement: Mapped[str] = noted(
        "the requirement, such as E-COL-4", index=True, field=Field("Requirement"), privacy=Privacy.NONE
    )
    duty: Mapped[str] = noted("code of the duty under which it was asked", privacy=Privacy.NONE)
    edition: Mapped[int] = noted("year of the duty's edition", privacy=Privacy.NONE)
    project_id: Mapped[int | None] = noted(
        "the project it is about",
        ForeignKey("project.id", ondelete="CASCADE"),
        index=True,
        field=Field("Project"),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int | None] = noted(
        "the body it is about, when it is not about a project",
        ForeignKey("body.id"),
        index=True,
        field=Field("Body"),
        privacy=Privacy.NONE,
    )
    period: Mapped[str] = noted(
        "the period it is about, such as 2019-20, for a body",
        default="",
        field=Field("Period"),
        privacy=Privacy.NONE,
    )
    decision: Mapped[str] = noted(
        "signed or not_applicable", field=Choice("Decision", given=DECISIONS), privacy=Privacy.NONE
    )
    reason: Mapped[str] = noted(
        "why it does not apply, or a remark",
        default="",
        field=Field("Reason or remark"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    rests_on: Mapped[list[str]] = noted(
        "the records it rested on when it was signed, such as activity:412",
        Words,
        default=list,
        field=Reference("Rests on"),
        privacy=Privacy.NONE,
    )
    seals: Mapped[list[str]] = noted(
        "keyed hashes of what those records said then, in the same order",
        Words,
        default=list,
        nullable=True,
        privacy=Privacy.NONE,
    )
    posts: Mapped[list[str]] = noted(
        "the roles held by whoever said so, as they said it",
        Words,
        default=list,
        nullable=True,
        privacy=Privacy.NONE,
    )
    owner: Mapped[str] = noted(
        "the role that answered for the requirement then",
        default="",
        server_default=literal(""),
        privacy=Privacy.NONE,
    )
    by_id: Mapped[int | None] = noted("account that said so", ForeignKey("account.id"), privacy=Privacy.NONE)
    by_name: Mapped[str] = noted("name or post of who said so", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT)
    on: Mapped[date] = noted("when", privacy=Privacy.NONE)
    withdrawn_at: Mapped[datetime | None] = noted(
        "when it was taken back", field=Field("Taken back"), privacy=Privacy.NONE
    )


class HandEvidence(WithProof, OfProjectOrBody):
    """Dated evidence that a named person attached, for a requirement whose register does not show it."""

    __tablename__ = "hand_evidence"

    id: Mapped[int] = key()
    requirement: Mapped[str] = noted(
        "the requirement, such as E-COL-7", index=True, field=Field("Requirement"), privacy=Privacy.NONE
    )
    project_id: Mapped[int | None] = noted(
        "the project it is for",
        ForeignKey("project.id", ondelete="CASCADE"),
        index=True,
        field=Field("Project"),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int | None] = noted(
        "the body it is for, when it is not for a project",
        ForeignKey("body.id"),
        index=True,
        field=Field("Body"),
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "what it is",
        field=Line(
            "Evidence",
            asks="What is it?",
            needed="Enter what the evidence is, such as “Minutes of 3 July 2018”",
            longest=300,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    link: Mapped[str] = noted(
        "public address, when it is one",
        default="",
        field=Line(
            "Public address", hint="If it can be read on the web, such as https://www.example.nhs.uk/minutes"
        ),
        privacy=Privacy.NONE,
    )
    link_looked_on: Mapped[date | None] = noted(
        "when the public address was last looked at", privacy=Privacy.NONE
    )
    link_fault: Mapped[str] = noted(
        "what was wrong with the public address then; empty where it answered",
        default="",
        server_default=literal(""),
        privacy=Privacy.NONE,
    )
    dated: Mapped[date] = noted(
        "date of the evidence itself",
        field=Day(
            "Dated",
            asks="What date does it bear?",
            needed="Enter the date of the evidence itself, such as 6 June 2018",
            hint="The date of the evidence itself, not today: such as 6 June 2018.",
            shown=PIECE,
        ),
        privacy=Privacy.NONE,
    )
    dates: Mapped[dict[str, str]] = noted(
        "the dates the requirement asks for, as they stand in it, by the field they answer",
        ByName,
        default=dict,
        nullable=True,
        privacy=Privacy.NONE,
    )
    reason: Mapped[str] = noted(
        "why it meets the requirement",
        field=Text(
            "What it shows",
            asks="What does it show?",
            needed="Enter what it shows, in a sentence",
            hint="In a sentence: who did what, and when, of what is asked above.",
            longest=5_000,
            rows=4,
            shown=PIECE,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    place: Mapped[str] = noted(
        "where in it that stands",
        default="",
        server_default=literal(""),
        field=Line(
            "Where in it",
            asks="Where in it?",
            needed="Enter where in it that stands, such as “page 4, second paragraph”, or “all of it”",
            hint="Such as page 4, second paragraph; item 6; or all of it.",
            longest=300,
            shown=PIECE,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    by_id: Mapped[int | None] = noted(
        "account that attached it", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    by_name: Mapped[str] = noted(
        "name or post of who attached it", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )
    attached_on: Mapped[date] = noted("when it was attached", privacy=Privacy.NONE)
    withdrawn_at: Mapped[datetime | None] = noted(
        "when it was taken back", field=Field("Taken back"), privacy=Privacy.NONE
    )


class SecondLook(Base):
    """A second person is asked to look at evidence attached by hand, and says whether it shows this."""

    __tablename__ = "second_look"

    id: Mapped[int] = key()
    evidence_id: Mapped[int] = noted(
        "the evidence", ForeignKey("hand_evidence.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    asked_by_id: Mapped[int | None] = noted(
        "account that asked", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    asked_by_name: Mapped[str] = noted(
        "name or post of who asked", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )
    asked_of_id: Mapped[int | None] = noted(
        "account that is to look", ForeignKey("account.id"), index=True, privacy=Privacy.NONE
    )
    asked_of_name: Mapped[str] = noted(
        "name or post of who is to look", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )
    asked_on: Mapped[date] = noted("when they were asked", privacy=Privacy.NONE)
    verdict: Mapped[str] = noted(
        "shows or does_not_show; empty until they looked",
        default="",
        field=Choice(
            "Second look",
            asks="Does it show this?",
            needed="Choose whether it shows this",
            given=VERDICTS,
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    remark: Mapped[str] = noted(
        "what they said of it",
        default="",
        field=Text(
            "Remark", asks="What did you see?", hint="Needed if it does not show this.", longest=2_000
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    looked_on: Mapped[date | None] = noted("when they looked", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"hand_evidence:{self.evidence_id}"


class ConfirmedFact(Base):
    """A fact of law marked unverified, confirmed or given a local value by its owner."""

    __tablename__ = "confirmed_fact"

    id: Mapped[int] = key()
    fact: Mapped[str] = noted("the requirement, duty or setting", unique=True, privacy=Privacy.NONE)
    value: Mapped[str] = noted("the local value, for a setting", default="", privacy=Privacy.NONE)
    reason: Mapped[str] = noted("what was checked, and where", privacy=Privacy.NONE)
    by_id: Mapped[int | None] = noted(
        "account that confirmed it", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    by_name: Mapped[str] = noted(
        "name or post of who confirmed it", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )
    on: Mapped[date] = noted("when", privacy=Privacy.NONE)
