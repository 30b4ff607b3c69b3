"""A board for a chart: positions from the top left, text that is measured, marks for page and paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

INK = "#212B32"
QUIET = "#4C6272"
FILL = "#425563"
PALE = "#D8DDE0"
FAINT = "#E8EDEE"
PAPER = "#FFFFFF"

_DASHED = (0.3, 0.2)

Clean = Callable[[str], str]
WidthOf = Callable[[str, bool, float], float]
"""How wide a text is, bold or not, at a size."""
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Pen:
    """How a shape looks: its colours, either of which may be absent, and its outline."""

    fill: str | None
    stroke: str | None
    weight: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Words:
    at: Point
    text: str
    size: float
    bold: bool
    anchor: Anchor
    fill: str


@dataclass(frozen=True, slots=True)
class Box:
    corner: Point
    size: Point
    pen: Pen


@dataclass(frozen=True, slots=True)
class Line:
    start: Point
    end: Point
    pen: Pen


@dataclass(frozen=True, slots=True)
class Path:
    points: tuple[Point, ...]
    is_closed: bool
    pen: Pen


@dataclass(frozen=True, slots=True)
class Dot:
    centre: Point
    radius: float
    pen: Pen


Mark = Words | Box | Line | Path | Dot


class Board:
    """Shapes collected from the top down; `em` is the size of its text, the unit charts are laid out in."""

    def __init__(self, width: float, em: float, width_of: WidthOf, clean: Clean) -> None:
        self._width_of = width_of
        self.width = width
        self.em = em
        self.height = 0.0
        self.marks: list[Mark] = []
        self._clean = clean

    # -- words -----------------------------------------------------------------------------------------

    def measure(self, text: str, *, bold: bool = False, scale: float = 1.0) -> float:
        return self._width_of(text, bold, self.em * scale)

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
        anchor: Anchor = "start",
        bold: bool = False,
        fill: str = INK,
        scale: float = 1.0,
    ) -> None:
        """One line with its baseline at `at`."""
        self.marks.append(Words(at, text, self.em * scale, bold, anchor, fill))

    # -- shapes ----------------------------------------------------------------------------------------

    def box(
        self, corner: Point, size: Point, *, fill: str = FILL, stroke: str | None = None, dashed: bool = False
    ) -> None:
        """A rectangle from its top left corner."""
        self.marks.append(Box(corner, size, self._pen(fill, stroke, 0.1, _DASHED if dashed else ())))

    def line(self, start: Point, end: Point, *, stroke: str = INK, weight: float = 0.08) -> None:
        """A straight line, `weight` em thick."""
        self.marks.append(Line(start, end, self._pen(None, stroke, weight)))

    def path(self, points: Sequence[Point], *, dash: Sequence[float] = ()) -> None:
        """A broken line; `dash` in em."""
        self.marks.append(Path(tuple(points), False, self._pen(None, INK, 0.16, dash)))

    def shape(self, points: Sequence[Point], *, fill: str, dashed: bool = False) -> None:
        """A closed shape, outlined."""
        pen = self._pen(fill, INK, 0.12, _DASHED if dashed else ())
        self.marks.append(Path(tuple(points), True, pen))

    def dot(self, centre: Point, radius: float, *, fill: str = INK) -> None:
        self.marks.append(Dot(centre, radius, self._pen(fill, INK, 0.12)))

    def _pen(self, fill: str | None, stroke: str | None, weight: float, dash: Sequence[float] = ()) -> Pen:
        return Pen(fill, stroke, self.em * weight, tuple(round(self.em * part, 2) for part in dash))
