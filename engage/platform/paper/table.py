"""Tables: columns that suit their words, a head repeated on each page, and rows that are never broken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from engage.platform.paper.blocks import line_strips
from engage.platform.paper.columns import column_widths
from engage.platform.paper.flow import Strip
from engage.platform.paper.style import (
    BLUE,
    BODY_HEIGHT,
    CAPTION,
    CELL,
    CELL_HEAD,
    COLUMN_WIDTH,
    FRONT_CELL,
    FRONT_LABEL,
    HAIRLINE,
    INK,
    MARGIN,
    SOURCE,
    Lettering,
)
from engage.platform.paper.tagging import Element, TaggedCanvas
from engage.platform.paper.text import Line, Setting, Typesetter, Words, draw_lines

_GAP = 10.0
"""White space between two columns."""

_SCOPES = {
    "Column": "/A <</O /Table /Scope /Column>>",
    "Row": "/A <</O /Table /Scope /Row>>",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; `share` (0 to 1) of the width if the words should not decide it."""

    head: str
    align: Literal["left", "right"] = "left"
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of a kind of table are set; `pad` is the white space above and below their words."""

    cell: Lettering = CELL
    row_head: Lettering = CELL
    head: Lettering = CELL_HEAD
    pad: float = 3.4
    least_height: float = 0.0
    stretched: bool = False
    together: bool = False


DATA = Look()
FRONT_SHEET = Look(cell=FRONT_CELL, row_head=FRONT_LABEL, pad=5.5, stretched=True)
SIGN_OFF = Look(pad=5, least_height=34, stretched=True, together=True)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the caller describes it; if no column has a head the table has none."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Words]]
    caption: str = ""
    source: str = ""
    totals: Sequence[Words] | None = None
    row_heads: bool = False
    look: Look = DATA

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        element = Element("Table", parent)
        strips = self._caption(element, typesetter)
        grid = _Grid(self, typesetter)
        strips += grid.strips(element)
        strips += self._source(typesetter, parent)
        strips[0].before = 14
        if self.look.together:
            for strip in strips[:-1]:
                strip.stays = True
        return strips

    def _caption(self, element: Element, typesetter: Typesetter) -> list[Strip]:
        if not self.caption:
            return []
        lines = typesetter.set(self.caption, CAPTION).lines(COLUMN_WIDTH)
        strips = line_strips(lines, CAPTION, Element("Caption", element), MARGIN, before=0)
        for strip in strips:
            strip.stays = True
        return strips

    def _source(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        if not self.source:
            return []
        lines = typesetter.set(f"Source: {self.source}", SOURCE).lines(COLUMN_WIDTH)
        return line_strips(lines, SOURCE, Element("P", parent), MARGIN, before=4)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell broken into lines, and where they stand."""

    lines: tuple[Line, ...]
    lettering: Lettering
    left: float
    right: float | None
    element: Element | None

    def draw(self, canvas: TaggedCanvas, top: float, first: int, last: int) -> None:
        """Draw lines `first` to `last`, the first of them at `top`."""
        lines = self.lines[first:last]
        if lines:
            draw_lines(
                canvas, lines, self.lettering, (self.left, top), element=self.element, right=self.right
            )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row laid out: its cells, and the rule drawn below it."""

    cells: tuple[_Cell, ...]
    pad: float
    least_height: float
    width: float
    rule: tuple[str, float]

    @property
    def depth(self) -> int:
        """Lines in its longest cell."""
        return max((len(cell.lines) for cell in self.cells), default=1)

    @property
    def leading(self) -> float:
        return max(cell.lettering.leading for cell in self.cells)

    @property
    def height(self) -> float:
        return max(self.depth * self.leading + 2 * self.pad, self.least_height)

    def whole(self) -> Strip:
        """The row as one strip."""

        def draw(canvas: TaggedCanvas, top: float) -> None:
            for cell in self.cells:
                cell.draw(canvas, top - self.pad, 0, self.depth)
            self._draw_rule(canvas, top - self.height)

        return Strip(self.height, draw)

    def as_artifact(self) -> Strip:
        """The row as it is repeated at the top of a page, outside the structure."""
        strip = self.whole()
        row = strip.draw

        def draw(canvas: TaggedCanvas, top: float) -> None:
            canvas.artifact("/Type /Pagination")
            row(canvas, top)

        return Strip(strip.height, draw)

    def in_lines(self) -> list[Strip]:
        """A row taller than a page: one strip for each line across its cells."""
        strips = [Strip(self.leading, self._line_drawer(number)) for number in range(self.depth)]
        opening = Strip(self.pad, lambda _canvas, _top: None, stays=True)
        closing = Strip(self.pad, lambda canvas, top: self._draw_rule(canvas, top - self.pad))
        strips[-1].stays = True
        return [opening, *strips, closing]

    def _line_drawer(self, number: int) -> Callable[[TaggedCanvas, float], None]:
        def draw(canvas: TaggedCanvas, top: float) -> None:
            for cell in self.cells:
                cell.draw(canvas, top, number, number + 1)

        return draw

    def _draw_rule(self, canvas: TaggedCanvas, y: float) -> None:
        colour, thickness = self.rule
        canvas.artifact()
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thickness)
        canvas.line(MARGIN, y, MARGIN + self.width, y)


_UNDER_HEAD, _UNDER_ROW, _ABOVE_TOTALS, _LAST = (BLUE, 1.4), (HAIRLINE, 0.5), (INK, 0.9), (INK, 0.5)


class _Grid:
    """The rows of one table: words measured once, columns decided from all of them, then laid out."""

    def __init__(self, table: Table, typesetter: Typesetter) -> None:
        self.table = table
        look = table.look
        self.letterings = [look.cell for _ in table.columns]
        if table.row_heads:
            self.letterings[0] = look.row_head
        self.bold = [look.head for _ in table.columns]
        self.heads = [typesetter.set(column.head, look.head) for column in table.columns]
        self.rows = [_settings(row, self.letterings, typesetter) for row in table.rows]
        self.totals = _settings(table.totals, self.bold, typesetter) if table.totals else None
        self.widths = self._widths()
        self.lefts = [
            MARGIN,
            *(MARGIN + x + _GAP * n for n, x in enumerate(accumulate(self.widths), start=1)),
        ]

    def strips(self, parent: Element) -> list[Strip]:
        head, overhead = self._head(parent)
        room = BODY_HEIGHT - (overhead.height if overhead else 0.0)
        body = Element("TBody", parent)
        strips = []
        for number, settings in enumerate(self.rows):
            row = self._row(settings, Element("TR", body), self._rule_under(number))
            strips += [row.whole()] if row.height <= room else row.in_lines()
        if self.totals:
            strips.append(self._row(self.totals, Element("TR", body), _LAST).whole())
            strips[-2 if len(strips) > 1 else -1].stays = len(strips) > 1
        for strip in strips:
            strip.overhead = overhead
        return [*head, *strips]

    def _head(self, parent: Element) -> tuple[list[Strip], Strip | None]:
        """The head row and its repetition; a head as tall as half a page is not repeated."""
        if not any(column.head for column in self.table.columns):
            return [], None
        row = self._row(self.heads, Element("TR", Element("THead", parent)), _UNDER_HEAD, scope="Column")
        if row.height > BODY_HEIGHT / 2:
            return row.in_lines(), None
        strip = row.whole()
        strip.stays = True
        bare = self._row(self.heads, None, _UNDER_HEAD)
        return [strip], bare.as_artifact()

    def _row(
        self, settings: Sequence[Setting], element: Element | None, rule: tuple[str, float], scope: str = ""
    ) -> _Row:
        cells = tuple(
            self._cell(index, setting, self._cell_element(index, element, scope))
            for index, setting in enumerate(settings)
        )
        look = self.table.look
        least_height = 0.0 if settings is self.heads else look.least_height
        return _Row(cells, look.pad, least_height, self.lefts[-1] - MARGIN - _GAP, rule)

    def _cell(self, index: int, setting: Setting, element: Element | None) -> _Cell:
        left, width = self.lefts[index], self.widths[index]
        right = left + width if self.table.columns[index].align == "right" else None
        return _Cell(tuple(setting.lines(width)), setting.lettering, left, right, element)

    def _cell_element(self, index: int, row: Element | None, scope: str) -> Element | None:
        if row is None:
            return None
        if not scope and index == 0 and self.table.row_heads:
            scope = "Row"
        return Element("TH", row, details=_SCOPES[scope]) if scope else Element("TD", row)

    def _rule_under(self, number: int) -> tuple[str, float]:
        if number < len(self.rows) - 1:
            return _UNDER_ROW
        return _ABOVE_TOTALS if self.totals else _LAST

    def _widths(self) -> list[float]:
        columns = self.table.columns
        rows = [self.heads, *self.rows, *([self.totals] if self.totals else [])]
        room = COLUMN_WIDTH - _GAP * (len(columns) - 1)
        widths = column_widths(rows, [column.share for column in columns], room)
        spare = room - sum(widths)
        if spare > 0 and (self.table.look.stretched or spare < COLUMN_WIDTH / 3):
            widths[_widest_text(columns, widths)] += spare
        return widths


def _widest_text(columns: Sequence[Column], widths: Sequence[float]) -> int:
    """The column that takes up the spare room: the widest that is not of numbers."""
    return max(range(len(columns)), key=lambda n: (columns[n].align == "left", widths[n]))


def _settings(row: Sequence[Words], letterings: Sequence[Lettering], typesetter: Typesetter) -> list[Setting]:
    return [typesetter.set(words, lettering) for words, lettering in zip(row, letterings, strict=True)]
