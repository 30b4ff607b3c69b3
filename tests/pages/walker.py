"""Someone in a real browser: walks from page to page, and each they come to is checked for accessibility."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.pages.axe import assert_accessible

FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


class Walker:
    """A person with a browser window. ``page`` is Playwright's page, for anything not said here."""

    def __init__(self, page: Page, address: str, *, scripts: bool = True) -> None:
        self.page = page
        self._address = address
        self._scripts = scripts

    def visit(self, path: str) -> None:
        self.page.goto(self._address + path)
        self._arrive()

    def follow(self, link: str) -> None:
        """Follow the link with exactly these words, the first of several."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()
        self._arrive()

    def press(self, button: str) -> None:
        """Press the button that leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        self._arrive()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def fill_date(self, legend: str, day: str, month: str, year: str) -> None:
        group = self.page.get_by_role("group", name=legend)
        for part, words in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(part, exact=True).fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose from a drop-down; where there are many to choose from, it is typed."""
        field = self.page.get_by_label(label, exact=True)
        if field.evaluate("asked => asked.tagName") == "SELECT":
            field.select_option(label=option)
            return
        field.fill(option)
        field.press("Tab")

    def tick(self, label: str) -> None:
        """Tick a box, or choose one of several."""
        self.page.get_by_label(label, exact=True).check()

    def upload(self, label: str, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_label(label, exact=True).set_input_files(file)  # type: ignore[arg-type]

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """Everything in the main part of the page, its white space made even."""
        return " ".join(self.page.locator("main").inner_text().split())

    def _arrive(self) -> None:
        self.page.wait_for_load_state("load")
        if not self._scripts:
            return  # the checks are scripts, and would wait for ever
        assert_accessible(self.page)
        assert self.page.evaluate(FITS), f"{self.page.url} scrolls sideways"
