"""Signing in and out, and what becomes of somebody whose time is up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from engage import create_app
from engage.accounts import service
from engage.accounts.models import Account
from engage.platform.data.db import record
from engage.platform.web.forms import SENT_TOO_LATE
from engage.rules.actors import SYSTEM
from tests.builders import make_account
from tests.harness.installation import Installation
from tests.pages.visitor import Visitor

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account("engagement_officer", password=PASSWORD)


@pytest.fixture
def demonstration(app: Flask, installation: Installation) -> Iterator[Visitor]:
    """Somebody at an installation in demonstration mode, of the same database."""
    shown = create_app(replace(installation.settings, demonstration=True))
    yield Visitor(shown)
    with shown.app_context():
        record.engine.dispose()


def sign_in(visitor: Visitor, email: str, password: str) -> None:
    visitor.visit("/sign-in")
    visitor.submit("Sign in", {"E-mail address": email, "Password": password})


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.fetch("/account").status_code == 200


def test_the_right_password_lets_somebody_in_and_signing_out_ends_it(
    visitor: Visitor, account: Account
) -> None:
    sign_in(visitor, account.email.upper(), PASSWORD)
    assert visitor.page.url == "/"
    assert is_signed_in(visitor)
    visitor.visit("/account")
    visitor.submit("Sign out")
    assert visitor.page.says("You have signed out.")
    assert not is_signed_in(visitor)


def test_a_cookie_of_before_signing_out_opens_nothing_afterwards(visitor: Visitor, account: Account) -> None:
    sign_in(visitor, account.email, PASSWORD)
    stolen = visitor._client.get_cookie("engage")
    assert stolen is not None
    visitor.visit("/account")
    visitor.submit("Sign out")
    visitor._client.set_cookie("engage", stolen.value)
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("state", ["wrong password", "no such account", "closed account", "no password"])
def test_whatever_is_wrong_the_words_are_the_same(visitor: Visitor, account: Account, state: str) -> None:
    email = account.email
    if state == "no such account":
        email = "nobody@wolverhampton.example"
    if state == "closed account":
        service.close_account(SYSTEM, account)
    if state == "no password":
        email = make_account("web_editor").email
    sign_in(visitor, email, PASSWORD if state == "closed account" else "a wrong guess")
    assert visitor.page.errors == [service.NOT_KNOWN]
    assert ("email", email) in visitor.page.form("Sign in").sent
    assert not is_signed_in(visitor)


def test_both_fields_must_be_filled_in(visitor: Visitor) -> None:
    visitor.visit("/sign-in")
    visitor.submit("Sign in")
    assert visitor.page.errors == ["Enter your e-mail address", "Enter your password"]


def test_somebody_who_does_nothing_for_an_hour_is_signed_out(
    visitor: Visitor, account: Account, clock: Any
) -> None:
    sign_in(visitor, account.email, PASSWORD)
    for _ in range(4):
        clock.shift(timedelta(minutes=59))
        assert is_signed_in(visitor), "somebody at work stays signed in"
    clock.shift(timedelta(minutes=61))
    assert not is_signed_in(visitor)


def test_after_twelve_hours_everybody_signs_in_again(visitor: Visitor, account: Account, clock: Any) -> None:
    sign_in(visitor, account.email, PASSWORD)
    for _ in range(23):
        clock.shift(timedelta(minutes=30))
        assert is_signed_in(visitor)
    clock.shift(timedelta(minutes=31))
    assert not is_signed_in(visitor)


def test_signing_out_everywhere_ends_other_browsers_at_once(
    app: Flask, visitor: Visitor, account: Account
) -> None:
    at_home, stranger = Visitor(app), Visitor(app)
    for one in (visitor, at_home):
        sign_in(one, account.email, PASSWORD)
    stranger.sign_in(make_account("web_editor"))
    visitor.visit("/account")
    visitor.submit("Sign out everywhere")
    assert visitor.page.says("You have signed out on every device.")
    assert [is_signed_in(one) for one in (visitor, at_home, stranger)] == [False, False, True]


@pytest.mark.parametrize("ending", ["closed", "new password"])
def test_an_account_that_is_closed_or_given_a_new_password_is_out_at_once(
    visitor: Visitor, account: Account, ending: str
) -> None:
    visitor.sign_in(account)
    assert is_signed_in(visitor)
    if ending == "closed":
        service.close_account(SYSTEM, account)
    else:
        service.set_password(SYSTEM, account, "another three words")
    assert not is_signed_in(visitor)


def test_roles_taken_away_are_gone_at_the_next_page(visitor: Visitor, account: Account) -> None:
    visitor.sign_in(account)
    visitor.visit("/activities")
    service.give_roles(SYSTEM, account, ["sponsor"])
    assert visitor.visit("/activities").heading == "Sign in", "whoever gains or loses power begins anew"
    visitor.sign_in(account)
    visitor.visit("/activities", status=403)


def test_the_demonstration_is_entered_by_a_button(demonstration: Visitor) -> None:
    service.open_account(
        SYSTEM, "demo@nhs.example", "Clinical lead", ["clinical_lead"], password=None, demonstration=True
    )
    closed = service.open_account(
        SYSTEM, "gone@nhs.example", "Web editor", ["web_editor"], password=None, demonstration=True
    )
    service.close_account(SYSTEM, closed)
    demonstration.visit("/sign-in?next=/activities")
    assert "Web editor" not in demonstration.page.text
    demonstration.submit("Clinical lead")
    assert demonstration.page.url == "/activities"
    assert is_signed_in(demonstration)


def test_one_browser_can_be_signed_out_from_another(
    app: Flask, visitor: Visitor, account: Account, clock: Any
) -> None:
    at_home = Visitor(app)
    at_home._client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    for one in (visitor, at_home):
        sign_in(one, account.email, PASSWORD)
    page = visitor.visit("/account")
    assert page.says("A browser (this one)")
    assert page.says("Firefox on Windows")
    button = "Sign it out : Firefox on Windows since 14 November 2019 at 9:30am"
    ended = page.form(button).action
    stranger = Visitor(app)
    stranger.sign_in(make_account("web_editor"))
    token = dict(stranger.visit("/account").form("Sign out").sent)["csrf_token"]
    assert stranger.fetch(ended, "POST", data={"csrf_token": token}).status_code == 404
    assert is_signed_in(at_home), "another's sign-in cannot be ended"
    visitor._arrive(visitor._send(page.form(button)), 200)
    assert visitor.page.says("That browser is signed out.")
    assert [is_signed_in(visitor), is_signed_in(at_home)] == [True, False]


def test_a_button_does_not_open_an_account_that_is_not_of_the_demonstration(
    demonstration: Visitor, account: Account
) -> None:
    service.open_account(
        SYSTEM, "demo@nhs.example", "Clinical lead", ["clinical_lead"], password=None, demonstration=True
    )
    token = dict(demonstration.visit("/sign-in").form("Clinical lead").sent)["csrf_token"]
    for number in (account.id, 999, ""):
        data = {"csrf_token": token, "account_id": number}
        assert demonstration.fetch("/sign-in/demonstration", "POST", data=data).status_code == 404
    assert not is_signed_in(demonstration)


def test_without_demonstration_mode_there_are_no_buttons_and_nothing_behind_them(visitor: Visitor) -> None:
    demo = service.open_account(
        SYSTEM, "demo@nhs.example", "Clinical lead", ["clinical_lead"], password=None, demonstration=True
    )
    page = visitor.visit("/sign-in")
    assert "demonstration" not in page.text
    data = {"csrf_token": dict(page.form("Sign in").sent)["csrf_token"], "account_id": demo.id}
    assert visitor.fetch("/sign-in/demonstration", "POST", data=data).status_code == 404
    assert not is_signed_in(visitor)


def test_a_page_that_needs_signing_in_is_opened_afterwards(visitor: Visitor, account: Account) -> None:
    visitor.visit("/activities?words=walk-in&stage=2")
    assert visitor.page.heading == "Sign in"
    visitor.submit("Sign in", {"E-mail address": account.email, "Password": PASSWORD})
    assert visitor.page.url == "/activities?words=walk-in&stage=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "evil.example",
        " //evil.example",
        "///evil.example",
        "//[evil.example",
        "/projects\r\nx: y",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(
    visitor: Visitor, account: Account, elsewhere: str
) -> None:
    token = dict(visitor.visit("/sign-in").form("Sign in").sent)["csrf_token"]
    data = {"csrf_token": token, "email": account.email, "password": PASSWORD, "next": elsewhere}
    response = visitor.fetch("/sign-in", "POST", data=data)
    assert (response.status_code, response.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/demonstration"])
def test_signing_in_is_protected_against_forgery(
    demonstration: Visitor, account: Account, address: str
) -> None:
    demo = service.open_account(
        SYSTEM, "demo@nhs.example", "Clinical lead", ["clinical_lead"], password=None, demonstration=True
    )
    data = {"email": account.email, "password": PASSWORD, "account_id": demo.id}
    demonstration._arrive(demonstration.fetch(address, "POST", data=data), 200)
    assert SENT_TOO_LATE in demonstration.page.text
    assert not is_signed_in(demonstration)


@pytest.mark.parametrize("address", ["/sign-out", "/sign-out/everywhere"])
def test_nobody_is_signed_out_by_a_forged_page(visitor: Visitor, account: Account, address: str) -> None:
    visitor.sign_in(account)
    visitor._arrive(visitor.fetch(address, "POST"), 200)
    assert visitor.page.says(SENT_TOO_LATE)
    assert is_signed_in(visitor)


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor, account: Account) -> None:
    sign_in(visitor, account.email, PASSWORD)
    cookie = visitor._client.get_cookie("engage")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.expires) == (True, "Lax", None)
    assert account.email not in cookie.value


def test_behind_a_secure_address_the_cookie_travels_nowhere_else(installation: Installation) -> None:
    secure = create_app(replace(installation.settings, secure_cookies=True))
    answer = secure.test_client().get("/sign-in", base_url="https://engage.example")
    assert "Secure; HttpOnly" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31556926")
    with secure.app_context():
        record.engine.dispose()
