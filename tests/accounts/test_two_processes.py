"""Two web processes with one database are one house: who is signed in at one is signed in at the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from engage.accounts.models import Account, Throttle
from engage.platform.data.db import answers
from tests.builders import make_account
from tests.harness.browsing import Browser
from tests.harness.installation import Installation, Installations
from tests.harness.server import Server, serving

PASSWORD = "correct horse battery"


@pytest.fixture
def installation(installations: Installations, database_kind: str) -> Installation:
    fresh = installations(database_kind)
    fresh.refresh()
    return fresh


@pytest.fixture
def two(installation: Installation) -> Iterator[tuple[Server, Server]]:
    with serving(installation, workers=1) as first, serving(installation, workers=1) as second:
        yield first, second


@pytest.mark.both_databases
def test_who_signs_in_or_out_or_guesses_at_one_process_does_so_at_the_other(
    two: tuple[Server, Server],
) -> None:
    account: Account = make_account("engagement_officer", password=PASSWORD)
    first, second = (server.url for server in two)
    desk, home = Browser(), Browser()
    desk.submit(desk.visit(f"{first}/sign-in"), "Sign in", email=account.email, password=PASSWORD)
    home.submit(home.visit(f"{second}/sign-in"), "Sign in", email=account.email, password=PASSWORD)
    assert desk.visit(f"{second}/account").heading == "Your account"
    assert home.visit(f"{first}/account").heading == "Your account"
    desk.submit(desk.visit(f"{second}/account"), "Sign out everywhere")
    for browser in (desk, home):
        for address in (first, second):
            assert browser.visit(f"{address}/account").heading == "Sign in"
    guesser = Browser()
    for address in (first, second):
        page = guesser.visit(f"{address}/sign-in")
        guesser.submit(page, "Sign in", email=account.email, password="a guess")
    with answers.engine.begin() as connection:
        heats = connection.scalars(select(Throttle.heat).where(Throttle.heat > 0)).all()
        assert [round(heat) for heat in heats] == [2, 2], "each has counted under the same keys"
        connection.execute(update(Throttle), {"heat": 20})
    for address in (first, second):
        page = guesser.visit(f"{address}/sign-in")
        page = guesser.submit(page, "Sign in", email=account.email, password=PASSWORD)
        assert page.says("There have been too many attempts to sign in.")
