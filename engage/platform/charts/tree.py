"""Who reports to whom: boxes joined by lines, across where there is room, else one below another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engage.platform.charts.board import FAINT, INK, PAPER, QUIET, Board
from engage.platform.charts.chart import Chart, Table

_LEAST_COLUMN = 11.0
"""Narrower than this, in em, words no longer fit a box: the tree is then drawn as an indented list."""
_ACROSS, _BETWEEN, _INDENT, _PAD, _EDGE = 2.0, 0.7, 1.6, 0.5, 0.1
_LINE = 1.2
_CAPTION = 0.85


@dataclass(frozen=True, slots=True)
class Branch:
    """One box: its words, what stands small beneath them, and the key of the box it hangs from.

    ``parent`` is empty at the top; ``tie`` says how it hangs from it, such as "advises".
    """

    key: str
    label: str
    caption: str = ""
    parent: str = ""
    tie: str = ""
    dashed: bool = False


def tree_chart(
    title: str, branches: Sequence[Branch], source: str, *, heads: tuple[str, str, str] = ("Box", "How", "To")
) -> Chart:
    """Boxes in the order given, each beneath the one it hangs from. Raises ValueError for a circle."""
    ordered = list(_in_order(branches))
    if len(ordered) != len(branches):
        raise ValueError("Some boxes hang from one another in a circle, or from a box that is not there.")
    labels = {branch.key: branch.label for branch in branches}
    told = "; ".join(_told(branch, labels) for branch, _ in ordered) or "nothing recorded"
    rows = tuple(
        (branch.label, branch.tie if branch.parent else "", labels.get(branch.parent, ""))
        for branch, _ in ordered
    )
    return Chart(title, source, f"Tree: {title}. {told}.", Table(heads, rows), lambda b: _draw(b, ordered))


def _told(branch: Branch, labels: Mapping[str, str]) -> str:
    if not branch.parent:
        return f"{branch.label} stands at the top"
    return f"{branch.label} {branch.tie or 'hangs from'} {labels[branch.parent]}"


def _in_order(branches: Sequence[Branch]) -> Iterator[tuple[Branch, int]]:
    """Each box with its depth, those beneath it right after it."""
    beneath: dict[str, list[Branch]] = {}
    for branch in branches:
        beneath.setdefault(branch.parent, []).append(branch)
    waiting = [(branch, 0) for branch in reversed(beneath.get("", []))]
    while waiting:
        branch, depth = waiting.pop()
        yield branch, depth
        waiting += [(child, depth + 1) for child in reversed(beneath.get(branch.key, []))]


def _draw(board: Board, ordered: Sequence[tuple[Branch, int]]) -> None:
    em = board.em
    if not ordered:
        board.text((0.0, em), "Nothing recorded", fill=QUIET)
        board.height = 1.6 * em
        return
    depths = max(depth for _, depth in ordered) + 1
    column = (board.width - (depths - 1) * _ACROSS * em - 2 * _EDGE * em) / depths
    if column >= _LEAST_COLUMN * em:
        _draw_across(board, ordered, column)
    else:
        _draw_indented(board, ordered)


def _draw_across(board: Board, ordered: Sequence[tuple[Branch, int]], column: float) -> None:
    """A column for each depth; a box stands at the middle of those beneath it."""
    em = board.em
    beneath: dict[str, list[str]] = {}
    for branch, _ in ordered:
        beneath.setdefault(branch.parent, []).append(branch.key)
    own = {branch.key: _height(board, branch, column) for branch, _ in ordered}
    room: dict[str, float] = {}  # that a box needs with everything beneath it
    for branch, _ in reversed(ordered):
        room[branch.key] = max(own[branch.key], _together(room, beneath.get(branch.key, []), em))
    tops = dict(_stacked(room, beneath[""], 0.1 * em, em))
    for branch, _ in ordered:
        children = beneath.get(branch.key, [])
        slack = room[branch.key] - _together(room, children, em)
        tops |= _stacked(room, children, tops[branch.key] + slack / 2, em)
    middles = {key: top + room[key] / 2 for key, top in tops.items()}
    for branch, depth in ordered:
        left, middle = _EDGE * em + depth * (column + _ACROSS * em), middles[branch.key]
        _draw_box(board, branch, (left, middle - own[branch.key] / 2), column)
        children = beneath.get(branch.key, [])
        _join_across(board, left + column, middle, [middles[key] for key in children])
    board.height = _together(room, beneath[""], em) + 0.3 * em


def _together(room: Mapping[str, float], keys: Sequence[str], em: float) -> float:
    """The height of these one below another."""
    return sum(room[key] for key in keys) + _BETWEEN * em * max(0, len(keys) - 1)


def _stacked(
    room: Mapping[str, float], keys: Sequence[str], top: float, em: float
) -> Iterator[tuple[str, float]]:
    """The top of each of these, one below another."""
    for key in keys:
        yield key, top
        top += room[key] + _BETWEEN * em


def _join_across(board: Board, right: float, middle: float, children: Sequence[float]) -> None:
    if not children:
        return
    em = board.em
    bend, end = right + _ACROSS * em / 2, right + _ACROSS * em
    board.line((right, middle), (bend, middle))
    board.line((bend, min(*children, middle)), (bend, max(*children, middle)))
    for child in children:
        board.line((bend, child), (end, child))


def _draw_indented(board: Board, ordered: Sequence[tuple[Branch, int]]) -> None:
    """One below another, each further in than the one it hangs from."""
    em = board.em
    y = 0.1 * em
    bottoms: dict[str, float] = {}
    for branch, depth in ordered:
        left = (_EDGE + depth * _INDENT) * em
        width = board.width - left - _EDGE * em
        height = _height(board, branch, width)
        _draw_box(board, branch, (left, y), width)
        if branch.parent:
            x, middle = left - _INDENT * em / 2, y + height / 2
            board.line((x, bottoms[branch.parent]), (x, middle))
            board.line((x, middle), (left, middle))
        bottoms[branch.key] = y + height
        y += height + _BETWEEN * em
    board.height = y - _BETWEEN * em + 0.2 * em


def _words(board: Board, branch: Branch, width: float) -> tuple[list[str], list[str]]:
    room = width - 2 * _PAD * board.em
    small = "; ".join(filter(None, (branch.tie, branch.caption)))
    caption = board.wrapped(small, room / _CAPTION) if small else []
    return board.wrapped(branch.label, room, bold=True), caption


def _height(board: Board, branch: Branch, width: float) -> float:
    label, caption = _words(board, branch, width)
    return (_LINE * len(label) + _LINE * _CAPTION * len(caption) + 2 * _PAD) * board.em


def _draw_box(board: Board, branch: Branch, corner: tuple[float, float], width: float) -> None:
    em = board.em
    x, y = corner
    fill = PAPER if branch.dashed else FAINT
    board.box(corner, (width, _height(board, branch, width)), fill=fill, stroke=INK, dashed=branch.dashed)
    label, caption = _words(board, branch, width)
    y += _PAD * em
    for line in label:
        board.text((x + _PAD * em, y + 0.92 * em), line, bold=True)
        y += _LINE * em
    for line in caption:
        board.text((x + _PAD * em, y + 0.92 * em * _CAPTION), line, fill=QUIET, scale=_CAPTION)
        y += _LINE * _CAPTION * em
