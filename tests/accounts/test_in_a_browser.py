"""Coming in for the first time, in a real browser: a link, a password, an app, and recovery codes to keep."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from pyotp import TOTP

from engage.accounts import service
from engage.platform import clock
from engage.rules.actors import SYSTEM
from tests.builders import make_account
from tests.conftest import DESKTOP, PHONE, NewWalker
from tests.harness.server import Server

PASSWORD = "seven quiet herons over mud"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_administrator_comes_in_by_a_link_a_password_and_an_app(
    server: Server, new_walker: NewWalker, width: int
) -> None:
    make_account("clinical_lead")
    account, address = service.invite(
        SYSTEM, "head@wolverhampton.example", "Head of corporate services", ["administrator"]
    )
    walker = new_walker(width, scripts=width == DESKTOP)
    walker.visit(urlsplit(address).path)
    walker.fill("New password", PASSWORD)
    walker.press("Set my password")
    walker.fill("E-mail address", account.email)
    walker.fill("Password", PASSWORD)
    walker.press("Sign in")
    assert walker.heading == "Set up your second step"
    seed = walker.page.locator("code").inner_text().replace(" ", "")
    walker.fill("Code that the app shows", TOTP(seed).at(clock.now()))
    walker.press("Set it up")
    with walker.page.expect_download() as saved:
        walker.page.get_by_role("link", name="Save them as a file").click()
    kept = saved.value.path().read_text(encoding="utf-8").split()[-10:]
    assert kept == walker.page.locator("code").all_inner_texts()
    walker.press("I have kept them: go on")
    for path in ("/account", "/accounts", "/accounts/new", "/accounts/1", "/accounts/who-may-do-what"):
        walker.visit(path)
    walker.visit("/accounts/1/password")
    walker.press("Let them choose a new password")
    assert walker.heading == "A link for Clinical lead"
    walker.visit("/sign-in/confirm")
    walker.visit("/account/second-step")
    other = new_walker(width)
    other.visit("/sign-in/forgotten")
    other.visit("/sign-in")
    other.fill("E-mail address", account.email)
    other.fill("Password", PASSWORD)
    other.press("Sign in")
    other.fill("Code", kept[0])
    other.press("Sign in")
    assert "Sign in" not in other.heading
