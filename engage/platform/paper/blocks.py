"""The blocks of running text: title, headings, paragraphs, lists, notes, pictures, contents, references."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing

from engage.platform.paper.flow import Strip
from engage.platform.paper.style import (
    BLUE,
    BODY,
    BODY_HEIGHT,
    CAPTION,
    COLUMN_WIDTH,
    HEADINGS,
    MARGIN,
    NOTE,
    NUMBER_COLUMN,
    QUIET,
    REFERENCE,
    SOURCE,
    TITLE,
    Lettering,
)
from engage.platform.paper.tagging import Element, TaggedCanvas
from engage.platform.paper.text import Line, Typesetter, Words, draw_lines, link

_NUMBERED = "/A <</O /List /ListNumbering /Decimal>>"
_BULLETED = "/A <</O /List /ListNumbering /Disc>>"


class Picture(Protocol):
    """What a chart has to offer a paper; engage.platform.charts.Chart is one."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def alt(self) -> str:
        """What the picture shows, in words."""

    def drawing(self, width: float, clean: Callable[[str], str]) -> Drawing:
        """Itself at `width` points, every string passed through `clean` before it is measured."""


def line_strips(
    lines: Sequence[Line], lettering: Lettering, element: Element, left: float, *, before: float
) -> list[Strip]:
    """Lines as strips: never the first or the last line of a paragraph alone on a page."""
    groups = _without_widows(list(lines))
    return [
        Strip(
            height=len(group) * lettering.leading,
            draw=_lines_drawer(group, lettering, element, left),
            before=before if index == 0 else 0.0,
        )
        for index, group in enumerate(groups)
    ]


def _lines_drawer(
    lines: Sequence[Line], lettering: Lettering, element: Element, left: float
) -> Callable[[TaggedCanvas, float], None]:
    return lambda canvas, top: draw_lines(canvas, lines, lettering, (left, top), element=element)


def _without_widows(lines: list[Line]) -> list[list[Line]]:
    if len(lines) <= 3:
        return [lines]
    return [lines[:2], *([line] for line in lines[2:-2]), lines[-2:]]


def _also_drawing(strip: Strip, extra: Callable[[TaggedCanvas, float], None]) -> None:
    """Draw something more beside a strip, such as the number that hangs in front of it, before its words."""
    words = strip.draw

    def both(canvas: TaggedCanvas, top: float) -> None:
        extra(canvas, top)
        words(canvas, top)

    strip.draw = both


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper, its first heading, over a rule."""

    text: str
    organisation: str = ""

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        strips = []
        if self.organisation:
            lines = typesetter.set(self.organisation, CAPTION).lines(COLUMN_WIDTH)
            strips += line_strips(lines, CAPTION, Element("P", parent), MARGIN, before=0)
        lines = typesetter.set(self.text, TITLE).lines(COLUMN_WIDTH)
        strips += line_strips(lines, TITLE, Element("H1", parent), MARGIN, before=6)
        for strip in strips:
            strip.stays = True
        return [*strips, Strip(height=14, draw=_title_rule)]


def _title_rule(canvas: TaggedCanvas, top: float) -> None:
    _rule(canvas, top - 7, BLUE, 2)


def _rule(canvas: TaggedCanvas, y: float, colour: str, thickness: float) -> None:
    canvas.artifact()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(thickness)
    canvas.line(MARGIN, y, MARGIN + COLUMN_WIDTH, y)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stays with what follows, stands in the bookmarks, and can be linked to."""

    level: int
    text: str
    number: str
    anchor: str
    listed: bool = True

    @property
    def full_text(self) -> str:
        return f"{self.number} {self.text}".strip()

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        lettering = HEADINGS[self.level]
        hang = NUMBER_COLUMN if self.number else 0.0
        element = Element(f"H{self.level}", parent)
        lines = typesetter.set(self.text, lettering).lines(COLUMN_WIDTH - hang)
        strip = Strip(
            height=len(lines) * lettering.leading + 3,
            draw=_lines_drawer(lines, lettering, element, MARGIN + hang),
            before=22 if self.level == 2 else 14,
            stays=True,
            anchors=(self.anchor,),
        )
        if self.number:
            _hang(strip, self.number, lettering, element, typesetter)
        entry = typesetter.shown(self.full_text)
        _also_drawing(strip, lambda canvas, _top: canvas.addOutlineEntry(entry, self.anchor, self.level - 2))
        return [strip]


def _hang(
    strip: Strip,
    number: str,
    lettering: Lettering,
    element: Element,
    typesetter: Typesetter,
    left: float = MARGIN,
) -> None:
    """Print a number or bullet in the hanging column, with the space that keeps it from the words."""
    lines = typesetter.set(f"{number}\u00a0", lettering).lines(NUMBER_COLUMN * 3)
    _also_drawing(strip, _lines_drawer(lines, lettering, element, left))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with its number in the hanging column if it has one."""

    words: Words
    number: str = ""
    anchor: str = ""
    hang: float = 0.0

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        hang = NUMBER_COLUMN if self.number else self.hang
        element = Element("P", parent)
        lines = typesetter.set(self.words, BODY).lines(COLUMN_WIDTH - hang)
        strips = line_strips(lines, BODY, element, MARGIN + hang, before=8)
        if self.number:
            _hang(strips[0], self.number, BODY, element, typesetter)
        if self.anchor:
            strips[0].anchors = (self.anchor,)
        return strips


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, bulleted or numbered from 1."""

    items: Sequence[Words]
    numbered: bool
    hang: float

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        element = Element("L", parent, details=_NUMBERED if self.numbered else _BULLETED)
        labels = [f"{number}." if self.numbered else "•" for number in range(1, len(self.items) + 1)]
        left = MARGIN + self.hang
        strips: list[Strip] = []
        for label, words in zip(labels, self.items, strict=True):
            item = Element("LI", element)
            label_element, body = Element("Lbl", item), Element("LBody", item)
            lines = typesetter.set(words, BODY).lines(COLUMN_WIDTH - self.hang - 20)
            parts = line_strips(lines, BODY, body, left + 20, before=8 if not strips else 4)
            _hang(parts[0], label, BODY, label_element, typesetter, left + (0 if self.numbered else 5))
            strips += parts
        return strips


@dataclass(frozen=True, slots=True)
class References:
    """The evidence list that the small raised numbers lead to."""

    entries: Sequence[tuple[int, Words]]

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        element = Element("L", parent, details=_NUMBERED)
        strips: list[Strip] = []
        for number, words in self.entries:
            item = Element("LI", element)
            label, body = Element("Lbl", item), Element("LBody", item)
            lines = typesetter.set(words, REFERENCE).lines(COLUMN_WIDTH - NUMBER_COLUMN)
            parts = line_strips(lines, REFERENCE, body, MARGIN + NUMBER_COLUMN, before=3)
            _hang(parts[0], str(number), REFERENCE, label, typesetter)
            parts[0].anchors = (f"reference-{number}",)
            strips += parts
        return strips


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart by a rule at its left."""

    words: Words

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        element = Element("P", Element("Note", parent, details=f"/ID (note-{len(parent.kids)})"))
        lines = typesetter.set(self.words, NOTE).lines(COLUMN_WIDTH - 14)
        strips = line_strips(lines, NOTE, element, MARGIN + 14, before=12)
        for strip in strips:
            _also_drawing(strip, _side_rule(strip.height))
        return strips


def _side_rule(height: float) -> Callable[[TaggedCanvas, float], None]:
    def draw(canvas: TaggedCanvas, top: float) -> None:
        canvas.artifact()
        canvas.setStrokeColor(BLUE)
        canvas.setLineWidth(2.5)
        canvas.line(MARGIN + 1.25, top, MARGIN + 1.25, top - height)

    return draw


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart under its title, with its words for those who cannot see it and its source below."""

    picture: Picture

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        frame = Element("Div", parent)
        title = Element("P", frame)
        lines = typesetter.set(self.picture.title, CAPTION).lines(COLUMN_WIDTH)
        strips = line_strips(lines, CAPTION, title, MARGIN, before=14)
        strips.append(self._picture_strip(frame, typesetter))
        if self.picture.source:
            source = Element("Caption", frame)
            lines = typesetter.set(f"Source: {self.picture.source}", SOURCE).lines(COLUMN_WIDTH)
            strips += line_strips(lines, SOURCE, source, MARGIN, before=3)
        for strip in strips[:-1]:
            strip.stays = True
        return strips

    def _picture_strip(self, frame: Element, typesetter: Typesetter) -> Strip:
        drawing = self.picture.drawing(COLUMN_WIDTH, typesetter.shown)
        drawing.renderScale = min(1.0, (BODY_HEIGHT - 60) / drawing.height)
        width, height = drawing.width * drawing.renderScale, drawing.height * drawing.renderScale
        element = Element("Figure", frame, alt=self.picture.alt)

        def draw(canvas: TaggedCanvas, top: float) -> None:
            bottom = top - height
            box = f"{MARGIN:.1f} {bottom:.1f} {MARGIN + width:.1f} {top:.1f}"
            element.details = f"/A <</O /Layout /Placement /Block /BBox [{box}]>>"
            canvas.mark(element)
            renderPDF.draw(drawing, canvas, MARGIN, bottom)

        return Strip(height=height, draw=draw, before=5)


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings with their pages, each a link; filled in while it is drawn, when the pages are known."""

    headings: Sequence[Heading]
    pages: dict[str, int]

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        element = Element("TOC", parent)
        listed = (heading for heading in self.headings if heading.listed)
        return [strip for heading in listed for strip in self._entry(heading, element, typesetter)]

    def _entry(self, heading: Heading, contents: Element, typesetter: Typesetter) -> list[Strip]:
        element = Element("Reference", Element("TOCI", contents))
        left = MARGIN + (0.0 if heading.level == 2 else NUMBER_COLUMN)
        hang = NUMBER_COLUMN if heading.number else 0.0
        words = link(heading.text, f"#{heading.anchor}")
        lines = typesetter.set(words, BODY).lines(COLUMN_WIDTH - (left - MARGIN) - hang - 40)

        def draw(canvas: TaggedCanvas, top: float) -> None:
            number = typesetter.set(f"\u00a0{self.pages[heading.anchor]}", BODY).lines(40)
            last = top - (len(lines) - 1) * BODY.leading
            right = MARGIN + COLUMN_WIDTH
            entry = element.link(0)
            _draw_entry(canvas, lines, (left + hang, top), entry)
            _leaders(canvas, left + hang + lines[-1].width + 6, right - number[0].width - 6, last)
            _draw_entry(canvas, number, (right - number[0].width, last), entry)
            canvas.link(entry, (left, last - BODY.leading, right, top), words.to, f"{heading.full_text}")

        strip = Strip(height=len(lines) * BODY.leading, draw=draw, before=6 if heading.level == 2 else 1)
        if heading.number:
            _hang(strip, heading.number, BODY, element.link(0), typesetter, left)
        return [strip]


def _draw_entry(
    canvas: TaggedCanvas, lines: Sequence[Line], corner: tuple[float, float], entry: Element
) -> None:
    canvas.mark(entry)
    draw_lines(canvas, lines, BODY, corner, element=None)


def _leaders(canvas: TaggedCanvas, start: float, end: float, top: float) -> None:
    if end <= start:
        return
    y = top - (BODY.leading + BODY.size * 0.72) / 2
    canvas.artifact()
    canvas.setStrokeColor(QUIET)
    canvas.setLineWidth(0.8)
    canvas.setDash([0.8, 3.2])
    canvas.line(start, y, end, y)
    canvas.setDash()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""

    def strips(self, typesetter: Typesetter, parent: Element) -> list[Strip]:
        return [Strip(height=0.0, draw=lambda _canvas, _top: None, starts_page=True, stays=True)]
