"""Someone at a keyboard: visits pages, follows links, fills in forms; every page they see is inspected."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, has_app_context
from werkzeug.test import TestResponse

from engage.accounts import service
from engage.accounts.models import Account
from engage.platform.data.db import session
from tests.pages.inspection import inspect
from tests.pages.page import Answer, Form, Page

LONGEST_CHAIN = 5


class Visitor:
    """A person with a browser of their own. ``page`` is the last page seen, ``response`` the last answer."""

    page: Page
    response: TestResponse

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def sign_in(self, account: Account) -> None:
        """Come in without the sign-in page, which is slow on purpose and has tests of its own."""
        token = service.begin_sign_in(account, timedelta(hours=12), "test")
        service.tell_the_trail()
        with self._client.session_transaction() as cookie:
            cookie["_user_id"] = token

    def visit(self, url: str, *, status: int = 200) -> Page:
        """Open an address, follow where it leads, and inspect the page; the answer must have this status."""
        return self._arrive(self.fetch(url), status)

    def follow(self, link: str, *, status: int = 200) -> Page:
        """Follow the link of the current page that has these words."""
        links = self.page.links()
        if link not in links:
            raise AssertionError(f"{self.page.url} has no link “{link}”; it has {', '.join(links)}")
        return self.visit(urljoin(self.page.url, links[link]), status=status)

    def submit(self, button: str, answers: Mapping[str, Answer] | None = None, *, status: int = 200) -> Page:
        """Answer questions by their labels and press the button; what is not answered goes as it stands."""
        form = self.page.form(button)
        for label, answer in (answers or {}).items():
            form.fill(label, answer)
        return self._arrive(self._send(form), status)

    def download(self, url: str) -> bytes:
        """The bytes behind an address, which must be a file and not a page."""
        response = self.fetch(url)
        assert response.status_code == 200, f"{url} answered {response.status}"
        assert response.mimetype != "text/html", f"{url} is a page, not a file"
        with response:  # lets go of the file
            return response.get_data()

    def fetch(self, url: str, method: str = "GET", **more: Any) -> TestResponse:
        """One request as it is, without following, reading or inspecting."""
        if has_app_context():
            session().rollback()  # so that the test, when it looks next, sees what this request has changed
        # In a context of its own: a test that holds an application context open would otherwise
        # lend it to the request, and who is signed in would leak from one visit to the next.
        self.response = Context().run(lambda: self._client.open(url, method=method, buffered=True, **more))
        return self.response

    def _send(self, form: Form) -> TestResponse:
        url = urljoin(self.page.url, form.action)
        if not form.posts:
            pairs = [(name, value) for name, value in form.sent if isinstance(value, str)]
            return self.fetch(urlsplit(url).path, query_string=_gathered(pairs))
        return self.fetch(url, "POST", data=_gathered(form.sent), content_type="multipart/form-data")

    def _arrive(self, response: TestResponse, status: int) -> Page:
        for _ in range(LONGEST_CHAIN):
            if response.status_code not in {301, 302, 303, 308}:
                break
            response = self.fetch(urljoin(response.request.url, response.location))
        url = urlsplit(response.request.url)._replace(scheme="", netloc="").geturl()
        self.page = Page(url, response.status_code, response.get_data(as_text=True))
        assert self.page.status == status, (
            f"{url} answered {response.status}, not {status}: {self.page.text[:400]}"
        )
        faults = inspect(self.page.soup) if response.mimetype == "text/html" else []
        assert not faults, f"{url} is not well made:\n- " + "\n- ".join(faults)
        return self.page


def _gathered(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Pairs as the test client wants them: every value of a name together, in order."""
    found: dict[str, list[Any]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
