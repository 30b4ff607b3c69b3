"""Lists as somebody wants to see them again."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, key, noted


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
