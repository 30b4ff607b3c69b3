"""Figures of who lives in an area."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.organisation.models import BodyPart
from engage.platform import clock
from engage.platform.data.fields import FindTerm, Line, Listed, Number
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Privacy, key, noted
from engage.platform.data.typed import number_or_none

FIRST_CENSUS = 1801
MOST_PEOPLE = 100_000_000


@dataclass(frozen=True, slots=True)
class People(Number):
    """How many people."""

    def read(self, text: str, find: FindTerm) -> Any:
        number = number_or_none(re.sub(r"[,\s]", "", text), MOST_PEOPLE)
        if number is None:
            raise ValueError(f"“{text}” is not a number of people. Enter a whole number such as 249,470.")
        return number


@dataclass(frozen=True, slots=True)
class Share(Number):
    """A share, in percent."""

    entry_type: ClassVar[Any] = float | None

    def said(self, held: Any) -> str:
        return "" if held is None else f"{held:g}%"

    def read(self, text: str, find: FindTerm) -> Any:
        plain = text.removesuffix("%").strip()
        if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", plain, re.ASCII) or float(plain) > 100:
            raise ValueError(f"“{text}” is not a share. Enter a number from 0 to 100, such as 49.5.")
        return float(plain)


@dataclass(frozen=True, slots=True)
class Year(Number):
    """A year in which people were counted."""

    counts: ClassVar[bool] = False

    def said(self, held: Any) -> str:
        return "" if held is None else str(held)

    def read(self, text: str, find: FindTerm) -> Any:
        year = number_or_none(text)
        if year is None or not FIRST_CENSUS <= year <= clock.today().year:
            raise ValueError(f"“{text}” is not a year in which people were counted. Enter one such as 2021.")
        return year


class PopulationFigure(WithVersion, BodyPart):
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
        "what was counted, such as Age, in the words of the source",
        index=True,
        field=Line(
            "Characteristic",
            needed="Enter what was counted",
            longest=120,
            headings="Protected characteristic; Topic",
        ),
        privacy=Privacy.NONE,
    )
    category: Mapped[str] = noted(
        "the group, in the words of the source",
        field=Line(
            "Category",
            needed="Enter the group",
            longest=200,
            headings="Group; Answer",
            listed=Listed.SHOWN,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    count: Mapped[int | None] = noted(
        "how many people; empty when only a share is given",
        field=People("Count", headings="Number; People; Residents", listed=Listed.SHOWN, sorts=True),
        privacy=Privacy.NONE,
    )
    percent: Mapped[float | None] = noted(
        "their share, in percent; empty when only a count is given",
        field=Share("Percent", headings="%; Per cent; Percentage; Share", listed=Listed.SHOWN, sorts=True),
        privacy=Privacy.NONE,
    )
    year: Mapped[int | None] = noted(
        "the year it was counted for; empty when the source does not say",
        field=Year("Year", headings="Census year; Counted in"),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "what to mind, such as that it is for another area",
        default="",
        field=Line("Note", short="What to mind", headings="Notes; Area", listed=Listed.SHOWN),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where it comes from",
        field=Line(
            "Source",
            headings="Source page; Where it comes from; Link; URL",
            listed=Listed.OFFERED,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    search_text: Mapped[str] = found_by("category", "source", "note", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"population_figure:{self.id}"
