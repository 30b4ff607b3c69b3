"""Figures of who lives in an area, for tests that compare with them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from engage.organisation.models import Body
from engage.organisation.population.importing import PopulationImporter
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.importing import Creation, Notes
from engage.rules.actors import SYSTEM

WOLVERHAMPTON = Path(__file__).parents[1] / "data" / "population_wolverhampton.csv"
BROUGHT_IN = audit.Event("test.population-brought-in")


@one_transaction
def bring_in(body: Body, rows: Iterable[Mapping[str, str]]) -> None:
    """Take these rows, by field, as the import does."""
    importer, creations = PopulationImporter(), []
    for row in rows:
        notes = Notes()
        entry = importer.read({"body": body.name, **row}, notes)
        assert entry is not None, notes.problems
        creations.append(Creation(entry, entry.ref))
    BROUGHT_IN(SYSTEM)
    importer.take(SYSTEM, creations, [], lambda _rows: None)


def bring_in_wolverhampton(body: Body) -> None:
    """All 86 figures of Wolverhampton."""
    with WOLVERHAMPTON.open(encoding="utf-8-sig", newline="") as file:
        bring_in(body, list(csv.DictReader(file)))
