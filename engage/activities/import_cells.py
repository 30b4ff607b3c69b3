"""What the cells of an engagement log say: each text turned into what would be stored, or a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from engage.activities.forms import needs_in_words, read_needs
from engage.activities.import_fields import FIELDS
from engage.activities.models import Activity
from engage.cycle.models import Project
from engage.organisation.importing import BodyCells
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.imports.importing import Content, Notes, Terms
from engage.rules.cycle import read_cycle, stage_vocabulary
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.reached import Reached, UnreadableNumber, read_reached
from engage.rules.words import Vocabulary, is_not_recorded, read_vocabulary, split_values

TEXTS = (
    "venue",
    "purpose",
    "outcome_sought",
    "carers_absent_because",
    "evaluation",
    "source",
    "heard",
    "done",
)
LISTS = ("audience", "groups_aimed_at", "organisations", "findings_shared_with")
LONGEST = {"ref": 40, "title": 500, "venue": 500, "source": 2_000}
LONGEST_TEXT = 20_000

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})

ReadCell = Callable[[str, Notes], Content | None]


class ActivityCells:
    """Reads the cells of one import; it remembers the bodies and the new methods and groups it met."""

    def __init__(self) -> None:
        self.bodies = BodyCells()
        self.projects = {
            code.casefold(): (code, number)
            for code, number in session().execute(select(Project.code, Project.id))
        }
        methods = session().scalars(select(Activity.method).distinct())
        self._methods = Terms(read_vocabulary("methods"), sorted(method for method in methods if method))
        self._groups = Terms(read_vocabulary("equality_groups"))
        self._readers: dict[str, ReadCell] = {
            "reached": _reached,
            "stage": _stage,
            "also_stages": _also_stages,
            "status": _status,
            "carers_present": _carers_present,
            "access_needs_asked": _access_needs_asked,
            "access_needs": _access_needs,
            "method": self._method,
            "equality_groups": self._equality_groups,
            "project": self._project,
        }
        self._readers |= dict.fromkeys(TEXTS, _text)
        self._readers |= dict.fromkeys(LISTS, _values)

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        content: dict[str, Content] = {}
        _check_lengths(values, notes)
        if title := " ".join(values.get("title", "").split()):
            content["title"] = Content(title, title)
        else:
            notes.problem("title", "The activity has no name. Enter what it was called.")
        if (when := _when(values, notes)) is not None:
            content["starts"] = when
        if bodies := self._bodies(values, notes):
            content["body"] = bodies
        for name, reader in self._readers.items():
            text = values.get(name, "")
            if text and (found := reader(text, notes)) is not None:
                content[name] = found
        return content

    def _bodies(self, values: Mapping[str, str], notes: Notes) -> Content | None:
        """The leading body first; the order of the others says nothing."""
        lead = self.bodies.read("body", values.get("body", ""), notes).value
        joint = self.bodies.read("joint_bodies", values.get("joint_bodies", ""), notes).value
        codes = tuple(dict.fromkeys((*lead, *joint)))
        return self.bodies.content((codes[0], *sorted(codes[1:]))) if codes else None

    def _method(self, text: str, notes: Notes) -> Content:
        method = self._methods.read("method", text, notes)
        return Content(method, method)

    def _equality_groups(self, text: str, notes: Notes) -> Content:
        whole = read_vocabulary("equality_groups").recognise(text).code is not None
        pieces = [text] if whole else split_values(text, ",&")
        groups = (self._groups.read("equality_groups", piece, notes) for piece in pieces)
        return unordered(dict.fromkeys(group for group in groups if group))

    def _project(self, text: str, notes: Notes) -> Content | None:
        if is_not_recorded(text):
            return Content(None, "")
        found = self.projects.get(" ".join(text.split()).casefold())
        if found is None:
            notes.problem(
                "project",
                f"There is no project with the code “{text}”. Open the project first, correct the code, or"
                " leave it blank.",
            )
            return None
        return Content(found[1], found[0])


def listed(values: Iterable[str]) -> Content:
    """A list of words as a field of a record holds it."""
    held = tuple(values)
    return Content(held, "; ".join(held))


def unordered(values: Iterable[Any]) -> Content:
    """As ``listed``, where the order says nothing."""
    held = tuple(values)
    return Content(tuple(sorted(held)), "; ".join(map(str, held)))


def dated(known: DateAsKnown) -> Content:
    return Content(known, known.words)


def counted(reached: Reached) -> Content:
    return Content(reached, reached.words)


def staged(stage: int | None) -> Content:
    return Content(stage, f"{stage} {read_cycle().stage(stage).label}" if stage else "")


def labelled(status: str) -> Content:
    return Content(status, read_vocabulary("statuses").term(status).label)


def yes_or_no(value: bool | None) -> Content:
    return Content(value, {True: "yes", False: "no", None: ""}[value])


def needs(found: list[dict[str, object]]) -> Content:
    """Access needs by their words: a list of dictionaries cannot be compared at once."""
    words = needs_in_words(found)
    return Content(words, words)


def _check_lengths(values: Mapping[str, str], notes: Notes) -> None:
    for name, text in values.items():
        longest = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > longest:
            notes.problem(
                name,
                f"{FIELDS.by_name[name].label} has {len(text):,} characters; the most is {longest:,}."
                " Shorten it.",
            )


def _when(values: Mapping[str, str], notes: Notes) -> Content | None:
    starts, ends = values.get("starts", ""), values.get("ends", "")
    if not starts and not ends:
        return None
    try:
        return dated(read_date(starts, ends))
    except UnreadableDate as problem:
        notes.problem("starts" if starts else "ends", str(problem))
        return None


def _text(text: str, notes: Notes) -> Content:
    plain = "" if is_not_recorded(text) else text
    return Content(plain, plain)


def _values(text: str, notes: Notes) -> Content:
    return listed(() if is_not_recorded(text) else split_values(text))


def _reached(text: str, notes: Notes) -> Content | None:
    try:
        return counted(read_reached(text))
    except UnreadableNumber as problem:
        notes.problem("reached", str(problem))
        return None


def _stage(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return staged(None)
    code = _term("stage", "a stage of the engagement cycle", stage_vocabulary(), text, notes)
    return staged(int(code)) if code else None


def _also_stages(text: str, notes: Notes) -> Content | None:
    pieces = [] if is_not_recorded(text) else split_values(text, ",")
    codes = [
        _term("also_stages", "a stage of the engagement cycle", stage_vocabulary(), piece, notes)
        for piece in pieces
    ]
    return unordered(dict.fromkeys(int(code) for code in codes if code))


def _status(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return None
    code = _term("status", "a status of an activity", read_vocabulary("statuses"), text, notes)
    return labelled(code) if code else None


def _term(name: str, what: str, vocabulary: Vocabulary, text: str, notes: Notes) -> str | None:
    found = vocabulary.recognise(text)
    notes.recognised(name, found)
    if found.code is None:
        known = ", ".join(term.label for term in vocabulary.terms)
        notes.problem(name, f"“{found.typed}” is not {what}. Use one of: {known}.")
    return found.code


def _carers_present(text: str, notes: Notes) -> Content | None:
    answer = _answer("carers_present", text, notes)
    return Content(answer, answer) if answer is not None else None


def _access_needs_asked(text: str, notes: Notes) -> Content | None:
    answer = _answer("access_needs_asked", text, notes)
    return yes_or_no({"yes": True, "no": False}.get(answer)) if answer is not None else None


def _answer(name: str, text: str, notes: Notes) -> str | None:
    plain = text.casefold()
    if is_not_recorded(text):
        return ""
    if plain in _YES | _NO:
        return "yes" if plain in _YES else "no"
    notes.problem(name, f"“{text}” is neither yes nor no. Enter yes or no, or leave it blank.")
    return None


def _access_needs(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return needs([])
    unsaid = [line.strip() for line in text.splitlines() if line.strip() and ":" not in line]
    if unsaid:
        notes.problem(
            "access_needs", f"Say what became of “{unsaid[0]}”, such as “{unsaid[0]}: met”, a line for each."
        )
        return None
    return needs(read_needs(text))


def status_when_not_said(content: Mapping[str, Content]) -> str:
    """What follows from the rest of a row that gives no status."""
    if _says(content, "done"):
        return "fed_back"
    if _says(content, "heard"):
        return "feedback_collected"
    starts = content.get("starts")
    first = starts.value.start_from if starts else None
    return "planned" if first is not None and first > clock.today() else "completed"


def _says(content: Mapping[str, Content], name: str) -> bool:
    return name in content and bool(content[name].value)
