"""Who lives in an area: figures as a source counted them, told apart by year, source and area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.organisation.models import Body
from engage.organisation.population.models import PopulationFigure
from engage.platform.data.db import session
from engage.platform.offers.references import Named


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


def datasets_of(body_id: int) -> list[Dataset]:
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


def describe_figures(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(PopulationFigure.id, PopulationFigure.characteristic, PopulationFigure.category, Body.code)
        .join(Body, Body.id == PopulationFigure.body_id)
        .where(PopulationFigure.id.in_(numbers))
    )
    return {
        number: Named("", f"{characteristic}: {category}", f"/bodies/{code}/population")
        for number, characteristic, category, code in found
    }
