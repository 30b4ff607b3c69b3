"""Tables of the plumbing: named views of lists, imports, runs of jobs, letters and single-use links."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.tables import Base, Keep, Privacy, key, noted


class SavedView(Base):
    """A list as somebody wants to see it again: its filters, order and columns under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "list_name", "name"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted("whose view it is", index=True)
    list_name: Mapped[str] = noted("the list")
    name: Mapped[str] = noted("the name given to it", privacy=Privacy.CONTACT, keep=Keep.ACCOUNT)
    query: Mapped[str] = noted(
        # With the words searched for, which may be a person's name.
        "the part of the address that makes the view",
        privacy=Privacy.CONTACT,
        keep=Keep.ACCOUNT,
    )
    sharing: Mapped[str] = noted(
        "private, team (everybody may use it) or pinned (and it stands first)",
        default="private",
        server_default="private",  # views kept before sharing came need one when the column is added
    )


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
        keep=Keep.IMPORT,
        names_a_file=True,
    )
    file_name: Mapped[str] = noted("name the file came with")
    outline: Mapped[list[dict[str, Any]]] = noted(
        "the sheets with records: name, headings, number of rows and a few sample cells",
        JSON,
        default=list,
        privacy=Privacy.WORDS,
        keep=Keep.IMPORT,
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
        keep=Keep.IMPORT,
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


class Letter(Base):
    """One letter to one address, written with the change it tells of and posted by the worker after it.

    ``once`` is what makes it one of a kind, such as minutes of a meeting to one person: it is never doubled.
    """

    __tablename__ = "letter"
    __unaudited__ = "the post's own diary; the verb that wrote it has its entry"
    __table_args__ = (Index("ix_letter_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = key()
    once: Mapped[str] = noted("what it is, to whom, and about what: there is only one of each", unique=True)
    kind: Mapped[str] = noted("what kind of letter, such as minutes", index=True)
    about: Mapped[str] = noted("the record it tells of, such as meeting:3", index=True)
    to_ref: Mapped[str] = noted("whom it is to, such as person:7 or account:2", index=True)
    to_address: Mapped[str] = noted("mail address", privacy=Privacy.CONTACT, keep=Keep.LETTER)
    to_name: Mapped[str] = noted("name or post", default="", privacy=Privacy.CONTACT, keep=Keep.LETTER)
    subject: Mapped[str] = noted("subject line", privacy=Privacy.WORDS, keep=Keep.LETTER)
    text: Mapped[str] = noted("the letter, as plain text", privacy=Privacy.SECRET, keep=Keep.LETTER)
    attachments: Mapped[list[dict[str, str]]] = noted(
        "files that go with it: fingerprint, name and media type", JSON, default=list
    )
    message_id: Mapped[str] = noted("what mail programs know it by", unique=True)
    state: Mapped[str] = noted(
        "waiting, sending, sent, refused, given_up, held_back, or unsure when nobody knows",
        default="waiting",
    )
    tries: Mapped[int] = noted("how often it was tried", default=0)
    next_try_at: Mapped[datetime] = noted("not before when; while it is sent, until when it is somebody's")
    written_at: Mapped[datetime] = noted("when it was written")
    sent_at: Mapped[datetime | None] = noted("when the mail server took it; empty until then")
    answer: Mapped[str] = noted(
        "what the mail server said last", default="", privacy=Privacy.CONTACT, keep=Keep.LETTER
    )
    by_id: Mapped[int | None] = noted("account that had it written; empty for the system")


class SingleUseLink(Base):
    """A link that lets somebody without an account do one thing, once. Only its hash is kept."""

    __tablename__ = "single_use_link"
    __unaudited__ = "what is done with it has its entry"

    id: Mapped[int] = key()
    secret_hash: Mapped[str] = noted(
        "SHA-256 of the secret in the link", unique=True, privacy=Privacy.SECRET, keep=Keep.LINK
    )
    purpose: Mapped[str] = noted("what it allows, such as confirm-action")
    ref: Mapped[str] = noted("the record it is about, such as action:5", index=True)
    for_ref: Mapped[str] = noted("whom it was made for, such as person:7", default="")
    made_at: Mapped[datetime] = noted("when it was made")
    ends_at: Mapped[datetime] = noted("when it can no longer be used")
    used_at: Mapped[datetime | None] = noted("when it was used; empty until then")


class Suppression(Base):
    """An address that is not to be written to, whoever brings it back: its owner had themselves erased.

    Only a keyed hash is kept: it tells whether an address at hand is meant, and nothing else.
    """

    __tablename__ = "suppression"

    id: Mapped[int] = key()
    keyed: Mapped[str] = noted(
        "keyed hash of the address", unique=True, privacy=Privacy.SECRET, keep=Keep.CONSENT
    )
    since: Mapped[date] = noted("since when")
