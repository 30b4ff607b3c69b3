"""What the search for duplicates keeps: keys by which names meet, the searches made, and what they found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Field, Lines
from engage.platform.data.tables import Base, Keep, Privacy, key, noted


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
    key: Mapped[str] = noted("the key", privacy=Privacy.PUBLIC, keep=Keep.RECORD)


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
    reason: Mapped[str] = noted("why they may be one, in words", privacy=Privacy.PUBLIC, keep=Keep.RECORD)


class Replaces:
    """A merge, with the values of the kept one that it replaced."""

    before: Mapped[dict[str, Any]] = noted(
        "values of the kept one that were replaced, by column",
        JSON,
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    after: Mapped[dict[str, Any]] = noted(
        "values taken from the other, by column", JSON, privacy=Privacy.CONTACT, keep=Keep.CONTACT
    )
    merged_at: Mapped[datetime] = noted("when they were merged", privacy=Privacy.NONE)


class OrganisationMerge(Replaces, Base):
    """Two organisations found to be one: what the kept one held before, so that both can be restored.

    It goes when they are parted again; the audit trail has both.
    """

    __tablename__ = "organisation_merge"

    id: Mapped[int] = key()
    kept_id: Mapped[int] = noted(
        "the organisation that stays",
        ForeignKey("organisation.id"),
        index=True,
        field=Field("Merged with"),
        privacy=Privacy.NONE,
    )
    other_id: Mapped[int] = noted(
        "the organisation found to be the same",
        ForeignKey("organisation.id"),
        index=True,
        field=Field("Merged with"),
        privacy=Privacy.NONE,
    )
    reason: Mapped[str] = noted(
        "why they were proposed",
        default="",
        field=Field("Why they are one"),
        privacy=Privacy.PUBLIC,
        keep=Keep.RECORD,
    )
    names: Mapped[list[str]] = noted(
        "names that the kept one was given for it",
        JSON,
        default=list,
        field=Lines("Names taken over"),
        privacy=Privacy.PUBLIC,
        keep=Keep.RECORD,
    )
    moved_ids: Mapped[list[int]] = noted(
        "organisations that had been merged into the other, and now are into the kept one",
        JSON,
        default=list,
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"organisation:{self.kept_id}"


class NotTheSame(Base):
    """Two organisations proposed as one and found to be two; never proposed again."""

    __tablename__ = "not_the_same"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = key()
    first_id: Mapped[int] = noted(
        "the one with the smaller number",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        field=Field("Not the same as"),
        privacy=Privacy.NONE,
    )
    second_id: Mapped[int] = noted(
        "the one with the larger number",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        field=Field("Not the same as"),
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"organisation:{self.first_id}"


class PersonMerge(Replaces, Base):
    """Two people found to be one: as for organisations, with values that are erased with the person."""

    __tablename__ = "person_merge"

    id: Mapped[int] = key()
    kept_id: Mapped[int] = noted(
        "the person who stays",
        ForeignKey("person.id"),
        index=True,
        field=Field("Merged with"),
        privacy=Privacy.NONE,
    )
    other_id: Mapped[int] = noted(
        "the person found to be the same",
        ForeignKey("person.id"),
        index=True,
        field=Field("Merged with"),
        privacy=Privacy.NONE,
    )
    moved_ids: Mapped[list[int]] = noted(
        "people who had been merged into the other, and now are into the kept one",
        JSON,
        default=list,
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"person:{self.kept_id}"


class NotTheSamePerson(Base):
    """Two people proposed as one and found to be two; never proposed again."""

    __tablename__ = "not_the_same_person"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = key()
    first_id: Mapped[int] = noted(
        "the one with the smaller number",
        ForeignKey("person.id", ondelete="CASCADE"),
        field=Field("Not the same as"),
        privacy=Privacy.NONE,
    )
    second_id: Mapped[int] = noted(
        "the one with the larger number",
        ForeignKey("person.id", ondelete="CASCADE"),
        index=True,
        field=Field("Not the same as"),
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"person:{self.first_id}"


Merge = OrganisationMerge | PersonMerge
