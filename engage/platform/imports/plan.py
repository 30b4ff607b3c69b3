"""The plan of an import: what would become of each row of a spreadsheet."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from engage.platform.imports.date_columns import DateColumns
from engage.platform.imports.file_words import FileWords
from engage.platform.imports.importing import (
    Choice,
    Creation,
    Entry,
    HoldsSeveral,
    Importer,
    Merged,
    Notes,
    Report,
    Stored,
    Unread,
    Update,
    fitting,
)
from engage.platform.imports.mapping import ColumnMapping, Fields
from engage.platform.imports.totals import totals_of
from engage.platform.sheets.model import Row, Sheet
from engage.rules.date_order import OrdersShown

REPORT_EVERY = 500  # rows
MOST_ROWS_NAMED = 8
_FIGURE = re.compile(r"\d")
Said = frozenset[tuple[str, Any]]
"""What a row says, by field: as a whole, so that it can be looked up."""


class Outcome(StrEnum):
    """What a row is, held against the records and the rows before it."""

    SET_ASIDE = "set aside"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"
    REPEATED = "repeated"


COMING_IN_OR_KNOWN = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is set aside. ``row`` is its number in the file; ``column`` a heading, or empty."""

    sheet: str
    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that is left out of a row that comes in, with its words, and why it cannot be read."""

    sheet: str
    row: int
    column: str
    field: str
    words: str
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
    unread: tuple[UnreadCell, ...] = ()
    repeats: str = ""
    merged: tuple[Merged, ...] = ()
    new_bodies: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """Spellings merged into one term, and in how many rows."""

    field: str
    label: str
    typed: tuple[str, ...]
    term: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileTotal:
    """What a total row of the file gives as the sum of the column that fills a field."""

    sheet: str
    field: str
    total: float


@dataclass(slots=True)
class Plan:
    """Everything that would happen, row by row in the order of the file.

    ``notes`` are sentences on how each sheet was read, with its name; ``apart`` its rows that only count or
    add up others, and are no records.
    """

    importer: Importer
    rows: list[PlannedRow]
    blank: int
    notes: list[tuple[str, str]] = field(default_factory=list)
    apart: list[tuple[str, Row]] = field(default_factory=list)
    file_totals: list[FileTotal] = field(default_factory=list)
    orders_to_ask: Mapping[str, OrdersShown] = field(default_factory=dict)
    """Date columns, by field, of which somebody must say whether the day or the month comes first."""

    def note(self, sheet: Sheet, mapping: ColumnMapping) -> None:
        """Keep what is to be pointed out of a sheet as a whole."""
        self.blank += sheet.blank
        self.notes += ((sheet.name, sentence) for sentence in sheet.notes)
        self.apart += ((sheet.name, row) for row in sheet.apart)
        targets = mapping.choices()
        self.file_totals += (
            FileTotal(sheet.name, target, total)
            for heading, total in sheet.totals.items()
            if (target := targets.get(heading))
        )

    def hold_against_records(self) -> None:
        """Tell the rows that are known from those that are new, as the records stand at this moment."""
        reading = [row for row in self.rows if row.outcome is Outcome.NEW and row.entry]
        known = self.importer.known([row.entry for row in reading if row.entry])
        by_key: dict[str, list[PlannedRow]] = {}
        for row in reading:
            if row.entry and known.get(row.entry.key):
                by_key.setdefault(row.entry.key, []).append(row)
        for key, alike in by_key.items():
            _match(alike, list(known[key]), self.importer.fields)
        for row in self.rows:
            if row.outcome is not Outcome.SET_ASIDE:
                row.cells = ()

    def of(self, *outcomes: Outcome) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome in outcomes]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)

    @property
    def rows_read(self) -> int:
        """Every row under the headings, blank ones included; one that holds several records is one."""
        return len({(row.sheet, row.number) for row in self.rows}) + self.blank

    @property
    def problems(self) -> list[RowProblem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def unread(self) -> list[UnreadCell]:
        """The cells left out of rows that are not set aside."""
        return [cell for row in self.rows if row.outcome is not Outcome.SET_ASIDE for cell in row.unread]

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

    def taken(self, choice: Choice) -> list[PlannedRow]:
        """The rows from which records are made or changed."""
        wanted = {
            Choice.SKIP: (Outcome.NEW,),
            Choice.UPDATE: (Outcome.NEW, Outcome.CHANGED),
            Choice.CREATE: (Outcome.NEW, Outcome.CHANGED, Outcome.SAME),
        }
        return self.of(*wanted[choice])

    def new_bodies(self, choice: Choice) -> list[str]:
        """The bodies that would be made for the rows to be taken."""
        return list(dict.fromkeys(name for row in self.taken(choice) for name in row.new_bodies))

    def offered(self) -> dict[str, list[PlannedRow]]:
        """What a person could add, by its name, with the rows set aside that could be taken then."""
        found: dict[str, list[PlannedRow]] = {}
        for row in self.rows:
            for name in row.offered:
                found.setdefault(name, []).append(row)
        return found

    def filled(self, choice: Choice) -> dict[str, int]:
        """In how many records to be made a blank field is given something, by field."""
        made = self.taken(choice) if choice is Choice.CREATE else self.of(Outcome.NEW)
        return dict(Counter(name for row in made for name in row.filled))

    def totals(self) -> dict[str, Any]:
        """What the rows of the file add up to that come in or are known: as ``totals_of`` has it."""
        rows = self.of(*COMING_IN_OR_KNOWN)
        importer = self.importer
        return totals_of((row.entry for row in rows if row.entry), importer.told, importer.fields.labels)

    def fingerprint(self) -> str:
        """The same as long as the same would happen: what a person saw is what they agree to."""
        digest = hashlib.sha256()
        for row in self.rows:
            stored = (row.stored.id, row.stored.version) if row.stored else None
            said = [(name, held.words) for name, held in row.entry.content.items()] if row.entry else []
            problems = [one.problem for one in row.problems]
            line = [row.sheet, row.number, row.outcome, stored, said, problems]
            digest.update(json.dumps(line).encode())
        return digest.hexdigest()


def make_plan(
    sheets: Iterable[tuple[Sheet, ColumnMapping]],
    importer: Importer,
    *,
    filled: Mapping[str, str] | None = None,
    words: FileWords | None = None,
    report: Report = lambda rows: None,
) -> Plan:
    """Read every row of the sheets and hold it against the rows before it and the records.

    ``filled`` is what new records are given for a field that their row leaves blank, by field; ``words`` says
    what the file's words stand for.
    """
    plan = read_plan(sheets, importer, filled=filled, words=words, report=report)
    plan.hold_against_records()
    return plan


def read_plan(
    sheets: Iterable[tuple[Sheet, ColumnMapping]],
    importer: Importer,
    *,
    filled: Mapping[str, str] | None = None,
    words: FileWords | None = None,
    report: Report = lambda rows: None,
) -> Plan:
    """As ``make_plan``, with the records still to be held against: the slow part, which needs no lock."""
    pairs, meant = list(sheets), words or FileWords(importer.fields)
    dates = DateColumns(pairs, importer.fields, meant.orders)
    plan, done = Plan(importer, [], 0, orders_to_ask=dates.to_ask), 0
    for sheet, mapping in pairs:
        plan.note(sheet, mapping)
        for row in sheet.rows:
            plan.rows += _read_row(sheet.name, row, mapping, importer, filled or {}, meant, dates)
            done += 1
            if done % REPORT_EVERY == 0:
                report(done)
    plan.notes += _of_several(plan.rows)
    _set_repeats_aside(plan.rows)
    return plan


def _read_row(
    sheet: str,
    row: Row,
    mapping: ColumnMapping,
    importer: Importer,
    filled: Mapping[str, str],
    words: FileWords,
    dates: DateColumns,
) -> list[PlannedRow]:
    """What the row holds: one record, or several where the importer parts them."""
    notes = Notes()
    said = _without_faulty_cells(row, mapping, importer.fields, notes)
    cells = mapping.apply(_counted_once(said, mapping, importer.fields), importer.fields.apart)
    fitted = fitting(cells, importer.fields, notes, importer.fields.longest)
    values = dates.put_in(words.put_in(fitted, notes), notes)
    records = importer.several(values) if isinstance(importer, HoldsSeveral) else [values]
    return [_planned(sheet, row, mapping, importer, filled, notes, cells, one) for one in records]


def _planned(
    sheet: str,
    row: Row,
    mapping: ColumnMapping,
    importer: Importer,
    filled: Mapping[str, str],
    noted: Notes,
    cells: Mapping[str, str],
    values: Mapping[str, str],
) -> PlannedRow:
    """One record of a row; ``cells`` are those of the whole row, ``noted`` what it brought to light."""
    notes, fields = Notes(), importer.fields.by_name
    notes.add(noted)
    given = tuple(name for name, text in filled.items() if text and name in fields and not values.get(name))
    entry = importer.read({**values, **{name: filled[name] for name in given}}, notes)
    found = [
        RowProblem(sheet, row.number, mapping.heading_of(name) or "", sentence)
        for name, sentence in notes.problems
    ]
    unread = _unread_cells(sheet, row.number, mapping, _as_the_file_says(notes, cells, values))
    if found or entry is None:
        return PlannedRow(
            sheet,
            row.number,
            Outcome.SET_ASIDE,
            entry,
            problems=tuple(found),
            unread=unread,
            offered=tuple(notes.offered),
            cells=row.cells,
        )
    entry.unread = _words_of(unread)
    return PlannedRow(
        sheet,
        row.number,
        Outcome.NEW,
        entry,
        unread=unread,
        merged=tuple(notes.merged),
        new_bodies=tuple(notes.new_bodies),
        filled=given,
        cells=row.cells,
    )


def _without_faulty_cells(row: Row, mapping: ColumnMapping, fields: Fields, notes: Notes) -> Row:
    """The row without the cells that the spreadsheet itself has no value for, each noted.

    A fault outside the columns, such as a row that goes further than its headings, is one of the whole row.
    """
    if not row.problems:
        return row
    cells = list(row.cells)
    for fault in row.problems:
        if fault.column not in mapping.header:
            notes.problem("", fault.problem)
            continue
        place = mapping.header.index(fault.column)
        target, words, cells[place] = mapping.targets[place], cells[place], ""
        if target is not None and fields.by_name[target].required:
            notes.problem(target, fault.problem)
        elif target is not None:
            notes.unread(target, words, fault.problem)
    return replace(row, cells=tuple(cells))


def _as_the_file_says(notes: Notes, cells: Mapping[str, str], values: Mapping[str, str]) -> Iterable[Unread]:
    """What was not read, in the words of the file where others were put in their place."""
    for one in notes.unread_cells:
        whole = one.words == values.get(one.field)
        yield replace(one, words=cells[one.field] if whole else notes.typed(one.field, one.words))


def _unread_cells(
    sheet: str, row: int, mapping: ColumnMapping, unread: Iterable[Unread]
) -> tuple[UnreadCell, ...]:
    """The cells that were not read, in the order of their columns."""
    places = {target: place for place, target in enumerate(mapping.targets)}
    return tuple(
        UnreadCell(sheet, row, mapping.heading_of(one.field) or "", one.field, one.words, one.why)
        for one in sorted(unread, key=lambda one: places.get(one.field, len(places)))
    )


def _words_of(unread: Iterable[UnreadCell]) -> dict[str, str]:
    """The words of unread cells by field, several of one field on lines of their own."""
    words: dict[str, str] = {}
    for cell in unread:
        words[cell.field] = f"{words[cell.field]}\n{cell.words}" if cell.field in words else cell.words
    return words


def _counted_once(row: Row, mapping: ColumnMapping, fields: Fields) -> Row:
    """The row without the figure of a merged cell that an earlier row has said already."""
    if not row.shared:
        return row
    targets = mapping.choices()
    again = {heading for heading in row.shared if (name := targets[heading]) and fields.by_name[name].counts}
    pairs = zip(mapping.header, row.cells, strict=True)
    return replace(
        row, cells=tuple("" if one in again and _FIGURE.search(cell) else cell for one, cell in pairs)
    )


def _of_several(rows: Iterable[PlannedRow]) -> Iterable[tuple[str, str]]:
    """That rows hold several records, by sheet."""
    counts = Counter((row.sheet, row.number) for row in rows)
    found: dict[str, list[int]] = {}
    for (sheet, number), records in counts.items():
        if records > 1:
            found.setdefault(sheet, []).append(number)
    for sheet, numbers in found.items():
        shown = ", ".join(map(str, numbers[:MOST_ROWS_NAMED]))
        more = f" and {len(numbers) - MOST_ROWS_NAMED:,} more" if len(numbers) > MOST_ROWS_NAMED else ""
        yield (sheet, f"Several things stand in one row, and each is a record of its own: row {shown}{more}.")


def _set_repeats_aside(rows: list[PlannedRow]) -> None:
    """A row typed twice counts once; one reference over two different rows is for a person to settle."""
    first: dict[str, PlannedRow] = {}
    said: dict[tuple[str, Said], PlannedRow] = {}
    for row in rows:
        if row.outcome is not Outcome.NEW or row.entry is None:
            continue
        before = first.setdefault(row.entry.key, row)
        twin = said.setdefault((row.entry.key, _said(row.entry)), row)
        if twin is not row:
            row.outcome, row.repeats, row.merged = Outcome.REPEATED, _place(twin), ()
        elif before is not row and row.entry.ref:
            del said[row.entry.key, _said(row.entry)]
            _set_aside(row, _taken_by(row.entry.ref, before))


def _said(entry: Entry) -> Said:
    return frozenset((name, held.value) for name, held in entry.content.items() if held.value is not None)


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
        if given.value != stored.content[name].value and name not in row.filled
    )


def _ambiguous(candidates: Sequence[Stored]) -> str:
    refs = ", ".join(stored.ref for stored in candidates[:5] if stored.ref)
    return (
        f"It could be any of these records, which share its title, date and body: {refs}. Give the row the"
        " reference of the one that is meant, or a new reference."
    )
