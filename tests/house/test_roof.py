"""What every answer of the application carries, and what is said when something goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from config import ROOT
from engage import create_app
from engage.platform.data.db import record
from engage.platform.web.guard import public
from engage.rules.errors import Missing, Refused
from tests.builders import make_account
from tests.conftest import VisitorAs
from tests.harness.installation import Installation
from tests.pages.page import Page
from tests.pages.visitor import Visitor

SECURITY = (
    "default-src 'self'; script-src 'self' 'nonce-NONCE'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ADDRESSES = ["/sign-in", "/account", "/nowhere", "/accounts", "/activities/export.csv"]


def nonce_of(header: str) -> str:
    found = re.search(r"'nonce-([^']+)'", header)
    return found[1] if found else ""


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_secured(visitor_as: VisitorAs, address: str) -> None:
    response = visitor_as("lay_member_ppi").fetch(address)
    policy = response.headers["Content-Security-Policy"]
    assert policy.replace(nonce_of(policy) or "none", "NONCE") == SECURITY
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in response.headers, "only where there is a secure address"


def test_the_nonce_is_new_for_each_answer_and_the_one_on_the_page(visitor: Visitor) -> None:
    nonces = set()
    for _ in range(3):
        visitor.visit("/sign-in")
        nonce = nonce_of(visitor.response.headers["Content-Security-Policy"])
        assert f'nonce="{nonce}"' in visitor.page.html
        nonces.add(nonce)
    assert len(nonces) == 3


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("static/css/engage.css", "text/css"),
        ("static/js/engage.js", "text/javascript"),
        ("static/build/nhsuk-frontend.min.css", "text/css"),
    ],
)
def test_styles_and_scripts_come_from_here_as_what_they_are(visitor: Visitor, path: str, kind: str) -> None:
    if not (ROOT / path).is_file():
        pytest.skip("the design system's assets are not installed here")
    response = visitor.fetch(f"/{path}")
    assert response.get_data() == (ROOT / path).read_bytes()
    response.close()
    assert response.mimetype == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=3600" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/static/../config.py", "/static/%2e%2e/config.py", "/static/", "/static/css"]
)
def test_nothing_else_comes_as_a_file(visitor: Visitor, path: str) -> None:
    assert visitor.fetch(path).status_code == 404


def test_a_new_edition_of_a_style_has_a_new_address(visitor: Visitor) -> None:
    assert re.search(r'href="/static/css/engage\.css\?v=[0-9a-f]{8}"', visitor.visit("/sign-in").html)


@pytest.fixture
def troubled(installation: Installation) -> Iterator[Visitor]:
    """Somebody at an application with views that go wrong."""
    app = create_app(installation.settings)
    app.testing = False
    troubles: dict[str, Exception] = {
        "fault": ZeroDivisionError("of our own making"),
        "missing": Missing(),
        "refused": Refused("The report is already published."),
        "too-large": RequestEntityTooLarge(),
    }
    for name, trouble in troubles.items():
        app.add_url_rule(f"/{name}", name, _raising(trouble), methods=["GET", "POST"])
    yield Visitor(app)
    with app.app_context():
        record.engine.dispose()


def _raising(trouble: Exception) -> Callable[..., str]:
    def view(**_gaps: str) -> str:
        raise trouble

    return public(view)


@pytest.mark.parametrize(
    ("address", "status", "heading", "says"),
    [
        ("/fault", 500, "Something went wrong on our side", "Nothing was changed. Go back and try once more"),
        ("/missing", 404, "Page not found", "There is nothing at this address, or it is not for you to see."),
        ("/refused", 409, "This could not be done", "The report is already published. Nothing was changed."),
        ("/too-large", 413, "That is too much at once", "only a little is taken from anybody who is not"),
        ("/nowhere", 404, "Page not found", "There is nothing at this address"),
    ],
)
def test_whatever_goes_wrong_is_said_in_a_sentence(
    troubled: Visitor, address: str, status: int, heading: str, says: str
) -> None:
    page = troubled.visit(address, status=status)
    assert (page.heading, page.says(says)) == (heading, True)
    assert "of our own making" not in page.html, "what went wrong inside is for the log"


def test_the_log_of_a_fault_names_the_rule_of_the_address_and_not_the_secret_in_it(
    troubled: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    fault = ZeroDivisionError("of our own making")
    troubled._client.application.view_functions["actions.link"] = _raising(fault)
    troubled.visit("/a/the-secret-of-a-link", status=500)
    assert "Exception on /a/<secret> [GET]" in caplog.text
    assert "of our own making" in caplog.text
    assert "the-secret-of-a-link" not in caplog.text


def test_a_database_that_does_not_answer_is_said_to_be_out_of_order(installation: Installation) -> None:
    settings = replace(installation.settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = create_app(settings)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
    for address in ("/", "/sign-in"):
        response = client.get(address)
        page = Page(address, response.status_code, response.get_data(as_text=True))
        assert (page.status, page.heading) == (503, "Engage is out of order")
        assert page.says("Nothing was changed. Try again in a few minutes")


@pytest.mark.parametrize(
    ("method", "is_lost", "says"),
    [
        ("POST", True, "What you sent may or may not have been saved: look whether it is there before"),
        ("POST", False, "Nothing was changed. Try again in a few minutes"),
        ("GET", True, "Nothing was changed. Try again in a few minutes"),
    ],
)
def test_what_was_sent_as_the_database_fell_silent_is_not_said_to_be_unsaved(
    troubled: Visitor, method: str, is_lost: bool, says: str
) -> None:
    silence = OperationalError(
        "COMMIT", {}, psycopg.OperationalError("no answer"), connection_invalidated=is_lost
    )
    client = troubled._client
    client.application.view_functions["fault"] = _raising(silence)
    answer = client.open("/fault", method=method)
    assert (answer.status_code, says in answer.get_data(as_text=True)) == (503, True)


def test_after_a_fault_of_the_database_the_error_page_can_still_be_drawn(
    troubled: Visitor, app: Flask
) -> None:
    somebody = make_account("web_editor")
    troubled.sign_in(somebody)
    fault = OperationalError("SELECT", {}, Exception("disk I/O error"))
    troubled._client.application.view_functions["fault"] = _raising(fault)
    page = troubled.visit("/fault", status=500)
    assert "Web editor" in page.html, "who is signed in stays so"
