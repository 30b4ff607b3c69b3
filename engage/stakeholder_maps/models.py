"""Dated scores of a stakeholder for one project."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped

from engage.platform.data.tables import Base, Keep, Privacy, key, noted


class MapScore(Base):
    """How one organisation, person or group stood to one project on one day.

    A new judgement is a new row: the old ones show how it changed. What is scored of a person is about them.
    """

    __tablename__ = "map_score"
    __table_args__ = (CheckConstraint("organisation_id IS NULL OR person_id IS NULL", "names_one"),)

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    organisation_id: Mapped[int | None] = noted(
        "the organisation",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    person_id: Mapped[int | None] = noted(
        "the person", ForeignKey("person.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    group_name: Mapped[str] = noted(
        "the group of people, when it is neither", default="", privacy=Privacy.NONE
    )
    scored_on: Mapped[date] = noted("when it was judged", privacy=Privacy.NONE)
    scored_by_id: Mapped[int | None] = noted(
        "account that judged", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    power: Mapped[int | None] = noted(
        "power over the decision, 1 to 5", privacy=Privacy.OPINION, keep=Keep.MAP
    )
    interest: Mapped[int | None] = noted("interest in it, 1 to 5", privacy=Privacy.OPINION, keep=Keep.MAP)
    influence: Mapped[int | None] = noted(
        "influence over the decision, 1 to 5", privacy=Privacy.OPINION, keep=Keep.MAP
    )
    impact: Mapped[int | None] = noted(
        "impact of the decision on them, 1 to 5", privacy=Privacy.OPINION, keep=Keep.MAP
    )
    legitimacy: Mapped[int | None] = noted(
        "legitimacy of their claim, 1 to 5", privacy=Privacy.OPINION, keep=Keep.MAP
    )
    urgency: Mapped[int | None] = noted(
        "urgency of their claim, 1 to 5", privacy=Privacy.OPINION, keep=Keep.MAP
    )
    note: Mapped[str] = noted("why", default="", privacy=Privacy.OPINION, keep=Keep.MAP)
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)

    def record_ref(self) -> str:
        # Not the project's: its history is read by people who may not know who was judged.
        return f"stakeholder_map:{self.project_id}"
