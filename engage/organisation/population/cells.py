"""What the cells of a sheet of population figures say: what each would store, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from engage.organisation.importing import BodyCells
from engage.organisation.population.models import PopulationFigure
from engage.platform.imports.declared import CellReader, import_fields
from engage.platform.imports.importing import Content, Notes
from engage.platform.imports.mapping import Field

FIELDS = import_fields(
    PopulationFigure,
    {"": (Field("body", "Body", ("CCG", "ICB", "CCG / ICB", "Organisation", "Answers for the area")),)},
)


class PopulationCells:
    """Reads the cells of one import."""

    def __init__(self) -> None:
        self.bodies = BodyCells()
        self._plain = CellReader(PopulationFigure, {})

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell, or one not recorded, says nothing. Problems go to
        ``notes``."""
        texts = {name: " ".join(text.split()) for name, text in values.items()}
        content = {name: one for name, one in self._plain.read(texts, notes).items() if one.words}
        if texts.get("body") and (found := self.bodies.read("body", texts["body"], notes)).value:
            content["body"] = found
            if len(found.value) > 1:
                notes.problem(
                    "body",
                    f"“{texts['body']}” names several bodies. Give each area its own row, with one body.",
                )
        for cell in notes.unread_cells:  # a figure without its year or its number says something else
            notes.problem(cell.field, cell.why)
        _check_together(content, notes)
        return content


def _check_together(content: Mapping[str, Content], notes: Notes) -> None:
    told = {name for name, _ in notes.problems}
    for name, example in (("characteristic", "Age"), ("category", "25-34"), ("source", "Census 2021")):
        if not (name in content and content[name].value) and name not in told:
            label = FIELDS.by_name[name].label
            notes.problem(name, f"{label} is not there. Enter it, such as {example}.")
    if not {"count", "percent"} & content.keys() and not {"count", "percent"} & told:
        notes.problem("count", "Neither a count nor a percent is there. Enter one of them.")
    if "body" not in content and "body" not in told:
        notes.problem(
            "body",
            "It does not say which body answers for the area. Name it in the file, or say which body"
            " rows that name none are for.",
        )
