"""How blocks become pages: each lays itself out as strips, and strips fill pages from the top down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engage.platform.paper.style import BODY_HEIGHT, BODY_TOP
from engage.platform.paper.tagging import Element, TaggedCanvas
from engage.platform.paper.text import Typesetter


@dataclass(slots=True)
class Strip:
    """A horizontal piece of a page that is never cut.

    `draw` is given the canvas and the y of its top. `before` is white space above it, dropped at the top of
    a page. A strip that `stays` is kept on the page of the strip after it. `overhead` is drawn again above
    it when it opens a page, and must come first among the overheads of its table.
    """

    height: float
    draw: Callable[[TaggedCanvas, float], None]
    before: float = 0.0
    stays: bool = False
    starts_page: bool = False
    overhead: "Strip | None" = None
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and the y of its top."""

    strip: Strip
    top: float


class PaperError(ValueError):
    """A paper described in a way that cannot be printed: a mistake in the program, not in people's words."""


class Block(Protocol):
    """Anything a paper is made of."""

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        """Itself in strips from the top down, its elements made below `parent`."""


Pages = list[list[Placed]]


def paginate(strips: list[Strip]) -> Pages:
    """Place strips on pages; those that stay together move to the next page together if they can."""
    pages: Pages = [[]]
    used = 0.0
    bound_until = 0
    for index, strip in enumerate(strips):
        page = pages[-1]
        starts_chain = index >= bound_until
        if starts_chain:
            bound_until = _end_of_chain(strips, index)
        needed = _chain_height(strips, index, bound_until) if starts_chain else strip.before + strip.height
        fits = used + needed <= BODY_HEIGHT
        if starts_chain and not fits:
            fits = needed > BODY_HEIGHT and used + strip.before + strip.height <= BODY_HEIGHT
        if page and (strip.starts_page or not fits):
            page = []
            pages.append(page)
            used = _open_page(page, strip)
        before = strip.before if page and used else 0.0
        page.append(Placed(strip, BODY_TOP - used - before))
        used += before + strip.height
    return pages


def _open_page(page: list[Placed], strip: Strip) -> float:
    if strip.overhead is None:
        return 0.0
    page.append(Placed(strip.overhead, BODY_TOP))
    return strip.overhead.height


def _end_of_chain(strips: list[Strip], start: int) -> int:
    end = start
    while end < len(strips) - 1 and strips[end].stays and not strips[end + 1].starts_page:
        end += 1
    return end + 1


def _chain_height(strips: list[Strip], start: int, end: int) -> float:
    return sum(strip.before + strip.height for strip in strips[start:end])


def pages_of_anchors(pages: Pages) -> dict[str, int]:
    """The page number, from 1, on which each anchor stands; raises PaperError if two have one name."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, start=1):
        for placed in page:
            for anchor in placed.strip.anchors:
                if anchor in found:
                    raise PaperError(f'Two places of the paper are called "{anchor}".')
                found[anchor] = number
    return found
