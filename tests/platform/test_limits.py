"""A database server that falls silent, without a word and without hanging up, holds nobody up for long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from engage import create_app
from engage.platform.data import limits, patience
from engage.platform.data.db import DATABASES
from engage.platform.data.limits import Limits
from tests.harness.installation import Installation
from tests.harness.silent_line import SilentLine, silent_line
from tests.harness.waiting import eventually
from tests.pages.page import Page

SAID_WITHIN = 10.0  # seconds
SENTENCE = "Its database does not answer. Nothing was changed. Try again in a few minutes"


@pytest.fixture
def database_kind() -> str:
    """The one that has a server."""
    return "postgresql"


@pytest.fixture
def line(installation: Installation) -> Iterator[SilentLine]:
    """A line to the server of a fresh installation."""
    with silent_line(installation.settings.database_url) as made:
        yield made


@pytest.fixture
def far_app(installation: Installation, line: SilentLine) -> Iterator[Flask]:
    """The application of the web processes, which reaches its databases through the line alone."""
    app = create_app(replace(installation.settings, database_url=line.url), for_pages=True)
    yield app
    with app.app_context():
        for one in DATABASES:
            one.engine.dispose()


@pytest.fixture
def engine(line: SilentLine) -> Iterator[Engine]:
    """An engine of a process that waits for an answer for half a second."""
    made = create_engine(line.url, **limits.engine_options(line.url))
    limits.hold_to(made, Limits(patience=0.5, settings={"statement_timeout": "30s"}))
    yield made
    made.dispose()


def visit(app: Flask, path: str, **sent: str) -> Page:
    client = app.test_client()
    answer = client.post(path, data=sent) if sent else client.get(path)
    return Page(path, answer.status_code, answer.get_data(as_text=True))


def test_a_page_says_within_ten_seconds_that_the_database_is_silent_and_is_back_with_it(
    far_app: Flask, line: SilentLine
) -> None:
    assert visit(far_app, "/sign-in").status == 200
    line.fall_silent()
    began = time.monotonic()
    page = visit(far_app, "/sign-in")
    assert time.monotonic() - began < SAID_WITHIN
    assert (page.status, page.heading) == (503, "Engage is out of order")
    assert page.says(SENTENCE)

    again = time.monotonic()
    assert visit(far_app, "/sign-in").status == 503
    assert time.monotonic() - again < patience.AT_FIRST, "those who come next do not each wait for it"

    line.speak_again()
    eventually(lambda: visit(far_app, "/sign-in").status == 200, "pages are back", SAID_WITHIN)


def test_an_answer_that_does_not_come_is_given_up_and_its_connection_never_used_again(
    engine: Engine, line: SilentLine
) -> None:
    with engine.connect() as connection:
        line.fall_silent()
        with pytest.raises(OperationalError) as raised:
            connection.scalar(text("SELECT 'for the one who gave up'"))
    assert raised.value.connection_invalidated
    assert limits.is_unanswered(raised.value)
    line.speak_again()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 'for the next'")) == "for the next"


def test_a_statement_that_takes_too_long_or_waits_for_a_lock_is_given_up_by_the_server(
    engine: Engine,
) -> None:
    for setting, statement in (
        ("statement_timeout", "SELECT pg_sleep(60)"),
        ("lock_timeout", "SELECT pg_advisory_lock(77)"),
    ):
        with engine.connect() as holder, engine.connect() as other:
            holder.execute(text("SELECT pg_advisory_xact_lock(77)"))
            other.execute(text(f"SET {setting} = '50ms'"))
            with pytest.raises(OperationalError) as raised:
                other.execute(text(statement))
            other.invalidate()
        assert limits.is_unanswered(raised.value)
        assert not raised.value.connection_invalidated


def test_sessions_of_pages_are_limited_and_those_of_commands_are_not(
    far_app: Flask, installation: Installation
) -> None:
    wanted = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    found = [[_setting(app, name) for name in wanted] for app in (far_app, installation.app)]
    assert found == [["30s", "10s", "5min"], ["0", "0", "0"]]


def _setting(app: Flask, name: str) -> str:
    with app.app_context(), DATABASES[0].engine.connect() as connection:
        return str(connection.scalar(text("SELECT current_setting(:name)"), {"name": name}))


def test_what_the_address_of_a_database_says_of_reaching_it_holds() -> None:
    address = "postgresql+psycopg://engage@db.example.nhs.uk/engage"
    said = limits.engine_options(f"{address}?connect_timeout=30")["connect_args"]
    assert "connect_timeout" not in said
    assert limits.engine_options(address)["connect_args"]["connect_timeout"] == limits.REACHED_WITHIN
