"""Figures of who lives in an area."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.organisation.models import BodyPart
from engage.platform.data.tables import key, noted


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
    version: Mapped[int] = noted("raised at each change, so that two people cannot overwrite one another")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary

    def record_ref(self) -> str:
        return f"population_figure:{self.id}"
