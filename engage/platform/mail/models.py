"""Letters, single-use links, and addresses that are not to be written to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Index, literal
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, key, noted


class Letter(Base):
    """One letter to one address, written with the change it tells of and posted by the worker after it.

    ``once`` is what makes it one of a kind, such as minutes of a meeting to one person: it is never doubled.
    """

    __tablename__ = "letter"
    __unaudited__ = "the post's own diary; the verb that wrote it has its entry"
    __table_args__ = (Index("ix_letter_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = key()
    once: Mapped[str] = noted(
        "what it is, to whom, and about what: there is only one of each", unique=True, privacy=Privacy.NONE
    )
    kind: Mapped[str] = noted("what kind of letter, such as minutes", index=True, privacy=Privacy.NONE)
    about: Mapped[str] = noted("the record it tells of, such as meeting:3", index=True, privacy=Privacy.NONE)
    to_ref: Mapped[str] = noted(
        "whom it is to, such as person:7 or account:2", index=True, privacy=Privacy.NONE
    )
    to_address: Mapped[str] = noted("mail address", privacy=Privacy.CONTACT, keep=Keep.LETTER)
    to_name: Mapped[str] = noted("name or post", default="", privacy=Privacy.CONTACT, keep=Keep.LETTER)
    subject: Mapped[str] = noted("subject line", privacy=Privacy.WORDS, keep=Keep.LETTER)
    text: Mapped[str] = noted("the letter, as plain text", privacy=Privacy.SECRET, keep=Keep.LETTER)
    attachments: Mapped[list[dict[str, str]]] = noted(
        "files that go with it: fingerprint, name and media type",
        JSON,
        default=list,
        names_a_file=True,
        privacy=Privacy.NONE,
    )
    message_id: Mapped[str] = noted("what mail programs know it by", unique=True, privacy=Privacy.NONE)
    state: Mapped[str] = noted(
        "waiting, sending, sent, refused, given_up, held_back, unsure when nobody knows, or left at that",
        default="waiting",
        privacy=Privacy.NONE,
    )
    tries: Mapped[int] = noted("how often it was tried", default=0, privacy=Privacy.NONE)
    next_try_at: Mapped[datetime] = noted("not before when it is tried", privacy=Privacy.NONE)
    written_at: Mapped[datetime] = noted("when it was written", privacy=Privacy.NONE)
    sent_at: Mapped[datetime | None] = noted(
        "when the mail server took it; empty until then", privacy=Privacy.NONE
    )
    answer: Mapped[str] = noted(
        "what the mail server said last", default="", privacy=Privacy.CONTACT, keep=Keep.LETTER
    )
    by_id: Mapped[int | None] = noted(
        "account that had it written; empty for the system", privacy=Privacy.NONE
    )


class SingleUseLink(Base):
    """A link that lets somebody without an account do one thing, once. Only its hash is kept."""

    __tablename__ = "single_use_link"
    __unaudited__ = "what is done with it has its entry"

    id: Mapped[int] = key()
    secret_hash: Mapped[str] = noted(
        "SHA-256 of the secret in the link", unique=True, privacy=Privacy.SECRET, keep=Keep.LINK
    )
    seed: Mapped[str] = noted(
        "what the secret is made from with the application's key; empty for links of before",
        default="",
        server_default=literal(""),
        index=True,
        privacy=Privacy.SECRET,
        keep=Keep.LINK,
    )
    purpose: Mapped[str] = noted("what it allows, such as confirm-action", privacy=Privacy.NONE)
    ref: Mapped[str] = noted("the record it is about, such as action:5", index=True, privacy=Privacy.NONE)
    for_ref: Mapped[str] = noted("whom it was made for, such as person:7", default="", privacy=Privacy.NONE)
    made_at: Mapped[datetime] = noted("when it was made", privacy=Privacy.NONE)
    ends_at: Mapped[datetime] = noted("when it can no longer be used", privacy=Privacy.NONE)
    used_at: Mapped[datetime | None] = noted("when it was used; empty until then", privacy=Privacy.NONE)


class Suppression(Base):
    """An address that is not to be written to, whoever brings it back: its owner had themselves erased.

    Only a keyed hash is kept: it tells whether an address at hand is meant, and nothing else.
    """

    __tablename__ = "suppression"

    id: Mapped[int] = key()
    keyed: Mapped[str] = noted(
        "keyed hash of the address", unique=True, privacy=Privacy.SECRET, keep=Keep.CONSENT
    )
    since: Mapped[date] = noted("since when", privacy=Privacy.NONE)
