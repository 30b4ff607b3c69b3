"""Whether the day or the month comes first in the date columns of a file: as was said, or asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engage.platform.imports.importing import Notes
from engage.platform.imports.mapping import ColumnMapping, Fields
from engage.platform.sheets.model import Sheet
from engage.rules.calendar_words import UnreadableDate
from engage.rules.date_order import Order, OrdersShown, either_day, in_order, orders_shown

Sheets = Sequence[tuple[Sheet, ColumnMapping]]


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
