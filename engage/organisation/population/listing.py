"""The figures of every area as a list: its columns and filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from engage.organisation.models import Body
from engage.organisation.population.models import PopulationFigure
from engage.organisation.queries import coded_body_choices
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.data.typed import number_or_none
from engage.platform.web.declared import columns_of
from engage.platform.web.lists import Column, Filter, ListSpec, distinct_values, in_order


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure and the body that answers for the area."""

    figure: PopulationFigure
    body: Body

    @property
    def id(self) -> int:
        return self.figure.id


def population_list() -> ListSpec:
    """Every figure of every body."""
    return ListSpec(
        name="population",
        heading="Who lives in our areas",
        one="figure",
        many="figures",
        number=PopulationFigure.id,
        base=lambda: select(PopulationFigure.id),
        rows=_rows,
        columns=COLUMNS,
        filters=(
            Filter(
                "body",
                "Body",
                lambda code: PopulationFigure.body_id == _id_of(code),
                lambda: coded_body_choices(select(PopulationFigure.body_id)),
            ),
            Filter(
                "characteristic",
                "Characteristic",
                lambda value: PopulationFigure.characteristic == value,
                lambda: [(one, one) for one in distinct_values(PopulationFigure.characteristic)],
            ),
            Filter("year", "Year", lambda value: PopulationFigure.year == _year(value), _years),
        ),
        search=lambda words: search.every_word(PopulationFigure, words),
    )


COLUMNS = columns_of(
    PopulationFigure,
    lambda row: row.figure,
    {
        "": (
            Column("body", "Body", lambda row: row.body.name),
            Column(
                "characteristic",
                "Characteristic",
                lambda row: row.figure.characteristic,
                sort=PopulationFigure.characteristic,
                link=lambda row: url_for("organisation.population", code=row.body.code),
            ),
        ),
        "year": (
            Column("year", "Year", lambda row: str(row.figure.year or "not stated"), PopulationFigure.year),
        ),
    },
)


def _rows(numbers: Sequence[int]) -> list[Listed]:
    found = session().execute(
        select(PopulationFigure, Body)
        .join(Body, Body.id == PopulationFigure.body_id)
        .where(PopulationFigure.id.in_(numbers))
    )
    return in_order([Listed(figure, body) for figure, body in found], numbers)


def _id_of(code: str) -> int | None:
    return session().scalars(select(Body.id).where(Body.code == code)).one_or_none()


def _years() -> list[tuple[str, str]]:
    wanted = select(PopulationFigure.year).where(PopulationFigure.year.is_not(None)).distinct()
    return [(str(year), str(year)) for year in session().scalars(wanted.order_by(PopulationFigure.year))]


def _year(value: str) -> int:
    year = number_or_none(value)
    if year is None or len(value) != 4:
        raise ValueError(f"“{value}” is not a year.")
    return year
