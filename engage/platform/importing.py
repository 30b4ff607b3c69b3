"""Importing a spreadsheet: what an importer must offer, and the plan of what becomes of each row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from engage.platform.mapping import ColumnMapping, Fields
from engage.platform.sheets.model import Row, Sheet
from engage.rules.actors import Actor
from engage.rules.words import Recognised, Vocabulary, is_not_recorded, spelling_key

Item = TypeVar("Item")

Report = Callable[[int], None]
"""Told now and then how many rows are done."""


class Outcome(StrEnum):
    """What a row is, held against the records and the rows before it."""

    SET_ASIDE = "set aside"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"
    REPEATED = "repeated"


class Choice(StrEnum):
    """What to do with rows that are already known."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Content:
    """What one field would hold: ``value`` as it is stored (hashable), ``words`` as it is shown."""

    value: Any
    words: str


@dataclass(slots=True)
class Entry:
    """One row as an importer understood it.

    ``key`` is the same for two rows, or a row and a record, that mean one thing: made from the reference
    where there is one, else from whatever tells such records apart. ``content`` has the fields the row
    speaks of; a blank cell says nothing, so its field is not among them.
    """

    key: str
    ref: str
    name: str
    content: dict[str, Content]


@dataclass(frozen=True, slots=True)
class Stored:
    """A record already known, with every field an entry can speak of. ``version`` tells later changes."""

    id: int
    ref: str
    version: int
    content: Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Creation:
    """A record to be made. ``ref`` is empty when one must be given to it."""

    entry: Entry
    ref: str


@dataclass(frozen=True, slots=True)
class Update:
    """A record to be changed: only ``fields`` of the entry differ from what is stored."""

    entry: Entry
    stored: Stored
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Another spelling or wording that was taken for an agreed term."""

    field: str
    typed: str
    term: str


@dataclass(slots=True)
class Notes:
    """What reading one row brings to light. An importer writes here while it reads."""

    problems: list[tuple[str, str]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    new_bodies: list[str] = field(default_factory=list)

    def problem(self, field_name: str, sentence: str) -> None:
        """The row cannot be taken; the sentence says why and what to type instead."""
        self.problems.append((field_name, sentence))

    def recognised(self, field_name: str, found: Recognised) -> None:
        """Keep it if another spelling was merged: that is shown, never silent."""
        if found.is_merged:
            self.merged.append(Merged(field_name, found.typed, found.label))


class Importer(Protocol):
    """A kind of record that can be brought in. One importer serves one plan, and may remember what it met."""

    kind: str
    """As in addresses and on the command line, such as ``activities``."""
    one: str
    many: str
    fields: Fields

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        """Understand one row; ``values`` has the text of each mapped field. None only after a problem."""
        ...

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        """The records that entries may mean, by key; a fixed number of queries however many entries."""
        ...

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        """Write the rows, inside the caller's verb; rows of tables are added in batches."""
        ...

    def leaning_on(self, refs: Sequence[str]) -> Sequence[str]:
        """Records entered since that would be left without theirs if these (``activity:412``) went away."""
        ...


class Terms:
    """A vocabulary that grows: the first spelling of a term it does not know stands for those after it."""

    def __init__(self, vocabulary: Vocabulary, in_use: Iterable[str] = ()) -> None:
        self._vocabulary = vocabulary
        self._met = {spelling_key(term): term for term in in_use}

    def read(self, field_name: str, text: str, notes: Notes) -> str:
        """The agreed label, or a new term as it was first typed; empty when nothing is recorded."""
        if is_not_recorded(text):
            return ""
        found = self._vocabulary.recognise(text)
        notes.recognised(field_name, found)
        if found.code is not None:
            return found.label
        first = self._met.setdefault(spelling_key(found.typed), found.typed)
        if first != found.typed:
            notes.merged.append(Merged(field_name, found.typed, first))
        return first


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is set aside. ``row`` is its number in the file; ``column`` a heading, or empty."""

    sheet: str
    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that would change, in the words a person sees."""

    field: str
    label: str
    before: str
    after: str


@dataclass(slots=True)
class PlannedRow:
    """A row of the file and what would become of it. ``cells`` are kept for rows set aside alone."""

    sheet: str
    number: int
    outcome: Outcome
    entry: Entry | None = None
    stored: Stored | None = None
    differences: tuple[Difference, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    repeats: str = ""
    merged: tuple[Merged, ...] = ()
    new_bodies: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """Spellings merged into one term, and in how many rows."""

    field: str
    label: str
    typed: tuple[str, ...]
    term: str
    rows: int


@dataclass(slots=True)
class Plan:
    """Everything that would happen, row by row in the order of the file."""

    importer: Importer
    rows: list[PlannedRow]
    blank: int

    def of(self, *outcomes: Outcome) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome in outcomes]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)

    @property
    def rows_read(self) -> int:
        """Every row under the headings, blank ones included."""
        return len(self.rows) + self.blank

    @property
    def problems(self) -> list[RowProblem]:
        return [problem for row in self.rows for problem in row.problems]

    def creations(self, choice: Choice) -> list[Creation]:
        """The records to make; a known one made again is given a reference of its own."""
        found = [Creation(row.entry, row.entry.ref) for row in self.of(Outcome.NEW) if row.entry]
        if choice is Choice.CREATE:
            again = self.of(Outcome.CHANGED, Outcome.SAME)
            found += [Creation(row.entry, "") for row in again if row.entry]
        return found

    def updates(self, choice: Choice) -> list[Update]:
        if choice is not Choice.UPDATE:
            return []
        return [
            Update(row.entry, row.stored, tuple(difference.field for difference in row.differences))
            for row in self.of(Outcome.CHANGED)
            if row.entry and row.stored
        ]

    def spellings(self) -> list[Spelling]:
        """What was merged, the commonest first."""
        typed: dict[tuple[str, str], dict[str, None]] = {}
        rows: dict[tuple[str, str], int] = {}
        for row in self.rows:
            for place in dict.fromkeys((one.field, one.term) for one in row.merged):
                rows[place] = rows.get(place, 0) + 1
            for one in row.merged:
                typed.setdefault((one.field, one.term), {})[one.typed] = None
        found = [
            Spelling(name, self.importer.fields.by_name[name].label, tuple(spelt), term, rows[name, term])
            for (name, term), spelt in typed.items()
        ]
        return sorted(found, key=lambda one: (-one.rows, one.field, one.term))

    def new_bodies(self, choice: Choice) -> list[str]:
        """The bodies that would be made for the rows to be taken."""
        taken = {Outcome.NEW}
        if choice is Choice.UPDATE:
            taken.add(Outcome.CHANGED)
        if choice is Choice.CREATE:
            taken.update((Outcome.CHANGED, Outcome.SAME))
        names = (name for row in self.rows if row.outcome in taken for name in row.new_bodies)
        return list(dict.fromkeys(names))

    def fingerprint(self) -> str:
        """The same as long as the same would happen: what a person saw is what they agree to."""
        digest = hashlib.sha256()
        for row in self.rows:
            stored = (row.stored.id, row.stored.version) if row.stored else None
            line = [row.sheet, row.number, row.outcome, stored, [one.after for one in row.differences]]
            digest.update(json.dumps(line).encode())
        return digest.hexdigest()


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in order, at most ``size`` at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def make_plan(
    sheets: Iterable[tuple[Sheet, ColumnMapping]], importer: Importer, report: Report = lambda rows: None
) -> Plan:
    """Read every row of the sheets and hold it against the records and the rows before it."""
    taken = list(sheets)
    rows = [row for sheet, mapping in taken for row in _read_rows(sheet, mapping, importer, report)]
    _set_repeats_aside(rows)
    _hold_against_records(rows, importer)
    return Plan(importer, rows, sum(sheet.blank for sheet, _mapping in taken))


def _read_rows(
    sheet: Sheet, mapping: ColumnMapping, importer: Importer, report: Report
) -> Iterator[PlannedRow]:
    for done, row in enumerate(sheet.rows, start=1):
        if done % 500 == 0:
            report(done)
        yield _read_row(sheet.name, row, mapping, importer)


def _read_row(sheet: str, row: Row, mapping: ColumnMapping, importer: Importer) -> PlannedRow:
    notes = Notes()
    used = {heading for heading, target in mapping.choices().items() if target is not None}
    found = [
        RowProblem(sheet, row.number, one.column, one.problem)
        for one in row.problems
        if one.column in used or one.column not in mapping.header
    ]
    entry = importer.read(mapping.apply(row), notes)
    found += [
        RowProblem(sheet, row.number, mapping.heading_of(name) or "", sentence)
        for name, sentence in notes.problems
    ]
    if found or entry is None:
        return PlannedRow(sheet, row.number, Outcome.SET_ASIDE, entry, problems=tuple(found), cells=row.cells)
    return PlannedRow(
        sheet,
        row.number,
        Outcome.NEW,
        entry,
        merged=tuple(notes.merged),
        new_bodies=tuple(notes.new_bodies),
        cells=row.cells,
    )


def _set_repeats_aside(rows: list[PlannedRow]) -> None:
    """A row typed twice counts once; one reference over two different rows is for a person to settle."""
    first: dict[str, list[PlannedRow]] = {}
    for row in rows:
        if row.outcome is not Outcome.NEW or row.entry is None:
            continue
        before = first.setdefault(row.entry.key, [])
        twin = next((one for one in before if one.entry and _alike(one.entry, row.entry)), None)
        if twin is not None:
            row.outcome, row.repeats, row.merged = Outcome.REPEATED, _place(twin), ()
        elif before and row.entry.ref:
            _set_aside(row, _taken_by(row.entry.ref, before[0]))
        else:
            before.append(row)


def _alike(one: Entry, other: Entry) -> bool:
    names = one.content.keys() | other.content.keys()
    return all(_value(one.content.get(name)) == _value(other.content.get(name)) for name in names)


def _value(content: Content | None) -> Any:
    return content.value if content else None


def _place(row: PlannedRow) -> str:
    return f"row {row.number} of {row.sheet}"


def _taken_by(ref: str, row: PlannedRow) -> str:
    name = row.entry.name if row.entry else ""
    return (
        f"The reference {ref} stands in {_place(row)} too, for “{name}”, and the two rows differ."
        " Give this row a reference of its own, or delete it."
    )


def _set_aside(row: PlannedRow, sentence: str) -> None:
    row.outcome = Outcome.SET_ASIDE
    row.problems = (RowProblem(row.sheet, row.number, "", sentence),)
    row.merged, row.new_bodies = (), ()


def _hold_against_records(rows: list[PlannedRow], importer: Importer) -> None:
    reading = [row for row in rows if row.outcome is Outcome.NEW and row.entry]
    known = importer.known([row.entry for row in reading if row.entry])
    by_key: dict[str, list[PlannedRow]] = {}
    for row in reading:
        if row.entry and known.get(row.entry.key):
            by_key.setdefault(row.entry.key, []).append(row)
    for key, alike in by_key.items():
        _match(alike, list(known[key]), importer.fields)
    for row in rows:
        if row.outcome is not Outcome.SET_ASIDE:
            row.cells = ()


def _match(rows: list[PlannedRow], candidates: list[Stored], fields: Fields) -> None:
    """Rows that say what a record says are that record; what is left is paired only if it is one and one."""
    unlike: list[PlannedRow] = []
    for row in rows:
        same = next((one for one in candidates if not _differences(row, one, fields)), None)
        if same is None:
            unlike.append(row)
        else:
            row.outcome, row.stored = Outcome.SAME, same
            candidates.remove(same)
    if not unlike or not candidates:
        return
    if len(unlike) == len(candidates) == 1:
        row, stored = unlike[0], candidates[0]
        row.outcome, row.stored = Outcome.CHANGED, stored
        row.differences = _differences(row, stored, fields)
        return
    for row in unlike:
        _set_aside(row, _ambiguous(candidates))


def _differences(row: PlannedRow, stored: Stored, fields: Fields) -> tuple[Difference, ...]:
    content = row.entry.content if row.entry else {}
    return tuple(
        Difference(name, fields.by_name[name].label, stored.content[name].words, given.words)
        for name, given in content.items()
        if given.value != stored.content[name].value
    )


def _ambiguous(candidates: Sequence[Stored]) -> str:
    refs = ", ".join(stored.ref for stored in candidates[:5] if stored.ref)
    return (
        f"It could be any of these records, which share its title, date and body: {refs}. Give the row the"
        " reference of the one that is meant, or a new reference."
    )
