"""The NHS components, each drawn by its macro once for one shape; after that only its words are filled in.

The shape is what in the parameters decides how the component is drawn. Words are no part of it: the macro
is given holes in their place, so what is remembered holds nothing that a person typed, and nothing secret.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import BaseLoader, FunctionLoader
from markupsafe import Markup, escape

Params = dict[str, Any]
Component = Callable[[Params], Markup]

PARTS = "nhsuk/components/"
MACRO = re.compile(rf"{PARTS}([a-z-]+)/macro\.jinja")
DRAWN_ONCE = "drawn-once/"
MOST_SHAPES = 100  # of one component; after that it begins anew
MOST_WORDS = 2000  # in one component

# What macros only print, or compare with other words of the same component.
WORDS = {
    *("text", "value", "href", "id", "name", "label", "hint", "errorMessage", "legend", "idPrefix"),
    *("titleText", "titleId", "labelText", "number"),
}
MARKUP = "html"  # what they print as it is: a hole too, where a page made the markup
# What they act on; each is one of a few of our own.
DECIDING = {
    *("type", "variant", "colour", "classes", "containerClasses", "size"),
    *("autocomplete", "autocapitalize", "inputmode"),
}
Holes = dict[tuple[type, str], str]  # by the words, and whether they are markup
OF_EVERY_DICTIONARY = frozenset(dir(dict))
HOLES = [f"\ue000{number}\ue001" for number in range(MOST_WORDS)]
HOLE = re.compile("\ue000([0-9]+)\ue001")


class OnlyTheMacro(Exception):
    """The parameters hold something that only the macro itself can draw."""


class Pages(Environment):
    """Pages use components that are drawn once; what components use of one another is the design system's."""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._components: dict[str, Component] = {}
        self.globals["component"] = self.component

    def join_path(self, template: str, parent: str) -> str:
        if parent.startswith(PARTS) or not MACRO.fullmatch(template):
            return template
        return f"{DRAWN_ONCE}{template}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Jinja tries the attribute of a dictionary before its key, and pays for the exception each time.
        if type(obj) is dict and attribute in obj and attribute not in OF_EVERY_DICTIONARY:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def component(self, part: str) -> Component:
        """The component in this folder of the design system."""
        if part not in self._components:
            module = self.get_template(f"{PARTS}{part}/macro.jinja").module
            self._components[part] = drawn_once(getattr(module, macro_of(part)))
        return self._components[part]


def loader() -> BaseLoader:
    """Serves, in place of a file with a macro, one with its component."""
    return FunctionLoader(_in_place_of)


def drawn_once(macro: Callable[[Params], str]) -> Component:
    """The component that asks ``macro`` only for a shape that is new."""
    known: dict[tuple[Any, ...], list[str | int]] = {}

    def draw(params: Params) -> Markup:
        shape: list[Any] = []
        holes: Holes = {}
        try:
            _read(params, "", shape, holes)
        except OnlyTheMacro:
            return Markup(macro(params))  # noqa: S704  the macro escapes what it is given
        pieces = known.get(key := tuple(shape))
        if pieces is None:
            if len(known) >= MOST_SHAPES:
                known.clear()
            pieces = known[key] = _pieces(macro(_with_holes(params, holes)))
        words = [escape(word) for _, word in holes]
        drawn = "".join([piece if isinstance(piece, str) else words[piece] for piece in pieces])
        return Markup(drawn)  # noqa: S704  put together from what the macro drew and words that are escaped

    return draw


def macro_of(part: str) -> str:
    """The name of the macro in a folder of the design system."""
    first, *more = part.split("-")
    return first + "".join(word.capitalize() for word in more)


def _in_place_of(template: str) -> str | None:
    found = MACRO.fullmatch(template.removeprefix(DRAWN_ONCE)) if template.startswith(DRAWN_ONCE) else None
    return f"{{% set {macro_of(found[1])} = component('{found[1]}') %}}" if found else None


def _read(value: Any, name: str, shape: list[Any], holes: Holes) -> None:
    """Add what ``value`` decides to the shape, and its words to the holes. Words that are equal share one."""
    kind = type(value)
    if kind is dict:
        shape.append("{")
        for key, one in value.items():
            shape.append(key)
            if type(one) is str:  # as below, without going deeper: nearly all are
                shape.append(_hole(one, key, holes) if one and key not in DECIDING else one)
            else:
                _read(one, key, shape, holes)
        shape.append("}")
    elif kind is list:
        shape.append("[")
        for one in value:
            _read(one, name, shape, holes)
        shape.append("]")
    elif (kind is str and value and name not in DECIDING) or kind is Markup:
        shape.append(_hole(value, name, holes))
    elif kind is int:
        shape += (int, value)
    elif kind is str or kind is bool or value is None:
        shape.append(value)
    else:
        raise OnlyTheMacro


def _hole(word: str, name: str, holes: Holes) -> str:
    kind = type(word)
    if name != MARKUP if kind is Markup else name not in WORDS:
        raise OnlyTheMacro
    if (kind, word) not in holes:
        # Macros trim what they print, and indent its lines.
        if len(holes) == MOST_WORDS or not word or word.strip() != word or len(word.splitlines()) > 1:
            raise OnlyTheMacro
        holes[kind, word] = HOLES[len(holes)]
    return holes[kind, word]


def _with_holes(value: Any, holes: Holes, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _with_holes(one, holes, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_holes(one, holes, name) for one in value]
    return value if name in DECIDING or not isinstance(value, str) else holes.get((type(value), value), value)


def _pieces(drawn: str) -> list[str | int]:
    """What was drawn, cut at its holes: text, and the numbers of words."""
    cut = HOLE.split(drawn)
    return [int(one) if at % 2 else sys.intern(one) for at, one in enumerate(cut)]
