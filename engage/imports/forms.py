"""What a person says about a spreadsheet: the file, what each column is, and what to do with known rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engage.platform.forms import (
    AtMost,
    Choice,
    ChoiceField,
    FileField,
    Form,
    HiddenField,
    TextField,
    choices,
)
from engage.platform.mapping import Fields, heading_key

LEAVE_OUT = ("", "Leave this column out")
NO_BODY = ("", "Leave them without a body")
EVERY_SHEET = ("", "Every sheet with records")

Outline = Sequence[Mapping[str, Any]]


class UploadForm(Form):
    """The file to bring in."""

    file = FileField("Spreadsheet", hint="CSV or Excel (.xlsx), of up to 100,000 rows.")


class TakeForm(Form):
    """That the plan a person has seen is to be carried out."""

    choice = HiddenField()
    seen = HiddenField()


class ColumnsForm(Form):
    """What each column is. ``column_0`` and so on are added by ``columns_form``, one a heading."""

    headings: tuple[str, ...] = ()

    def columns(self) -> dict[str, str | None]:
        """Heading to field."""
        return {heading: self[f"column_{place}"].data or None for place, heading in enumerate(self.headings)}

    @property
    def chosen_sheet(self) -> str:
        """The sheet to take; empty for every one with records, and where there is only one."""
        return self["sheet"].data or "" if "sheet" in self else ""

    @property
    def column_fields(self) -> list[Any]:
        return [self[f"column_{place}"] for place in range(len(self.headings))]


def columns_form(
    outline: Outline,
    fields: Fields,
    chosen: Mapping[str, str | None],
    bodies: Sequence[Choice],
    filled: str,
    sheet: str,
) -> ColumnsForm:
    """The form for the headings of this file, with what is chosen so far."""
    samples = headings_with_samples(outline)
    options = choices([LEAVE_OUT, *((field.name, field.label) for field in fields.by_name.values())])
    by_key = {heading_key(heading): name for heading, name in chosen.items()}
    parts: dict[str, Any] = {"headings": tuple(samples)}
    starting: dict[str, Any] = {"body": filled, "sheet": sheet}
    for place, (heading, cells) in enumerate(samples.items()):
        hint = f"Such as: {'; '.join(cells)}" if cells else "Every cell is blank."
        parts[f"column_{place}"] = ChoiceField(heading, hint=hint, choices=options)
        starting[f"column_{place}"] = by_key.get(heading_key(heading)) or ""
    if len(outline) > 1:
        sheets = [EVERY_SHEET, *((sheet["name"], sheet["name"]) for sheet in outline)]
        parts["sheet"] = ChoiceField("Which sheet?", choices=choices(sheets))
    parts["body"] = ChoiceField("Rows that name no body are given", choices=choices([NO_BODY, *bodies]))
    parts["keep_as"] = TextField(
        "Keep these choices for the next file as",
        AtMost(80, "The name"),
        hint="A name such as “Our log”. Leave blank not to keep them.",
    )
    made: type[ColumnsForm] = type("ColumnsOfThisFile", (ColumnsForm,), parts)
    return made.from_request(**starting)


def headings_with_samples(outline: Outline) -> dict[str, list[str]]:
    """Every heading of the file once, with a few cells from under it."""
    found: dict[str, list[str]] = {}
    for sheet in outline:
        for heading, cells in zip(sheet["header"], sheet["samples"], strict=True):
            found.setdefault(heading, cells)
    return found
