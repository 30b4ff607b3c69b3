"""The fields of an import and the readers of its cells, made from the fields that a record declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engage.platform.data.fields import (
    Choice,
    Choices,
    Day,
    Lines,
    Number,
    Text,
    Tick,
    Wording,
    YesNo,
    fields_of,
    plain_fields,
    yes_or_no,
)
from engage.platform.data.fields import Field as Declared
from engage.platform.imports.importing import Content, Notes, Terms
from engage.platform.imports.mapping import Field, Fields, called
from engage.rules.column_profile import Holds
from engage.rules.words import Vocabulary, is_not_recorded

HOLDS: tuple[tuple[type[Declared], Holds], ...] = (
    (Day, Holds.DATE),
    (Number, Holds.NUMBER),
    (YesNo, Holds.YES_NO),
    (Tick, Holds.YES_NO),
    (Text, Holds.TEXT),
    (Lines, Holds.LIST),
)
"""What the cells of a declared field hold: the first that it is."""


def import_fields(record: type, beside: Mapping[str, Iterable[Field]]) -> Fields:
    """What columns of a spreadsheet can fill: fields with headings, and those ``beside`` each by name."""
    found: list[Field] = list(beside.get("", ()))
    for name, field in fields_of(record).items():
        if field.headings is not None:
            found.append(_field(name, field))
        found += beside.get(name, ())
    return Fields(found)


def content(field: Declared, value: Any) -> Content:
    """A value as rows and records are compared, and as it is shown."""
    return Content(field.compared(value), field.said(value))


def contents_of(row: Any) -> dict[str, Content]:
    """What a record holds, field by field, as rows of a spreadsheet are compared with it."""
    fields = plain_fields(type(row)).items()
    return {
        name: content(field, field.held(getattr(row, name)))
        for name, field in fields
        if field.headings is not None
    }


class CellReader:
    """Reads the cells of declared fields; it remembers new terms. ``in_use`` has those met before."""

    def __init__(self, record: type, in_use: Mapping[str, Iterable[str]]) -> None:
        self._fields = {
            name: field for name, field in plain_fields(record).items() if field.headings is not None
        }
        self._terms = {
            name: Terms(field.terms(), in_use.get(name, ()))
            for name, field in self._fields.items()
            if isinstance(field, Wording | Choices) and _grows(field)
        }

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What a row says of the declared fields; a blank cell says nothing. What cannot be read is noted."""
        found: dict[str, Content] = {}
        for name, field in self._fields.items():
            text = values.get(name, "")
            if not text or (is_not_recorded(text) and isinstance(field, Choice) and not field.unknown):
                continue
            try:
                found[name] = content(field, self._value(name, field, text, notes))
            except ValueError as problem:
                if field.needed:
                    notes.problem(name, str(problem))
                else:
                    notes.unread(name, text, str(problem))
        return found

    def _value(self, name: str, field: Declared, text: str, notes: Notes) -> Any:
        if field.longest and len(text) > field.longest:
            raise ValueError(
                f"{field.label} has {len(text):,} characters; the most is {field.longest:,}. Shorten it."
            )
        if is_not_recorded(text):
            return field.empty
        return field.read(text, lambda piece: self._term(name, field, piece, notes))

    def _term(self, name: str, field: Any, text: str, notes: Notes) -> str:
        if name in self._terms:
            return self._terms[name].read(name, text, notes)
        found = field.terms().recognise(text)
        notes.recognised(name, found)
        if found.code is None:
            known = ", ".join(term.label for term in field.terms().terms)
            raise ValueError(f"“{found.typed}” is not {field.one}. Use one of: {known}.")
        return str(found.code)


def _field(name: str, field: Declared) -> Field:
    names = called(field.headings or "")
    words = (field.words,) if field.words != field.label else ()
    aliases = tuple(dict.fromkeys((*words, *names)))
    return Field(
        name,
        field.label,
        aliases,
        required=bool(field.needed),
        multiple=field.takes_columns,
        counts=field.counts,
        vocabulary=_vocabulary_of(field),
        grows=_grows(field),
        dated=isinstance(field, Day),
        longest=field.longest if field.has_code_of_its_own else 0,
        holds=next((holds for kind, holds in HOLDS if isinstance(field, kind)), Holds.LINE),
        claims=field.claims if field.minds_headings else None,
        under=field.under if field.minds_headings else None,
    )


def _grows(field: Declared) -> bool:
    return isinstance(field, Wording) or (isinstance(field, Choices) and field.grows)


def _vocabulary_of(field: Declared) -> Callable[[], Vocabulary] | None:
    """The terms of a field; None for one that has none, such as a topic, which is any word at all."""
    if isinstance(field, YesNo):
        return yes_or_no
    if isinstance(field, Choice | Choices | Wording) and (field.vocabulary or field.given):
        return field.terms
    return None
