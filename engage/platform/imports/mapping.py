"""Which column of somebody's spreadsheet fills which field of ours."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.model import Row
from engage.rules.column_profile import Holds
from engage.rules.date_order import Order
from engage.rules.enumerated import APART
from engage.rules.words import Vocabulary, is_not_recorded, spelling_key

LONGEST_CELL = 20_000
VALUES, DATES = "values", "dates"
ORDER = "which comes first"  # said of a date column, where a column of words has its words

Values = Mapping[str, Mapping[str, str | None]]
"""By field, what the file's words stand for: a term's code, a new word, or None to leave them unrecorded."""

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_LETTERS_OR_DIGITS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can fill: `multiple` ones take several columns, one line a column.

    `vocabulary` has the terms its cells are to hold; where it `grows`, any other word is a new term. A cell
    of a `multiple` one holds several. One that `counts` holds how many: the figure of a merged cell is said
    once, in its first row, for it was reached once. A `dated` one holds a date, in which the day or the month
    may come first. What else it `holds` helps to guess its column. Of those that are kept `apart` the cells
    can still be told from one another. Cells longer than `longest` are left unread; where it is 0, its
    reader sees to that. `claims` says whether a heading that is none of its names is for it, `under` what a
    cell says together with its heading.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    multiple: bool = False
    vocabulary: Callable[[], Vocabulary] | None = None
    grows: bool = False
    counts: bool = False
    dated: bool = False
    holds: Holds = Holds.LINE
    apart: bool = False
    longest: int = LONGEST_CELL
    claims: Callable[[str], bool] | None = None
    under: Callable[[str, str], str] | None = None


def field(
    name: str,
    label: str,
    headings: str,
    *,
    required: bool = False,
    multiple: bool = False,
    counts: bool = False,
) -> Field:
    """A field with what spreadsheets call it, one after another: "Kind; Sector; Category"."""
    return Field(name, label, tuple(headings.split("; ")), required, multiple, counts=counts)


def called(headings: str) -> tuple[str, ...]:
    """Headings from one text, such as “Ref; Ref no; ID”."""
    return tuple(filter(None, headings.split("; ")))


def heading_key(heading: str) -> str:
    """What a heading says without its capitals, accents, punctuation and line breaks; & counts as "and"."""
    written = heading.casefold().replace("&", " and ").replace("%", " percent ")
    plain = unicodedata.normalize("NFKD", written)
    unaccented = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_LETTERS_OR_DIGITS.sub(" ", unaccented).strip()


class Fields:
    """The fields a caller can fill, found by any spelling of their headings."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.by_name = {field.name: field for field in fields}
        self.apart = frozenset(field.name for field in self.by_name.values() if field.apart)
        self.under = {field.name: field.under for field in self.by_name.values() if field.under}
        self.longest = {field.name: field.longest for field in self.by_name.values() if field.longest}
        self._claiming = [field for field in self.by_name.values() if field.claims]
        self._by_key: dict[str, Field] = {}
        for field in self.by_name.values():
            for spelling in (field.name, field.label, *field.aliases):
                first = self._by_key.setdefault(heading_key(spelling), field)
                if first is not field:
                    raise ValueError(f"{spelling!r} is a heading of both {first.name} and {field.name}")

    @property
    def labels(self) -> dict[str, str]:
        return {name: field.label for name, field in self.by_name.items()}

    def named(self, heading: str) -> Field | None:
        """The field with this heading, or with what is left of it without words in brackets."""
        key, shorter = heading_key(heading), heading_key(_BRACKETED.sub(" ", heading))
        found = self._by_key.get(key) or (self._by_key.get(shorter) if shorter else None)
        return found or next((one for one in self._claiming if one.claims and one.claims(heading)), None)

    def knows(self, heading: str) -> bool:
        return self.named(heading) is not None

    def requires(self, heading: str) -> bool:
        """Whether the heading is that of a field no record can do without."""
        field = self.named(heading)
        return field is not None and field.required


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """For each heading of one sheet, the name of the field it fills, or None."""

    header: tuple[str, ...]
    targets: tuple[str | None, ...]
    under: Mapping[str, Callable[[str, str], str]] = dataclass_field(default_factory=dict, compare=False)

    def apply(self, row: Row, apart: Collection[str] = ()) -> dict[str, str]:
        """Field name to text, for every mapped field; several columns of one field make several lines, or
        those of the fields named as ``apart`` cells that can be told from one another."""
        values: dict[str, str] = {}
        for heading, target, cell in zip(self.header, self.targets, row.cells, strict=True):
            if target is None:
                continue
            if cell and target in self.under:
                cell = self.under[target](heading, cell)
            before = values.get(target)
            between = APART if target in apart else "\n"
            values[target] = f"{before}{between}{cell}" if before and cell else before or cell
        return values

    def heading_of(self, field_name: str) -> str | None:
        """The heading whose column fills the field, for telling a person where to look."""
        pairs = zip(self.header, self.targets, strict=True)
        return next((heading for heading, target in pairs if target == field_name), None)

    def missing(self, fields: Fields) -> tuple[Field, ...]:
        """The required fields that no column fills."""
        return tuple(
            field for field in fields.by_name.values() if field.required and field.name not in self.targets
        )

    def choices(self) -> dict[str, str | None]:
        """Heading to field name, as a mapping file has it."""
        return dict(zip(self.header, self.targets, strict=True))


def by_spelling(header: Sequence[str], fields: Fields) -> ColumnMapping:
    """The mapping of headings that are spelt as the fields are.

    Where two headings name one field that takes a single column, the first has it.
    """
    targets: list[str | None] = []
    for heading in header:
        field = fields.named(heading)
        taken = field is None or (field.name in targets and not field.multiple)
        targets.append(None if taken or field is None else field.name)
    return ColumnMapping(tuple(header), tuple(targets), fields.under)


@dataclass(frozen=True, slots=True)
class MappingFile:
    """What a mapping file says: heading to field name (None leaves a column out), and the file's words.

    Among these, of a date column, whether the day or the month comes first.
    """

    columns: Mapping[str, str | None]
    values: Values


def read_mapping_file(path: Path, fields: Fields) -> MappingFile:
    """The choices of a JSON object, in which null leaves a column out or a word unrecorded.

    Raises Unusable for a file that is not such an object and for a field or a term there is none of.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unusable(f"The mapping file {path.name} cannot be opened: {error.strerror}.") from error
    return read_mapping(content, path.name, fields)


def read_mapping(content: bytes, filename: str, fields: Fields) -> MappingFile:
    """As `read_mapping_file`, from its bytes."""
    try:
        pairs = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_Pairs)
    except UnicodeDecodeError as error:
        raise Unusable(f"The mapping file {filename} is not UTF-8 text. Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Unusable(
            f"The mapping file {filename} is not JSON: {error.msg} at line {error.lineno}. It looks like"
            ' {"Activity": "title", "Date": "starts"}.'
        ) from error
    except (RecursionError, ValueError) as error:
        raise Unusable(f"The mapping file {filename} is not a plain JSON object.") from error
    if not isinstance(pairs, _Pairs):
        raise Unusable(
            f"The mapping file {filename} is not a JSON object of headings and fields, such as"
            ' {"Activity": "title", "Date": "starts"}.'
        )
    columns: dict[str, str | None] = {}
    values: dict[str, Mapping[str, str | None]] = {}
    for heading, name in pairs:
        if heading == VALUES and isinstance(name, list):
            values |= _checked_values(name, filename, fields)
            continue
        if heading == DATES and isinstance(name, _Pairs):
            values |= {dated: {ORDER: order} for dated, order in _checked_orders(name, filename, fields)}
            continue
        if heading_key(heading) in map(heading_key, columns):
            raise Unusable(f"The mapping file {filename} names the heading “{heading}” twice.")
        columns[heading] = _checked_name(heading, name, filename, fields)
    return MappingFile(columns, values)


_VALUES_LOOK = 'is not a JSON object of fields and words, such as {"stage": {"Redesign": 3}}.'


class _Pairs(list[tuple[str, object]]):
    """The members of a JSON object in their order, repeats included."""


def _checked_name(heading: str, name: object, filename: str, fields: Fields) -> str | None:
    if name is None or name == "":
        return None
    field = fields.named(name) if isinstance(name, str) else None
    if field:
        return field.name
    shown = name if isinstance(name, str) else json.dumps(name, default=str)
    raise Unusable(
        f"The mapping file {filename} gives “{heading}” the field “{shown}”, which there is none of."
        f" The fields are: {', '.join(fields.by_name)}."
    )


def _checked_values(pairs: list[object], filename: str, fields: Fields) -> Values:
    found: dict[str, dict[str, str | None]] = {}
    if not isinstance(pairs, _Pairs):
        raise Unusable(f"“values” in the mapping file {filename} {_VALUES_LOOK}")
    for named, words in pairs:
        field = fields.named(named)
        if field is None or field.vocabulary is None:
            known = ", ".join(one.name for one in fields.by_name.values() if one.vocabulary)
            raise Unusable(
                f"“values” in the mapping file {filename} names the field “{named}”, which has no terms of"
                f" its own. Those that have are: {known or 'none'}."
            )
        if field.name in found:
            raise Unusable(f"“values” in the mapping file {filename} names the field “{named}” twice.")
        if not isinstance(words, _Pairs):
            raise Unusable(f"“{named}” among the values of the mapping file {filename} {_VALUES_LOOK}")
        found[field.name] = _checked_words(words, field, filename)
    return found


def _checked_orders(pairs: _Pairs, filename: str, fields: Fields) -> Iterator[tuple[str, Order]]:
    for named, said in pairs:
        field = fields.named(named)
        order = next((one for one in Order if one == said), None)
        if field is None or not field.dated or order is None:
            dated = ", ".join(one.name for one in fields.by_name.values() if one.dated) or "here, none"
            raise Unusable(
                f"“{DATES}” in the mapping file {filename} says of “{named}” {json.dumps(said)}. It can say"
                f" “{Order.DAY_FIRST}” or “{Order.MONTH_FIRST}”, of a field with dates: {dated}."
            )
        yield field.name, order


def orders_said(values: Values, fields: Fields) -> dict[str, Order]:
    """Whether the day or the month comes first, by field, of the date columns of which somebody said so."""
    said = {name: words[ORDER] for name, words in values.items() if ORDER in words}
    return {name: Order(order) for name, order in said.items() if order and fields.by_name[name].dated}


def _checked_words(words: _Pairs, field: Field, filename: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for word, meant in words:
        if spelling_key(word) in map(spelling_key, found):
            raise Unusable(f"The mapping file {filename} says twice what “{word}” is as {field.label}.")
        found[word] = _checked_term(word, meant, field, filename)
    return found


def _checked_term(word: str, meant: object, field: Field, filename: str) -> str | None:
    """The code of a term given by code or label; of a vocabulary that grows, a new word too."""
    if meant is None or (isinstance(meant, str) and is_not_recorded(meant)):
        return None
    said = " ".join(str(meant).split())
    terms = field.vocabulary() if field.vocabulary else Vocabulary("", ())
    if isinstance(meant, str | int) and not isinstance(meant, bool):
        if (code := terms.recognise(said).code) is not None:
            return code
        if field.grows and isinstance(meant, str):
            return said
    shown = meant if isinstance(meant, str) else json.dumps(meant, default=str)
    known = ", ".join(f"{term.code} ({term.label})" for term in terms.terms)
    raise Unusable(
        f"The mapping file {filename} takes “{word}” as {field.label} for “{shown}”, which there is none of."
        f" Use one of: {known}; or null to leave it unrecorded."
    )


def check_headings(choices: Mapping[str, str | None], headers: Iterable[Sequence[str]]) -> None:
    """Raises Unusable if a heading that was given a field stands in none of the sheets."""
    headings = [heading for header in headers for heading in header]
    keys = set(map(heading_key, headings))
    for heading, name in choices.items():
        if name is not None and heading_key(heading) not in keys:
            raise Unusable(
                f"The mapping names a heading “{heading}” that the file does not have."
                f" Its headings are: {', '.join(dict.fromkeys(headings))}."
            )


def chosen(header: Sequence[str], choices: Mapping[str, str | None], fields: Fields) -> ColumnMapping:
    """The mapping of one sheet that follows a person's choices; headings they did not name stay unmapped.

    Raises Unusable if two columns are to fill one field that takes a single column.
    """
    by_key = {heading_key(heading): name for heading, name in choices.items()}
    targets = tuple(by_key.get(heading_key(heading)) for heading in header)
    for name, field in fields.by_name.items():
        if targets.count(name) > 1 and not field.multiple:
            headings = [heading for heading, target in zip(header, targets, strict=True) if target == name]
            raise Unusable(
                f"Two columns are given the field {field.label}: {' and '.join(headings)}."
                " Leave one of them out."
            )
    return ColumnMapping(tuple(header), targets, fields.under)
