"""Horizontal bars with their values printed, in the order they are given."""

from collections.abc import Sequence

from engage.platform.charts.board import INK, PAPER, QUIET, Board
from engage.platform.charts.chart import NOT_RECORDED, Chart, Table, check_not_negative, figure

_NARROW = 30.0
"""Below this width, in em, labels stand above their bars and not at their left."""

Bar = tuple[str, float | None]


def bar_chart(
    title: str, rows: Sequence[Bar], unit: str, source: str, *, category: str = "", not_recorded: int = 0
) -> Chart:
    """Bars for (label, value); a value of None is printed as "not recorded" and has no bar.

    `not_recorded` is how many records could not be counted under any label: they get a bar of their own,
    outlined, at the end. `unit` names what is counted ("activities"), `category` what the labels are.
    """
    check_not_negative([value for _, value in rows])
    bars = [*rows, *([(NOT_RECORDED.capitalize(), not_recorded)] if not_recorded else [])]
    outlined = len(bars) - 1 if not_recorded else None
    told = ", ".join(f"{label} {figure(value)}" for label, value in bars) or "nothing recorded"
    table = Table((category or "Group", unit.capitalize()), tuple((label, figure(v)) for label, v in bars))
    alt = f"Bar chart: {title}. {unit.capitalize()}: {told}."
    return Chart(title, source, alt, table, lambda board: _draw(board, bars, unit, category, outlined))


def _draw(board: Board, bars: Sequence[Bar], unit: str, category: str, outlined: int | None) -> None:
    em = board.em
    narrow = board.width < _NARROW * em
    labels = _label_width(board, [label for label, _ in bars], category, narrow=narrow)
    left = 0.0 if narrow or not bars else labels + 0.9 * em
    y = _draw_heads(board, unit, category, left)
    top = y
    room = board.width - left - max((board.measure(figure(v)) for _, v in bars), default=0.0) - 0.8 * em
    most = max((value or 0 for _, value in bars), default=0) or 1
    for index, (label, value) in enumerate(bars):
        lines = board.wrapped(label, labels)
        if narrow:
            y = _draw_label(board, lines, (0.0, y + 0.25 * em)) + 0.2 * em
        height = 1.35 * em if narrow else max(1.35, 1.2 * len(lines)) * em
        if not narrow:
            _draw_label(board, lines, (0.0, y + (height - 1.2 * em * len(lines)) / 2))
        middle = y + height / 2
        end = left + (value or 0) / most * room
        if value:
            _draw_bar(board, (left, middle), max(end - left, 1.0), outlined=index == outlined)
        colour = QUIET if value is None else INK
        board.text((end + 0.45 * em, middle + 0.35 * em), figure(value), fill=colour, bold=value is not None)
        y += height + (0.5 if narrow else 0.45) * em
    if bars and not narrow:
        board.line((left, top - 0.1 * em), (left, y - 0.1 * em), weight=0.1)
    if not bars:
        board.text((left, y + em), "Nothing recorded", fill=QUIET)
        y += 1.6 * em
    board.height = y


def _label_width(board: Board, labels: Sequence[str], category: str, *, narrow: bool) -> float:
    if narrow:
        return board.width
    longest = max((board.measure(board.wrapped(label, 10_000.0)[0]) for label in labels), default=0.0)
    return min(max(longest, board.measure(category, bold=True, scale=0.9)) + 0.5, board.width * 0.4)


def _draw_heads(board: Board, unit: str, category: str, left: float) -> float:
    """Name the two axes; the y below them."""
    em = board.em
    across = f"Number of {unit}"
    if left == 0.0:
        across = f"{category}, number of {unit}" if category else across
    else:
        board.text((0.0, em), category, bold=True, scale=0.9, fill=QUIET)
    board.text((left, em), across, bold=True, scale=0.9, fill=QUIET)
    return 1.8 * em


def _draw_label(board: Board, lines: Sequence[str], corner: tuple[float, float]) -> float:
    x, y = corner
    for line in lines:
        board.text((x, y + 0.92 * board.em), line)
        y += 1.2 * board.em
    return y


def _draw_bar(board: Board, start: tuple[float, float], width: float, *, outlined: bool) -> None:
    corner = (start[0], start[1] - 0.6 * board.em)
    if outlined:
        board.box(corner, (width, 1.2 * board.em), fill=PAPER, stroke=INK, dashed=True)
    else:
        board.box(corner, (width, 1.2 * board.em))
