"""A drawing as inline SVG that a strict content security policy lets through and a screen reader can tell.

ReportLab's own SVG repeats ids from chart to chart and styles by attribute, which the policy refuses; here
everything is a presentation attribute.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color

from engage.platform.paper.style import BOLD

_FAMILY = "Arimo, Arial, sans-serif"


def svg(drawing: Drawing, id_prefix: str, title: str, description: str) -> Markup:
    """The drawing, as wide as its place allows; its ids begin with `id_prefix`, unique on its page."""
    width, height = _number(drawing.width), _number(drawing.height)
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
        f"<title id={quoteattr(f'{id_prefix}-title')}>{escape(title)}</title>",
        f"<desc id={quoteattr(f'{id_prefix}-desc')}>{escape(description)}</desc>",
        _tag("rect", "/", width=width, height=height, fill="#ffffff"),
        *(_element(shape, drawing.height) for shape in drawing.contents),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every word in it was escaped on its way here


def _element(shape: Shape, height: float) -> str:
    if isinstance(shape, String):
        return _text(shape, height)
    if isinstance(shape, Rect):
        top = height - shape.y - shape.height
        place = {"x": shape.x, "y": top, "width": shape.width, "height": shape.height}
        return _tag("rect", "/", **_numbers(place), **_paint(shape))
    if isinstance(shape, Line):
        place = {"x1": shape.x1, "y1": height - shape.y1, "x2": shape.x2, "y2": height - shape.y2}
        return _tag("line", "/", **_numbers(place), **_paint(shape))
    if isinstance(shape, Circle):
        place = {"cx": shape.cx, "cy": height - shape.cy, "r": shape.r}
        return _tag("circle", "/", **_numbers(place), **_paint(shape))
    if isinstance(shape, (Polygon, PolyLine)):
        name = "polygon" if isinstance(shape, Polygon) else "polyline"
        return _tag(name, "/", points=" ".join(_points(shape.points, height)), **_paint(shape))
    raise TypeError(f"No SVG is known for a {type(shape).__name__}.")


def _text(shape: String, height: float) -> str:
    attributes = {
        "x": _number(shape.x),
        "y": _number(height - shape.y),
        "font_size": _number(shape.fontSize),
        "fill": _colour(shape.fillColor),
    }
    if shape.fontName == BOLD:
        attributes["font_weight"] = "bold"
    if shape.textAnchor != "start":
        attributes["text_anchor"] = shape.textAnchor
    return f"{_tag('text', **attributes)}{escape(shape.text)}</text>"


def _points(points: list[float], height: float) -> Iterator[str]:
    for x, y in zip(points[::2], points[1::2], strict=True):
        yield f"{_number(x)},{_number(height - y)}"


def _paint(shape: Shape) -> dict[str, str]:
    look = shape.getProperties()
    paint = {"fill": _colour(look.get("fillColor"))}
    if look["strokeColor"] is not None:
        paint["stroke"] = _colour(look["strokeColor"])
        paint["stroke_width"] = _number(look["strokeWidth"])
        if look["strokeDashArray"]:
            paint["stroke_dasharray"] = " ".join(_number(part) for part in look["strokeDashArray"])
    return paint


def _tag(name: str, end: str = "", **attributes: str) -> str:
    written = "".join(f" {key.replace('_', '-')}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}{end}>"


def _numbers(values: dict[str, float]) -> dict[str, str]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _colour(colour: Color | None) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"
