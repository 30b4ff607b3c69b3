"""What the page of columns shows: each heading with samples, what it was taken for, how surely, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engage.imports.forms import ColumnsForm
from engage.imports.source import Outline
from engage.platform.imports.guessing import Mark
from engage.platform.imports.mapping import Fields
from engage.platform.imports.matches import matches_of
from engage.platform.web.pages import counted

MOST_LINKS = 20
CHOSEN = "chosen"
COLOURS: dict[str, str] = dict(zip(Mark, ("green", "blue", "yellow", "grey"), strict=True))


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column: its question, samples from under it, the mark of what is chosen for it and the reason."""

    question: Any
    heading: str
    samples: Sequence[str]
    mark: str
    colour: str
    reason: str
    twice: str

    @property
    def is_to_look_at(self) -> bool:
        return bool(self.twice) or self.mark in {Mark.DOUBTFUL, Mark.MISSED}


@dataclass(frozen=True)
class ColumnsPage:
    """The columns of a file, in its order, as they stand in the form."""

    form: ColumnsForm
    outline: Outline
    fields: Fields

    @cached_property
    def rows(self) -> list[ColumnRow]:
        return [self._row(heading) for heading in self.form.headings]

    @property
    def told(self) -> str:
        """How many columns bear which mark."""
        marks = [row.mark for row in self.rows]
        said = [f"{marks.count(mark)} {mark}" for mark in (*Mark, CHOSEN) if mark in marks]
        return f"{counted(len(self.rows), 'column', 'columns')}: {', '.join(said)}."

    @property
    def to_look_at(self) -> list[ColumnRow]:
        """Those a person should see first: given twice, in doubt, or filling nothing."""
        order = ["", Mark.DOUBTFUL, Mark.MISSED]
        found = [row for row in self.rows if row.twice or (row.is_to_look_at and row.samples)]
        return sorted(found, key=lambda row: order.index("" if row.twice else row.mark))[:MOST_LINKS]

    def _row(self, heading: str) -> ColumnRow:
        question, match = self.form.question(heading), self._matches[heading]
        mark, reason = match["mark"], match["reason"]
        if (question.data or None) != match["field"]:
            mark, reason = CHOSEN, "It was chosen here, or kept from another file."
        return ColumnRow(
            question,
            heading,
            self._samples[heading],
            mark,
            COLOURS.get(mark, "white"),
            reason,
            self.form.given_twice().get(heading, ""),
        )

    @cached_property
    def _samples(self) -> dict[str, list[str]]:
        """A few cells from under every heading."""
        return _first((sheet["header"], sheet["samples"]) for sheet in self.outline)

    @cached_property
    def _matches(self) -> dict[str, dict[str, str]]:
        return matches_of(self.outline)


def _first(pairs: Iterable[tuple[Sequence[str], Sequence[Any]]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for headings, values in pairs:
        for heading, value in zip(headings, values, strict=True):
            found.setdefault(heading, value)
    return found
