"""The ring of the stages of a cycle: what happened at each, and which one is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Literal

from engage.platform.charts.board import INK, PALE, PAPER, QUIET, Board, Point
from engage.platform.charts.chart import Chart, Table, figure

State = Literal["done", "current", "ahead", "counted"]
_SAID: dict[str, str] = {"done": "done", "current": "now", "ahead": "to come", "counted": ""}

_NARROW = 34.0
_OUTER, _INNER = 9.6, 4.4
"""Radii of the ring in em."""
_GAP, _POINT = 2.2, 8.0
"""Degrees between two stages, and by which a stage points into the next."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the cycle and how many records it holds."""

    number: int
    label: str
    count: int
    state: State


def cycle_ring(
    title: str,
    stages: Sequence[Stage | tuple[int, str, int, State]],
    *,
    unit: tuple[str, str] = ("activity", "activities"),
    source: str = "",
) -> Chart:
    """Stages clockwise from the top; `unit` is what is counted, as one and as many.

    The current stage is dark and says "now", stages done are pale, those to come are outlined. Where many
    records are counted, each at a stage of its own, no stage is done or to come: its state is "counted".
    """
    whole = [stage if isinstance(stage, Stage) else Stage(*stage) for stage in stages]
    if not whole:
        raise ValueError("A ring needs at least one stage.")
    told = "; ".join(f"stage {stage.number}, {stage.label}: {_summary(stage, unit)}" for stage in whole)
    table = _table(whole, unit)
    return Chart(
        title,
        source,
        f"Ring of stages: {title}. {told[0].upper()}{told[1:]}.",
        table,
        lambda b: _draw(b, whole, unit),
    )


def _table(stages: Sequence[Stage], unit: tuple[str, str]) -> Table:
    rows = tuple((f"{s.number} {s.label}", figure(s.count), _SAID[s.state]) for s in stages)
    if all(stage.state == "counted" for stage in stages):
        return Table(("Stage", unit[1].capitalize()), tuple(row[:2] for row in rows))
    return Table(("Stage", unit[1].capitalize(), "State"), rows)


def _summary(stage: Stage, unit: tuple[str, str]) -> str:
    counted = f"{figure(stage.count)} {unit[0] if stage.count == 1 else unit[1]}"
    return f"{counted}, {_SAID[stage.state]}" if _SAID[stage.state] else counted


def _draw(board: Board, stages: Sequence[Stage], unit: tuple[str, str]) -> None:
    em = board.em
    narrow = board.width < _NARROW * em
    outer = min(_OUTER * em, board.width / 2 - 0.2 * em)
    centre = (board.width / 2 if narrow else outer + 0.2 * em, outer + 0.2 * em)
    for index, stage in enumerate(stages):
        _draw_segment(board, centre, outer, stage, index, len(stages))
    _draw_middle(board, centre, unit)
    ring_height = 2 * outer + 0.4 * em
    left = 0.0 if narrow else 2 * outer + 2.2 * em
    height = _list_height(board, stages, left)
    top = ring_height + 0.8 * em if narrow else max(0.0, (ring_height - height) / 2)
    board.height = max(ring_height, _draw_list(board, stages, unit, (left, top)))


def _draw_segment(board: Board, centre: Point, outer: float, stage: Stage, index: int, count: int) -> None:
    inner = outer * _INNER / _OUTER
    middle = (outer + inner) / 2
    start = 360 / count * index + _GAP / 2
    end = 360 / count * (index + 1) - _GAP / 2
    steps = [start + (end - start) * n / 24 for n in range(25)]
    points = [
        *(_at(centre, outer, angle) for angle in steps),
        _at(centre, middle, end + _POINT),
        *(_at(centre, inner, angle) for angle in reversed(steps)),
        _at(centre, middle, start + _POINT),
    ]
    current = stage.state == "current"
    fill = INK if current else PALE if stage.state in {"done", "counted"} else PAPER
    board.shape(points, fill=fill, dashed=stage.state == "ahead")
    x, y = _at(centre, middle, (start + end + _POINT) / 2)
    ink = PAPER if current else INK
    lift = 0.55 * board.em if current else 0.0
    board.text((x, y - 0.35 * board.em - lift), f"Stage {stage.number}", anchor="middle", fill=ink, scale=0.9)
    board.text(
        (x, y + 1.1 * board.em - lift), figure(stage.count), anchor="middle", bold=True, fill=ink, scale=1.4
    )
    if current:
        board.text((x, y + 1.75 * board.em), "now", anchor="middle", bold=True, fill=ink, scale=0.9)


def _at(centre: Point, radius: float, degrees: float) -> Point:
    """A point on a circle; degrees run clockwise from the top."""
    return centre[0] + radius * sin(radians(degrees)), centre[1] - radius * cos(radians(degrees))


def _draw_middle(board: Board, centre: Point, unit: tuple[str, str]) -> None:
    lines = board.wrapped(f"{unit[1]} at each stage".capitalize(), 5.6 * board.em)
    y = centre[1] - 0.6 * board.em * (len(lines) - 1) + 0.3 * board.em
    for line in lines:
        board.text((centre[0], y), line, anchor="middle", scale=0.9, fill=QUIET)
        y += 1.2 * board.em


def _label_lines(board: Board, stage: Stage, left: float) -> list[str]:
    return board.wrapped(stage.label, board.width - left - 1.8 * board.em, bold=stage.state == "current")


def _list_height(board: Board, stages: Sequence[Stage], left: float) -> float:
    lines = sum(len(_label_lines(board, stage, left)) + 1 for stage in stages)
    return (1.25 * lines + 0.55 * len(stages)) * board.em


def _draw_list(board: Board, stages: Sequence[Stage], unit: tuple[str, str], corner: Point) -> float:
    """Each stage in words beside the ring; the y below the last."""
    em = board.em
    left, y = corner
    for stage in stages:
        current = stage.state == "current"
        board.text((left, y + em), str(stage.number), bold=True)
        for line in _label_lines(board, stage, left):
            board.text((left + 1.8 * em, y + em), line, bold=current)
            y += 1.25 * em
        board.text((left + 1.8 * em, y + em), _summary(stage, unit), fill=QUIET)
        y += 1.8 * em
    return y
