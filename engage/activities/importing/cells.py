"""What the cells of an engagement log say: each text turned into what would be stored, or a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from sqlalchemy import select

from engage.activities.importing.headings import FIELDS
from engage.activities.models import Activity
from engage.cycle.models import Project
from engage.organisation.importing import BodyCells
from engage.platform.data.db import session
from engage.platform.data.fields import fields_of
from engage.platform.imports.declared import CellReader
from engage.platform.imports.declared import content as content_of
from engage.platform.imports.importing import Content, Notes, fitting
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.enumerated import read_enumerated
from engage.rules.lists import split_names
from engage.rules.reached import Reached, UnreadableNumber, read_reached
from engage.rules.words import is_not_recorded, spelling_key
from engage.stakeholders.queries import organisation_keys

LONGEST_REF = 40
ORGANISATIONS = fields_of(Activity)["organisations"]
LONGEST = {"ref": LONGEST_REF}
SAME = 1000  # cells remembered: the same few organisations stand in row after row


class ActivityCells:
    """Reads the cells of one import; it remembers the bodies and the new methods and groups it met."""

    def __init__(self) -> None:
        self.bodies = BodyCells()
        self._apart = lru_cache(SAME)(lambda text: tuple(split_names(text, self._knows)))
        self.projects = {
            code.casefold(): (code, number)
            for code, number in session().execute(select(Project.code, Project.id))
        }
        methods = session().scalars(select(Activity.method).distinct())
        self._plain = CellReader(Activity, {"method": sorted(method for method in methods if method)})
        self._readers: dict[str, Callable[[str, Notes], Content | None]] = {
            "project": self._project,
            "reached": _reached,
            "heard": _things,
            "done": _things,
        }

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        values = fitting(values, FIELDS, notes, LONGEST)
        title = " ".join(values.get("title", "").split())
        if not title:
            notes.problem("title", "The activity has no name. Enter what it was called.")
        content: dict[str, Content] = {}
        if (when := _when(values, notes)) is not None:
            content["starts"] = when
        if bodies := self._bodies(values, notes):
            content["body"] = bodies
        for name, reader in self._readers.items():
            text = values.get(name, "")
            if text and (found := reader(text, notes)) is not None:
                content[name] = found
        return content | self._with_names_apart(self._plain.read({**values, "title": title}, notes), values)

    def _with_names_apart(self, content: dict[str, Content], values: Mapping[str, str]) -> dict[str, Content]:
        """The organisations of a cell part where the register knows them; one it knows whole stays whole."""
        said = content.get("organisations")
        if said is None or not said.value:
            return content
        names = self._apart(values["organisations"])
        return {**content, "organisations": content_of(ORGANISATIONS, names)}

    def _knows(self, name: str) -> bool:
        return self.bodies.knows(name) or spelling_key(name) in self._registered

    @cached_property
    def _registered(self) -> set[str]:
        return organisation_keys()

    def _bodies(self, values: Mapping[str, str], notes: Notes) -> Content | None:
        """The leading body first; the order of the others says nothing."""
        lead = self.bodies.read("body", values.get("body", ""), notes).value
        joint = self.bodies.read("joint_bodies", values.get("joint_bodies", ""), notes).value
        codes = tuple(dict.fromkeys((*lead, *joint)))
        return self.bodies.content((codes[0], *sorted(codes[1:]))) if codes else None

    def _project(self, text: str, notes: Notes) -> Content | None:
        if is_not_recorded(text):
            return Content(None, "")
        found = self.projects.get(" ".join(text.split()).casefold())
        if found is None:
            notes.unread(
                "project",
                text,
                f"There is no project with the code “{text}”. Open the project first, correct the code, or"
                " leave it blank.",
            )
            return None
        return Content(found[1], found[0])


def reference_of(values: Mapping[str, str]) -> str:
    """The reference of the row; empty where it has none, or none that could be kept."""
    ref = " ".join(values.get("ref", "").split())
    return ref if len(ref) <= LONGEST_REF else ""


def dated(known: DateAsKnown) -> Content:
    return Content(known, known.words)


def counted(reached: Reached) -> Content:
    return Content(reached, reached.in_full)


def _when(values: Mapping[str, str], notes: Notes) -> Content | None:
    starts, ends = values.get("starts", ""), values.get("ends", "")
    if not starts and not ends:
        return None
    try:
        return dated(read_date(starts, ends))
    except UnreadableDate as problem:
        notes.unread("starts" if starts else "ends", " to ".join(filter(None, (starts, ends))), str(problem))
        return None


def enumerated(*texts: str) -> Content:
    """Things said or done, in however many cells or items: the same things are the same content."""
    found = read_enumerated(*texts)
    return Content(found, found.whole)


def _things(text: str, notes: Notes) -> Content:
    return enumerated(text)


def _reached(text: str, notes: Notes) -> Content | None:
    try:
        return counted(read_reached(text))
    except UnreadableNumber as problem:
        notes.unread("reached", text, str(problem))
        return None
