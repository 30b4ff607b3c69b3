"""A chart on paper: its marks as shapes of ReportLab, whose coordinates count from the bottom."""

from __future__ import annotations

from typing import Any

from reportlab.graphics import shapes
from reportlab.lib.colors import HexColor

from engage.platform.charts.board import Board, Box, Dot, Line, Mark, Path, Pen, Point, Words
from engage.platform.paper import fonts
from engage.platform.paper.style import BOLD, REGULAR


def text_width(text: str, bold: bool, size: float) -> float:
    """Points that a text takes in one line."""
    return fonts.text_width(text, BOLD if bold else REGULAR, size)


def drawing_of(board: Board) -> shapes.Drawing:
    drawing = shapes.Drawing(board.width, board.height)
    for mark in board.marks:
        drawing.add(_shape(mark, board.height))
    return drawing


def _shape(mark: Mark, height: float) -> shapes.Shape:
    match mark:
        case Words((x, y), text, size, bold, anchor, fill):
            look = {"fontName": BOLD if bold else REGULAR, "fontSize": size, "fillColor": HexColor(fill)}
            words = shapes.String(x, height - y, text, textAnchor=anchor)
            words.setProperties(look)
            return words
        case Box((x, y), (across, down), pen):
            return shapes.Rect(x, height - y - down, across, down, **_look(pen))
        case Line((x1, y1), (x2, y2), pen):
            return shapes.Line(x1, height - y1, x2, height - y2, **_look(pen))
        case Dot((x, y), radius, pen):
            return shapes.Circle(x, height - y, radius, **_look(pen))
        case Path(points, is_closed, pen):
            kind = shapes.Polygon if is_closed else shapes.PolyLine
            return kind(_flat(points, height), **_look(pen))


def _flat(points: tuple[Point, ...], height: float) -> list[float]:
    return [coordinate for x, y in points for coordinate in (x, height - y)]


def _look(pen: Pen) -> dict[str, Any]:
    filled = {"fillColor": HexColor(pen.fill)} if pen.fill else {}
    return filled | {
        "strokeColor": HexColor(pen.stroke) if pen.stroke else None,
        "strokeWidth": pen.weight,
        "strokeDashArray": list(pen.dash) or None,
    }
