"""Columns and filters of a list, and rows of a record's page, made from the fields a record declares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from engage.platform.data.fields import NOT_RECORDED, Choice, Day, Listed, Number, YesNo, fields_of
from engage.platform.data.unread import WithUnread
from engage.platform.web import lists
from engage.platform.web.lists import Column, Filter

NONE = "none"

WORDS = Markup('<span class="engage-words">{}</span>')


def columns_of(
    record: Any,
    row_of: Callable[[Any], Any],
    beside: Mapping[str, tuple[Column, ...]],
) -> tuple[Column, ...]:
    """The columns of the fields that are listed, each followed by those ``beside`` it, by its name.

    ``row_of`` finds the row of the table in a row of the list. Those beside “” stand first; a field whose
    column is among those beside stands there alone.
    """
    placed = {column.key for columns in beside.values() for column in columns}
    found = list(beside.get("", ()))
    for name, field in fields_of(record).items():
        if field.listed is not Listed.NO and name not in placed:
            found.append(column_of(record, name, row_of))
        found += beside.get(name, ())
    return tuple(found)


def filters_of(record: Any, beside: Mapping[str, tuple[Filter, ...]]) -> tuple[Filter, ...]:
    """The filters of the fields by which a list can be narrowed, with those ``beside`` them as above."""
    placed = {one.key for filters in beside.values() for one in filters}
    found = list(beside.get("", ()))
    for name, field in fields_of(record).items():
        if field.filtered and name not in placed:
            found.append(filter_of(record, name))
        found += beside.get(name, ())
    return (*found, _unread_filter(record)) if issubclass(record, WithUnread) else tuple(found)


def rows_of(
    row: Any, heading: str, beside: Mapping[str, tuple[Any, ...]] | None = None
) -> list[dict[str, Any]]:
    """The rows of a record's page under ``heading``, as the NHS summary list takes them."""
    found = list((beside or {}).get("", ()))
    for name, field in fields_of(type(row)).items():
        if field.shown == heading:
            words = field.said(field.held(getattr(row, name))) or _file_says(row, name)
            found += [fact(field.label, words or field.said_when_empty)] if words or not field.quiet else []
        found += (beside or {}).get(name, ())
    return found


def not_understood(
    row: WithUnread, labels: Mapping[str, str], *, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The words of its spreadsheet that were not understood, field by field, as rows of a summary list."""
    told = ((name, words) for name, words in (row.unread or {}).items() if name not in without)
    return [fact(labels.get(name, name), f"“{words}”") for name, words in told]


def _file_says(row: Any, name: str) -> str:
    words = row.file_says(name) if isinstance(row, WithUnread) else ""
    return f"{NOT_RECORDED}; the file says “{words}”" if words else ""


def fact(words: str, value: str) -> dict[str, Any]:
    """A row of a summary list; ``value`` is text, whose line breaks are kept, or markup that a page made."""
    return {"key": {"text": words}, "value": {"html": WORDS.format(value or NOT_RECORDED)}}


def links(*pairs: tuple[str, str]) -> Markup:
    """Links in the value of a row, from their words and addresses."""
    return Markup(", ").join(Markup('<a href="{}">{}</a>').format(href, words) for words, href in pairs)


def column_of(record: Any, name: str, row_of: Callable[[Any], Any]) -> Column:
    """The column of one field, for a place of its own in a list."""
    column, field = getattr(record, name), fields_of(record)[name]
    kind = "date" if isinstance(field, Day) else "number" if isinstance(field, Number) else "text"

    def cell(row: Any) -> Any:
        held = field.held(getattr(row_of(row), name))
        return held if kind != "text" else field.said(held) or field.said_when_empty

    sort, shown = column if field.sorts else None, field.listed is Listed.SHOWN
    return Column(name, field.label, cell, sort=sort, kind=kind, shown=shown)


def filter_of(record: Any, name: str) -> Filter:
    """The filter of one choice, wording or line, for a place of its own in a list."""
    column: InstrumentedAttribute[Any] = getattr(record, name)
    field: Any = fields_of(record)[name]
    asked = isinstance(field, YesNo)
    empty, said = (field.taken(""), NOT_RECORDED) if asked else (field.empty, field.said_when_empty)
    none = [(NONE, said)] if said else []

    def where(value: str) -> ColumnElement[bool]:
        if value == NONE:
            return _same(column, empty)
        if isinstance(field, Choice) and value not in field.terms():
            raise ValueError(f"choose {field.one}")
        if asked and value not in dict(field.options[:2]):
            raise ValueError("choose yes or no")
        return _same(column, field.taken(value))

    def choices() -> list[tuple[str, str]]:
        if asked:
            return [*field.options[:2], *none]
        if not isinstance(field, Choice):
            return [(word, word) for word in lists.distinct_values(column)] + none
        return [*field.option_pairs(), *none] if field.unknown else list(field.option_pairs())

    return Filter(name, field.label, where, choices)


def _unread_filter(record: type[WithUnread]) -> Filter:
    """Finds the records whose spreadsheet said what was not understood."""
    column: Any = record.unread
    pairs = (("some", "Some"), (NONE, "None"))

    def where(value: str) -> ColumnElement[bool]:
        if value not in dict(pairs):
            raise ValueError("choose some or none")
        return _same(column, None) if value == NONE else ~_same(column, None)

    return Filter("unread", "Words not understood", where, lambda: pairs)


def _same(column: InstrumentedAttribute[Any], value: object) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
