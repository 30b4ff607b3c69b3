"""Who lives in an area: figures as a source counted them, told apart by year, source and area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from engage.organisation.models import Body, PopulationFigure
from engage.platform.data import search
from engage.platform.data.db import session
from engage.platform.offers import references
from engage.platform.offers.references import Named
from engage.platform.web.lists import Column, Filter, ListSpec, distinct_values, in_order
from engage.rules.actors import Actor
from engage.rules.errors import Missing


@dataclass(frozen=True, slots=True)
class Dataset:
    """The figures of one characteristic from one source and year, in the order of the source.

    ``notes`` are what is to be minded of all of them, such as that they are for another area. ``number`` is
    that of its first figure, by which a form names it.
    """

    number: int
    body_id: int
    characteristic: str
    year: int | None
    source: str
    figures: tuple[PopulationFigure, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.note for figure in self.figures if figure.note))

    @property
    def named(self) -> str:
        """Age, 2021."""
        return f"{self.characteristic}, {self.year or 'year not stated'}"

    @property
    def short_source(self) -> str:
        """The source without the address it ends with."""
        return self.source.split(", http", 1)[0]


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure and the body that answers for the area."""

    figure: PopulationFigure
    body: Body

    @property
    def id(self) -> int:
        return self.figure.id


def datasets_of(actor: Actor, body_id: int) -> list[Dataset]:
    """Everything known of who lives in the area of a body, by characteristic, the newest first; one query."""
    wanted = select(PopulationFigure).where(PopulationFigure.body_id == body_id)
    found: dict[tuple[str, int | None, str], list[PopulationFigure]] = {}
    for figure in session().scalars(wanted.order_by(PopulationFigure.id)):
        found.setdefault((figure.characteristic, figure.year, figure.source), []).append(figure)
    sets = [
        Dataset(figures[0].id, body_id, characteristic, year, source, tuple(figures))
        for (characteristic, year, source), figures in found.items()
    ]
    return sorted(sets, key=lambda one: (one.characteristic, -(one.year or 0), one.number))


def dataset_for(actor: Actor, body_id: int, number: int) -> Dataset:
    """The set of figures that begins with this one. Raises Missing."""
    found = next((one for one in datasets_of(actor, body_id) if one.number == number), None)
    if found is None:
        raise Missing
    return found


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
                _bodies_with_figures,
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


COLUMNS = (
    Column("body", "Body", lambda row: row.body.name, shown=False),
    Column(
        "characteristic",
        "Characteristic",
        lambda row: row.figure.characteristic,
        sort=PopulationFigure.characteristic,
        link=lambda row: url_for("organisation.population", code=row.body.code),
    ),
    Column("category", "Category", lambda row: row.figure.category, sort=PopulationFigure.category),
    Column("count", "Count", lambda row: row.figure.count, sort=PopulationFigure.count, kind="number"),
    Column(
        "percent", "Percent", lambda row: row.figure.percent, sort=PopulationFigure.percent, kind="number"
    ),
    Column("year", "Year", lambda row: str(row.figure.year or "not stated"), sort=PopulationFigure.year),
    Column("note", "What to mind", lambda row: row.figure.note),
    Column("source", "Source", lambda row: row.figure.source, sort=PopulationFigure.source, shown=False),
)


def _rows(numbers: Sequence[int]) -> list[Listed]:
    found = session().execute(
        select(PopulationFigure, Body)
        .join(Body, Body.id == PopulationFigure.body_id)
        .where(PopulationFigure.id.in_(numbers))
    )
    return in_order([Listed(figure, body) for figure, body in found], numbers)


def _bodies_with_figures() -> list[tuple[str, str]]:
    known = select(PopulationFigure.body_id).distinct()
    found = session().execute(select(Body.code, Body.name).where(Body.id.in_(known)).order_by(Body.name))
    return [(code, name) for code, name in found]


def _id_of(code: str) -> int | None:
    return session().scalars(select(Body.id).where(Body.code == code)).one_or_none()


def _years() -> list[tuple[str, str]]:
    wanted = select(PopulationFigure.year).where(PopulationFigure.year.is_not(None)).distinct()
    return [(str(year), str(year)) for year in session().scalars(wanted.order_by(PopulationFigure.year))]


def _year(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) == 4):
        raise ValueError(f"“{value}” is not a year.")
    return int(value)


def _named(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(PopulationFigure.id, PopulationFigure.characteristic, PopulationFigure.category, Body.code)
        .join(Body, Body.id == PopulationFigure.body_id)
        .where(PopulationFigure.id.in_(numbers))
    )
    return {
        number: Named("", f"{characteristic}: {category}", f"/bodies/{code}/population")
        for number, characteristic, category, code in found
    }


references.register("population_figure", _named)
