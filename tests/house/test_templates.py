"""Every template can be read, stands in a frame or is a part of others, and is used by something."""

from __future__ import annotations

import re
from functools import cache

import pytest
from jinja2 import nodes

from tests.house.product import application
from tests.house.source import ROOT, product_modules, text_of

TEMPLATES = ROOT / "templates"
FRAMES = {"layouts/staff.html", "assurance/standing_alone.html", "errors/out_of_order.html"}
DRAWN_BY_FIELDS = {"components/chooser.html"}
INLINE = re.compile(
    r"\sstyle=|<style|<script|javascript:|\son(?:click|change|submit|load|error|input|focus|blur|key\w+|mouse\w+)="
)
USING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@cache
def names() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@cache
def tree_of(name: str) -> nodes.Template:
    return application().jinja_env.parse(text_of(TEMPLATES / name))


@cache
def used_by(name: str, *kinds: type[nodes.Node]) -> frozenset[str]:
    """The templates that this one names: those it extends, includes or imports from."""
    found = set()
    for node in tree_of(name).find_all(kinds or USING):
        template = getattr(node, "template", None)
        if isinstance(template, nodes.Const):
            found.add(str(template.value))
    return frozenset(found)


@cache
def parts() -> frozenset[str]:
    """Templates that are drawn within others."""
    within = (nodes.Include, nodes.Import, nodes.FromImport)
    return frozenset(part for name in names() for part in used_by(name, *within))


@cache
def extended() -> frozenset[str]:
    """Templates that others extend."""
    return frozenset(frame for name in names() for frame in used_by(name, nodes.Extends))


@cache
def drawn_by_the_product() -> frozenset[str]:
    """Every template that the code names."""
    pattern = re.compile(r"[\"']([a-z_]+/[a-z_]+\.html)[\"']")
    files = [ROOT / file for file, _ in product_modules()]
    return frozenset(found for file in files for found in pattern.findall(text_of(file)))


@pytest.mark.parametrize("name", names())
def test_a_template_can_be_compiled(name: str) -> None:
    assert application().jinja_env.get_template(name).name == name


@pytest.mark.parametrize("name", names())
def test_a_template_stands_in_a_frame_or_is_part_of_others(name: str) -> None:
    if name in parts() | FRAMES | DRAWN_BY_FIELDS:
        return
    frames = used_by(name, nodes.Extends)
    frames |= {further for frame in frames & set(names()) for further in used_by(frame, nodes.Extends)}
    assert frames & FRAMES, "Extend layouts/staff.html."


@pytest.mark.parametrize("name", names())
def test_a_template_is_used(name: str) -> None:
    assert name in drawn_by_the_product() | parts() | extended(), "Nothing draws it: take it away."


@pytest.mark.parametrize("name", names())
def test_what_a_template_names_is_there(name: str) -> None:
    own = {one for one in used_by(name) if not one.startswith("nhsuk/")}
    assert own <= set(names())


def test_every_template_that_the_code_names_is_there() -> None:
    assert drawn_by_the_product() <= set(names())


@pytest.mark.parametrize("name", sorted(set(names()) - FRAMES))
def test_a_page_says_its_heading_once(name: str) -> None:
    """The title of the window and the main heading are both made of ``heading``."""
    text = text_of(TEMPLATES / name)
    if name in parts():
        assert "<h1" not in text or name == "components/page.html", "a part of others has no main heading"
        return
    assert len(re.findall(r"page_heading\(|<h1", text)) <= 1 + text.count("{% else %}"), "one main heading"


@pytest.mark.parametrize("name", sorted(set(names()) - FRAMES))
def test_nothing_on_a_page_is_refused_by_its_own_security_policy(name: str) -> None:
    assert INLINE.findall(text_of(TEMPLATES / name)) == [], "Use a class, or a file under static/."
