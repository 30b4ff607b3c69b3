"""Accounts, the roles they hold, how they prove who they are, and where they are signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, literal
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Field, Line
from engage.platform.data.tables import Answers, Base, Keep, Privacy, key, noted

OWN = "Your account"


class Account(Base):
    """A member of staff or of the Governing Body."""

    __tablename__ = "account"

    id: Mapped[int] = key()
    name: Mapped[str] = noted(
        "name or post shown beside what they do",
        field=Line(
            "Name or post",
            needed="Enter the name or post that will stand beside what they do",
            longest=120,
            shown=OWN,
        ),
        privacy=Privacy.ACCOUNT,
        keep=Keep.ACCOUNT,
    )
    email: Mapped[str] = noted(
        "address they sign in with, lower case",
        unique=True,
        field=Field("E-mail address", shown=OWN),
        privacy=Privacy.ACCOUNT,
        keep=Keep.ACCOUNT,
    )
    is_open: Mapped[bool] = noted("whether they may sign in", default=True, privacy=Privacy.NONE)
    is_demonstration: Mapped[bool] = noted(
        "one of the accounts of the demonstration", default=False, privacy=Privacy.NONE
    )
    generation: Mapped[int] = noted(
        "how often all its sign-ins were ended at once; one of an earlier generation lets nobody in",
        default=0,
        server_default=literal(0),
        privacy=Privacy.NONE,
    )


class AccountRole(Base):
    """A role that an account holds."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted(
        "who holds it", ForeignKey("account.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    role: Mapped[str] = noted("the role, from the permission table", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"account:{self.account_id}"


class Credential(Base):
    """What an account proves itself by: a password, and the app that makes its codes."""

    __tablename__ = "credential"
    __table_args__ = (UniqueConstraint("account_id", "kind"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted(
        "whose it is", ForeignKey("account.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    kind: Mapped[str] = noted("what it is: password or app", privacy=Privacy.NONE)
    secret: Mapped[str] = noted(
        "argon2 hash of a password; the salt from which, with our key, the seed of an app is made",
        privacy=Privacy.SECRET,
        keep=Keep.ACCOUNT,
    )
    set_at: Mapped[datetime] = noted("when it was last set", privacy=Privacy.NONE)
    newest_step: Mapped[int | None] = noted(
        "the newest half minute whose code was taken, so that none is taken twice", privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"account:{self.account_id}"


class RecoveryCode(Base):
    """A code to come in with once, where the app is not at hand. Those that were used are gone."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted(
        "whose it is", ForeignKey("account.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    code_hash: Mapped[str] = noted("keyed hash of the code", privacy=Privacy.SECRET, keep=Keep.ACCOUNT)

    def record_ref(self) -> str:
        return f"account:{self.account_id}"


class SignIn(Answers):
    """One browser in which an account is signed in, on whichever web process.

    It stands beside the record, so that nobody who comes or goes waits for its writers.
    """

    __tablename__ = "sign_in"
    __unaudited__ = "its beginning and end are audited; that it is still in use is not"

    id: Mapped[int] = key()
    token_hash: Mapped[str] = noted(
        "SHA-256 of the token in the cookie", unique=True, privacy=Privacy.SECRET, keep=Keep.SIGN_IN
    )
    account_id: Mapped[int] = noted("who is signed in", index=True, privacy=Privacy.NONE)
    generation: Mapped[int] = noted("generation of the sign-ins of its account", privacy=Privacy.NONE)
    device: Mapped[str] = noted(
        "browser and system in words, such as Firefox on Windows",
        default="",
        server_default=literal(""),
        privacy=Privacy.ACCOUNT,
        keep=Keep.SIGN_IN,
    )
    started_at: Mapped[datetime] = noted("when it began", privacy=Privacy.NONE)
    seen_at: Mapped[datetime] = noted("when it was last used, to within a minute", privacy=Privacy.NONE)
    ends_at: Mapped[datetime] = noted("when it ends whatever happens", privacy=Privacy.NONE)
    confirmed_at: Mapped[datetime | None] = noted(
        "when a password or a code last showed that it is they who use it", privacy=Privacy.NONE
    )


class CodeTaken(Answers):
    """A code that somebody has come in with: it lets nobody in again."""

    __tablename__ = "code_taken"
    __unaudited__ = "that a code was taken is in the trail"

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted("whose it was", index=True, privacy=Privacy.NONE)
    code_hash: Mapped[str] = noted(
        "keyed hash of the code", unique=True, privacy=Privacy.SECRET, keep=Keep.ACCOUNT
    )
    step: Mapped[int | None] = noted("the half minute of a code of the app", privacy=Privacy.NONE)
    at: Mapped[datetime] = noted("when it was taken", privacy=Privacy.NONE)


class TrailNote(Answers):
    """What the trail is to be told once nobody holds the record: who came, and who went."""

    __tablename__ = "trail_note"
    __unaudited__ = "it goes into the trail"

    id: Mapped[int] = key()
    event: Mapped[str] = noted("what was done, such as account.signed-in", privacy=Privacy.NONE)
    account_id: Mapped[int] = noted("who did it", privacy=Privacy.NONE)
    fields: Mapped[dict[str, Any]] = noted("the other fields of the event", JSON, privacy=Privacy.NONE)


class Throttle(Answers):
    """How hot something is from being tried in vain, or where such tries come from."""

    __tablename__ = "throttle"
    __unaudited__ = "counters that live for hours"

    id: Mapped[int] = key()
    key_hash: Mapped[str] = noted(
        "keyed hash of what is counted, never the thing itself",
        unique=True,
        privacy=Privacy.SECRET,
        keep=Keep.SIGN_IN,
    )
    heat: Mapped[float] = noted("how many tries in vain were not forgotten at the last", privacy=Privacy.NONE)
    at: Mapped[datetime] = noted("when it was last tried", index=True, privacy=Privacy.NONE)
