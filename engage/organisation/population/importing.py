"""Bringing in who lives in an area, from a spreadsheet of census and survey figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engage.organisation.population.cells import FIELDS, PopulationCells
from engage.organisation.population.models import PopulationFigure
from engage.platform.data.db import session
from engage.platform.imports.importing import Content, Creation, Entry, Notes, Report, Stored, Update, batches
from engage.rules.actors import Actor
from engage.rules.errors import Refused

BATCH = 500
TWICE = (
    "Some of these figures are known already, and the same people are not counted twice. Nothing was"
    " imported. Choose to update what is known, or to skip it."
)
COLUMNS = ("characteristic", "category", "count", "percent", "year", "source", "note")


class PopulationImporter:
    """Brings in figures, each told from others by body, characteristic, category, year and source."""

    kind = "population"
    one = "population figure"
    many = "population figures"
    fields = FIELDS

    def __init__(self) -> None:
        self._cells = PopulationCells()

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
            held = {name: getattr(figure, name) for name in COLUMNS}
            key = _key(self._cells.bodies.code_of(figure.body_id), held)
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
        done = 0
        for creating in batches(creations, BATCH):
            session().add_all(self._new_figure(creation.entry) for creation in creating)
            session().flush()
            done += len(creating)
            report(done)
        for updating in batches(updates, BATCH):
            _change(updating)
            done += len(updating)
            report(done)

    def leaning_on(self, refs: Sequence[str]) -> Sequence[str]:
        """A comparison keeps the figures it was made with, so nothing would be left without its record."""
        return []

    def _stored(self, figure: PopulationFigure) -> Stored:
        content = {name: _content(name, getattr(figure, name)) for name in COLUMNS}
        content["body"] = self._cells.bodies.content([self._cells.bodies.code_of(figure.body_id)])
        held = {name: getattr(figure, name) for name in COLUMNS}
        return Stored(figure.id, called(held), figure.version, content)

    def _new_figure(self, entry: Entry) -> PopulationFigure:
        (body,) = entry.content["body"].value
        values = {name: held.value for name, held in entry.content.items() if name in COLUMNS}
        return PopulationFigure(body_id=self._cells.bodies.id_of(body), **values)


def called(held: Mapping[str, Any]) -> str:
    """How a figure is spoken of: Age, 25-34, 2021."""
    return ", ".join(str(held[name]) for name in ("characteristic", "category", "year") if held.get(name))


def _change(updates: Sequence[Update]) -> None:
    numbers = [update.stored.id for update in updates]
    found = session().scalars(select(PopulationFigure).where(PopulationFigure.id.in_(numbers)))
    figures = {figure.id: figure for figure in found}
    for update in updates:
        for name in update.fields:
            setattr(figures[update.stored.id], name, update.entry.content[name].value)
    session().flush()


def _content(name: str, value: Any) -> Content:
    if value is None:
        return Content(None, "")
    if name == "percent":
        return Content(value, f"{value:g}%")
    return Content(value, f"{value:,}" if name == "count" else str(value))


def _key(body: str, held: Mapping[str, Any]) -> str:
    """Spaces and capitals set apart nothing; years and sources do."""
    words = (str(held.get(name) or "").casefold() for name in ("characteristic", "category", "source"))
    return "|".join((body, str(held.get("year") or ""), *(" ".join(one.split()) for one in words)))
