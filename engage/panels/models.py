"""Panels, their members, what members said of themselves (kept apart), and comparisons with a community."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class Panel(Base):
    """A membership scheme of patients and public, such as a panel of patient partners."""

    __tablename__ = "panel"

    id: Mapped[int] = key()
    code: Mapped[str] = noted("short code used in addresses", unique=True, privacy=Privacy.NONE)
    name: Mapped[str] = noted("its name", privacy=Privacy.NONE)
    body_id: Mapped[int] = noted(
        "the body that runs it", ForeignKey("body.id"), index=True, privacy=Privacy.NONE
    )
    forum_ref: Mapped[str] = noted("the forum it meets as, such as forum:5", default="", privacy=Privacy.NONE)
    purpose: Mapped[str] = noted("what it is for", default="", privacy=Privacy.NONE)
    terms: Mapped[str] = noted("what a member takes on, and what they get", default="", privacy=Privacy.NONE)
    term_months: Mapped[int | None] = noted(
        "how long a term lasts, in months; empty when it has no end", privacy=Privacy.NONE
    )
    asks: Mapped[list[str]] = noted(
        "codes of the characteristics it asks about", Words, default=list, privacy=Privacy.NONE
    )
    not_asked_because: Mapped[dict[str, str]] = noted(
        "why a characteristic is not asked about, by its code", JSON, default=dict, privacy=Privacy.NONE
    )
    from_on: Mapped[date | None] = noted("first day", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day; empty while it lasts", privacy=Privacy.NONE)
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by("name", "code", privacy=Privacy.NONE)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class PanelMember(Base):
    """A person on the way into a panel, in it, or out of it."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("panel_id", "person_id"),)

    id: Mapped[int] = key()
    panel_id: Mapped[int] = noted("the panel", ForeignKey("panel.id"), index=True, privacy=Privacy.NONE)
    person_id: Mapped[int] = noted("the person", ForeignKey("person.id"), index=True, privacy=Privacy.NONE)
    state: Mapped[str] = noted(
        "interested, joined, left or declined", default="interested", index=True, privacy=Privacy.NONE
    )
    interest_on: Mapped[date] = noted("when they said they were interested", privacy=Privacy.NONE)
    joined_on: Mapped[date | None] = noted("when they joined", privacy=Privacy.NONE)
    term_ends_on: Mapped[date | None] = noted("when their term ends", privacy=Privacy.NONE)
    left_on: Mapped[date | None] = noted("when they left, or were declined", privacy=Privacy.NONE)
    left_because: Mapped[str] = noted("why", default="", privacy=Privacy.CONTACT, keep=Keep.PANEL)
    interests: Mapped[list[str]] = noted(
        "what they would like to take part in",
        Words,
        default=list,
        privacy=Privacy.CONTACT,
        keep=Keep.PANEL,
    )
    was_asked: Mapped[bool] = noted(
        "whether they were asked about their characteristics", default=False, privacy=Privacy.NONE
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary

    def record_ref(self) -> str:
        return f"person:{self.person_id}"


class Expense(Base):
    """Money paid, or offered and refused, so that a member could take part."""

    __tablename__ = "expense"

    id: Mapped[int] = key()
    member_id: Mapped[int] = noted(
        "the member", ForeignKey("panel_member.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    on: Mapped[date] = noted("when", privacy=Privacy.NONE)
    pence: Mapped[int] = noted("how much, in pence", privacy=Privacy.NONE)
    was_refused: Mapped[bool] = noted(
        "whether the member did not take what was offered", default=False, privacy=Privacy.NONE
    )
    note: Mapped[str] = noted("what for", default="", privacy=Privacy.CONTACT, keep=Keep.PANEL)

    def record_ref(self) -> str:
        return f"panel_member:{self.member_id}"

    @property
    def pounds(self) -> str:
        """£12.50"""
        return in_pounds(self.pence)


def in_pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


class Characteristic(Base):
    """One answer a member gave about themselves. No column leads to the person, or to their other answers.

    ``keyed`` is worked out from the membership, the characteristic and the installation's secret, so that an
    answer can be replaced or taken away with the member, and nobody who reads the table can tell whose it is.
    The numbers of rows are drawn by lot, and all rows of a panel are written afresh in an order drawn by lot
    whenever one changes: neither tells when a row came.
    """

    __tablename__ = "characteristic"
    __unaudited__ = "an entry of the trail would tell whose answers they are"
    __table_args__ = (UniqueConstraint("panel_id", "keyed"),)

    id: Mapped[int] = key()
    panel_id: Mapped[int] = noted("the panel", ForeignKey("panel.id"), index=True, privacy=Privacy.NONE)
    keyed: Mapped[str] = noted(
        "fingerprint of the membership and the characteristic, keyed with the installation's secret",
        privacy=Privacy.SECRET,
        keep=Keep.PANEL,
    )
    characteristic: Mapped[str] = noted("what was asked about, such as age", privacy=Privacy.NONE)
    answer: Mapped[str] = noted(
        "the code of the answer; prefer not to say is an answer, not asked is none",
        privacy=Privacy.CHARACTERISTIC,
        keep=Keep.PANEL,
    )


class PanelComparison(Base):
    """A panel held against its community on one day, as counts that may be shown to anybody."""

    __tablename__ = "panel_comparison"

    id: Mapped[int] = key()
    panel_id: Mapped[int] = noted("the panel", ForeignKey("panel.id"), index=True, privacy=Privacy.NONE)
    on: Mapped[date] = noted("the day", privacy=Privacy.NONE)
    members: Mapped[int] = noted("how many members it had", privacy=Privacy.NONE)
    answered: Mapped[int] = noted("how many of them had given any answer", privacy=Privacy.NONE)
    asks: Mapped[list[str]] = noted(
        "codes of the characteristics it asked about then", Words, default=list, privacy=Privacy.NONE
    )
    not_asked_because: Mapped[dict[str, str]] = noted(
        "why a characteristic was not asked about then, by its code", JSON, default=dict, privacy=Privacy.NONE
    )
    baseline: Mapped[str] = noted(
        "what it was compared with, as the baselines are named", privacy=Privacy.NONE
    )
    tables: Mapped[list[dict[str, Any]]] = noted(
        "counts and shares by characteristic, after the rules of disclosure",
        JSON,
        default=list,
        privacy=Privacy.NONE,
    )
    seals: Mapped[dict[str, Any]] = noted(
        "by characteristic, what was counted: numbers of each group, and one fingerprint for each answer, "
        "keyed with the installation's secret; only what may be shown next time is worked out from it",
        JSON,
        default=dict,
        privacy=Privacy.SECRET,
        keep=Keep.PANEL,
    )
    gaps: Mapped[list[str]] = noted(
        "groups found under-represented", Words, default=list, privacy=Privacy.NONE
    )
    note: Mapped[str] = noted("what was made of it", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
