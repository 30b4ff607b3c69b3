"""Guessing is slowed, by account and by where it comes from, and nobody is locked out by strangers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import func, select

from engage import create_app
from engage.accounts import service, throttling, turns
from engage.accounts.devices import COOKIE, in_words
from engage.accounts.models import Account, Throttle
from engage.accounts.throttling import Counter, Pace, TooSoon
from engage.platform.data.db import DATABASES, answers, record
from engage.platform.web.sources import source
from engage.rules.errors import Refused
from tests.builders import make_account
from tests.harness.installation import Installation
from tests.pages.visitor import Visitor

PASSWORD = "correct horse battery"
MINUTE = timedelta(minutes=1)
PACE = Pace(free=3, cools=10 * MINUTE, longest=10 * MINUTE)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account("engagement_officer", password=PASSWORD)


def try_(visitor: Visitor, email: str, password: str = "a wrong guess", status: int = 200) -> None:
    visitor.visit("/sign-in")
    visitor.submit("Sign in", {"E-mail address": email, "Password": password}, status=status)


def wait(*counters: Counter) -> int:
    """The seconds that a try has to wait; 0 when it was counted."""
    try:
        throttling.count_a_try(counters, "Too many.")
    except TooSoon as refusal:
        return refusal.seconds
    return 0


@pytest.mark.both_databases
def test_each_try_in_vain_waits_twice_as_long_as_the_last_and_heat_goes_by_and_by(
    app: Flask, clock: Any
) -> None:
    counter = Counter("one", PACE)
    assert [wait(counter) for _ in range(3)] == [0, 0, 0]
    waits = []
    for _ in range(12):
        waits.append(wait(counter))
        clock.shift(timedelta(seconds=waits[-1]))
        assert wait(counter) == 0
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert 500 < waits[-1] == max(waits) <= 600, "capped"
    assert wait(Counter("another", PACE)) == 0
    clock.shift(timedelta(hours=3))
    assert [wait(counter) for _ in range(3)] == [0, 0, 0], "cold again"


def test_there_is_no_edge_at_which_twice_as_many_fit(app: Flask, clock: Any) -> None:
    counter = Counter("one", PACE)
    tried = 0
    for _ in range(30 * 60):
        tried += wait(counter) == 0
        clock.shift(timedelta(seconds=1))
    assert tried <= PACE.free + 11 + 30 * MINUTE / PACE.cools


def test_what_has_to_wait_is_not_counted_and_what_was_right_is_taken_back(app: Flask, clock: Any) -> None:
    counter = Counter("one", PACE)
    for _ in range(20):
        assert wait(counter) == 0
        throttling.take_back([counter])
    assert [wait(counter) for _ in range(3)] == [0, 0, 0]
    assert [wait(counter) for _ in range(50)] == [1] * 50


@pytest.mark.both_databases
def test_the_wait_is_told_on_every_process_and_others_are_let_in_meanwhile(
    visitor: Visitor, account: Account, installation: Installation, clock: Any
) -> None:
    second_app = create_app(installation.settings)
    second = Visitor(second_app)
    for number in range(service.OF_ACCOUNT.free):
        try_((visitor, second)[number % 2], account.email)
    for one in (visitor, second):
        try_(one, account.email.upper(), PASSWORD, status=429)
        assert one.page.errors == [f"{service.TOO_MANY} Wait 1 second, then try again."]
        assert one.response.headers["Retry-After"] == "1"
    try_(second, make_account("web_editor", password=PASSWORD).email, PASSWORD)
    assert second.page.url == "/"
    clock.shift(timedelta(seconds=1))
    try_(visitor, account.email, PASSWORD)
    assert visitor.page.url == "/"
    with second_app.app_context():
        for database in DATABASES:
            database.engine.dispose()


def test_strangers_do_not_keep_out_who_comes_with_a_browser_of_before(
    app: Flask, visitor: Visitor, account: Account
) -> None:
    try_(visitor, account.email, PASSWORD)
    visitor.visit("/account")
    visitor.submit("Sign out")
    stranger = Visitor(app)
    for _ in range(service.OF_ACCOUNT.free):
        try_(stranger, account.email)
    try_(stranger, account.email, status=429)
    try_(visitor, account.email, PASSWORD)
    assert visitor.page.url == "/"
    visitor.visit("/account")
    visitor.submit("Sign out")
    for _ in range(service.OF_ACCOUNT.free):
        try_(visitor, account.email)
    try_(visitor, account.email, status=429)


def test_the_cookie_of_a_browser_helps_with_no_other_account_and_lets_nobody_in(
    visitor: Visitor, account: Account
) -> None:
    other = make_account("web_editor", password=PASSWORD)
    try_(visitor, account.email, PASSWORD)
    cookie = visitor._client.get_cookie(COOKIE)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    assert account.email not in cookie.value
    visitor.visit("/account")
    visitor.submit("Sign out")
    visitor.visit("/activities")
    assert visitor.page.heading == "Sign in"
    for _ in range(service.OF_ACCOUNT.free):
        try_(visitor, other.email)
    try_(visitor, other.email, PASSWORD, status=429)


def test_spraying_many_accounts_from_one_place_is_slowed(app: Flask, account: Account) -> None:
    stranger = Visitor(app)
    for number in range(service.OF_SOURCE.free):
        try_(stranger, f"somebody.{number}@wolverhampton.example")
    try_(stranger, account.email, status=429)
    elsewhere = Visitor(app)
    elsewhere._client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    try_(elsewhere, account.email, PASSWORD)
    assert elsewhere.page.url == "/"


def test_a_guess_does_not_wait_for_writers_of_the_record(app: Flask, account: Account) -> None:
    with record.engine.connect() as writer:
        writer.exec_driver_sql("UPDATE account SET name = name")
        with pytest.raises(Refused, match="not right"):
            service.check_password(account.email, "a wrong guess", "a key")


def test_only_so_many_passwords_are_checked_at_once_and_known_browsers_have_their_own_turn(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    with ExitStack() as held:
        for _ in range(turns.AT_ONCE):
            held.enter_context(turns.turn(known=False))
        with pytest.raises(TooSoon, match="Many are signing in at this moment"):
            service.check_password(account.email, PASSWORD, "a key")
        with turns.turn(known=True):
            pass
    assert service.check_password(account.email, PASSWORD, "a key") == account
    assert answers.session().scalar(select(func.max(Throttle.heat))) == 0


@pytest.fixture
def behind_one_proxy(app: Flask, installation: Installation) -> Iterator[Flask]:
    shown = create_app(replace(installation.settings, proxies=1))
    yield shown
    with shown.app_context():
        for one in DATABASES:
            one.engine.dispose()


@pytest.mark.parametrize(
    ("connection", "same"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff::1", "2001:db8:0:1::/64"),
        ("", ""),
    ],
)
def test_a_source_is_an_address_or_what_its_holder_may_vary(app: Flask, connection: str, same: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": connection}):
        assert source() == same


def test_a_forwarded_address_is_believed_behind_declared_proxies_only(
    app: Flask, behind_one_proxy: Flask
) -> None:
    heard = {}
    for name, house in (("bare", app), ("behind", behind_one_proxy)):
        house.before_request_funcs.setdefault(None, []).append(
            lambda name=name: heard.update({name: request.remote_addr})
        )
        house.test_client().get("/sign-in", headers={"X-Forwarded-For": "203.0.113.5, 198.51.100.7"})
        house.before_request_funcs[None].pop()
    assert heard == {"bare": "127.0.0.1", "behind": "198.51.100.7"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("", "A browser"),
    ],
)
def test_a_browser_is_told_in_words(said: str, words: str) -> None:
    assert in_words(said) == words
