"""The checks of pages in a real browser can fail: each finds a fault that is planted."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.harness.browsers import Complaints
from tests.pages.axe import faults
from tests.pages.walker import Walker

WELL_MADE = """<!doctype html><html lang="en-GB">
<head><title>Log</title><link rel="icon" href="data:,"></head>
<body><main><h1>Log</h1><label for="t">Title</label><input id="t"></main></body></html>"""
PAGES = {
    "/well-made": WELL_MADE,
    "/unlabelled": WELL_MADE.replace('<label for="t">Title</label>', ""),
    "/too-wide": WELL_MADE.replace("<h1>", '<p style="width: 3000px">wide</p><h1>'),
    "/script-error": WELL_MADE.replace("</main>", "</main><script>missing()</script>"),
    "/console-error": WELL_MADE.replace("</main>", "</main><script>console.error('no')</script>"),
    "/foreign": WELL_MADE.replace("</main>", '<img src="http://127.0.0.1:9/a.png" alt=""></main>'),
}


class Pages(BaseHTTPRequestHandler):
    """Serves the pages above."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGES[self.path].encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named by the base class
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 700})
    yield context.new_page()
    context.close()


def test_a_well_made_page_passes(page: Page, address: str) -> None:
    complaints = Complaints(page, address)
    Walker(page, address).visit("/well-made")
    assert complaints.heard == []


def test_axe_names_the_rule_and_the_place(page: Page, address: str) -> None:
    page.goto(address + "/unlabelled")
    (fault,) = faults(page)
    assert "(label)" in fault
    assert "#t" in fault


@pytest.mark.parametrize(
    ("path", "complaint"), [("/unlabelled", "not accessible"), ("/too-wide", "sideways")]
)
def test_a_walker_stops_at_a_faulty_page(page: Page, address: str, path: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        Walker(page, address).visit(path)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/script-error", "a script failed: missing is not defined"),
        ("/console-error", "console: no"),
        ("/foreign", "the page fetched http://127.0.0.1:9/a.png"),
    ],
)
def test_complaints_of_a_page_are_heard(page: Page, address: str, path: str, complaint: str) -> None:
    complaints = Complaints(page, address)
    page.goto(address + path)
    page.wait_for_load_state("load")
    assert complaint in complaints.heard
