"""What a column says of its field: its words, and how it is asked, read, compared and said.

A field is declared with its column (``noted(..., field=Line("Venue", asks="Where was it held?"))``); the
form, the import, the list, the record's page, its history and its facts are made from that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from engage.platform.data.typed import number_or_none, on_one_line, row_number
from engage.rules.dates_as_known import long_date, read_day
from engage.rules.lists import split_list
from engage.rules.words import Term, Vocabulary, is_not_recorded, search_words, split_values

NOT_RECORDED = "not recorded"
ONE_A_LINE = "One on each line."
LONGEST_LINE = 1_000
LONGEST_TEXT = 20_000
LONGEST_SHOWN = 60  # letters of what a cell holds, in a sentence about it

FindTerm = Callable[[str], str]
"""The code (of a vocabulary that grows: the label) of what a cell says. Raises ValueError with a sentence."""


class Listed(StrEnum):
    """Whether a field is a column of its list, and at first on screen."""

    NO = "no"
    OFFERED = "offered"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that code of its own asks, reads and shows: its words are for the history of the record.

    ``words`` name the field; ``short`` does so at the head of a column. ``longest`` is how many characters
    are taken, typed or in a cell. ``part`` is the folded part of the form it stands in, ``shown`` the heading
    of the record's page it is told under, unless it is ``quiet`` and empty. ``headings`` are what
    spreadsheets call it besides its name and words; None where none fills it. ``fact`` is the name under
    which facts say its value. Lists and pages say ``said_when_empty`` where nothing is recorded.
    """

    words: str
    _: KW_ONLY
    short: str = ""
    asks: str = ""
    hint: str = ""
    needed: str = ""
    longest: int = LONGEST_LINE
    part: str = ""
    shown: str = ""
    quiet: bool = False
    headings: str | None = None
    listed: Listed = Listed.NO
    sorts: bool = False
    filtered: bool = False
    searched: bool = False
    fact: str = ""
    said_when_empty: str = ""

    entry_type: ClassVar[Any] = Any
    has_code_of_its_own: ClassVar[bool] = True
    takes_columns: ClassVar[bool] = False
    counts: ClassVar[bool] = False
    """Whether it says how many, so that the figure of a merged cell is said once, not for each row."""
    minds_headings: ClassVar[bool] = False
    empty: ClassVar[Any] = None

    @property
    def label(self) -> str:
        return self.short or self.words

    def held(self, stored: Any) -> Any:
        """The value of an entry for what the column holds."""
        return stored

    def stored(self, held: Any) -> Any:
        """What the column holds for the value of an entry."""
        return held

    def compared(self, held: Any) -> Hashable:
        """The same for two values between which nobody would see a difference."""
        value: Hashable = held
        return value

    def said(self, held: Any) -> str:
        """The value in words; empty when nothing is recorded."""
        return "" if held is None else str(held)

    def refs(self, held: Any) -> list[str]:
        """The records that the value names, where it is said by their names."""
        return []

    def typed(self, held: Any) -> Any:
        """The value as its question on a form holds it."""
        return self.said(held)

    def taken(self, answer: Any) -> Any:
        """The value of what was answered on a form."""
        return answer or self.empty

    def check(self, answer: Any) -> None:
        """Raises ValueError, with a sentence, for an answer that makes no sense."""

    def read(self, text: str, find: FindTerm) -> Any:
        """The value of a cell that says something. Raises ValueError with a sentence."""
        return text

    def claims(self, heading: str) -> bool:
        """Whether a column is for it whose heading is none of its names."""
        return False

    def under(self, heading: str, cell: str) -> str:
        """What a cell says under its heading, where it means little without it."""
        return cell


@dataclass(frozen=True, slots=True)
class Line(Field):
    """One line of text."""

    width: int = 0

    entry_type: ClassVar[Any] = str
    has_code_of_its_own: ClassVar[bool] = False
    empty: ClassVar[Any] = ""

    def read(self, text: str, find: FindTerm) -> Any:
        return on_one_line(text)


@dataclass(frozen=True, slots=True)
class Text(Field):
    """Several lines of text."""

    longest: int = LONGEST_TEXT
    rows: int = 3

    entry_type: ClassVar[Any] = str
    has_code_of_its_own: ClassVar[bool] = False
    empty: ClassVar[Any] = ""


@dataclass(frozen=True, slots=True)
class Lines(Field):
    """A list of words, one on each line of a form."""

    hint: str = ONE_A_LINE
    longest: int = LONGEST_TEXT
    rows: int = 3

    entry_type: ClassVar[Any] = tuple[str, ...]
    has_code_of_its_own: ClassVar[bool] = False
    takes_columns: ClassVar[bool] = True
    empty: ClassVar[Any] = ()

    def held(self, stored: Any) -> Any:
        return tuple(stored or ())

    def stored(self, held: Any) -> Any:
        return list(held)

    def said(self, held: Any) -> str:
        return "; ".join(held)

    def typed(self, held: Any) -> Any:
        return "\n".join(held)

    def taken(self, answer: Any) -> Any:
        return tuple(split_values(answer or ""))

    def read(self, text: str, find: FindTerm) -> Any:
        return tuple(split_values(text))


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A whole number, not below nought; None when it is not known."""

    width: int = 5

    entry_type: ClassVar[Any] = int | None
    has_code_of_its_own: ClassVar[bool] = False
    counts: ClassVar[bool] = True

    def said(self, held: Any) -> str:
        return "" if held is None else f"{held:,}"

    def taken(self, answer: Any) -> Any:
        return self.read(answer, str) if answer else None

    def check(self, answer: Any) -> None:
        self.taken(answer)

    def read(self, text: str, find: FindTerm) -> Any:
        number = number_or_none(text.replace(",", "").strip())
        if number is None:
            raise ValueError(f"“{text[:LONGEST_SHOWN]}” is not a whole number. Enter one such as 12.")
        return number


@dataclass(frozen=True, slots=True)
class Day(Field):
    """One day."""

    entry_type: ClassVar[Any] = date | None
    has_code_of_its_own: ClassVar[bool] = False

    def said(self, held: Any) -> str:
        return long_date(held) if held else ""

    def typed(self, held: Any) -> Any:
        return held

    def read(self, text: str, find: FindTerm) -> Any:
        return read_day(text)


@dataclass(frozen=True, slots=True)
class Tick(Field):
    """Yes when ticked."""

    entry_type: ClassVar[Any] = bool
    has_code_of_its_own: ClassVar[bool] = False
    empty: ClassVar[Any] = False

    def said(self, held: Any) -> str:
        return "yes" if held else ""

    def typed(self, held: Any) -> Any:
        return held

    def read(self, text: str, find: FindTerm) -> Any:
        return _read_answer(text) == "yes"


@dataclass(frozen=True, slots=True)
class YesNo(Field):
    """Yes, no or not known; a column of text holds the answer itself."""

    as_text: bool = False

    has_code_of_its_own: ClassVar[bool] = False

    @property
    def entry_type(self) -> Any:
        return str if self.as_text else bool | None

    def said(self, held: Any) -> str:
        return str({True: "yes", False: "no", None: ""}.get(held, held))

    def taken(self, answer: Any) -> Any:
        if self.as_text:
            return answer or ""
        return {"yes": True, "no": False}.get(answer)

    def read(self, text: str, find: FindTerm) -> Any:
        return self.taken("" if is_not_recorded(text) else _read_answer(text))

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        return (("yes", "Yes"), ("no", "No"), ("", "Not known"))


@dataclass(frozen=True, slots=True)
class _OfTerms(Field):
    """What is chosen among terms: those of a vocabulary, or the (code, label) pairs ``given``.

    ``one`` names a term in a sentence, such as “a stage of the engagement cycle”. With ``numbered`` the codes
    are whole numbers, kept and said as such.
    """

    vocabulary: Callable[[], Vocabulary] | None = None
    given: tuple[tuple[str, str], ...] = ()
    one: str = "one of the list"
    numbered: bool = False

    has_code_of_its_own: ClassVar[bool] = False

    def terms(self) -> Vocabulary:
        if self.vocabulary is not None:
            return self.vocabulary()
        return Vocabulary(self.words, [Term(code, label) for code, label in self.given])

    def option_pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((term.code, self._label(term)) for term in self.terms().terms if term.label)

    def _label(self, term: Term) -> str:
        return f"{term.code} {term.label}" if self.numbered else term.label

    def _said_of(self, value: Any) -> str:
        terms = self.terms()
        return self._label(terms.term(str(value))) if str(value) in terms else str(value)

    def _code(self, code: str) -> Any:
        return row_number(code) if self.numbered else code


@dataclass(frozen=True, slots=True)
class Choice(_OfTerms):
    """One of the terms. ``unknown`` is the choice for none of them; without it one must be chosen. A form
    begins with ``first``."""

    unknown: str = ""
    first: str = ""
    radios: bool = False
    said_when_empty: str = NOT_RECORDED

    @property
    def entry_type(self) -> Any:
        return int | None if self.numbered else str

    @property
    def empty(self) -> Any:
        return None if self.numbered else "" if self.unknown else self.first

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        blank = (("", self.unknown),) if self.unknown else ()
        return (*self.option_pairs(), *blank) if self.radios else (*blank, *self.option_pairs())

    def said(self, held: Any) -> str:
        return self._said_of(held) if held not in {None, ""} else ""

    def typed(self, held: Any) -> Any:
        return "" if held is None else str(held)

    def taken(self, answer: Any) -> Any:
        return self._code(answer) if answer else self.empty

    def read(self, text: str, find: FindTerm) -> Any:
        return self._code(find(text))


@dataclass(frozen=True, slots=True)
class Wording(_OfTerms):
    """One of the terms of a vocabulary that grows: its label is kept, or a new term as it was typed.

    With ``typed_in`` a form asks it in a line of text, where its page suggests those in use.
    """

    typed_in: bool = False
    width: int = 0
    said_when_empty: str = NOT_RECORDED

    entry_type: ClassVar[Any] = str
    empty: ClassVar[Any] = ""

    def stored(self, held: Any) -> Any:
        return "" if is_not_recorded(held) else self.terms().recognise(held).label

    def read(self, text: str, find: FindTerm) -> Any:
        return find(text)


@dataclass(frozen=True, slots=True)
class Choices(_OfTerms):
    """Any number of the terms, in no order; where the vocabulary ``grows``, labels are kept."""

    longest: int = LONGEST_TEXT
    grows: bool = False
    codes_of: str = ""
    """The kind of record whose codes these are, such as ``body``."""

    takes_columns: ClassVar[bool] = True
    empty: ClassVar[Any] = ()

    @property
    def entry_type(self) -> Any:
        return tuple[int, ...] if self.numbered else tuple[str, ...]

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        pairs = self.option_pairs()
        return tuple((label, label) for _, label in pairs) if self.grows else pairs

    def held(self, stored: Any) -> Any:
        return tuple(stored or ())

    def stored(self, held: Any) -> Any:
        return list(held)

    def compared(self, held: Any) -> Hashable:
        return tuple(sorted(held))

    def said(self, held: Any) -> str:
        return "; ".join(self._said_of(value) for value in held)

    def typed(self, held: Any) -> Any:
        return [str(value) for value in held]

    def taken(self, answer: Any) -> Any:
        return tuple(self._code(code) for code in answer or ())

    def read(self, text: str, find: FindTerm) -> Any:
        pieces = split_list(text, self._knows)
        if pieces is None:
            raise ValueError(self._no_list(text))
        return tuple(dict.fromkeys(self._code(code) for code in map(find, pieces) if code))

    def _knows(self, text: str) -> bool:
        return self.terms().recognise(text).code is not None

    def _no_list(self, text: str) -> str:
        said = " ".join(text.split())
        shown = said if len(said) <= LONGEST_SHOWN else f"{said[: LONGEST_SHOWN - 1].rstrip()}…"
        such = "; ".join(term.label for term in self.terms().terms[:2])
        return f"{self.label} holds a sentence, “{shown}”. Type the terms alone, such as “{such}”."


@dataclass(frozen=True, slots=True)
class Records(Field):
    """Any number of records of one kind, by number: ``kind`` is that of their references."""

    kind: str = ""

    entry_type: ClassVar[Any] = tuple[int, ...]
    has_code_of_its_own: ClassVar[bool] = False
    empty: ClassVar[Any] = ()

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        return ()

    def held(self, stored: Any) -> Any:
        return tuple(stored or ())

    def stored(self, held: Any) -> Any:
        return list(held)

    def compared(self, held: Any) -> Hashable:
        return tuple(sorted(held))

    def refs(self, held: Any) -> list[str]:
        return [f"{self.kind}:{number}" for number in held]

    def typed(self, held: Any) -> Any:
        return [str(number) for number in held]

    def taken(self, answer: Any) -> Any:
        return tuple(row_number(number) for number in answer or ())


@dataclass(frozen=True, slots=True)
class OneRecord(Field):
    """One other record, by its number: it is found by typing where it is ``chosen_as`` a kind that somebody
    offers a chooser of; otherwise the page that asks offers the choices."""

    _: KW_ONLY
    chosen_as: str = ""

    entry_type: ClassVar[Any] = int | None
    has_code_of_its_own: ClassVar[bool] = False

    def typed(self, held: Any) -> Any:
        return str(held or "")

    def taken(self, answer: Any) -> Any:
        return row_number(answer) if answer else None


@dataclass(frozen=True, slots=True)
class Reference(Field):
    """A record of any kind, or several, by reference: code of its own asks for it, and its history says its
    name."""

    def refs(self, held: Any) -> list[str]:
        return list(held) if isinstance(held, list) else [held] if held else []


def fields_of(record: type) -> dict[str, Field]:
    """The declared fields of a record by the name of their column, in the order of its model."""
    table: Any = record.__dict__["__table__"]
    return {column.key: column.info["field"] for column in table.columns if column.info.get("field")}


def plain_fields(record: type) -> dict[str, Field]:
    """The declared fields that need no code of their own."""
    return {name: field for name, field in fields_of(record).items() if not field.has_code_of_its_own}


def values_of(row: Any) -> dict[str, Any]:
    """The values of the plain fields of a row, as its entry holds them."""
    return {name: field.held(getattr(row, name)) for name, field in plain_fields(type(row)).items()}


def put(row: Any, entry: Any) -> None:
    """Put what an entry says into the plain fields of a row; what says the same stays as it was."""
    for name, field in plain_fields(type(row)).items():
        value = getattr(entry, name)
        if field.compared(field.held(getattr(row, name))) != field.compared(value):
            setattr(row, name, field.stored(value))


def search_text(row: Any, *further: str) -> str:
    """The words a row is found by: those of its fields that are searched, and further ones."""
    searched = ((name, field) for name, field in fields_of(type(row)).items() if field.searched)
    return search_words(*further, *(field.said(field.held(getattr(row, name))) for name, field in searched))


def facts_of(record: type) -> Mapping[str, tuple[str, Field]]:
    """The column and field of each plain value that facts say, by the name they say it under."""
    return {field.fact: (name, field) for name, field in fields_of(record).items() if field.fact}


@cache
def yes_or_no() -> Vocabulary:
    """The two answers, and the other ways in which cells give them."""
    return Vocabulary(
        "Yes or no", [Term("yes", "Yes", ("y", "true", "1")), Term("no", "No", ("n", "false", "0"))]
    )


def _read_answer(text: str) -> str:
    answer = yes_or_no().recognise(text).code
    if answer is None:
        raise ValueError(f"“{text}” is neither yes nor no. Enter yes or no, or leave it blank.")
    return answer
