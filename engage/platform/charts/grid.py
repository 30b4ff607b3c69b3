"""A grid of two scores with its four corners named, and numbered dots for those who stand on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.platform.charts.board import INK, PALE, PAPER, QUIET, Board, Point
from engage.platform.charts.chart import Chart, Table

_RADIUS = 0.72
"""Of a dot, in em."""
_LEFT = 2.4
"""Room for the steps of the axis upwards, in em."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody on the grid, and the word of the corner they stand in."""

    name: str
    up: int
    across: int
    corner: str


@dataclass(frozen=True, slots=True)
class Axes:
    """What the grid measures: words for both axes, the steps of both, and from which step on a score is high.

    ``corners`` are the words by (up is high, across is high).
    """

    up: str
    across: str
    steps: Sequence[int]
    high_from: int
    corners: Mapping[tuple[bool, bool], str]


def grid_chart(title: str, axes: Axes, placed: Sequence[Placed], source: str = "") -> Chart:
    """Those placed, numbered in the order given: numbers stand in the grid, names in the table."""
    rows = tuple(
        (str(number), one.name, str(one.up), str(one.across), one.corner)
        for number, one in enumerate(placed, start=1)
    )
    table = Table(("Number", "Who", _capital(axes.up), _capital(axes.across), "Corner"), rows)
    return Chart(title, source, _told(title, placed), table, lambda board: _draw(board, axes, placed))


def _told(title: str, placed: Sequence[Placed]) -> str:
    if not placed:
        return f"Grid: {title}. Nobody stands on it yet."
    corners: dict[str, list[str]] = defaultdict(list)
    for number, one in enumerate(placed, start=1):
        corners[one.corner].append(f"{number} {one.name}")
    told = "; ".join(f"{corner}: {', '.join(names)}" for corner, names in corners.items())
    return f"Grid: {title}. {told}."


def _draw(board: Board, axes: Axes, placed: Sequence[Placed]) -> None:
    em = board.em
    left = _LEFT * em
    cell = min((board.width - left - 0.2 * em) / len(axes.steps), 6.4 * em)
    side = cell * len(axes.steps)
    above, below = (_corner_lines(board, axes, cell, up=up) for up in (True, False))
    board.text((0.0, em), f"{_capital(axes.up)}, upwards", bold=True, scale=0.9, fill=QUIET)
    top = 1.6 * em + _draw_words(board, axes, above, (left, 1.6 * em), cell)
    _draw_corners(board, axes, (left, top), cell)
    for index, step in enumerate(axes.steps):
        board.text((left + (index + 0.5) * cell, top + side + 1.2 * em), str(step), anchor="middle")
        board.text((left - 0.7 * em, top + side - (index + 0.5) * cell + 0.35 * em), str(step), anchor="end")
    foot = top + side + 1.6 * em
    foot += _draw_words(board, axes, below, (left, foot), cell) + 1.2 * em
    board.text((left, foot), f"{_capital(axes.across)}, to the right", bold=True, scale=0.9, fill=QUIET)
    _draw_dots(board, axes, placed, (left, top), cell)
    board.height = foot + 0.5 * em


def _low_side(axes: Axes, cell: float) -> float:
    return cell * (axes.high_from - axes.steps[0])


def _corner_lines(board: Board, axes: Axes, cell: float, *, up: bool) -> tuple[list[str], list[str]]:
    """The words of the two upper or the two lower corners, wrapped to the width of each."""
    low = _low_side(axes, cell)
    widths = (low, cell * len(axes.steps) - low)
    first, second = (
        board.wrapped(axes.corners[up, across], width - 0.6 * board.em, bold=True)
        for across, width in zip((False, True), widths, strict=True)
    )
    return first, second


def _draw_words(
    board: Board, axes: Axes, lines: tuple[list[str], list[str]], corner: Point, cell: float
) -> float:
    """Write the words of two corners beside one another, clear of any dot; the height they take."""
    em, (left, top) = board.em, corner
    height = 1.15 * em * max(map(len, lines))
    for x, words in zip((left, left + _low_side(axes, cell)), lines, strict=True):
        for index, line in enumerate(words):
            board.text((x + 0.2 * em, top + em + 1.15 * em * index), line, bold=True, scale=0.9)
    return height + 0.35 * em


def _draw_corners(board: Board, axes: Axes, corner: Point, cell: float) -> None:
    """The four fields; the one where both are high is shaded."""
    left, top = corner
    side, low = cell * len(axes.steps), _low_side(axes, cell)
    for up, across in axes.corners:
        x, width = (left + low, side - low) if across else (left, low)
        y, height = (top, side - low) if up else (top + side - low, low)
        board.box((x, y), (width, height), fill=PALE if up and across else PAPER, stroke=INK)


def _draw_dots(board: Board, axes: Axes, placed: Sequence[Placed], corner: Point, cell: float) -> None:
    em, (left, top) = board.em, corner
    side = cell * len(axes.steps)
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, one in enumerate(placed, start=1):
        together[one.up, one.across].append(number)
    for (up, across), numbers in together.items():
        middle = (
            left + (across - axes.steps[0] + 0.5) * cell,
            top + side - (up - axes.steps[0] + 0.5) * cell,
        )
        for x, y, text in _spread(numbers, middle, cell, em):
            board.dot((x, y), _RADIUS * em)
            board.text((x, y + 0.28 * em), text, anchor="middle", bold=True, fill=PAPER, scale=0.75)


def _spread(numbers: Sequence[int], middle: Point, cell: float, em: float) -> list[tuple[float, float, str]]:
    """Where the dots of one cell go: beside and below one another; the last says how many more there are."""
    step = 2 * _RADIUS * em + 0.15 * em
    across = max(1, int((cell - 0.2 * em) // step))
    room = across * across
    shown = [str(number) for number in numbers]
    if len(shown) > room:
        shown = [*shown[: room - 1], f"+{len(shown) - room + 1}"]
    rows = [shown[start : start + across] for start in range(0, len(shown), across)]
    return [
        (
            middle[0] + (place - (len(row) - 1) / 2) * step,
            middle[1] + (down - (len(rows) - 1) / 2) * step,
            text,
        )
        for down, row in enumerate(rows)
        for place, text in enumerate(row)
    ]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
