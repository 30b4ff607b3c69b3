"""A chart: its picture for page and paper, the same in words, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from engage.platform.charts.board import Board, Clean, WidthOf

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

NOT_RECORDED = "not recorded"

_PAGE_EM, _PAPER_EM = 15.0, 9.0


@dataclass(frozen=True, slots=True)
class Table:
    """What the chart shows, for those who would rather read it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers. Its title and source are printed by whoever shows it, as text beside it."""

    title: str
    source: str
    alt: str
    table: Table
    _draw: Callable[[Board], None]

    def drawing(self, width: float = 482.0, clean: Clean = str) -> Drawing:
        """For the paper, at `width` points; every string passes through `clean` before it is measured."""
        from engage.platform.charts.drawing import drawing_of, text_width
        from engage.platform.paper import fonts

        fonts.use_what_is_installed()
        return drawing_of(self.drawn(width, _PAPER_EM, text_width, clean))

    def svg(self, id_prefix: str, width: float = 640.0) -> Markup:
        """For the page, laid out for a place about `width` pixels wide; 340 suits a phone."""
        return _picture(self, id_prefix, width)

    def drawn(self, width: float, em: float, width_of: WidthOf, clean: Clean) -> Board:
        """The board with the chart on it; ``em`` is the size of its words."""
        board = Board(width, em, width_of, clean)
        self._draw(board)
        return board


@lru_cache(maxsize=32)
def _picture(chart: Chart, id_prefix: str, width: float) -> Markup:
    """The picture, drawn once for a chart that is shown again and again."""
    from engage.platform.charts.svg import svg, text_width

    return svg(chart.drawn(width, _PAGE_EM, text_width, str), id_prefix, chart.title, chart.alt)


def figure(value: float | None) -> str:
    """A number as it is printed: "31,680", "4.5", and "not recorded" for None, which is never 0."""
    if value is None:
        return NOT_RECORDED
    return f"{value:,}" if float(value).is_integer() and isinstance(value, int) else f"{value:,.1f}"


def check_not_negative(values: Sequence[float | None]) -> None:
    """Bars and lines here count things; raises ValueError for a number below nought."""
    for value in values:
        if value is not None and value < 0:
            raise ValueError(f"A chart of counts cannot show {value}.")
