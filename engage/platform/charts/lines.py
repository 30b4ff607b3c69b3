"""Lines over months or other steps of time, told apart by dash and marker, with their values printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10

from engage.platform.charts.board import FAINT, INK, PALE, PAPER, QUIET, Board, Point
from engage.platform.charts.chart import Chart, Table, check_not_negative, figure

_DASHES: tuple[tuple[float, ...], ...] = ((), (0.5, 0.25), (0.15, 0.2), (0.8, 0.25, 0.15, 0.25))

Series = tuple[str, Sequence[float | None]]


def line_chart(
    title: str,
    steps: Sequence[str],
    series: Sequence[Series],
    unit: str,
    source: str,
    *,
    category: str = "Month",
) -> Chart:
    """A line for each (name, values), one value for each step; None leaves a gap that is marked as such.

    Raises ValueError if a series has another number of values than there are steps, or above four series.
    """
    if len(series) > len(_DASHES):
        raise ValueError(f"{len(series)} lines cannot be told apart in grey; show at most {len(_DASHES)}.")
    for name, values in series:
        check_not_negative(values)
        if len(values) != len(steps):
            raise ValueError(f"{name} has {len(values)} values for {len(steps)} steps.")
    table = Table(
        (category, *(name for name, _ in series)),
        tuple((step, *(figure(values[n]) for _, values in series)) for n, step in enumerate(steps)),
    )
    told = ". ".join(f"{name}: {_told(steps, values)}" for name, values in series) or "Nothing recorded"
    alt = f"Line chart: {title}. Number of {unit}. {told}."
    return Chart(title, source, alt, table, lambda board: _draw(board, steps, series, unit, category))


def _told(steps: Sequence[str], values: Sequence[float | None]) -> str:
    return ", ".join(f"{step} {figure(value)}" for step, value in zip(steps, values, strict=True))


@dataclass(frozen=True, slots=True)
class _Plot:
    """The area of the lines: its edges, and what its height stands for."""

    left: float
    right: float
    top: float
    bottom: float
    most: float
    steps: int

    def x(self, step: int) -> float:
        return self.left + (step + 0.5) * self.pitch

    @property
    def pitch(self) -> float:
        return (self.right - self.left) / max(1, self.steps)

    def y(self, value: float) -> float:
        return self.bottom - value / self.most * (self.bottom - self.top)


def _draw(board: Board, steps: Sequence[str], series: Sequence[Series], unit: str, category: str) -> None:
    em = board.em
    board.text((0.0, em), f"Number of {unit}", bold=True, scale=0.9, fill=QUIET)
    top = _draw_key(board, [name for name, _ in series], 2.6 * em) if len(series) > 1 else 1.6 * em
    values = [value for _, line in series for value in line if value is not None]
    marks = _marks(values)
    left = max(board.measure(_tick(mark), scale=0.9) for mark in marks) + 0.7 * em
    plot = _Plot(left, board.width, top + 1.5 * em, top + 13 * em, marks[-1], len(steps))
    gaps = _draw_gaps(board, plot, series)
    _draw_scale(board, plot, marks)
    bottom = _draw_steps(board, plot, steps, category)
    for index, (_, line) in enumerate(series):
        _draw_line(board, plot, line, index)
    if len(series) <= 2:
        _draw_values(board, plot, series)
    board.height = _draw_gap_key(board, bottom) if gaps else bottom


def _marks(values: Sequence[float]) -> list[float]:
    """Round numbers from 0 to above the largest value, whole ones if the values are."""
    most = max(values, default=0) or 1
    power = 10.0 ** floor(log10(most / 5))
    step = next(digit * power for digit in (1, 2, 5, 10) if digit * power >= most / 5)
    if all(float(value).is_integer() for value in values):
        step = max(1.0, step)
    return [round(step * n, 6) for n in range(ceil(most / step - 1e-9) + 1)]


def _draw_key(board: Board, names: Sequence[str], y: float) -> float:
    """The name of each line beside a piece of it; the y below them."""
    em = board.em
    x = 0.0
    for index, name in enumerate(names):
        shown = board.wrapped(name, board.width - 4 * em)
        width = max(board.measure(line) for line in shown) + 4.2 * em
        if x and x + width > board.width:
            x, y = 0.0, y + 1.5 * em
        board.path([(x, y - 0.3 * em), (x + 2.6 * em, y - 0.3 * em)], dash=_DASHES[index])
        _MARKERS[index](board, (x + 1.3 * em, y - 0.3 * em))
        for line in shown:
            board.text((x + 3.1 * em, y), line)
            y += 1.2 * em
        y -= 1.2 * em
        x += width
    return y + 0.6 * em


def _draw_gaps(board: Board, plot: _Plot, series: Sequence[Series]) -> bool:
    """Shade the steps at which a line has no value; whether there are any."""
    missing = [step for step in range(plot.steps) if any(values[step] is None for _, values in series)]
    for step in missing:
        board.box((plot.x(step) - plot.pitch / 2, plot.top), (plot.pitch, plot.bottom - plot.top), fill=FAINT)
    return bool(missing)


def _draw_scale(board: Board, plot: _Plot, marks: Sequence[float]) -> None:
    for mark in marks:
        y = plot.y(mark)
        stroke, weight = (INK, 0.1) if mark == 0 else (PALE, 0.07)
        board.line((plot.left, y), (plot.right, y), stroke=stroke, weight=weight)
        board.text(
            (plot.left - 0.5 * board.em, y + 0.32 * board.em),
            _tick(mark),
            anchor="end",
            scale=0.9,
            fill=QUIET,
        )


def _tick(mark: float) -> str:
    return f"{int(mark):,}" if float(mark).is_integer() else f"{mark:,.1f}"


def _draw_steps(board: Board, plot: _Plot, steps: Sequence[str], category: str) -> float:
    """Name every step, or every second or third where they would touch; the y below the axis."""
    em = board.em
    labels = [board.wrapped(step, max(plot.pitch * 1.6, 3 * em)) for step in steps]
    widest = max((board.measure(line, scale=0.9) for lines in labels for line in lines), default=0.0)
    every = max(1, -int(-(widest + 0.4 * em) // plot.pitch))
    depth = 0
    for step, lines in enumerate(labels):
        board.line((plot.x(step), plot.bottom), (plot.x(step), plot.bottom + 0.35 * em), weight=0.08)
        if step % every:
            continue
        for number, line in enumerate(lines):
            at = (plot.x(step), plot.bottom + (1.4 + 1.1 * number) * em)
            board.text(at, line, anchor="middle", scale=0.9)
        depth = max(depth, len(lines))
    y = plot.bottom + (1.6 + 1.1 * depth) * em
    board.text(((plot.left + plot.right) / 2, y), category, anchor="middle", bold=True, scale=0.9, fill=QUIET)
    return y + 0.5 * em


def _draw_line(board: Board, plot: _Plot, values: Sequence[float | None], index: int) -> None:
    known = [(plot.x(n), plot.y(value)) if value is not None else None for n, value in enumerate(values)]
    for present, stretch in groupby(known, key=lambda point: point is not None):
        points = [point for point in stretch if point is not None]
        if present and len(points) > 1:
            board.path(points, dash=_DASHES[index])
    for point in known:
        if point is not None:
            _MARKERS[index](board, point)


def _draw_values(board: Board, plot: _Plot, series: Sequence[Series]) -> None:
    """Print each value by its point, the largest first; one that would cover another is left out."""
    em = board.em
    taken: list[tuple[float, float, float, float]] = []
    points = [
        (value, n, index)
        for index, (_, line) in enumerate(series)
        for n, value in enumerate(line)
        if value is not None
    ]
    for value, step, index in sorted(points, reverse=True):
        others = [line[step] for number, (_, line) in enumerate(series) if number != index]
        below = any(other is not None and (other, -index) > (value, 0) for other in others)
        x, y = plot.x(step), plot.y(value) + (1.25 if below else -0.6) * em
        half = board.measure(figure(value), scale=0.9) / 2
        if below and y > plot.bottom - 0.1 * em:
            continue
        box = (x - half, y - 0.75 * em, x + half, y + 0.1 * em)
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            board.text((x, y), figure(value), anchor="middle", bold=True, scale=0.9)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _draw_gap_key(board: Board, y: float) -> float:
    em = board.em
    board.box((0.0, y + 0.3 * em), (1.4 * em, em), fill=FAINT)
    board.text((2.0 * em, y + 1.15 * em), "Shaded: not recorded", fill=QUIET)
    return y + 1.8 * em


def _round_marker(board: Board, at: Point) -> None:
    board.dot(at, 0.28 * board.em)


def _hollow_marker(board: Board, at: Point) -> None:
    board.dot(at, 0.3 * board.em, fill=PAPER)


def _square_marker(board: Board, at: Point) -> None:
    side = 0.28 * board.em
    board.shape([(at[0] + dx * side, at[1] + dy * side) for dx, dy in _SQUARE], fill=INK)


def _triangle_marker(board: Board, at: Point) -> None:
    side = 0.36 * board.em
    board.shape([(at[0] + dx * side, at[1] + dy * side) for dx, dy in _TRIANGLE], fill=PAPER)


_SQUARE = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_TRIANGLE = ((0, -1), (1, 0.8), (-1, 0.8))
_MARKERS: tuple[Callable[[Board, Point], None], ...] = (
    _round_marker,
    _hollow_marker,
    _square_marker,
    _triangle_marker,
)
