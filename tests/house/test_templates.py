"""Every template can be read, stands in a frame or is a part of others, and is used by something."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import nodes

from tests.house.product import application
from tests.house.source import ROOT, product_modules, text_of

TEMPLATES = ROOT / "templates"
FRAMES = {"layouts/staff.html", "assurance/standing_alone.html", "errors/standing_alone.html"}
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


def test_every_template_can_be_compiled() -> None:
    for name in names():
        assert application().jinja_env.get_template(name).name == name


def test_every_template_stands_in_a_frame_or_is_part_of_others() -> None:
    whole = set(names()) - parts() - FRAMES - DRAWN_BY_FIELDS
    assert not {name for name in whole if not frames_of(name) & FRAMES}, "Extend layouts/staff.html."


def frames_of(name: str) -> frozenset[str]:
    """What it extends, and what that extends."""
    frames = used_by(name, nodes.Extends)
    return frames.union(*(used_by(frame, nodes.Extends) for frame in frames & set(names())))


def test_every_template_is_used() -> None:
    used = drawn_by_the_product() | parts() | extended()
    assert not set(names()) - used, "Nothing draws it: take it away."


def test_what_templates_name_is_there() -> None:
    own = {one for name in names() for one in used_by(name) if not one.startswith("nhsuk/")}
    assert own <= set(names())


def test_every_template_that_the_code_names_is_there() -> None:
    assert drawn_by_the_product() <= set(names())


def test_a_page_says_its_heading_once() -> None:
    """The title of the window and the main heading are both made of ``heading``."""
    assert not {name for name in set(names()) - FRAMES if main_headings(name) > most_headings(name)}


def main_headings(name: str) -> int:
    return len(re.findall(r"page_heading\(|<h1", text_of(TEMPLATES / name)))


def most_headings(name: str) -> int:
    """One on a page, one more where it is drawn otherwise; none in a part, but for the heading itself."""
    if name in parts():
        return 2 if name == "components/page.html" else 0
    return 1 + text_of(TEMPLATES / name).count("{% else %}")


def test_nothing_on_a_page_is_refused_by_its_own_security_policy() -> None:
    refused = {name: INLINE.findall(text_of(TEMPLATES / name)) for name in set(names()) - FRAMES}
    assert not {name: found for name, found in refused.items() if found}, (
        "Use a class, or a file under static/."
    )
