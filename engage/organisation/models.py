"""Bodies and what belongs to them. Names, dates and local bodies are data, never code."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedColumn

from engage.platform.data.fields import Choice, Day, Field, Line, Listed, Text, Tick
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, key, noted
from engage.rules.body_names import BodyKind

KINDS: dict[str, str] = {
    BodyKind.CCG: "Clinical commissioning group (CCG)",
    BodyKind.ICB: "Integrated care board (ICB)",
    BodyKind.NHSE: "NHS England",
    BodyKind.PCT: "Primary care trust",
    BodyKind.CSU: "Commissioning support unit",
    BodyKind.NHS_TRUST: "NHS trust",
    BodyKind.NHS_FOUNDATION_TRUST: "NHS foundation trust",
    BodyKind.HEALTH_BOARD: "Health board",
    BodyKind.LOCAL_AUTHORITY: "Local authority",
    BodyKind.OTHER: "Another kind of body",
}
TRUST = {
    "verified": "Verified: checked against its source",
    "unverified": "Unverified: from knowledge or from a record",
    "proposal": "Proposal: how we suggest to see it",
}
COMMITTEE_KINDS = {
    "governing_body": "Governing Body or Board",
    "committee": "Committee",
    "joint_committee": "Joint committee",
    "scrutiny": "Health scrutiny committee",
    "health_and_wellbeing_board": "Health and Wellbeing Board",
    "partnership": "Partnership",
}
PLACE_KINDS = {"city": "City", "borough": "Borough", "ward": "Ward", "locality": "Locality"}
STRATEGY_STATES = {"draft": "Draft", "adopted": "Adopted", "superseded": "Superseded"}
POINT_KINDS = {"principle": "Principle", "objective": "Objective"}
FACTS = "Facts"
FIRST_DAY, LAST_DAY = "First day, if known", "Last day, if it has ended"


def _trust(note: str) -> MappedColumn[Any]:
    asked = Choice(
        "Trust", asks="How far these facts can be trusted", given=tuple(TRUST.items()), first="unverified"
    )
    return noted(note, default="unverified", field=asked, privacy=Privacy.NONE)


def _first(note: str, asks: str = FIRST_DAY) -> MappedColumn[Any]:
    return noted(note, field=Day("First day", asks=asks), privacy=Privacy.NONE)


def _last(note: str, asks: str = LAST_DAY) -> MappedColumn[Any]:
    return noted(note, field=Day("Last day", asks=asks), privacy=Privacy.NONE)


class Body(Base):
    """An organisation that commissions or works jointly: a CCG, an ICB, or another."""

    __tablename__ = "body"

    id: Mapped[int] = key()
    code: Mapped[str] = noted(
        "short code used in addresses and on the command line",
        unique=True,
        field=Field("Code", shown=FACTS, listed=Listed.OFFERED, sorts=True),
        privacy=Privacy.NONE,
    )
    name: Mapped[str] = noted(
        "the name shown",
        unique=True,
        field=Line("Name", needed="Enter the name of the body, such as Anytown CCG", longest=160),
        privacy=Privacy.NONE,
    )
    kind: Mapped[str] = noted(
        "CCG, ICB or another kind of body, as the duties name it",
        field=Choice(
            "Kind",
            hint="The law asks different things of each kind.",
            given=tuple(KINDS.items()),
            one="a kind of body",
            shown=FACTS,
            filtered=True,
        ),
        privacy=Privacy.NONE,
    )
    exists_from: Mapped[date | None] = noted(
        "first day it existed; empty when not known",
        field=Day(
            "First day",
            asks=FIRST_DAY,
            hint="Such as 1 April 2013. No ICB began before 1 July 2022.",
            shown=FACTS,
            listed=Listed.SHOWN,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    exists_to: Mapped[date | None] = noted(
        "last day it existed; empty while it lasts or when not known",
        field=Day(
            "Last day",
            asks=LAST_DAY,
            hint="Every CCG ended by 30 June 2022.",
            shown=FACTS,
            listed=Listed.SHOWN,
            sorts=True,
            said_when_empty="none: it goes on, or is not recorded",
        ),
        privacy=Privacy.NONE,
    )
    board_word: Mapped[str] = noted(
        "the word for its board: Governing Body, or Board",
        default="Governing Body",
        field=Line(
            "Its board",
            asks="What its board is called",
            hint="Leave it blank for “Governing Body” of a CCG, and “Board” of any other.",
            longest=60,
            width=20,
            shown=FACTS,
        ),
        privacy=Privacy.NONE,
    )
    trust: Mapped[str] = _trust("how far these facts can be trusted: verified, unverified or proposal")
    is_served: Mapped[bool] = noted(
        "whether this installation works for it, or only knows of it",
        default=False,
        field=Tick("We work for it", asks="We work for this body"),
        privacy=Privacy.NONE,
    )
    search_text: Mapped[str] = found_by("name", "code", privacy=Privacy.NONE)


class BodyPart(Base):
    """What belongs to one body; its changes are part of the body's history."""

    __abstract__ = True

    id: Mapped[int]
    body_id: Mapped[int]

    def record_ref(self) -> str:
        return f"body:{self.body_id}"


class BodyName(BodyPart):
    """Another way in which a body's name is written."""

    __tablename__ = "body_name"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted(
        "the variant",
        unique=True,
        field=Line(
            "Another name",
            needed="Enter the name as it is written, such as WCCG",
            hint="As it stands in spreadsheets and papers. “NHS” before it, “Clinical Commissioning Group” "
            "in full, hyphens and “&” for “and” are recognised without being entered.",
            longest=160,
        ),
        privacy=Privacy.NONE,
    )
    search_text: Mapped[str] = found_by("name", privacy=Privacy.NONE)


class BodySuccession(BodyPart):
    """One body taking over from another."""

    __tablename__ = "body_succession"
    __table_args__ = (UniqueConstraint("body_id", "successor_id"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body that ended", ForeignKey("body.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    successor_id: Mapped[int] = noted(
        "the body that took over",
        ForeignKey("body.id", ondelete="CASCADE"),
        field=Field("Taken over by"),
        privacy=Privacy.NONE,
    )
    on: Mapped[date | None] = noted(
        "first day of the successor",
        field=Day(
            "Taken over on",
            asks="The first day on which it had taken over",
            hint="Such as 1 July 2022. Leave it blank if not known.",
        ),
        privacy=Privacy.NONE,
    )
    trust: Mapped[str] = _trust("how far this can be trusted: verified, unverified or proposal")


class Committee(BodyPart):
    """A committee or board of a body, or one it shares."""

    __tablename__ = "committee"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted(
        "its name",
        field=Line("Name", needed="Enter the name of the committee", longest=160),
        privacy=Privacy.NONE,
    )
    kind: Mapped[str] = noted(
        "governing_body, committee, joint_committee or another kind",
        default="committee",
        field=Choice("Kind", given=tuple(COMMITTEE_KINDS.items())),
        privacy=Privacy.NONE,
    )
    meets_in_public: Mapped[bool] = noted(
        "whether it meets in public", default=False, field=Tick("It meets in public"), privacy=Privacy.NONE
    )
    from_on: Mapped[date | None] = _first("first day")
    to_on: Mapped[date | None] = _last("last day")


class Place(BodyPart):
    """A place a body answers for: a city, a ward, a locality."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted(
        "its name",
        field=Line("Name", needed="Enter the name of the place, such as Riverside", longest=120),
        privacy=Privacy.NONE,
    )
    kind: Mapped[str] = noted(
        "city, borough, ward, locality",
        default="locality",
        field=Choice("Kind", given=tuple(PLACE_KINDS.items())),
        privacy=Privacy.NONE,
    )


class Network(BodyPart):
    """A primary care network."""

    __tablename__ = "network"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted(
        "its name",
        field=Line("Name", needed="Enter the name of the network", longest=160),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = _first("first day")
    to_on: Mapped[date | None] = _last("last day")


class Practice(BodyPart):
    """A member practice."""

    __tablename__ = "practice"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    ods_code: Mapped[str] = noted(
        "its Organisation Data Service code",
        unique=True,
        field=Line(
            "ODS code",
            needed="Enter the practice's code, such as M92607",
            hint="Its code with the Organisation Data Service.",
            longest=12,
            width=10,
        ),
        privacy=Privacy.NONE,
    )
    name: Mapped[str] = noted(
        "its name",
        field=Line("Name", needed="Enter the name of the practice", longest=160),
        privacy=Privacy.PUBLIC,
        keep=Keep.RECORD,
    )
    network_id: Mapped[int | None] = noted(
        "its network",
        ForeignKey("network.id", ondelete="SET NULL"),
        index=True,
        field=Field("Network"),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = _first("first day open", "First day open, if known")
    to_on: Mapped[date | None] = _last("last day open", "Last day open, if it has closed")


class AssuranceAim(BodyPart):
    """An aim of a body's assurance framework."""

    __tablename__ = "assurance_aim"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    position: Mapped[int] = noted("its place in the list", privacy=Privacy.NONE)
    text: Mapped[str] = noted(
        "the aim, in the body's words",
        field=Line(
            "Aim",
            asks="The aim, in the body's own words",
            needed="Enter the aim, such as Reducing health inequalities",
            longest=400,
        ),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = _first("first day it held", "First day it held, if known")
    to_on: Mapped[date | None] = _last("last day it held", "Last day it held, if it has ended")


class Strategy(BodyPart):
    """A communications and participation strategy; its title and the dates it holds for are apart."""

    __tablename__ = "strategy"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    title: Mapped[str] = noted(
        "its title",
        field=Line(
            "Title",
            needed="Enter the title as it stands on the strategy",
            hint="As printed, with any year in it. The days it holds for come next, and may differ.",
            longest=200,
        ),
        privacy=Privacy.NONE,
    )
    valid_from: Mapped[date | None] = noted(
        "first day it holds for",
        field=Day(
            "Holds from", asks="First day it holds for, if known", hint="Such as 1 April 2019.", shown=FACTS
        ),
        privacy=Privacy.NONE,
    )
    valid_to: Mapped[date | None] = noted(
        "last day it holds for",
        field=Day("Holds until", asks="Last day it holds for, if known", shown=FACTS),
        privacy=Privacy.NONE,
    )
    status: Mapped[str] = noted(
        "draft, adopted or superseded",
        default="adopted",
        field=Choice("State", given=tuple(STRATEGY_STATES.items()), first="adopted", radios=True),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where it can be read",
        default="",
        field=Line(
            "Where it can be read",
            hint="A public address, or a paper and its date.",
            longest=400,
            shown=FACTS,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )

    def record_ref(self) -> str:
        return f"strategy:{self.id}"


class StrategyPoint(Base):
    """A principle or an objective of a strategy, which projects and activities may serve."""

    __tablename__ = "strategy_point"
    __table_args__ = (UniqueConstraint("strategy_id", "code"),)

    id: Mapped[int] = key()
    strategy_id: Mapped[int] = noted(
        "the strategy", ForeignKey("strategy.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    kind: Mapped[str] = noted(
        "principle or objective",
        field=Choice("Kind", given=tuple(POINT_KINDS.items()), first="principle", radios=True),
        privacy=Privacy.NONE,
    )
    code: Mapped[str] = noted("short code, such as P3 or O2", field=Field("Code"), privacy=Privacy.NONE)
    position: Mapped[int] = noted("its place in the list", privacy=Privacy.NONE)
    title: Mapped[str] = noted(
        "the principle's name, or the objective in short",
        field=Line(
            "Principle or objective",
            asks="The principle's name, or the objective in short",
            needed="Enter the principle or the objective",
            longest=300,
        ),
        privacy=Privacy.NONE,
    )
    text: Mapped[str] = noted(
        "what it asks; for a principle, how one can tell it is kept",
        default="",
        field=Text("What it asks", asks="What it asks, or how one can tell that it is kept", longest=1_000),
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"strategy:{self.strategy_id}"


class BodyMerge(Base):
    """Two bodies found to be one: what the other was and what was moved from it, so that they can be parted.

    It goes when they are parted again; the audit trail has both.
    """

    __tablename__ = "body_merge"

    id: Mapped[int] = key()
    kept_id: Mapped[int] = noted(
        "the body that stays", ForeignKey("body.id"), index=True, privacy=Privacy.NONE
    )
    other_id: Mapped[int] = noted("number of the body found to be the same", index=True, privacy=Privacy.NONE)
    name: Mapped[str] = noted("its name", field=Field("Merged with"), privacy=Privacy.NONE)
    code: Mapped[str] = noted("its code", index=True, privacy=Privacy.NONE)
    other: Mapped[dict[str, Any]] = noted("what it held, by column", JSON, privacy=Privacy.NONE)
    lent: Mapped[list[str]] = noted(
        "names that the one that stays was given for it", JSON, default=list, privacy=Privacy.NONE
    )
    moved: Mapped[list[list[Any]]] = noted(
        "what was moved: table, row, column, what it held before and after", JSON, privacy=Privacy.NONE
    )
    dropped: Mapped[list[list[Any]]] = noted(
        "rows that would have stood there twice: table and what they held", JSON, privacy=Privacy.NONE
    )
    merged_at: Mapped[datetime] = noted("when they were merged", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"body:{self.kept_id}"


class BodyDifference(Base):
    """That two bodies with names alike are not the same. It holds by their numbers, which a body has again
    when it is parted from one that it was merged into."""

    __tablename__ = "body_difference"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)

    id: Mapped[int] = key()
    one_id: Mapped[int] = noted("number of the body entered first", privacy=Privacy.NONE)
    other_id: Mapped[int] = noted("number of the other body", privacy=Privacy.NONE)
    said_at: Mapped[datetime] = noted("when it was said", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"body:{self.one_id}"


class DemonstrationLoad(Base):
    """That demonstration data was loaded: while a row stands here every page and paper says so."""

    __tablename__ = "demonstration_load"

    id: Mapped[int] = key()
    loaded_at: Mapped[datetime] = noted("when", privacy=Privacy.NONE)
    words: Mapped[str] = noted("what pages and papers say", privacy=Privacy.NONE)
