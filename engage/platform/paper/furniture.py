"""What stands on every page without belonging to the text: running head, foot and page number."""

from dataclasses import dataclass

from engage.platform.paper.style import (
    BLUE,
    BOLD,
    COLUMN_WIDTH,
    FOOT_BASELINE,
    HAIRLINE,
    HEAD_BASELINE,
    INK,
    MARGIN,
    QUIET,
    REGULAR,
    RUNNING,
)
from engage.platform.paper.tagging import TaggedCanvas
from engage.platform.paper.text import Typesetter

_LABEL = "Demonstration data"
_RIGHT = MARGIN + COLUMN_WIDTH
_GAP = 14.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """The running head, left and right, the foot, and the start of the fingerprint."""

    head: tuple[str, str]
    foot: str
    mark: str
    demonstration: bool

    def draw(self, canvas: TaggedCanvas, typesetter: Typesetter, page: int, pages: int) -> None:
        """Print both on the page that has been begun, as artifacts."""
        canvas.artifact("/Type /Pagination /Subtype /Header")
        self._draw_head(canvas, typesetter)
        canvas.artifact("/Type /Pagination /Subtype /Footer")
        self._draw_foot(canvas, typesetter, page, pages)
        canvas.setFillColor(INK)
        canvas.unmark()

    def _draw_head(self, canvas: TaggedCanvas, typesetter: Typesetter) -> None:
        left = MARGIN
        if self.demonstration:
            _print(canvas, _LABEL, left, HEAD_BASELINE, BOLD, INK)
            left += typesetter.width(_LABEL, BOLD) * RUNNING.size + _GAP
        room = _RIGHT - left
        right = _fitted(typesetter, self.head[1], room * 0.62)
        width = typesetter.width(right, REGULAR) * RUNNING.size
        _print(canvas, right, _RIGHT - width, HEAD_BASELINE)
        _print(canvas, _fitted(typesetter, self.head[0], room - width - _GAP), left, HEAD_BASELINE)
        _rule(canvas, HEAD_BASELINE - 7, BLUE, 0.8)

    def _draw_foot(self, canvas: TaggedCanvas, typesetter: Typesetter, page: int, pages: int) -> None:
        _rule(canvas, FOOT_BASELINE + 13, HAIRLINE, 0.5)
        count = f"Page {page} of {pages}"
        mark = f"Fingerprint {self.mark}" if self.mark else ""
        count_width = typesetter.width(count, REGULAR) * RUNNING.size
        mark_width = typesetter.width(mark, REGULAR) * RUNNING.size
        mark_left = _RIGHT - 72 - mark_width
        _print(canvas, count, _RIGHT - count_width, FOOT_BASELINE)
        _print(canvas, mark, mark_left, FOOT_BASELINE)
        _print(canvas, _fitted(typesetter, self.foot, mark_left - MARGIN - _GAP), MARGIN, FOOT_BASELINE)


def _print(
    canvas: TaggedCanvas, text: str, x: float, y: float, font: str = REGULAR, colour: str = QUIET
) -> None:
    if not text:
        return
    canvas.setFillColor(colour)
    canvas.setFont(font, RUNNING.size)
    canvas.drawString(x, y, text)


def _rule(canvas: TaggedCanvas, y: float, colour: str, thickness: float) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(thickness)
    canvas.line(MARGIN, y, _RIGHT, y)


def _fitted(typesetter: Typesetter, text: str, room: float) -> str:
    """The text, cut with an ellipsis if it is wider than `room`; the front sheet has it whole."""
    shown = " ".join(typesetter.shown(text).split())
    if typesetter.width(shown, REGULAR) * RUNNING.size <= room:
        return shown
    while shown and typesetter.width(f"{shown}…", REGULAR) * RUNNING.size > room:
        shown = shown[:-1]
    return f"{shown.rstrip()}…" if shown else ""
