"""Dated scores of a stakeholder for one project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, MappedColumn

from engage.platform.data.fields import Choice, Day, Field, Text
from engage.platform.data.tables import Base, Keep, Privacy, key, noted
from engage.rules.mapping_models import read_models

SCORES = "Scores"


@dataclass(frozen=True, slots=True)
class Score(Choice):
    """A step of the scale."""

    unknown: str = "Not judged"
    numbered: bool = True
    part: str = SCORES

    def option_pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(step), str(step)) for step in read_models().scale.steps)


def _score(name: str) -> MappedColumn[Any]:
    words = read_models().scale.means[name]
    asked = Score(name.capitalize(), asks=words[0].upper() + words[1:])
    return noted(f"{words}, 1 to 5", field=asked, privacy=Privacy.OPINION, keep=Keep.MAP)


class MapScore(Base):
    """How one organisation, person or group stood to one project on one day.

    A new judgement is a new row: the old ones show how it changed. What is scored of a person is about them.
    """

    __tablename__ = "map_score"
    __table_args__ = (CheckConstraint("organisation_id IS NULL OR person_id IS NULL", "names_one"),)

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project",
        ForeignKey("project.id", ondelete="CASCADE"),
        index=True,
        field=Field("Project"),
        privacy=Privacy.NONE,
    )
    organisation_id: Mapped[int | None] = noted(
        "the organisation",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        field=Field("Organisation"),
        privacy=Privacy.NONE,
    )
    person_id: Mapped[int | None] = noted(
        "the person",
        ForeignKey("person.id", ondelete="CASCADE"),
        index=True,
        field=Field("Person"),
        privacy=Privacy.NONE,
    )
    group_name: Mapped[str] = noted(
        "the group of people, when it is neither", default="", field=Field("Group"), privacy=Privacy.NONE
    )
    scored_by_id: Mapped[int | None] = noted(
        "account that judged", ForeignKey("account.id"), field=Field("Judged by"), privacy=Privacy.NONE
    )
    power: Mapped[int | None] = _score("power")
    interest: Mapped[int | None] = _score("interest")
    influence: Mapped[int | None] = _score("influence")
    impact: Mapped[int | None] = _score("impact")
    legitimacy: Mapped[int | None] = _score("legitimacy")
    urgency: Mapped[int | None] = _score("urgency")
    scored_on: Mapped[date] = noted(
        "when it was judged",
        field=Day(
            "Judged on",
            asks="When was this judged?",
            hint="Such as 6 June 2018. Leave blank if it is judged today.",
        ),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "why",
        default="",
        field=Text(
            "Reason",
            asks="Why?",
            hint="It is kept as long as the scores, and is given to a person who asks what is kept of them.",
            longest=2_000,
        ),
        privacy=Privacy.OPINION,
        keep=Keep.MAP,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)

    def record_ref(self) -> str:
        # Not the project's: its history is read by people who may not know who was judged.
        return f"stakeholder_map:{self.project_id}"
