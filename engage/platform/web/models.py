"""Lists as somebody wants to see them again, and what a form that was sent led to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, Watch, key, noted


class SavedView(Base):
    """A list as somebody wants to see it again: its filters, order and columns under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "list_name", "name"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = noted("whose view it is", index=True, privacy=Privacy.NONE)
    list_name: Mapped[str] = noted("the list", privacy=Privacy.NONE)
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
        privacy=Privacy.NONE,
    )


class SentFormOutcome(Watch):
    """Where a form led that was sent and done, and what was said of it: in the watch, where nobody waits."""

    __tablename__ = "sent_form_outcome"
    __unaudited__ = "what was told of an act; the act has its entry"

    id: Mapped[int] = key()
    mark: Mapped[str] = noted(
        "mark of the form among those that were sent", unique=True, privacy=Privacy.NONE
    )
    location: Mapped[str] = noted(
        "address of the page it led to, perhaps with words searched for; empty where it led to none",
        privacy=Privacy.CONTACT,
        keep=Keep.SIGN_IN,
    )
    told: Mapped[str] = noted(
        "the sentences shown there, as the cookie holds them", privacy=Privacy.CONTACT, keep=Keep.SIGN_IN
    )
    at: Mapped[datetime] = noted("when it was done", index=True, privacy=Privacy.NONE)
