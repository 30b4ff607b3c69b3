"""A real browser for journeys: whichever Chromium this machine has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def find_browser() -> str | None:
    """Where this machine keeps its browser: among its programs, or where Playwright puts its own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _put_by_playwright()


def _put_by_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Complaints:
    """What a page complains of: errors on its console, failed scripts, anything fetched from elsewhere."""

    def __init__(self, page: Page, own_address: str) -> None:
        self.heard: list[str] = []
        self._own_address = own_address
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"a script failed: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that answers 403 or 404 on purpose is reported too, with nothing wrong in it.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.heard.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(self._own_address):
            self.heard.append(f"the page fetched {request.url}")
