"""Words on a line: runs of text broken into lines, and lines drawn inside the element they belong to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics

from engage.platform.data.typed import parts_of_address
from engage.platform.paper.fonts import passages
from engage.platform.paper.style import BOLD, INK, ITALIC, REGULAR, Lettering
from engage.platform.paper.tagging import Element, TaggedCanvas

_RAISED_SIZE, _RAISE = 0.68, 0.34
_PIECES = re.compile(r"\n| +|[^ \n]+")
_BREAKABLE = "/-_.@?&=,;:"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set one way; `to` is a web address, an e-mail link or "#anchor"."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    to: str = ""


Words = str | Run | Sequence[str | Run]
"""What a paragraph or a cell holds. Nothing in it is markup: `<b>&` is printed as it stands."""


def strong(text: str) -> Run:
    return Run(text, bold=True)


def emphasis(text: str) -> Run:
    return Run(text, italic=True)


def link(text: str, to: str) -> Run:
    """Text that leads to a web address or "#anchor"; any other kind of address stays plain text."""
    if to.startswith("#") or parts_of_address(to.strip()).scheme.lower() in ("http", "https", "mailto"):
        return Run(text, to=to.strip())
    return Run(text)


def cite(number: int) -> Run:
    """The small raised number that leads to that entry of the reference list; readers hear "[1]"."""
    return Run(str(number), raised=True, to=f"#reference-{number}")


class Atom(NamedTuple):
    """A part of a word that is set one way, at its width in points."""

    text: str
    run: Run
    key: int
    font: str
    size: float
    width: float
    said: str | None = None


class Line(NamedTuple):
    """Atoms and where each begins, in points from the left of the line."""

    placed: tuple[tuple[float, Atom], ...]
    width: float


class Setting:
    """Text measured once and ready to be broken to any width; a word is atoms with no space between."""

    def __init__(self, paragraphs: list[list[list[Atom]]], lettering: Lettering, space: float) -> None:
        self.paragraphs = paragraphs
        self.lettering = lettering
        self.space = space

    @property
    def longest_word(self) -> float:
        return max((_width(word) for words in self.paragraphs for word in words), default=0.0)

    @property
    def natural_width(self) -> float:
        """Width in points if no line had to be broken."""
        return max((self._line_width(words) for words in self.paragraphs), default=0.0)

    def _line_width(self, words: list[list[Atom]]) -> float:
        return sum(_width(word) for word in words) + self.space * max(0, len(words) - 1)

    def lines(self, measure: float) -> list[Line]:
        """The text in lines no wider than `measure`; a word that is wider is broken where it must be."""
        last = len(self.paragraphs) - 1
        return [
            line
            for number, words in enumerate(self.paragraphs)
            for line in self._broken(words, measure, more=number < last)
        ]

    def _broken(self, words: list[list[Atom]], measure: float, *, more: bool) -> Iterator[Line]:
        line: list[list[Atom]] = []
        used = 0.0
        for word in words:
            width = _width(word)
            if line and used + self.space + width > measure:
                yield self._line(line, more=True)
                line, used = [], 0.0
            if width > measure:
                *full, word = _chopped(word, measure)
                for part in full:
                    yield self._line([part], more=False)
                width = _width(word)
            used += width + (self.space if line else 0.0)
            line.append(word)
        yield self._line(line, more=more)

    def _line(self, words: list[list[Atom]], *, more: bool) -> Line:
        """Neighbours set the same way become one atom; a line that goes on ends in a space, for readers."""
        placed: list[tuple[float, Atom]] = []
        x = 0.0
        for index, word in enumerate(words):
            for number, atom in enumerate(word):
                spaced = number == 0 and index > 0
                x = _placed(placed, atom, x, self.space if spaced else 0.0)
        if more and placed:
            at, last = placed[-1]
            placed[-1] = (at, _appended(last, " "))
        return Line(tuple(placed), x)


class Typesetter:
    """Turns words into settings and remembers every width.

    `missing` keeps what the typeface could not print, `anchors_used` the places that words lead to.
    """

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self.anchors_used: set[str] = set()
        self._widths: dict[tuple[str, str], float] = {}

    def set(self, words: Words, lettering: Lettering) -> Setting:
        paragraphs: list[list[list[Atom]]] = [[]]
        glued = False
        for key, run in enumerate(_runs(words)):
            font = BOLD if run.bold or lettering.bold else ITALIC if run.italic else REGULAR
            size = lettering.size * (_RAISED_SIZE if run.raised else 1)
            if run.to.startswith("#"):
                self.anchors_used.add(run.to[1:])
            for piece, said in self._pieces(run.text):
                if piece == "\n":
                    paragraphs.append([])
                    glued = False
                elif said is None and piece[0] == " ":
                    glued = False
                else:
                    said = f" [{piece}]" if run.raised else said
                    atom = Atom(piece, run, key, font, size, self.width(piece, font) * size, said)
                    _add_word(paragraphs[-1], atom, glued=glued)
                    glued = True
        font = BOLD if lettering.bold else REGULAR
        return Setting(paragraphs, lettering, self.width(" ", font) * lettering.size)

    def shown(self, text: str) -> str:
        """The text as it can be printed, for places that hold no runs: page heads, drawings, bookmarks."""
        return "".join(piece for piece, _ in self._pieces(text))

    def width(self, text: str, font: str) -> float:
        """Width at a size of one point."""
        known = self._widths.get((text, font))
        if known is None:
            known = self._widths[text, font] = float(pdfmetrics.stringWidth(text, font, 1))
        return known

    def _pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        for shown, said in passages(text):
            if said is None:
                for piece in _PIECES.findall(shown):
                    yield piece, None
            else:
                self.missing.add(said)
                yield shown, said


def draw_lines(
    canvas: TaggedCanvas,
    lines: Iterable[Line],
    lettering: Lettering,
    corner: tuple[float, float],
    *,
    element: Element | None,
    right: float | None = None,
) -> None:
    """Draw lines downwards from `corner` (left, top); with `right` they end there instead of starting left.

    Without an element the lines belong to whatever is open, and their links are not live.
    """
    left, top = corner
    if lettering.colour != INK:
        canvas.setFillColor(lettering.colour)
    for number, line in enumerate(lines):
        baseline = top - number * lettering.leading - (lettering.leading + lettering.size * 0.72) / 2
        start = left if right is None else right - line.width
        for offset, atom in line.placed:
            _draw_atom(canvas, atom, start + offset, baseline, element)
    if lettering.colour != INK:
        canvas.setFillColor(INK)


def _draw_atom(canvas: TaggedCanvas, atom: Atom, x: float, baseline: float, element: Element | None) -> None:
    linked = element.link(atom.key) if element is not None and atom.run.to else None
    if element is not None:
        canvas.mark(linked or element)
    with canvas.standing_for(atom.said):
        text = canvas.beginText(x, baseline + (atom.size / _RAISED_SIZE * _RAISE if atom.run.raised else 0))
        text.setFont(atom.font, atom.size, atom.size)
        text.textOut(atom.text)
        canvas.drawText(text)
    if linked is not None:
        area = (x, baseline - atom.size * 0.25, x + atom.width, baseline + atom.size * 1.05)
        canvas.link(linked, area, atom.run.to, _leads_to(atom.run))
        if not atom.run.raised:
            _underline(canvas, x, baseline - atom.size * 0.14, atom.width)


def _underline(canvas: TaggedCanvas, x: float, y: float, width: float) -> None:
    canvas.artifact()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    canvas.line(x, y, x + width, y)


def _leads_to(run: Run) -> str:
    if run.raised:
        return f"Reference {run.text}"
    return run.text if run.to.startswith("#") else f"{run.text}, {run.to}"


def _runs(words: Words) -> Iterator[Run]:
    for part in (words,) if isinstance(words, (str, Run)) else words:
        yield Run(part) if isinstance(part, str) else part


def _add_word(words: list[list[Atom]], atom: Atom, *, glued: bool) -> None:
    if glued and words:
        words[-1].append(atom)
    else:
        words.append([atom])


def _width(word: list[Atom]) -> float:
    return sum(atom.width for atom in word)


def _placed(placed: list[tuple[float, Atom]], atom: Atom, x: float, space: float) -> float:
    """Put an atom on the line after `space`, joined to its neighbour if it can be; the new right edge."""
    last = placed[-1][1] if placed else None
    joins = last is not None and last.key == atom.key and last.said is None and atom.said is None
    if last is not None and joins:
        joined = last._replace(
            text=f"{last.text}{' ' if space else ''}{atom.text}", width=last.width + space + atom.width
        )
        placed[-1] = (placed[-1][0], joined)
    else:
        if last is not None and space:
            placed[-1] = (placed[-1][0], _appended(last, " "))
        placed.append((x + space, atom))
    return x + space + atom.width


def _appended(atom: Atom, space: str) -> Atom:
    """The atom with a space after it that readers hear; its width stays what is seen."""
    if atom.said is not None:
        return atom._replace(said=atom.said + space)
    return atom._replace(text=atom.text + space)


def _chopped(word: list[Atom], measure: float) -> list[list[Atom]]:
    """A word too wide for its column in parts that fit, broken after punctuation where there is some."""
    parts: list[list[Atom]] = [[]]
    used = 0.0
    for atom in word:
        rest = atom
        while used + rest.width > measure and len(rest.text) > 1:
            head, rest = _split(rest, measure - used, force=used == 0.0)
            if head is not None:
                parts[-1].append(head)
            parts.append([])
            used = 0.0
        parts[-1].append(rest)
        used += rest.width
    return [part for part in parts if part]


def _split(atom: Atom, room: float, *, force: bool) -> tuple[Atom | None, Atom]:
    """The part of an atom that fits in `room` and the rest; nothing fits unless `force` takes one letter."""
    fits, width = 0, 0.0
    for letter in atom.text:
        width += float(pdfmetrics.stringWidth(letter, atom.font, atom.size))
        if width > room:
            break
        fits += 1
    cut = max((atom.text.rfind(mark, 0, fits) + 1 for mark in _BREAKABLE), default=0) or fits
    if cut < fits / 2:
        cut = fits
    if cut == 0:
        if not force:
            return None, atom
        cut = 1
    return _part(atom, atom.text[:cut], atom.said), _part(atom, atom.text[cut:], "" if atom.said else None)


def _part(atom: Atom, text: str, said: str | None) -> Atom:
    width = float(pdfmetrics.stringWidth(text, atom.font, atom.size))
    return atom._replace(text=text, width=width, said=said)
