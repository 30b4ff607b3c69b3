"""Spreadsheets brought in, and which of their headings fill which fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, ByName, Keep, Privacy, Words, key, noted

MEANT = "what the file's words stand for, by field: a term, a new word, or null to leave them unrecorded"


class SavedMapping(Base):
    """Which heading of a spreadsheet fills which field, kept under a name for the next time."""

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("what is imported, such as activities", privacy=Privacy.NONE)
    name: Mapped[str] = noted("the name given to it", privacy=Privacy.NONE)
    columns: Mapped[dict[str, str]] = noted("heading to field", JSON, privacy=Privacy.NONE)
    filled: Mapped[dict[str, str] | None] = noted(
        "what rows that leave a field blank are given, by field; empty for nothing, absent when not said",
        JSON,
        privacy=Privacy.NONE,
    )
    values: Mapped[dict[str, dict[str, str | None]]] = noted(
        MEANT, ByName, default=dict, nullable=True, privacy=Privacy.WORDS, keep=Keep.RECORD
    )


class Import(Base):
    """A spreadsheet brought in: uploaded, looked at, then taken, and perhaps undone.

    Taken means written in one transaction with one audit entry, by which it can be undone.
    """

    __tablename__ = "import"

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("what is imported, such as activities", privacy=Privacy.NONE)
    file: Mapped[str] = noted(
        "fingerprint of the file in the file store",
        privacy=Privacy.WORDS,
        keep=Keep.IMPORT,
        names_a_file=True,
    )
    file_name: Mapped[str] = noted("name the file came with", privacy=Privacy.WORDS, keep=Keep.RECORD)
    outline: Mapped[list[dict[str, Any]]] = noted(
        "the sheets with records: name, headings, number of rows and a few sample cells",
        JSON,
        default=list,
        privacy=Privacy.WORDS,
        keep=Keep.IMPORT,
    )
    sheet: Mapped[str] = noted(
        "the sheet chosen; empty for every sheet with records", default="", privacy=Privacy.NONE
    )
    columns: Mapped[dict[str, str | None]] = noted(
        "heading to field", JSON, default=dict, privacy=Privacy.NONE
    )
    values: Mapped[dict[str, dict[str, str | None]]] = noted(
        MEANT, ByName, default=dict, nullable=True, privacy=Privacy.WORDS, keep=Keep.IMPORT
    )
    filled: Mapped[dict[str, str]] = noted(
        "what rows that leave a field blank are given, by field",
        JSON,
        default=dict,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    bodies: Mapped[dict[str, list[str]] | None] = noted(
        "what names of bodies nobody knew were said to mean: bodies by name, none for a new one",
        JSON,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    forums: Mapped[dict[str, int] | None] = noted(
        "which forums of the register names that were not on it were said to mean",
        JSON,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    left_out: Mapped[list[str]] = noted(
        "marks for which rows are left out: struck, hidden",
        Words,
        default=list,
        nullable=True,
        privacy=Privacy.NONE,
    )
    choice: Mapped[str] = noted(
        "what to do with rows already known: skip, update or create", default="update", privacy=Privacy.NONE
    )
    state: Mapped[str] = noted(
        "uploaded, taking, taken, undoing or undone", default="uploaded", privacy=Privacy.NONE
    )
    result: Mapped[dict[str, Any]] = noted(
        "what became of the rows, or why they were not taken",
        JSON,
        default=dict,
        privacy=Privacy.WORDS,
        keep=Keep.IMPORT,
    )
    began_at: Mapped[datetime] = noted("when it was uploaded", privacy=Privacy.NONE)
    by_id: Mapped[int | None] = noted("account that brought it in", privacy=Privacy.NONE)
    busy_since: Mapped[datetime | None] = noted(
        "when its taking or undoing began, while it goes on", privacy=Privacy.NONE
    )
    taken_at: Mapped[datetime | None] = noted("when it was taken", privacy=Privacy.NONE)
