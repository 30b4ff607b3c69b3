"""Taking the table out of a sheet: headings, the rows under them, and what only counts those rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.headings import Headings, Known, headings_of, named
from engage.platform.sheets.model import Limits, Merged, RawRow, RawSheet, Row, Rows, RowStore, Sheet
from engage.platform.sheets.noticed import Noticed
from engage.platform.sheets.totals import Judged, Totals

HEADINGS_WITHIN_ROWS = 50


@dataclass(frozen=True, slots=True)
class Empty:
    """A sheet without a table; `reason` completes the sentence "it …"."""

    reason: str
    filled: bool = True


def lay_out(
    raw: RawSheet, known: Known, limits: Limits, store: RowStore, leave_out: Collection[str] = ()
) -> Sheet | Empty:
    """The table of one sheet, its rows put into `store` but those with a mark for which to `leave_out` rows.

    Raises Unusable if there are more rows than the limit.
    """
    rows = raw.rows()
    top = _top_of(rows)
    if not top:
        return Empty("is empty", filled=False)
    headings = headings_of(top, known, raw.marks.merged)
    if headings is None:
        return Empty("has no row of headings")
    body = _Body(store, limits, raw, headings, leave_out)
    for row in chain(top[headings.place :], rows):
        body.take(row)
    body.end()
    if not len(store):
        left = any(body.noticed.marked.values())
        return Empty(f"has headings but no rows under them{' that are not left out' if left else ''}")
    header = named(headings, body.width)
    apart = tuple(Row(row.number, tuple(row.cells)) for row in body.apart)
    totals = {header[place]: total for place, total in body.totals.stated().items()}
    notes = body.noticed.sentences(header, raw.marks, apart, headings.in_two_rows)
    return Sheet(
        raw.name,
        headings.number,
        header,
        Rows(store, header),
        body.blank,
        apart,
        totals,
        notes,
        body.noticed.marked,
    )


def _top_of(rows: Iterator[RawRow]) -> list[RawRow]:
    top: list[RawRow] = []
    for row in rows:
        if row.cells or top:
            top.append(row)
        if len(top) == HEADINGS_WITHIN_ROWS:
            break
    return top


class _Body:
    """Takes the rows under the headings, holding back blank and count lines until a real row follows."""

    def __init__(
        self,
        store: RowStore,
        limits: Limits,
        raw: RawSheet,
        headings: Headings,
        leave_out: Collection[str],
    ) -> None:
        self._store = store
        self._limits = limits
        self._raw = raw
        self._headings = headings
        self._shared = _Shared(raw.marks.merged, headings.last)
        self._blank_since = 0
        self._pending: list[RawRow] = []
        self.totals = Totals()
        self.noticed = Noticed(leave_out)
        self.apart: list[RawRow] = []
        self.blank = 0
        self.width = 0

    def take(self, row: RawRow) -> None:
        if not row.cells:
            self._blank_since += row.number > self._headings.last
            return
        self.width = max(self.width, len(row.cells))
        judged = self.totals.judge(row.cells)
        if judged is Judged.APART:
            self._set_apart(row)
        elif judged is Judged.APART_AT_THE_END:
            self._pending.append(row)
        else:
            self._take_record(row)

    def end(self) -> None:
        for row in self._pending:
            self._set_apart(row)
        self.apart.sort(key=lambda row: row.number)

    def _take_record(self, row: RawRow) -> None:
        self.blank += self._blank_since
        self._blank_since = 0
        for held in self._pending:
            self._keep(held)
        self._pending = []
        self._keep(row)

    def _set_apart(self, row: RawRow) -> None:
        self.totals.state(row.cells)
        self.apart.append(row)

    def _keep(self, row: RawRow) -> None:
        if len(self._store) == self._limits.rows:
            raise Unusable(
                f"Sheet {self._raw.name} has more than {self._limits.rows:,} rows, the most that can be read"
                " at once. Split it into several files."
            )
        if self._raw.ragged and len(row.cells) > self._headings.width:
            problem = (
                f"the row has {len(row.cells)} cells but there are {self._headings.width} headings:"
                " a text with the separator in it needs quotation marks"
            )
            row.problems.append((self._headings.width, problem))
        self.totals.add(row.cells)
        kept = self._shared.given(row) if self._raw.marks.merged else row
        if self.noticed.leaves_out(row, self._raw.marks):
            return
        self.noticed.row(row, self._raw.marks)
        self.noticed.shared(kept)
        self.width = max(self.width, len(kept.cells))
        self._store.add(kept)


class _Shared:
    """Gives what a merged cell holds to the rows that it covers, as they come; a blank row stays blank."""

    def __init__(self, merged: Sequence[Merged], after: int) -> None:
        self._to_come: dict[int, list[Merged]] = {}
        self._begun: list[tuple[Merged, str, list[str]]] = []
        for one in merged:
            if one.top > after and one.bottom > one.top:
                self._to_come.setdefault(one.top, []).append(one)

    def given(self, row: RawRow) -> RawRow:
        self._begun = [begun for begun in self._begun if begun[0].bottom >= row.number]
        given = row
        for merged, text, problems in self._begun:
            given = _with_cell(given, merged.left, text, problems)
        for merged in self._to_come.pop(row.number, ()):
            if merged.left < len(row.cells) and row.cells[merged.left]:
                problems = [problem for place, problem in row.problems if place == merged.left]
                self._begun.append((merged, row.cells[merged.left], problems))
        return given


def _with_cell(row: RawRow, place: int, text: str, problems: Sequence[str]) -> RawRow:
    """The row with this text in a cell that it leaves blank."""
    if place < len(row.cells) and row.cells[place]:
        return row
    cells = [*row.cells, *[""] * (place + 1 - len(row.cells))]
    cells[place] = text
    found = [*row.problems, *((place, problem) for problem in problems)]
    return replace(row, cells=cells, problems=found, shared=[*row.shared, place])
