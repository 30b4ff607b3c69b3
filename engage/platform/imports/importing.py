"""Importing a spreadsheet: what an importer must offer, whatever kind of record it brings in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar, runtime_checkable

from engage.platform.data.undo import Lean
from engage.platform.imports.mapping import Fields
from engage.rules.actors import Actor
from engage.rules.enumerated import APART
from engage.rules.words import Recognised, Vocabulary, is_not_recorded, spelling_key

Item = TypeVar("Item")
BATCH = 500  # rows that are written at once


Report = Callable[[int], None]
"""Told now and then how many rows are done."""


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


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that cannot be read: its row comes in without it. ``why`` is a sentence."""

    field: str
    words: str
    why: str


@dataclass(slots=True)
class Entry:
    """One row as an importer understood it.

    ``key`` is the same for two rows, or a row and a record, that mean one thing: made from the reference
    where there is one, else from whatever tells such records apart. ``content`` has the fields the row
    speaks of; a blank cell says nothing, so its field is not among them. ``unread`` has the words of cells
    that could not be read, by field.
    """

    key: str
    ref: str
    name: str
    content: dict[str, Content]
    unread: dict[str, str] = field(default_factory=dict)


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
    unread_cells: list[Unread] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    new_bodies: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)

    def problem(self, field_name: str, sentence: str) -> None:
        """It cannot be told what the row is, so it is not taken; the sentence says what to type instead."""
        self.problems.append((field_name, sentence))

    def unread(self, field_name: str, words: str, sentence: str) -> None:
        """A cell cannot be read: the row is taken without it, and its words are kept with the record."""
        self.unread_cells.append(Unread(field_name, words, sentence))

    def offer(self, name: str) -> None:
        """The row can be taken once a person has added the record of this name: it is not made unasked."""
        self.offered.append(name)

    def add(self, others: Notes) -> None:
        """Note what was noted elsewhere, such as when the same cell was read before."""
        self.problems += others.problems
        self.unread_cells += others.unread_cells
        self.merged += others.merged
        self.new_bodies += others.new_bodies
        self.offered += others.offered

    def typed(self, field_name: str, text: str) -> str:
        """What the file itself says where ``text`` was put in its place, as its words are matched."""
        return next((one.typed for one in self.merged if (one.field, one.term) == (field_name, text)), text)

    def recognised(self, field_name: str, found: Recognised) -> None:
        """Keep it if another spelling was merged: that is shown, never silent."""
        if found.is_merged:
            self.merged.append(Merged(field_name, found.typed, found.label))


@dataclass(frozen=True, slots=True)
class Tellable:
    """By what the rows of one kind are counted, and which of their numbers are added up, field by field.

    Each function takes what the row says of the field, None where it says nothing.
    """

    counted: Mapping[str, Callable[[Content | None], str]]
    summed: Mapping[str, Callable[[Content | None], int | None]]

    @property
    def names(self) -> list[str]:
        """The fields by which a person can check that a row was understood."""
        return list(dict.fromkeys((*self.counted, *self.summed)))


class Importer(Protocol):
    """A kind of record that can be brought in. One importer serves one plan, and may remember what it met."""

    kind: str
    """As in addresses and on the command line, such as ``activities``."""
    one: str
    many: str
    fields: Fields
    told: Tellable
    """By what a person can hold what was understood against the file."""

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        """Understand one row; ``values`` has the text of each mapped field. None when it cannot be named."""
        ...

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        """The records that entries may mean, by key; a fixed number of queries however many entries."""
        ...

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        """Write the rows, inside the caller's verb; rows of tables are added in batches."""
        ...

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """Later records that speak of these (``activity:412``) by their reference and would lose them."""
        ...


@runtime_checkable
class Proposes(Protocol):
    """An importer of records that may stand in the file or the register twice: it says which, and why."""

    def propose(self, creations: Sequence[Creation], updates: Sequence[Update]) -> list[tuple[str, str, str]]:
        """What to keep, what else it is called, and why they may be one, for a person to decide."""
        ...


@runtime_checkable
class PointsOut(Protocol):
    """An importer of records of which something must be pointed out, though they come in."""

    def pointed_out(self, entries: Sequence[Entry]) -> list[str]:
        """A sentence for each entry of which a person should know more before it is taken."""
        ...


@runtime_checkable
class HoldsSeveral(Protocol):
    """An importer of records of which one row may hold several."""

    def several(self, values: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
        """What the row says of each record that it holds, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An entry of which something can hardly be: ``kind`` is the code of what, ``why`` tells it of this."""

    entry: Entry
    kind: str
    why: str


@runtime_checkable
class Doubts(Protocol):
    """An importer of records of which a person is asked whether they are right before they are taken."""

    asked_about: Mapping[str, str]
    """What is asked about, in words by code."""

    def doubts(self, creations: Sequence[Creation], updates: Sequence[Update]) -> list[Doubtful]:
        """Each entry once for each kind; a fixed number of queries for so many of them."""
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


def fitting(
    values: Mapping[str, str], fields: Fields, notes: Notes, longest: Mapping[str, int]
) -> dict[str, str]:
    """The values, but those longer than ``longest`` says of their field, which are left unread."""
    found = dict(values)
    for name, most in longest.items():
        if len(text := values.get(name, "")) > most:
            label = fields.by_name[name].label
            sentence = f"{label} has {len(text):,} characters; the most is {most:,}. Shorten it."
            notes.unread(name, text.replace(APART, "\n"), sentence)
            found[name] = ""
    return found


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """The items in order, at most ``size`` at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def in_batches(report: Report, *acts: tuple[Callable[[Sequence[Any]], object], Sequence[Any]]) -> None:
    """Do each act with its rows, some at once, telling how many rows are done."""
    done = 0
    for act, rows in acts:
        for some in batches(rows):
            act(some)
            done += len(some)
            report(done)
