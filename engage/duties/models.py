"""What people say about duties: triage, signatures, evidence by hand, and facts of law confirmed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Choice, Day, Field, Line, Reference, Text
from engage.platform.data.proof import WithProof
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted

ANSWERS = (
    ("applies", "Yes, it applies"),
    ("applies_in_part", "It applies in part"),
    ("does_not_apply", "No, it does not apply"),
)
DECISIONS = (("signed", "Signed"), ("not_applicable", "Does not apply"))
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
    assessor_id: Mapped[int | None] = noted(
        "account of the assessor", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    assessor_name: Mapped[str] = noted(
        "name or post of the assessor", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )

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
    reason: Mapped[str] = noted(
        "why it meets the requirement",
        field=Text(
            "Why it shows this",
            asks="Why does it show that this is met?",
            needed="Enter the reason why it meets the requirement",
            longest=5_000,
            rows=4,
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
