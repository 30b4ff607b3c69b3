"""Figures of who lives in an area."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.organisation.models import BodyPart
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Privacy, key, noted


class PopulationFigure(BodyPart):
    """How many people of one kind live in an area, as a census or a survey counted them."""

    __tablename__ = "population_figure"
    __table_args__ = (UniqueConstraint("body_id", "characteristic", "category", "year", "source"),)

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body that answers for the area",
        ForeignKey("body.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    characteristic: Mapped[str] = noted(
        "what was counted, such as Age, in the words of the source", index=True, privacy=Privacy.NONE
    )
    category: Mapped[str] = noted("the group, in the words of the source", privacy=Privacy.NONE)
    count: Mapped[int | None] = noted(
        "how many people; empty when only a share is given", privacy=Privacy.NONE
    )
    percent: Mapped[float | None] = noted(
        "their share, in percent; empty when only a count is given", privacy=Privacy.NONE
    )
    year: Mapped[int | None] = noted(
        "the year it was counted for; empty when the source does not say", privacy=Privacy.NONE
    )
    source: Mapped[str] = noted("where it comes from", privacy=Privacy.NONE)
    note: Mapped[str] = noted(
        "what to mind, such as that it is for another area", default="", privacy=Privacy.NONE
    )
    search_text: Mapped[str] = found_by("category", "source", "note", privacy=Privacy.NONE)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary

    def record_ref(self) -> str:
        return f"population_figure:{self.id}"
