"""What a person should know of how a sheet was read: merged, hidden, filtered and struck-through cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from engage.platform.sheets.model import HIDDEN, LEFT_OUT, STRUCK, Marks, RawRow, Row

MOST_PLACES = 8
CELL_CHARACTERS = 40
ONCE = " A number of people counts once, in the first of those rows."


class Noticed:
    """Gathers, row by row, what is to be pointed out once for the sheet."""

    def __init__(self, leave_out: Collection[str]) -> None:
        self._leave_out = frozenset(leave_out)
        self._left_out: dict[str, list[int]] = {mark: [] for mark in LEFT_OUT}
        self._shared_rows: list[int] = []
        self._shared_columns: set[int] = set()
        self._shares_figures = False
        self._hidden_rows: list[int] = []
        self._struck_rows: list[int] = []
        self._rows_with_struck: list[int] = []
        self._filled_columns: set[int] = set()

    @property
    def marked(self) -> Mapping[str, int]:
        """How many rows bear each mark for which they can be left out."""
        found = {STRUCK: self._struck_rows, HIDDEN: self._hidden_rows}
        return {mark: len(rows) + len(self._left_out[mark]) for mark, rows in found.items()}

    def leaves_out(self, row: RawRow, marks: Marks) -> bool:
        """Whether the row bears a mark for which such rows are left out."""
        found = {STRUCK} if row.struck and row.struck == _filled(row) else set()
        found |= {HIDDEN} if marks.hides(row.number) else set()
        for mark in (mark for mark in LEFT_OUT if mark in found & self._leave_out):
            self._left_out[mark].append(row.number)
            return True
        return False

    def row(self, row: RawRow, marks: Marks) -> None:
        if marks.hides(row.number):
            self._hidden_rows.append(row.number)
        if marks.hidden_columns:
            self._filled_columns.update(place for place, cell in enumerate(row.cells) if cell)
        if row.struck or row.struck_in_part:
            (self._struck_rows if row.struck == _filled(row) else self._rows_with_struck).append(row.number)

    def shared(self, row: RawRow) -> None:
        if row.shared:
            self._shared_rows.append(row.number)
            self._shared_columns.update(row.shared)
            self._shares_figures |= any(row.cells[place].isdigit() for place in row.shared)

    def sentences(
        self, header: Sequence[str], marks: Marks, apart: Sequence[Row], in_two_rows: str
    ) -> tuple[str, ...]:
        return tuple(self._sentences(header, marks, apart, in_two_rows))

    def _sentences(
        self, header: Sequence[str], marks: Marks, apart: Sequence[Row], in_two_rows: str
    ) -> Iterator[str]:
        if in_two_rows:
            yield f"The headings stand in two rows and are read together, such as “{in_two_rows}”."
        if self._shared_rows:
            columns = [f"“{header[place]}”" for place in sorted(self._shared_columns)]
            yield (
                f"Merged cells give what they hold to every row they cover: {_rows(self._shared_rows)}"
                f" {_has(self._shared_rows)} it from a row above, in {_listed(columns)}."
                + (ONCE if self._shares_figures else "")
            )
        for mark, numbers in self._left_out.items():
            if numbers:
                yield f"Left out, being {LEFT_OUT[mark]}: {_rows(numbers)}."
        yield from self._hidden(header, marks)
        if self._struck_rows:
            yield (
                f"Struck through: {_rows(self._struck_rows)}. A row that is struck through comes in like the"
                " others, unless you have such rows left out."
            )
        if self._rows_with_struck:
            rows = _rows(self._rows_with_struck)
            yield f"Some cells, or parts of them, are struck through in {rows}. They are read as they stand."
        if apart:
            said = ", ".join(f"row {row.number} ({_short(row.cells)})" for row in apart[:MOST_PLACES])
            more = f" and {len(apart) - MOST_PLACES:,} more" if len(apart) > MOST_PLACES else ""
            yield f"Only counts or adds up other rows, so it is no record: {said}{more}."

    def _hidden(self, header: Sequence[str], marks: Marks) -> Iterator[str]:
        if self._hidden_rows:
            number = len(self._hidden_rows)
            how = "The sheet is filtered, which hides rows" if marks.filtered else "The sheet has hidden rows"
            yield (
                f"{how}: {_rows(self._hidden_rows)}{f' ({number:,} in all)' if number > 1 else ''}."
                f" {'They come' if number > 1 else 'It comes'} in too."
            )
        columns = [f"“{header[place]}”" for place in sorted(marks.hidden_columns & self._filled_columns)]
        if columns:
            word, hold = ("column", "it holds") if len(columns) == 1 else ("columns", "they hold")
            yield f"Hidden {word}: {_listed(columns)}. What {hold} is read like the rest."


def _filled(row: RawRow) -> int:
    return sum(1 for cell in row.cells if cell)


def _rows(numbers: Sequence[int]) -> str:
    """ "row 4"; "rows 4, 7 to 9 and 12": runs together, at most so many places."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = [str(first) if first == last else f"{first} to {last}" for first, last in runs]
    return f"{'row' if len(numbers) == 1 else 'rows'} {_listed(said)}"


def _listed(names: Sequence[str]) -> str:
    if len(names) > MOST_PLACES:
        return f"{', '.join(names[:MOST_PLACES])} and {len(names) - MOST_PLACES:,} more places"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _has(numbers: Sequence[int]) -> str:
    return "has" if len(numbers) == 1 else "have"


def _short(cells: Sequence[str]) -> str:
    text = " ".join(" ".join(filter(None, cells)).split())
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1].rstrip()}…"
