"""A component drawn once for its shape is, letter for letter, what its macro draws."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from engage.platform.web import components
from engage.platform.web.components import DRAWN_ONCE, PARTS, Params, drawn_once, macro_of

AWKWARD = [
    "Café & “Chai”",
    'Say "yes" <b>now</b>',
    "it's {{ braces }} {0}",
    " at the edge ",
    "two\nlines",
    "a\u2028break",
    "",
    "\ue0000\ue001",
    "select",
]


def drawn(word: str) -> list[tuple[str, Params]]:
    """Components with this word wherever words may stand."""
    link = Markup("<a href='{0}'>{0}</a>").format(word)
    problem = {"errorMessage": {"text": word}, "hint": {"text": word}, "label": {"text": word}}
    items: list[Any] = [{"value": word, "text": word}, {"value": "b", "text": "B", "checked": True}, None]
    options = [{"value": word, "text": word, "selected": True}, {"value": "b", "text": word}]
    legend = {"legend": {"text": word, "size": "s"}}
    return [
        ("button", {"text": word, "href": word, "variant": "secondary", "small": True}),
        ("button", {"text": word, "name": "act", "value": word, "preventDoubleClick": True}),
        ("tag", {"text": word, "colour": "yellow"}),
        ("input", {"id": "a", "name": word, "value": word, "label": word, "hint": word, "type": "search"}),
        ("input", {"id": "a", "name": "a", "value": word, "width": 20, "spellcheck": False, **problem}),
        ("textarea", {"id": "a", "name": "a", "value": word, "rows": 3, **problem}),
        ("select", {"id": "a", "name": "a", "items": options, **problem}),
        ("select", {"id": "a", "name": "a", "items": options, "value": word, "label": word}),
        ("radios", {"idPrefix": "a", "name": "a", "items": items, "value": word, "fieldset": legend}),
        ("radios", {"idPrefix": "a", "name": "a", "items": items, "fieldset": {"legend": word}, **problem}),
        ("checkboxes", {"idPrefix": "a", "name": "a", "items": items, "fieldset": legend, **problem}),
        ("checkboxes", {"idPrefix": "a", "name": "a", "items": items, "values": [word]}),
        ("password-input", {"id": "a", "name": "a", **problem}),
        ("file-upload", {"id": "a", "name": "a", **problem}),
        ("breadcrumb", {"items": [{"text": word, "href": word}], "text": word, "href": word}),
        ("error-summary", {"titleText": word, "errorList": [{"text": word, "href": f"#{word}"}]}),
        ("notification-banner", {"text": word, "type": "success", "titleId": "notice-1"}),
        ("pagination", {"items": [{"number": "1", "href": word, "current": True}, {"ellipsis": True}]}),
        ("header", {"service": {"text": word, "href": "/"}, "account": {"items": [{"text": word}, None]}}),
        ("footer", {"navigation": {"items": [{"text": word, "href": word}]}, "copyright": {"text": word}}),
        ("summary-list", {"rows": [{"key": {"text": word}, "value": {"text": word}}]}),
        (
            "summary-list",
            {
                "rows": [
                    {"key": {"text": word}, "value": {"text": word, "classes": "engage-words"}},
                    {"key": {"text": "Also"}, "value": {"html": link}},
                    {"key": {"text": word}, "value": {"html": Markup(word)}},
                    {"key": {"text": "As typed"}, "value": {"html": word}},
                ]
            },
        ),
        ("summary-list", {"rows": [{"key": {"text": word}, "value": {"html": Markup(word)}}]}),
        ("tag", {"html": Markup("<b>{}</b>").format(word)}),
        ("button", {"text": "Go", "attributes": {"data-word": word}}),
    ]


@pytest.mark.parametrize("word", AWKWARD)
def test_a_component_is_as_its_macro_draws_it_whatever_was_typed(app: Flask, word: str) -> None:
    for part, params in drawn(word):
        module = app.jinja_env.get_template(f"{PARTS}{part}/macro.jinja").module
        macro = getattr(module, macro_of(part))
        component = drawn_once(macro)
        for _ in range(2):
            assert str(component(params)) == str(macro(params)), (part, params)


def test_the_macro_is_asked_once_for_each_shape_and_is_never_told_the_words() -> None:
    told: list[Params] = []

    def macro(params: Params) -> str:
        told.append(params)
        return f"<p>{params['text']}</p>"

    component = drawn_once(macro)
    assert component({"text": "Mrs Begum wrote <3"}) == "<p>Mrs Begum wrote &lt;3</p>"
    assert component({"text": "Mr Singh rang"}) == "<p>Mr Singh rang</p>"
    assert len(told) == 1
    assert "Begum" not in str(told)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "MOST_SHAPES", 3)
    asked: list[Params] = []

    def macro(params: Params) -> str:
        asked.append(params)
        return "drawn"

    component = drawn_once(macro)
    for rows in range(10):
        component({"rows": rows})
    component({"rows": 9})
    component({"rows": 0})
    assert len(asked) == 11


def test_pages_take_what_is_drawn_once_and_components_what_the_design_system_means(app: Flask) -> None:
    button = f"{PARTS}button/macro.jinja"
    for parent in ("activities/show.html", "nhsuk/template.jinja"):
        assert app.jinja_env.get_template(button, parent).name == f"{DRAWN_ONCE}{button}"
    within = f"{PARTS}header/template.jinja"
    assert app.jinja_env.get_template(button, within).name == button
