"""Two shares beside one another for each group, as of a panel and its community: filled and outlined."""

from __future__ import annotations

from collections.abc import Sequence

from engage.platform.charts.board import FILL, INK, PAPER, QUIET, Board, Point
from engage.platform.charts.chart import Chart, Table, check_not_negative

_NARROW = 30.0
"""Below this width, in em, labels stand above their bars and not at their left."""

Pair = tuple[str, float, float]
Names = tuple[str, str]


def pair_chart(title: str, rows: Sequence[Pair], names: Names, source: str, *, category: str) -> Chart:
    """Bars for (label, first, second), both in percent; ``names`` are of the filled and the outlined ones."""
    check_not_negative([value for _, first, second in rows for value in (first, second)])
    told = "; ".join(
        f"{label} {names[0].lower()} {first:g}%, {names[1].lower()} {second:g}%"
        for label, first, second in rows
    )
    table = Table(
        (category, *(f"{name}, percent" for name in names)),
        tuple((label, f"{first:g}", f"{second:g}") for label, first, second in rows),
    )
    alt = f"Bar chart: {title}. {told}."
    return Chart(title, source, alt, table, lambda board: _draw(board, rows, names))


def _draw(board: Board, rows: Sequence[Pair], names: Names) -> None:
    em = board.em
    narrow = board.width < _NARROW * em
    longest = max((board.measure(label) for label, _, _ in rows), default=0.0)
    labels = board.width if narrow else min(longest + 0.5, board.width * 0.4)
    left = 0.0 if narrow else labels + 0.9 * em
    room = board.width - left - board.measure("100.0%") - 0.8 * em
    most = max((value for _, *values in rows for value in values), default=0.0) or 1.0
    y = top = _draw_key(board, names, left)
    for label, *values in rows:
        lines = board.wrapped(label, labels)
        height = 2.7 * em
        if narrow:
            y = _draw_label(board, lines, y + 0.25 * em) + 0.2 * em
        else:
            height = max(height, 1.2 * em * len(lines))
            _draw_label(board, lines, y + (height - 1.2 * em * len(lines)) / 2)
        for place, value in enumerate(values):
            _draw_bar(board, (left, y + 1.25 * em * place), value / most * room, value, outlined=place == 1)
        y += height + 0.55 * em
    if not narrow:
        board.line((left, top - 0.1 * em), (left, y - 0.3 * em), weight=0.1)
    board.height = y


def _draw_key(board: Board, names: Names, left: float) -> float:
    """Say which bar is which; the y below it."""
    em, x = board.em, left
    for place, name in enumerate(names):
        _box(board, (x, 0.2 * em), (1.2 * em, 0.9 * em), outlined=place == 1)
        text = f"{name}, percent"
        board.text((x + 1.6 * em, em), text, bold=True, scale=0.9, fill=QUIET)
        x += 2.6 * em + board.measure(text, bold=True, scale=0.9)
    return 2.0 * em


def _draw_label(board: Board, lines: Sequence[str], y: float) -> float:
    for line in lines:
        board.text((0.0, y + 0.92 * board.em), line)
        y += 1.2 * board.em
    return y


def _draw_bar(board: Board, corner: Point, width: float, value: float, *, outlined: bool) -> None:
    em = board.em
    if value:
        _box(board, corner, (max(width, 1.0), 1.1 * em), outlined=outlined)
    board.text((corner[0] + width + 0.45 * em, corner[1] + 0.9 * em), f"{value:g}%", bold=not outlined)


def _box(board: Board, corner: Point, size: Point, *, outlined: bool) -> None:
    board.box(corner, size, fill=PAPER if outlined else FILL, stroke=INK if outlined else None)
