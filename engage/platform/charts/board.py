"""A board to draw a chart on: positions from the top left, text that is measured, shapes ReportLab knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing, Shape

INK = "#212B32"
QUIET = "#4C6272"
FILL = "#425563"
PALE = "#D8DDE0"
FAINT = "#E8EDEE"
PAPER = "#FFFFFF"

_DASHED = (0.3, 0.2)

Clean = Callable[[str], str]
Point = tuple[float, float]


class Board:
    """Shapes collected from the top down; `em` is the size of its text, the unit charts are laid out in."""

    def __init__(self, width: float, em: float, clean: Clean) -> None:
        # Loaded with the first board: a page that shows no chart has no use for any of it.
        from reportlab.graphics import shapes
        from reportlab.lib.colors import HexColor

        from engage.platform.paper import fonts, style

        fonts.use_what_is_installed()
        self._kinds, self._colour = shapes, HexColor
        self._width_of, self._bold, self._regular = fonts.text_width, style.BOLD, style.REGULAR
        self.width = width
        self.em = em
        self.height = 0.0
        self._clean = clean
        self._shapes: list[tuple[float, Shape]] = []

    # -- words -----------------------------------------------------------------------------------------

    def measure(self, text: str, *, bold: bool = False, scale: float = 1.0) -> float:
        return self._width_of(text, self._bold if bold else self._regular, self.em * scale)

    def wrapped(self, text: str, room: float, *, bold: bool = False) -> list[str]:
        """The text, made printable, in lines no wider than `room`."""
        lines = [""]
        for word in self._words(self._clean(text).split(" "), room, bold=bold):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self.measure(longer, bold=bold) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _words(self, words: Sequence[str], room: float, *, bold: bool) -> list[str]:
        parts = []
        for word in words:
            rest = word
            while len(rest) > 1 and self.measure(rest, bold=bold) > room:
                fits = next(n for n in range(len(rest), 0, -1) if n == 1 or self._fits(rest[:n], room, bold))
                parts.append(rest[:fits])
                rest = rest[fits:]
            parts.append(rest)
        return parts

    def _fits(self, text: str, room: float, bold: bool) -> bool:
        return self.measure(text, bold=bold) <= room

    def text(
        self,
        at: Point,
        text: str,
        *,
        anchor: Literal["start", "middle", "end"] = "start",
        bold: bool = False,
        fill: str = INK,
        scale: float = 1.0,
    ) -> None:
        """One line with its baseline at `at`."""
        x, y = at
        look = {
            "fontName": self._bold if bold else self._regular,
            "fontSize": self.em * scale,
            "fillColor": self._colour(fill),
            "textAnchor": anchor,
        }
        self._add(y, self._kinds.String(x, 0, text), look)

    # -- shapes ----------------------------------------------------------------------------------------

    def box(
        self, corner: Point, size: Point, *, fill: str = FILL, stroke: str | None = None, dashed: bool = False
    ) -> None:
        """A rectangle from its top left corner."""
        (x, y), (width, height) = corner, size
        self._add(
            y,
            self._kinds.Rect(x, -height, width, height),
            self._look(fill, stroke, 0.1, _DASHED if dashed else ()),
        )

    def line(self, start: Point, end: Point, *, stroke: str = INK, weight: float = 0.08) -> None:
        """A straight line, `weight` em thick."""
        self._add(0.0, self._kinds.Line(start[0], -start[1], end[0], -end[1]), self._pen(stroke, weight))

    def path(self, points: Sequence[Point], *, dash: Sequence[float] = ()) -> None:
        """A broken line; `dash` in em."""
        self._add(0.0, self._kinds.PolyLine(_flat(points)), self._pen(INK, 0.16, dash))

    def shape(self, points: Sequence[Point], *, fill: str, dashed: bool = False) -> None:
        """A closed shape, outlined."""
        self._add(
            0.0, self._kinds.Polygon(_flat(points)), self._look(fill, INK, 0.12, _DASHED if dashed else ())
        )

    def dot(self, centre: Point, radius: float, *, fill: str = INK) -> None:
        self._add(centre[1], self._kinds.Circle(centre[0], 0, radius), self._look(fill, INK, 0.12))

    def drawing(self) -> Drawing:
        """Everything, turned into ReportLab's coordinates, which count from the bottom."""
        drawing = self._kinds.Drawing(self.width, self.height)
        for down, shape in self._shapes:
            _lift(shape, self.height - down)
            drawing.add(shape)
        return drawing

    def _add(self, down: float, shape: Shape, look: dict[str, Any]) -> None:
        shape.setProperties(look)
        self._shapes.append((down, shape))

    def _look(
        self, fill: str, stroke: str | None, weight: float, dash: Sequence[float] = ()
    ) -> dict[str, Any]:
        return {"fillColor": self._colour(fill), **self._pen(stroke, weight, dash)}

    def _pen(self, stroke: str | None, weight: float, dash: Sequence[float] = ()) -> dict[str, Any]:
        return {
            "strokeColor": self._colour(stroke) if stroke else None,
            "strokeWidth": self.em * weight,
            "strokeDashArray": [round(self.em * part, 2) for part in dash] or None,
        }


def _flat(points: Sequence[Point]) -> list[float]:
    return [coordinate for x, y in points for coordinate in (x, -y)]


def _lift(shape: Shape, by: float) -> None:
    """Move a shape up; each kind keeps its height in other names."""
    if hasattr(shape, "points"):
        shape.points = [value + by * (index % 2) for index, value in enumerate(shape.points)]
        return
    for name in ("y", "y1", "y2", "cy"):
        if hasattr(shape, name):
            setattr(shape, name, getattr(shape, name) + by)
