"""Whether the day or the month comes first in the date columns of a file: as was said, or asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.platform.imports.importing import Notes
from engage.platform.imports.mapping import ColumnMapping, Fields, Values, chosen, orders_said
from engage.platform.sheets.model import Sheet
from engage.rules.calendar_words import UnreadableDate
from engage.rules.date_order import Order, OrdersShown, either_day, in_order, orders_shown

Sheets = Sequence[tuple[Sheet, ColumnMapping]]


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """A date column as a person is asked about it: a few dates that show an order, and what was said."""

    field: str
    label: str
    month_first: tuple[str, ...]
    day_first: tuple[str, ...]
    said: str


def asked_orders(
    outline: Sequence[Mapping[str, Any]],
    fields: Fields,
    columns: Mapping[str, str | None],
    sheet: str,
    values: Values,
) -> list[AskedOrder]:
    """The date columns that show dates with the month first, as they were counted when the file came."""
    found: dict[str, AskedOrder] = {}
    said = orders_said(values, fields)
    for one in (one for one in outline if sheet in {"", one["name"]}):
        targets = chosen(one["header"], columns, fields).targets
        for name, counted in zip(targets, one.get("words", ()), strict=False):
            if name and fields.by_name[name].dated and (shown := counted.get("dates")):
                label, months, days = fields.by_name[name].label, shown["month_first"], shown["day_first"]
                found.setdefault(
                    name, AskedOrder(name, label, tuple(months), tuple(days), said.get(name, ""))
                )
    return list(found.values())


class DateColumns:
    """The date columns of one file.

    ``to_ask`` has those that show dates with the month first, where nobody has said which comes first: of
    a date in them that may be either, neither is taken.
    """

    def __init__(self, sheets: Sheets, fields: Fields, said: Mapping[str, Order]) -> None:
        self._fields, self._said = fields, said
        self.to_ask: dict[str, OrdersShown] = {}
        for name, field in fields.by_name.items():
            shown = orders_shown(_cells(sheets, name)) if field.dated and name not in said else None
            if shown and shown.must_be_asked:
                self.to_ask[name] = shown

    def put_in(self, values: dict[str, str], notes: Notes) -> dict[str, str]:
        """The texts of a row, with dates that mean the same in any column; the others are noted."""
        for name in (*self._said, *self.to_ask):
            if text := values.get(name):
                try:
                    values[name] = self._plain(name, text)
                except UnreadableDate as problem:
                    values[name] = ""
                    self._note(name, text, str(problem), notes)
        return values

    def _plain(self, name: str, text: str) -> str:
        if name in self._said:
            return in_order(text, self._said[name])
        if both := either_day(text):
            other = self.to_ask[name].month_first[0]
            raise UnreadableDate(
                f"“{both}” may have its day first or, as “{other}” in the same column, its month. Say which"
                " comes first in this column, or write the month as a word."
            )
        return text

    def _note(self, name: str, text: str, sentence: str, notes: Notes) -> None:
        if self._fields.by_name[name].required:
            notes.problem(name, sentence)
        else:
            notes.unread(name, text, sentence)


def _cells(sheets: Sheets, name: str) -> Iterator[str]:
    for sheet, mapping in sheets:
        for place in (place for place, target in enumerate(mapping.targets) if target == name):
            yield from (row.cells[place] for row in sheet.rows)
