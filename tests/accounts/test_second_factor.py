"""A code of an app after the password: set up by those who must, asked for, and never taken twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pyotp import TOTP
from sqlalchemy import select

from engage.accounts import queries, service
from engage.accounts.models import Account, Credential
from engage.accounts.second_factor import codes
from engage.accounts.second_factor import service as factors
from engage.platform import clock as time
from engage.platform.data.audit import AuditChange
from engage.platform.data.db import session, watch
from engage.platform.mail.models import Letter
from engage.platform.watch.models import Trace
from engage.platform.watch.words import FAILED, SIGNED_IN
from engage.rules.errors import Refused
from tests.builders import make_account
from tests.conftest import VisitorAs
from tests.pages.page import Answer
from tests.pages.visitor import Visitor

PASSWORD = "correct horse battery"
KEY = "a key for tests alone"


def with_app(account: Account) -> tuple[TOTP, list[str]]:
    """The app of an account that has just set it up, and its recovery codes."""
    salt = codes.new_salt()
    app = TOTP(codes.seed_of(salt))
    made = factors.set_up_app(account, salt, app.at(time.now()), instead=False)
    return app, made


def give_password(visitor: Visitor, account: Account) -> None:
    visitor.visit("/sign-in")
    visitor.submit("Sign in", {"E-mail address": account.email, "Password": PASSWORD})


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.fetch("/account").status_code == 200


def app_set_up_from(visitor: Visitor) -> TOTP:
    """The app to which somebody types the key on the page."""
    [seed] = [code.get_text() for code in visitor.page.soup.select("code")]
    return TOTP(seed.replace(" ", ""))


def test_an_administrator_sets_it_up_before_anything_else(visitor: Visitor, clock: Any) -> None:
    account = make_account("administrator", password=PASSWORD)
    visitor.visit("/accounts")
    visitor.submit("Sign in", {"E-mail address": account.email, "Password": PASSWORD})
    assert visitor.page.heading == "Set up your second step"
    assert visitor.page.says("Your roles ask for a second step of signing in")
    assert not is_signed_in(visitor)
    give_password(visitor, account)
    [picture] = visitor.page.soup.select("img.engage-square")
    assert str(picture["src"]).startswith("data:image/svg+xml")
    app = app_set_up_from(visitor)
    visitor.submit("Set it up", {"Code that the app shows": "123456"})
    assert visitor.page.errors == [codes.NOT_RIGHT]
    visitor.submit("Set it up", {"Code that the app shows": app.at(time.now())})
    kept = [code.get_text() for code in visitor.page.soup.select("code")]
    assert len(set(kept)) == 10
    assert not is_signed_in(visitor), "until they have kept their codes"
    visitor.submit("I have kept them: go on")
    assert is_signed_in(visitor)
    assert visitor.visit("/account").says("10 recovery codes are left")
    assert all(code not in visitor.page.html for code in kept)


def test_who_has_it_is_asked_for_a_code_and_none_is_taken_twice(visitor: Visitor, clock: Any) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    app, _ = with_app(account)
    clock.shift(timedelta(minutes=1))
    shown = app.at(time.now())
    give_password(visitor, account)
    assert visitor.page.heading == "Enter your code"
    assert not is_signed_in(visitor)
    visitor.submit("Sign in", {"Code": "000 000"})
    assert visitor.page.errors == [codes.NOT_RIGHT]
    visitor.submit("Sign in", {"Code": f"{shown[:3]} {shown[3:]}"})
    assert is_signed_in(visitor)
    with pytest.raises(Refused, match="was used already"):
        factors.check_code(account, shown, KEY)
    clock.shift(timedelta(minutes=2))
    with pytest.raises(Refused, match="not right"):
        factors.check_code(account, app.at(time.now() - timedelta(minutes=1)), KEY)
    assert factors.check_code(account, app.at(time.now() - timedelta(seconds=30)), KEY) == "code"


def test_each_recovery_code_opens_once_however_it_is_typed(visitor: Visitor) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    _, kept = with_app(account)
    give_password(visitor, account)
    visitor.submit("Sign in", {"Code": f" {kept[0].upper().replace('-', ' ')}"})
    assert visitor.visit("/account").says("9 recovery codes are left")
    with pytest.raises(Refused, match="was used already"):
        factors.check_code(account, kept[0], KEY)
    visitor.submit("Make new recovery codes")
    assert len(visitor.page.soup.select("code")) == 10
    with pytest.raises(Refused):
        factors.check_code(account, kept[1], KEY)


def test_codes_cannot_be_tried_without_end(app: Flask, clock: Any) -> None:
    account = make_account("clinical_lead")
    shown, _ = with_app(account)
    for _ in range(factors.OF_CODES.free):
        with pytest.raises(Refused, match="not right"):
            factors.check_code(account, "000000", KEY)
    with pytest.raises(Refused, match="too many attempts"):
        factors.check_code(account, shown.at(time.now() + timedelta(seconds=30)), KEY)


def test_a_password_alone_neither_goes_past_the_code_nor_sets_up_another_app(visitor: Visitor) -> None:
    account = make_account("ig_officer", password=PASSWORD)
    with_app(account)
    give_password(visitor, account)
    assert visitor.visit("/sign-in/second-step").heading == "Sign in"
    give_password(visitor, account)
    assert visitor.visit("/rights").heading == "Sign in"
    with pytest.raises(Refused, match="There is a second step already"):
        with_app(account)


@pytest.mark.parametrize("meanwhile", ["15 minutes go by", "the password is changed", "it is closed"])
def test_on_the_way_in_nobody_stays_for_long(visitor: Visitor, clock: Any, meanwhile: str) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    app, _ = with_app(account)
    give_password(visitor, account)
    clock.shift(timedelta(minutes=15 if meanwhile == "15 minutes go by" else 1))
    if meanwhile == "the password is changed":
        service.set_password(queries.actor_for(account), account, "another three words")
    if meanwhile == "it is closed":
        service.close_account(queries.actor_for(make_account("administrator")), account)
    visitor.submit("Sign in", {"Code": app.at(time.now())})
    assert visitor.page.says("Begin again with your password.")
    assert not is_signed_in(visitor)


def test_an_administrator_takes_a_lost_one_off_with_a_reason_but_never_their_own(
    visitor_as: VisitorAs, visitor: Visitor
) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    with_app(account)
    visitor.sign_in(account)
    administrator = visitor_as("administrator")
    administrator.visit(f"/accounts/{account.id}")
    administrator.follow("Take off their second step")
    administrator.submit("Take it off")
    assert administrator.page.errors == ["Choose why"]
    administrator.submit("Take it off", {"Why do they need this?": "The device is lost or was stolen"})
    assert administrator.page.says("The second step of Clinical lead is off.")
    assert not is_signed_in(visitor)
    letter = session().scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    assert (letter.to_address, "lost or was stolen" in letter.text) == (account.email, True)
    own = make_account("administrator")
    with_app(own)
    with pytest.raises(Refused, match="You cannot take off your own second step"):
        factors.take_off(queries.actor_for(own), own, "lost")


def test_nothing_that_is_kept_makes_a_code_and_the_trail_holds_none_of_it(app: Flask) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    shown, kept = with_app(account)
    factors.check_code(account, kept[0], KEY)
    [salt] = session().scalars(select(Credential.secret).where(Credential.kind == codes.APP))
    assert TOTP(codes.seed_of(salt)).secret == shown.secret
    app.config["GUARD_KEY"], key = b"another key, of another installation", app.config["GUARD_KEY"]
    assert TOTP(codes.seed_of(salt)).secret != shown.secret
    app.config["GUARD_KEY"] = key
    told = str([(one.before, one.after) for one in session().scalars(select(AuditChange))])
    assert not [secret for secret in (salt, shown.secret, kept[0], kept[1], "argon2") if secret in told]


@pytest.mark.parametrize("proof", ["password", "code"])
def test_what_does_most_harm_asks_again_after_ten_minutes(visitor: Visitor, clock: Any, proof: str) -> None:
    account = make_account("administrator", password=PASSWORD)
    app, _ = with_app(account)
    visitor.sign_in(account)
    assert visitor.visit("/accounts/new").heading == "Open an account"
    clock.shift(timedelta(minutes=10))
    typed: dict[str, Answer] = {
        "Name or post": "Web editor",
        "E-mail address": "web@nhs.example",
        "Roles": ["Web editor"],
    }
    visitor.submit("Open the account", typed)
    assert visitor.page.heading == "Show that it is you"
    assert queries.account_by_email("web@nhs.example") is None
    label = "Your password, or the code that your app shows"
    visitor.submit("Go on", {label: "a wrong guess at it"})
    assert len(visitor.page.errors) == 1
    visitor.submit("Go on", {label: PASSWORD if proof == "password" else app.at(time.now())})
    visitor.submit("Show what I had typed")
    assert visitor.page.says("Here is what you had typed. Look through it and send it.")
    assert queries.account_by_email("web@nhs.example") is None, "nothing is sent by itself"
    visitor.submit("Open the account")
    assert queries.account_by_email("web@nhs.example") is not None


def test_a_screen_left_open_exports_no_trail_and_erases_nobody(visitor_as: VisitorAs, clock: Any) -> None:
    officer = visitor_as("ig_officer")
    clock.shift(timedelta(minutes=11))
    assert officer.visit("/audit").heading == "Audit trail"
    for address in (
        "/audit/export.csv",
        "/audit/traces/export.csv",
        "/rights/1/erasure",
        "/rights/1/kept.zip",
    ):
        assert officer.visit(address).heading == "Show that it is you"


def test_only_a_wrong_password_or_code_is_traced_as_one(visitor: Visitor, clock: Any) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    app, _ = with_app(account)
    clock.shift(60)
    give_password(visitor, account)
    visitor.submit("Sign in", {"Code": "000000"})
    visitor.submit("Sign in", {"Code": app.at(time.now())})
    assert is_signed_in(visitor)
    with watch.engine.connect() as connection:
        found = connection.execute(select(Trace.kind, Trace.what, Trace.account_id).order_by(Trace.id)).all()
    assert [tuple(one) for one in found] == [
        (FAILED, "/sign-in/code", account.id),
        (SIGNED_IN, "/sign-in/code", account.id),
    ]
