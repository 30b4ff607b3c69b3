"""Reports as they were published, and the lay member's statement on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Choice, Text
from engage.platform.data.tables import Base, Keep, Privacy, key, noted

LEVELS = {
    "full": "Full assurance",
    "significant": "Significant assurance",
    "limited": "Limited assurance",
    "none": "No assurance",
}


class Report(Base):
    """An assurance report: a draft with its front sheet, then frozen with its figures."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("number", "version"),)

    id: Mapped[int] = key()
    body_id: Mapped[int | None] = noted(
        "the body it is about; empty for all bodies", ForeignKey("body.id"), index=True, privacy=Privacy.NONE
    )
    period: Mapped[str] = noted("the period, such as 2018-19, 2018-19Q3 or two dates", privacy=Privacy.NONE)
    title: Mapped[str] = noted("its title", privacy=Privacy.NONE)
    front_sheet: Mapped[dict[str, Any]] = noted(
        "what the committee's front sheet asks for",
        JSON,
        default=dict,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    state: Mapped[str] = noted("draft or published", default="draft", index=True, privacy=Privacy.NONE)
    drafted_at: Mapped[datetime] = noted("when the draft was begun", privacy=Privacy.NONE)
    number: Mapped[int | None] = noted("number given at publication", privacy=Privacy.NONE)
    version: Mapped[int] = noted("version under that number", default=1, privacy=Privacy.NONE)
    figures: Mapped[str] = noted(
        "the whole report value as canonical JSON text; empty for a draft",
        default="",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    fingerprint: Mapped[str] = noted("SHA-256 of that text", default="", privacy=Privacy.NONE)
    pdf: Mapped[str] = noted(
        "fingerprint of the PDF in the file store",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    annex: Mapped[str] = noted(
        "fingerprint of the XLSX annex in the file store",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    published_at: Mapped[datetime | None] = noted("when it was published", privacy=Privacy.NONE)
    published_by: Mapped[str] = noted(
        "name or post of who published it", default="", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT
    )


class LayStatement(Base):
    """The lay member's own statement on a published report."""

    __tablename__ = "lay_statement"

    id: Mapped[int] = key()
    report_id: Mapped[int] = noted(
        "the report", ForeignKey("report.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    level: Mapped[str] = noted(
        "full, significant, limited or none",
        field=Choice(
            "Assurance given",
            asks="How much assurance does this report give?",
            needed="Choose how much assurance it gives",
            given=tuple(LEVELS.items()),
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    words: Mapped[str] = noted(
        "the statement",
        field=Text(
            "Statement",
            asks="Your statement",
            needed="Enter your statement: what you looked at, and what you conclude",
            longest=5_000,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.ACCOUNT,
    )
    on: Mapped[date] = noted("when it was given", privacy=Privacy.NONE)
    by_id: Mapped[int | None] = noted("account that gave it", ForeignKey("account.id"), privacy=Privacy.NONE)
    by_name: Mapped[str] = noted("name or post of who gave it", privacy=Privacy.ACCOUNT, keep=Keep.ACCOUNT)

    def record_ref(self) -> str:
        return f"report:{self.report_id}"
