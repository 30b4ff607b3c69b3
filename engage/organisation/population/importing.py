"""Bringing in who lives in an area, from a spreadsheet of census and survey figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engage.organisation.importing import BodyCells
from engage.organisation.population.cells import FIELDS, PopulationCells
from engage.organisation.population.entries import PopulationEntry
from engage.organisation.population.models import PopulationFigure
from engage.platform.data.db import session
from engage.platform.data.fields import put, values_of
from engage.platform.data.undo import Lean
from engage.platform.imports.declared import contents_of
from engage.platform.imports.importing import (
    Creation,
    Entry,
    Notes,
    Report,
    Stored,
    Tellable,
    Update,
    in_batches,
)
from engage.platform.imports.totals import in_words
from engage.rules.actors import Actor
from engage.rules.errors import Refused

TWICE = (
    "Some of these figures are known already, and the same people are not counted twice. Nothing was"
    " imported. Choose to update what is known, or to skip it."
)


class PopulationImporter:
    """Brings in figures, each told from others by body, characteristic, category, year and source."""

    kind = "population"
    one = "population figure"
    many = "population figures"
    fields = FIELDS
    told = Tellable(counted={"body": in_words, "characteristic": in_words, "year": in_words}, summed={})

    def __init__(self) -> None:
        self._cells = PopulationCells()

    @property
    def bodies(self) -> BodyCells:
        return self._cells.bodies

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        content = self._cells.read(values, notes)
        if notes.problems:
            return None
        held = {one: given.value for one, given in content.items()}
        (body,) = held["body"]
        return Entry(_key(body, held), called(held), called(held), content)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        wanted = {entry.key for entry in entries}
        found: dict[str, list[Stored]] = {}
        for figure in session().scalars(select(PopulationFigure).order_by(PopulationFigure.id)):
            key = _key(self._cells.bodies.code_of(figure.body_id), values_of(figure))
            if key in wanted:
                found.setdefault(key, []).append(self._stored(figure))
        return found

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        if any(not creation.ref for creation in creations):
            raise Refused(TWICE)
        entries = [creation.entry for creation in creations]
        self._cells.bodies.make(code for entry in entries for code in entry.content["body"].value)
        in_batches(report, (self._create, creations), (_change, updates))

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """A comparison keeps the figures it was made with, so nothing would be left without its record."""
        return []

    def _stored(self, figure: PopulationFigure) -> Stored:
        body = self._cells.bodies.content([self._cells.bodies.code_of(figure.body_id)])
        content = contents_of(figure) | {"body": body}
        return Stored(figure.id, called(values_of(figure)), figure.version, content)

    def _create(self, creations: Sequence[Creation]) -> None:
        session().add_all(self._new_figure(creation.entry) for creation in creations)
        session().flush()

    def _new_figure(self, entry: Entry) -> PopulationFigure:
        (body,) = entry.content["body"].value
        figure = PopulationFigure(body_id=self._cells.bodies.id_of(body))
        put(figure, PopulationEntry(**_said(entry, entry.content)))
        return figure


def called(held: Mapping[str, Any]) -> str:
    """How a figure is spoken of: Age, 25-34, 2021."""
    return ", ".join(str(held[name]) for name in ("characteristic", "category", "year") if held.get(name))


def _change(updates: Sequence[Update]) -> None:
    numbers = [update.stored.id for update in updates]
    found = session().scalars(select(PopulationFigure).where(PopulationFigure.id.in_(numbers)))
    figures = {figure.id: figure for figure in found}
    for update in updates:
        figure = figures[update.stored.id]
        put(figure, PopulationEntry(**(values_of(figure) | _said(update.entry, update.fields))))
    session().flush()


def _said(entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """What a row says under these names, but the body."""
    return {name: entry.content[name].value for name in names if name != "body"}


def _key(body: str, held: Mapping[str, Any]) -> str:
    """Spaces and capitals set apart nothing; years and sources do."""
    words = (str(held.get(name) or "").casefold() for name in ("characteristic", "category", "source"))
    return "|".join((body, str(held.get("year") or ""), *(" ".join(one.split()) for one in words)))
