"""A browser without a screen, at a real server."""

from __future__ import annotations

from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from tests.pages.page import Page


class Browser:
    """It keeps its cookies for this machine, whichever port answers; those given are another window's too."""

    def __init__(self, cookies: CookieJar | None = None) -> None:
        self.cookies = CookieJar() if cookies is None else cookies
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), ProxyHandler({}))

    def visit(self, url: str, sent: list[tuple[str, object]] | None = None) -> Page:
        data = urlencode(sent).encode() if sent is not None else None
        try:
            answer = self._opener.open(url, data, timeout=60)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            return Page(answer.url, answer.status, answer.read().decode())

    def submit(self, page: Page, button: str, **answers: str) -> Page:
        form = page.form(button)
        sent: list[tuple[str, object]] = [pair for pair in form.sent if pair[0] not in answers]
        return self.visit(urljoin(page.url, form.action), sent + list(answers.items()))
