"""A page prints well: what it is about, all of it, and nothing that can only be pressed."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from engage.demonstration.service import WORDS, load_demonstration
from engage.rules.actors import SYSTEM
from tests.conftest import NewWalker
from tests.harness.server import Server
from tests.pages.walker import Walker

A4 = 718  # pixels between the margins
PRESSED = "header, footer, button, input:not([type=hidden]), select, .nhsuk-breadcrumb, .nhsuk-pagination"
# Each with the rows and items that it has at the least.
PAGES = {
    "/activities": 40,
    "/feedback": 40,
    "/projects": 10,
    "/projects/DEMO-UC": 10,
    "/reports/1": 50,
    "/duties?body=wolverhampton-ccg&period=2019-20": 10,
}


@pytest.fixture
def officer(server: Server, new_walker: NewWalker) -> Walker:
    """A communications officer in the demonstration year, whose pages are as they would come out printed."""
    load_demonstration(SYSTEM, server.app.extensions["files"], server.url)
    walker = new_walker()
    walker.visit("/sign-in")
    walker.press("Communications officer")
    walker.page.set_viewport_size({"width": A4, "height": 1000})
    walker.page.emulate_media(media="print")
    return walker


def test_a_page_prints_what_it_is_about_and_nothing_to_press(officer: Walker) -> None:
    for address, least in PAGES.items():
        officer.page.goto(urljoin(officer.page.url, address))
        rows = [row for row in officer.page.locator("main tr, main li").all() if row.is_visible()]
        assert len(rows) >= least, address
        assert officer.page.get_by_text(WORDS).first.is_visible(), address
        pressed = [one for one in officer.page.locator(PRESSED).all() if one.is_visible()]
        assert not [one.evaluate("one => one.outerHTML.slice(0, 120)") for one in pressed], address
        assert "Link:" not in printed_after_links(officer), "an address within Engage is of no use on paper"


def printed_after_links(walker: Walker) -> str:
    """What the style adds after links."""
    script = """() => [...document.querySelectorAll('main a')]
        .map(link => getComputedStyle(link, '::after').content).join(' ')"""
    return str(walker.page.evaluate(script))
