"""What the cells of a sheet of population figures say: what each would store, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from engage.organisation.importing import BodyCells
from engage.platform import clock
from engage.platform.imports.importing import Content, Notes, check_lengths
from engage.platform.imports.mapping import Field, Fields
from engage.rules.words import is_not_recorded

LONGEST = {"characteristic": 120, "category": 200}
LONGEST_TEXT = 1_000
FIRST_CENSUS = 1801
MOST_PEOPLE = 100_000_000

FIELDS = Fields(
    (
        Field("body", "Body", ("CCG", "ICB", "CCG / ICB", "Organisation", "Answers for the area")),
        Field("characteristic", "Characteristic", ("Protected characteristic", "Topic"), required=True),
        Field("category", "Category", ("Group", "Answer"), required=True),
        Field("count", "Count", ("Number", "People", "Residents")),
        Field("percent", "Percent", ("%", "Per cent", "Percentage", "Share")),
        Field("year", "Year", ("Census year", "Counted in")),
        Field("source", "Source", ("Source page", "Where it comes from", "Link", "URL")),
        Field("note", "Note", ("Notes", "What to mind", "Area")),
    )
)

ReadCell = Callable[[str, Notes], Content | None]


class PopulationCells:
    """Reads the cells of one import."""

    def __init__(self) -> None:
        self.bodies = BodyCells()
        self._readers: dict[str, ReadCell] = {
            "body": self._body,
            "characteristic": _text,
            "category": _text,
            "count": _count,
            "percent": _percent,
            "year": _year,
            "source": _text,
            "note": _text,
        }

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        content: dict[str, Content] = {}
        check_lengths(values, FIELDS, notes, LONGEST, LONGEST_TEXT)
        too_long = {name for name, _ in notes.problems}
        for name, text in values.items():
            if not text.strip() or name in too_long:
                continue
            if (found := self._readers[name](text, notes)) is not None:
                content[name] = found
        _check_together(content, notes)
        return content

    def _body(self, text: str, notes: Notes) -> Content | None:
        found = self.bodies.read("body", text, notes)
        if len(found.value) > 1:
            notes.problem(
                "body", f"“{text}” names several bodies. Give each area its own row, with one body."
            )
        return found if found.value else None


def _text(text: str, _notes: Notes) -> Content:
    plain = " ".join(text.split())
    return Content(plain, plain)


def _count(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return None
    plain = re.sub(r"[,\s]", "", text)
    if not (plain.isascii() and plain.isdigit()) or int(plain) > MOST_PEOPLE:
        notes.problem("count", f"“{text}” is not a number of people. Enter a whole number such as 249,470.")
        return None
    return Content(int(plain), f"{int(plain):,}")


def _percent(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return None
    plain = text.strip().removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", plain, re.ASCII) or float(plain) > 100:
        notes.problem("percent", f"“{text}” is not a share. Enter a number from 0 to 100, such as 49.5.")
        return None
    return Content(float(plain), f"{float(plain):g}%")


def _year(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return None
    plain = text.strip()
    this_year: date = clock.today()
    if not re.fullmatch(r"\d{4}", plain, re.ASCII) or not FIRST_CENSUS <= int(plain) <= this_year.year:
        notes.problem("year", f"“{text}” is not a year in which people were counted. Enter one such as 2021.")
        return None
    return Content(int(plain), plain)


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
            "body", "It does not say which body answers for the area. Enter one, or choose one above."
        )
