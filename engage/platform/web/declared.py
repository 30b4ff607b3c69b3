"""Columns and filters of a list, and rows of a record's page, made from the fields a record declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement

from engage.platform.data.fields import NOT_RECORDED, Choice, Field, Listed, Wording, fields_of
from engage.platform.web import lists
from engage.platform.web.lists import Column, Filter

NONE = "none"


def columns_of(
    record: Any,
    row_of: Callable[[Any], Any],
    beside: Mapping[str, tuple[Column, ...]],
) -> tuple[Column, ...]:
    """The columns of the fields that are listed, each followed by those ``beside`` it, by its name.

    ``row_of`` finds the row of the table in a row of the list. Those beside “” stand first.
    """
    found = list(beside.get("", ()))
    for name, field in fields_of(record).items():
        if field.listed is not Listed.NO:
            found.append(_column(getattr(record, name), name, field, row_of))
        found += beside.get(name, ())
    return tuple(found)


def filters_of(record: Any, beside: Mapping[str, tuple[Filter, ...]]) -> tuple[Filter, ...]:
    """The filters of the fields by which a list can be narrowed, with those ``beside`` them as above."""
    found = list(beside.get("", ()))
    for name, field in fields_of(record).items():
        if field.filtered and isinstance(field, Choice | Wording):
            found.append(_filter(getattr(record, name), name, field))
        found += beside.get(name, ())
    return tuple(found)


def rows_of(
    row: Any, heading: str, beside: Mapping[str, tuple[Any, ...]] | None = None
) -> list[dict[str, Any]]:
    """The rows of a record's page under ``heading``, as the NHS summary list takes them."""
    found = list((beside or {}).get("", ()))
    for name, field in fields_of(type(row)).items():
        if field.shown == heading:
            words = field.said(field.held(getattr(row, name)))
            found += [fact(field.label, words)] if words or not field.quiet else []
        found += (beside or {}).get(name, ())
    return found


def fact(words: str, value: str) -> dict[str, Any]:
    """A row of a summary list; ``value`` is text, or markup that a page made."""
    said = {"html": value} if isinstance(value, Markup) else {"text": value or NOT_RECORDED}
    return {"key": {"text": words}, "value": said | {"classes": "engage-words"}}


def links(*pairs: tuple[str, str]) -> Markup:
    """Links in the value of a row, from their words and addresses."""
    return Markup(", ").join(Markup('<a href="{}">{}</a>').format(href, words) for words, href in pairs)


def _column(column: Any, name: str, field: Field, row_of: Callable[[Any], Any]) -> Column:
    def cell(row: Any) -> str:
        return field.said(field.held(getattr(row_of(row), name))) or field.said_when_empty

    return Column(
        name, field.label, cell, sort=column if field.sorts else None, shown=field.listed is Listed.SHOWN
    )


def _filter(column: Any, name: str, field: Choice | Wording) -> Filter:
    def where(value: str) -> ColumnElement[bool]:
        if value == NONE:
            return column.is_(None) if field.empty is None else column == field.empty  # type: ignore[no-any-return]
        if isinstance(field, Choice) and value not in field.terms():
            raise ValueError(f"choose {field.one}")
        return column == field.taken(value)  # type: ignore[no-any-return]

    def choices() -> list[tuple[str, str]]:
        none = [(NONE, NOT_RECORDED)]
        if isinstance(field, Wording):
            return [(word, word) for word in lists.distinct_values(column)] + none
        return [*field.option_pairs(), *none] if field.unknown else list(field.option_pairs())

    return Filter(name, field.label, where, choices)
