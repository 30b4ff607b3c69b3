"""What the search for duplicates keeps: keys by which names meet, the searches made, and what they found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Privacy, key, noted


class OrganisationBlock(Base):
    """A key made from one of an organisation's names: two that are alike share one."""

    __tablename__ = "organisation_block"
    __unaudited__ = "made from the names, which have their entries"
    __table_args__ = (Index("ix_organisation_block_key_organisation_id", "key", "organisation_id"),)

    id: Mapped[int] = key()
    organisation_id: Mapped[int] = noted(
        "the organisation",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    key: Mapped[str] = noted("the key", privacy=Privacy.NONE)


class DuplicateSearch(Base):
    """One search of the register for organisations that are in it twice; only the newest is kept."""

    __tablename__ = "duplicate_search"
    __unaudited__ = "a search changes nothing of the records"

    id: Mapped[int] = key()
    asked_at: Mapped[datetime] = noted("when it was asked for", privacy=Privacy.NONE)
    by_id: Mapped[int | None] = noted(
        "account that asked for it; empty for the command line", privacy=Privacy.NONE
    )
    ended_at: Mapped[datetime | None] = noted("when it ended; empty while it goes on", privacy=Privacy.NONE)
    organisations: Mapped[int] = noted(
        "how many organisations were looked through", default=0, privacy=Privacy.NONE
    )
    says: Mapped[str] = noted("what came of it, in sentences, one a line", default="", privacy=Privacy.NONE)


class ProposedDuplicate(Base):
    """Two organisations that may be one, with the reason; a person decides."""

    __tablename__ = "proposed_duplicate"
    __unaudited__ = "found by a search, and found again by the next"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = key()
    first_id: Mapped[int] = noted(
        "the one with the smaller number",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        privacy=Privacy.NONE,
    )
    second_id: Mapped[int] = noted(
        "the one with the larger number",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    likeness: Mapped[int] = noted("how alike they are, up to 100", index=True, privacy=Privacy.NONE)
    reason: Mapped[str] = noted("why they may be one, in words", privacy=Privacy.NONE)
