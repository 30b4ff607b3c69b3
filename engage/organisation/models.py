"""Bodies and what belongs to them. Names, dates and local bodies are data, never code."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.search import found_by
from engage.platform.data.tables import Base, Privacy, key, noted


class Body(Base):
    """An organisation that commissions or works jointly: a CCG, an ICB, or another."""

    __tablename__ = "body"

    id: Mapped[int] = key()
    code: Mapped[str] = noted("short code used in addresses and on the command line", unique=True)
    name: Mapped[str] = noted("the name shown", unique=True)
    kind: Mapped[str] = noted("CCG, ICB or another kind of body, as the duties name it")
    exists_from: Mapped[date | None] = noted("first day it existed; empty when not known")
    exists_to: Mapped[date | None] = noted("last day it existed; empty while it lasts or when not known")
    board_word: Mapped[str] = noted(
        "the word for its board: Governing Body, or Board", default="Governing Body"
    )
    trust: Mapped[str] = noted(
        "how far these facts can be trusted: verified, unverified or proposal", default="unverified"
    )
    is_served: Mapped[bool] = noted(
        "whether this installation works for it, or only knows of it", default=False
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
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = noted("the variant", unique=True)
    search_text: Mapped[str] = found_by("name", privacy=Privacy.NONE)


class BodySuccession(BodyPart):
    """One body taking over from another."""

    __tablename__ = "body_succession"
    __table_args__ = (UniqueConstraint("body_id", "successor_id"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body that ended", ForeignKey("body.id", ondelete="CASCADE"))
    successor_id: Mapped[int] = noted("the body that took over", ForeignKey("body.id", ondelete="CASCADE"))
    on: Mapped[date | None] = noted("first day of the successor")
    trust: Mapped[str] = noted(
        "how far this can be trusted: verified, unverified or proposal", default="unverified"
    )


class Committee(BodyPart):
    """A committee or board of a body, or one it shares."""

    __tablename__ = "committee"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = noted("its name")
    kind: Mapped[str] = noted(
        "governing_body, committee, joint_committee or another kind", default="committee"
    )
    meets_in_public: Mapped[bool] = noted("whether it meets in public", default=False)
    from_on: Mapped[date | None] = noted("first day")
    to_on: Mapped[date | None] = noted("last day")


class Place(BodyPart):
    """A place a body answers for: a city, a ward, a locality."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = noted("its name")
    kind: Mapped[str] = noted("city, borough, ward, locality", default="locality")


class Network(BodyPart):
    """A primary care network."""

    __tablename__ = "network"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = noted("its name")
    from_on: Mapped[date | None] = noted("first day")
    to_on: Mapped[date | None] = noted("last day")


class Practice(BodyPart):
    """A member practice."""

    __tablename__ = "practice"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    network_id: Mapped[int | None] = noted(
        "its network", ForeignKey("network.id", ondelete="SET NULL"), index=True
    )
    ods_code: Mapped[str] = noted("its Organisation Data Service code", unique=True)
    name: Mapped[str] = noted("its name")
    from_on: Mapped[date | None] = noted("first day open")
    to_on: Mapped[date | None] = noted("last day open")


class AssuranceAim(BodyPart):
    """An aim of a body's assurance framework."""

    __tablename__ = "assurance_aim"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = noted("its place in the list")
    text: Mapped[str] = noted("the aim, in the body's words")
    from_on: Mapped[date | None] = noted("first day it held")
    to_on: Mapped[date | None] = noted("last day it held")


class Strategy(BodyPart):
    """A communications and participation strategy; its title and the dates it holds for are apart."""

    __tablename__ = "strategy"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = noted("its title")
    valid_from: Mapped[date | None] = noted("first day it holds for")
    valid_to: Mapped[date | None] = noted("last day it holds for")
    status: Mapped[str] = noted("draft, adopted or superseded", default="adopted")
    source: Mapped[str] = noted("where it can be read", default="")

    def record_ref(self) -> str:
        return f"strategy:{self.id}"


class StrategyPoint(Base):
    """A principle or an objective of a strategy, which projects and activities may serve."""

    __tablename__ = "strategy_point"
    __table_args__ = (UniqueConstraint("strategy_id", "code"),)

    id: Mapped[int] = key()
    strategy_id: Mapped[int] = noted(
        "the strategy", ForeignKey("strategy.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = noted("principle or objective")
    code: Mapped[str] = noted("short code, such as P3 or O2")
    position: Mapped[int] = noted("its place in the list")
    title: Mapped[str] = noted("the principle's name, or the objective in short")
    text: Mapped[str] = noted("what it asks; for a principle, how one can tell it is kept", default="")

    def record_ref(self) -> str:
        return f"strategy:{self.strategy_id}"


class PopulationFigure(BodyPart):
    """How many people of one kind live in an area, as a census or a survey counted them."""

    __tablename__ = "population_figure"
    __table_args__ = (UniqueConstraint("body_id", "characteristic", "category", "year", "source"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body that answers for the area", ForeignKey("body.id", ondelete="CASCADE"), index=True
    )
    characteristic: Mapped[str] = noted(
        "what was counted, such as Age, in the words of the source", index=True
    )
    category: Mapped[str] = noted("the group, in the words of the source")
    count: Mapped[int | None] = noted("how many people; empty when only a share is given")
    percent: Mapped[float | None] = noted("their share, in percent; empty when only a count is given")
    year: Mapped[int | None] = noted("the year it was counted for; empty when the source does not say")
    source: Mapped[str] = noted("where it comes from")
    note: Mapped[str] = noted("what to mind, such as that it is for another area", default="")
    search_text: Mapped[str] = found_by("category", "source", "note", privacy=Privacy.NONE)
    version: Mapped[int] = noted("raised at each change, so that two people cannot overwrite one another")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary

    def record_ref(self) -> str:
        return f"population_figure:{self.id}"


class DemonstrationLoad(Base):
    """That demonstration data was loaded: while a row stands here every page and paper says so."""

    __tablename__ = "demonstration_load"

    id: Mapped[int] = key()
    loaded_at: Mapped[datetime] = noted("when")
    words: Mapped[str] = noted("what pages and papers say")
