"""Tables of the plumbing: named views of lists, imports, and runs of jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.tables import Base, Privacy, key, noted


class SavedView(Base):
    """A list as somebody wants to see it again: its filters, order and columns under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "list_name", "name"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted("whose view it is", index=True)
    list_name: Mapped[str] = noted("the list")
    name: Mapped[str] = noted("the name given to it")
    query: Mapped[str] = noted("the part of the address that makes the view")


class SavedMapping(Base):
    """Which heading of a spreadsheet fills which field, kept under a name for the next time."""

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("what is imported, such as activities")
    name: Mapped[str] = noted("the name given to it")
    columns: Mapped[dict[str, str]] = noted("heading to field", JSON)


class Import(Base):
    """A spreadsheet brought in: uploaded, looked at, then taken, and perhaps undone.

    Taken means written in one transaction with one audit entry, by which it can be undone.
    """

    __tablename__ = "import"

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("what is imported, such as activities")
    file: Mapped[str] = noted(
        "fingerprint of the file in the file store",
        privacy=Privacy.WORDS,
        keep="two years",
        names_a_file=True,
    )
    file_name: Mapped[str] = noted("name the file came with")
    outline: Mapped[list[dict[str, Any]]] = noted(
        "the sheets with records: name, headings, number of rows and a few sample cells",
        JSON,
        default=list,
        privacy=Privacy.WORDS,
        keep="two years",
    )
    sheet: Mapped[str] = noted("the sheet chosen; empty for every sheet with records", default="")
    columns: Mapped[dict[str, str | None]] = noted("heading to field", JSON, default=dict)
    filled: Mapped[dict[str, str]] = noted(
        "what rows that leave a field blank are given, by field", JSON, default=dict
    )
    choice: Mapped[str] = noted(
        "what to do with rows already known: skip, update or create", default="update"
    )
    state: Mapped[str] = noted("uploaded, taking, taken, undoing or undone", default="uploaded")
    result: Mapped[dict[str, Any]] = noted(
        "what became of the rows, or why they were not taken",
        JSON,
        default=dict,
        privacy=Privacy.WORDS,
        keep="two years",
    )
    began_at: Mapped[datetime] = noted("when it was uploaded")
    by_id: Mapped[int | None] = noted("account that brought it in")
    busy_since: Mapped[datetime | None] = noted("when its taking or undoing began, while it goes on")
    taken_at: Mapped[datetime | None] = noted("when it was taken")


class JobRun(Base):
    """When a job of the worker last ran, and how it went."""

    __tablename__ = "job_run"
    __unaudited__ = "the worker's own diary"

    id: Mapped[int] = key()
    job: Mapped[str] = noted("the job", unique=True)
    started_at: Mapped[datetime] = noted("when it last began")
    finished_at: Mapped[datetime | None] = noted("when it last ended")
    outcome: Mapped[str] = noted("done, or what went wrong", default="")
