"""Bodies and what belongs to them. Names, dates and local bodies are data, never code."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, key, noted


class Body(Base):
    """An organisation that commissions or works jointly: a CCG, an ICB, or another."""

    __tablename__ = "body"

    id: Mapped[int] = key()
    code: Mapped[str] = noted(
        "short code used in addresses and on the command line", unique=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted("the name shown", unique=True, privacy=Privacy.NONE)
    kind: Mapped[str] = noted("CCG, ICB or another kind of body, as the duties name it", privacy=Privacy.NONE)
    exists_from: Mapped[date | None] = noted(
        "first day it existed; empty when not known", privacy=Privacy.NONE
    )
    exists_to: Mapped[date | None] = noted(
        "last day it existed; empty while it lasts or when not known", privacy=Privacy.NONE
    )
    board_word: Mapped[str] = noted(
        "the word for its board: Governing Body, or Board", default="Governing Body", privacy=Privacy.NONE
    )
    trust: Mapped[str] = noted(
        "how far these facts can be trusted: verified, unverified or proposal",
        default="unverified",
        privacy=Privacy.NONE,
    )
    is_served: Mapped[bool] = noted(
        "whether this installation works for it, or only knows of it", default=False, privacy=Privacy.NONE
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
    name: Mapped[str] = noted("the variant", unique=True, privacy=Privacy.NONE)
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
        "the body that took over", ForeignKey("body.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    on: Mapped[date | None] = noted("first day of the successor", privacy=Privacy.NONE)
    trust: Mapped[str] = noted(
        "how far this can be trusted: verified, unverified or proposal",
        default="unverified",
        privacy=Privacy.NONE,
    )


class Committee(BodyPart):
    """A committee or board of a body, or one it shares."""

    __tablename__ = "committee"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted("its name", privacy=Privacy.NONE)
    kind: Mapped[str] = noted(
        "governing_body, committee, joint_committee or another kind",
        default="committee",
        privacy=Privacy.NONE,
    )
    meets_in_public: Mapped[bool] = noted("whether it meets in public", default=False, privacy=Privacy.NONE)
    from_on: Mapped[date | None] = noted("first day", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day", privacy=Privacy.NONE)


class Place(BodyPart):
    """A place a body answers for: a city, a ward, a locality."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted("its name", privacy=Privacy.NONE)
    kind: Mapped[str] = noted("city, borough, ward, locality", default="locality", privacy=Privacy.NONE)


class Network(BodyPart):
    """A primary care network."""

    __tablename__ = "network"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    name: Mapped[str] = noted("its name", privacy=Privacy.NONE)
    from_on: Mapped[date | None] = noted("first day", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day", privacy=Privacy.NONE)


class Practice(BodyPart):
    """A member practice."""

    __tablename__ = "practice"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    network_id: Mapped[int | None] = noted(
        "its network", ForeignKey("network.id", ondelete="SET NULL"), index=True, privacy=Privacy.NONE
    )
    ods_code: Mapped[str] = noted("its Organisation Data Service code", unique=True, privacy=Privacy.NONE)
    name: Mapped[str] = noted("its name", privacy=Privacy.PUBLIC, keep=Keep.RECORD)
    from_on: Mapped[date | None] = noted("first day open", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day open", privacy=Privacy.NONE)


class AssuranceAim(BodyPart):
    """An aim of a body's assurance framework."""

    __tablename__ = "assurance_aim"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    position: Mapped[int] = noted("its place in the list", privacy=Privacy.NONE)
    text: Mapped[str] = noted("the aim, in the body's words", privacy=Privacy.NONE)
    from_on: Mapped[date | None] = noted("first day it held", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day it held", privacy=Privacy.NONE)


class Strategy(BodyPart):
    """A communications and participation strategy; its title and the dates it holds for are apart."""

    __tablename__ = "strategy"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    title: Mapped[str] = noted("its title", privacy=Privacy.NONE)
    valid_from: Mapped[date | None] = noted("first day it holds for", privacy=Privacy.NONE)
    valid_to: Mapped[date | None] = noted("last day it holds for", privacy=Privacy.NONE)
    status: Mapped[str] = noted("draft, adopted or superseded", default="adopted", privacy=Privacy.NONE)
    source: Mapped[str] = noted("where it can be read", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)

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
    kind: Mapped[str] = noted("principle or objective", privacy=Privacy.NONE)
    code: Mapped[str] = noted("short code, such as P3 or O2", privacy=Privacy.NONE)
    position: Mapped[int] = noted("its place in the list", privacy=Privacy.NONE)
    title: Mapped[str] = noted("the principle's name, or the objective in short", privacy=Privacy.NONE)
    text: Mapped[str] = noted(
        "what it asks; for a principle, how one can tell it is kept", default="", privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"strategy:{self.strategy_id}"


class DemonstrationLoad(Base):
    """That demonstration data was loaded: while a row stands here every page and paper says so."""

    __tablename__ = "demonstration_load"

    id: Mapped[int] = key()
    loaded_at: Mapped[datetime] = noted("when", privacy=Privacy.NONE)
    words: Mapped[str] = noted("what pages and papers say", privacy=Privacy.NONE)
