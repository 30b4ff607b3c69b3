"""A chart as inline SVG that a strict content security policy lets through and a screen reader can tell.

ReportLab's own SVG repeats ids from chart to chart and styles by attribute, which the policy refuses; here
everything is a presentation attribute. Nor is ReportLab loaded for it: a page that shows a chart is no paper.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from markupsafe import Markup, escape

from engage.platform.charts.board import Board, Box, Dot, Line, Mark, Path, Pen, Words

_FAMILY = "Arimo, Arial, sans-serif"
_UNKNOWN = 1.0  # em: as wide as a letter of any script


def text_width(text: str, bold: bool, size: float) -> float:
    """Pixels that a text takes in one line, by the measures of Helvetica, which Arimo and Arial share."""
    widths = _widths(bold)
    return size * sum(widths.get(letter, _UNKNOWN) for letter in text)


@cache
def _widths(bold: bool) -> Mapping[str, float]:
    """How wide letters are, in em. Only the tables are read: all of ReportLab takes ten megabytes."""
    widths = import_module(f"reportlab.pdfbase._fontdata_widths_helvetica{'bold' if bold else ''}").widths
    glyphs = enumerate(import_module("reportlab.pdfbase._fontdata_enc_winansi").WinAnsiEncoding)
    return {bytes([code]).decode("cp1252", "ignore"): widths[glyph] / 1000 for code, glyph in glyphs if glyph}


def svg(board: Board, id_prefix: str, title: str, description: str) -> Markup:
    """The drawing, as wide as its place allows; its ids begin with `id_prefix`, unique on its page."""
    width, height = _number(board.width), _number(board.height)
    opening = _tag(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width="100%",
        role="img",
        aria_labelledby=f"{id_prefix}-title {id_prefix}-desc",
        focusable="false",
        font_family=_FAMILY,
    )
    parts = [
        opening,
        f'<title id="{escape(id_prefix)}-title">{escape(title)}</title>',
        f'<desc id="{escape(id_prefix)}-desc">{escape(description)}</desc>',
        _tag("rect", "/", width=width, height=height, fill="#ffffff"),
        *map(_element, board.marks),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every word in it was escaped on its way here


def _element(mark: Mark) -> str:
    match mark:
        case Words():
            return _text(mark)
        case Box((x, y), (width, height), pen):
            return _shape("rect", pen, x=x, y=y, width=width, height=height)
        case Line((x1, y1), (x2, y2), pen):
            return _shape("line", pen, x1=x1, y1=y1, x2=x2, y2=y2)
        case Dot((cx, cy), radius, pen):
            return _shape("circle", pen, cx=cx, cy=cy, r=radius)
        case Path(points, is_closed, pen):
            along = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
            return _tag("polygon" if is_closed else "polyline", "/", points=along, **_paint(pen))


def _text(words: Words) -> str:
    x, y = words.at
    attributes = {
        "x": _number(x),
        "y": _number(y),
        "font_size": _number(words.size),
        "fill": words.fill.lower(),
    }
    if words.bold:
        attributes["font_weight"] = "bold"
    if words.anchor != "start":
        attributes["text_anchor"] = words.anchor
    return f"{_tag('text', **attributes)}{escape(words.text)}</text>"


def _shape(name: str, pen: Pen, **place: float) -> str:
    return _tag(name, "/", **{key: _number(value) for key, value in place.items()}, **_paint(pen))


def _paint(pen: Pen) -> dict[str, str]:
    paint = {"fill": pen.fill.lower() if pen.fill else "none"}
    if pen.stroke:
        paint |= {"stroke": pen.stroke.lower(), "stroke_width": _number(pen.weight)}
        if pen.dash:
            paint["stroke_dasharray"] = " ".join(map(_number, pen.dash))
    return paint


def _tag(name: str, end: str = "", **attributes: str) -> str:
    written = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}{end}>"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
