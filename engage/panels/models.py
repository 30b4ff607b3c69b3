"""Panels, their members, what members said of themselves (kept apart), and comparisons with a community."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.panels.words import STATES
from engage.platform.data.fields import (
    Choice,
    Choices,
    Day,
    Field,
    FindTerm,
    Line,
    Lines,
    Listed,
    Number,
    Reference,
    Text,
    Tick,
)
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted
from engage.platform.data.typed import number_or_none, row_number
from engage.rules.monitoring import read_monitoring

MOST_MONTHS = 120
POUNDS = re.compile(r"£?\s?([0-9]{1,6})(?:\.([0-9]{2}))?")
THE_PANEL, MEMBERSHIP = "The panel", "The membership"
ASKED = "What members are asked about themselves"
CHARACTERISTICS = tuple((code, one.characteristic) for code, one in read_monitoring().questions.items())


@dataclass(frozen=True, slots=True)
class Months(Number):
    """How long a term lasts."""

    def said(self, held: Any) -> str:
        return "" if held is None else f"{held} month{'' if held == 1 else 's'}"

    def typed(self, held: Any) -> Any:
        return "" if held is None else str(held)

    def read(self, text: str, find: FindTerm) -> Any:
        months = number_or_none(text, MOST_MONTHS)
        if not months:
            raise ValueError(f"A term is a whole number of months from 1 to {MOST_MONTHS}")
        return months


@dataclass(frozen=True, slots=True)
class Money(Number):
    """An amount in pence, typed and said in pounds."""

    entry_type: ClassVar[Any] = int

    def said(self, held: Any) -> str:
        return "" if held is None else in_pounds(held)

    def read(self, text: str, find: FindTerm) -> Any:
        found = POUNDS.fullmatch(text.replace(",", ""))
        if found is None:
            raise ValueError("Enter an amount in pounds and pence, such as 12.50")
        return row_number(found[1]) * 100 + row_number(found[2] or "0")


@dataclass(frozen=True, slots=True)
class Reasons(Field):
    """A reason for each characteristic, by its code."""

    def said(self, held: Any) -> str:
        labels: Mapping[str, str] = dict(CHARACTERISTICS)
        return "; ".join(f"{labels.get(code, code)}: {why}" for code, why in (held or {}).items())


class Panel(WithVersion, Base):
    """A membership scheme of patients and public, such as a panel of patient partners."""

    __tablename__ = "panel"

    id: Mapped[int] = key()
    name: Mapped[str] = noted(
        "its name",
        field=Line("Name", asks="What is it called?", needed="Enter what it is called", longest=200),
        privacy=Privacy.NONE,
    )
    code: Mapped[str] = noted(
        "short code used in addresses",
        unique=True,
        field=Line(
            "Code",
            asks="Short code",
            needed="Enter a short code, such as patient-panel",
            hint="Used in its address: small letters, figures and dashes.",
            longest=40,
            width=20,
        ),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int] = noted(
        "the body that runs it", ForeignKey("body.id"), index=True, field=Field("Body"), privacy=Privacy.NONE
    )
    purpose: Mapped[str] = noted(
        "what it is for",
        default="",
        field=Text("What it is for", asks="What is it for?", longest=2_000, shown=THE_PANEL),
        privacy=Privacy.NONE,
    )
    terms: Mapped[str] = noted(
        "what a member takes on, and what they get",
        default="",
        field=Text(
            "Terms of membership",
            hint="What a member takes on, and what they get, such as travel costs and training.",
            longest=5_000,
            rows=5,
            shown=THE_PANEL,
        ),
        privacy=Privacy.NONE,
    )
    term_months: Mapped[int | None] = noted(
        "how long a term lasts, in months; empty when it has no end",
        field=Months(
            "Length of a term",
            asks="How long is a term?",
            hint="In months, such as 24. Leave blank when a term has no end.",
            shown=THE_PANEL,
            said_when_empty="no end",
        ),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = noted(
        "first day",
        field=Day(
            "First day",
            hint="Leave blank if it is not known.",
            shown=THE_PANEL,
            listed=Listed.OFFERED,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    to_on: Mapped[date | None] = noted(
        "last day; empty while it lasts",
        field=Day(
            "Last day",
            hint="Leave blank while it lasts.",
            shown=THE_PANEL,
            listed=Listed.OFFERED,
            sorts=True,
            said_when_empty="it lasts",
        ),
        privacy=Privacy.NONE,
    )
    forum_ref: Mapped[str] = noted(
        "the forum it meets as, such as forum:5",
        default="",
        field=Reference("Meets as"),
        privacy=Privacy.NONE,
    )
    asks: Mapped[list[str]] = noted(
        "codes of the characteristics it asks about",
        Words,
        default=list,
        field=Choices(ASKED, given=CHARACTERISTICS, part=ASKED),
        privacy=Privacy.NONE,
    )
    not_asked_because: Mapped[dict[str, str]] = noted(
        "why a characteristic is not asked about, by its code",
        JSON,
        default=dict,
        field=Reasons("Why a characteristic is not asked about"),
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by("name", "code", privacy=Privacy.NONE)


class PanelMember(WithVersion, Base):
    """A person on the way into a panel, in it, or out of it."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("panel_id", "person_id"),)

    id: Mapped[int] = key()
    panel_id: Mapped[int] = noted(
        "the panel", ForeignKey("panel.id"), index=True, field=Field("Panel"), privacy=Privacy.NONE
    )
    person_id: Mapped[int] = noted(
        "the person", ForeignKey("person.id"), index=True, field=Field("Member"), privacy=Privacy.NONE
    )
    state: Mapped[str] = noted(
        "interested, joined, left or declined",
        default="interested",
        index=True,
        field=Choice("State", given=tuple(STATES.items()), listed=Listed.SHOWN, sorts=True, filtered=True),
        privacy=Privacy.NONE,
    )
    interest_on: Mapped[date] = noted(
        "when they said they were interested",
        field=Day(
            "Interested on",
            asks="When did they say so?",
            needed="Enter when they said so",
            listed=Listed.OFFERED,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    joined_on: Mapped[date | None] = noted(
        "when they joined",
        field=Day(
            "Joined",
            asks="When did they join?",
            needed="Enter when they joined",
            shown=MEMBERSHIP,
            listed=Listed.SHOWN,
            sorts=True,
            said_when_empty="not yet",
        ),
        privacy=Privacy.NONE,
    )
    term_ends_on: Mapped[date | None] = noted(
        "when their term ends",
        field=Day(
            "Term ends",
            asks="When does their term end?",
            hint="Leave blank when it has no end.",
            shown=MEMBERSHIP,
            listed=Listed.SHOWN,
            sorts=True,
            said_when_empty="no end",
        ),
        privacy=Privacy.NONE,
    )
    left_on: Mapped[date | None] = noted(
        "when they left, or were declined",
        field=Day("Left", asks="When?", needed="Enter the day", listed=Listed.SHOWN, sorts=True),
        privacy=Privacy.NONE,
    )
    left_because: Mapped[str] = noted(
        "why",
        default="",
        field=Line("Why", asks="Why?", needed="Enter why", longest=500, shown=MEMBERSHIP, quiet=True),
        privacy=Privacy.CONTACT,
        keep=Keep.PANEL,
    )
    interests: Mapped[list[str]] = noted(
        "what they would like to take part in",
        Words,
        default=list,
        field=Lines(
            "Would like to take part in",
            asks="What would they like to take part in?",
            longest=500,
            shown=MEMBERSHIP,
            listed=Listed.SHOWN,
        ),
        privacy=Privacy.CONTACT,
        keep=Keep.PANEL,
    )
    was_asked: Mapped[bool] = noted(
        "whether they were asked about their characteristics",
        default=False,
        field=Field("Asked about themselves"),
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"person:{self.person_id}"


class Expense(Base):
    """Money paid, or offered and refused, so that a member could take part."""

    __tablename__ = "expense"

    id: Mapped[int] = key()
    member_id: Mapped[int] = noted(
        "the member", ForeignKey("panel_member.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    on: Mapped[date] = noted(
        "when", field=Day("When", asks="When?", needed="Enter the day"), privacy=Privacy.NONE
    )
    pence: Mapped[int] = noted(
        "how much, in pence",
        field=Money("How much", asks="How much?", needed="Enter how much, such as 12.50", hint="In pounds."),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "what for",
        default="",
        field=Line("What for", asks="What for?", hint="Such as bus fare, or childcare.", longest=300),
        privacy=Privacy.CONTACT,
        keep=Keep.PANEL,
    )
    was_refused: Mapped[bool] = noted(
        "whether the member did not take what was offered",
        default=False,
        field=Tick("Offered, not taken", asks="It was offered, and they did not take it"),
        privacy=Privacy.NONE,
    )

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
    on: Mapped[date] = noted(
        "the day",
        field=Day("Compared on", asks="On which day?", needed="Enter the day"),
        privacy=Privacy.NONE,
    )
    members: Mapped[int] = noted("how many members it had", field=Field("Members"), privacy=Privacy.NONE)
    answered: Mapped[int] = noted(
        "how many of them had given any answer", field=Field("Members who answered"), privacy=Privacy.NONE
    )
    asks: Mapped[list[str]] = noted(
        "codes of the characteristics it asked about then", Words, default=list, privacy=Privacy.NONE
    )
    not_asked_because: Mapped[dict[str, str]] = noted(
        "why a characteristic was not asked about then, by its code", JSON, default=dict, privacy=Privacy.NONE
    )
    baseline: Mapped[str] = noted(
        "what it was compared with, as the baselines are named",
        field=Field("Compared with", fact="comparator"),
        privacy=Privacy.NONE,
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
        "groups found under-represented",
        Words,
        default=list,
        field=Lines("Fewer than would be expected", fact="gaps"),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "what was made of it",
        default="",
        field=Text("What was made of it", asks="What do you make of it?", longest=2_000),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
