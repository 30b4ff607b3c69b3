"""The applications, the databases, the clock and the browsers that tests are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.harness.recorded import listen, pytest_sessionfinish, pytest_testnodedown

# What is heavy is imported where it is used: a test of the rules loads no application, and no browser.
if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser

    from tests.harness.installation import Installation, Installations
    from tests.harness.server import Server, StandingServers
    from tests.pages.visitor import Visitor
    from tests.pages.walker import Walker

A_WORKING_MORNING = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)
DESKTOP, PHONE = 1280, 375  # pixels

__all__ = ["pytest_sessionfinish", "pytest_testnodedown"]  # hooks of this run, kept where they are told of

VisitorAs = Callable[..., "Visitor"]
NewWalker = Callable[..., "Walker"]
DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=DATABASES,
        default=DATABASES[0],
        help="the database of tests that do not say which",
    )
    parser.addoption("--examples", type=int, default=100, help="how many each property is tried with")


def pytest_configure(config: pytest.Config) -> None:
    """How long an example takes says something of the machine, and nothing of what is tested."""
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "any machine",
        deadline=None,
        max_examples=config.getoption("--examples"),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("any machine")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", DATABASES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "installations" in fixtures:
            item.add_marker(pytest.mark.database)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; tests marked both_databases run on each in turn."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def installations(
    tmp_path_factory: pytest.TempPathFactory, testrun_uid: str, worker_id: str
) -> Iterator[Installations]:
    """One installation for each kind of database, for the tests of this process; each test refreshes it."""
    from tests.harness.installation import make_installation

    listen()
    made: dict[str, Installation] = {}

    def installation(kind: str) -> Installation:
        if kind not in made:
            made[kind] = make_installation(kind, tmp_path_factory.mktemp(kind), testrun_uid, worker_id)
        return made[kind]

    yield installation
    for one in made.values():
        one.remove()


@pytest.fixture
def installation(installations: Installations, database_kind: str) -> Installation:
    """A fresh installation: its settings, application and database."""
    fresh = installations(database_kind)
    fresh.refresh()
    return fresh


@pytest.fixture
def app(installation: Installation) -> Iterator[Flask]:
    """The staff application on a fresh database, in an application context."""
    with installation.app.app_context():
        yield installation.app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    from tests.pages.visitor import Visitor

    return Visitor(app)


@pytest.fixture
def visitor_as(app: Flask) -> VisitorAs:
    """Somebody signed in with these roles: ``visitor_as("lay_member_ppi")``."""
    from tests.builders import make_account
    from tests.pages.visitor import Visitor

    def signed_in(*roles: str) -> Visitor:
        someone = Visitor(app)
        someone.sign_in(make_account(*roles))
        return someone

    return signed_in


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still on a Thursday morning in November 2019, until ``clock.move_to`` or ``shift``."""
    with time_machine.travel(A_WORKING_MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    from tests.harness.browsers import NAMES, find_browser, open_browser

    path = find_browser()
    if path is None:
        pytest.skip(f"there is no browser on this machine (looked for {', '.join(NAMES)})")
    with open_browser(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def standing_servers() -> Iterator[StandingServers]:
    """The servers of this process's installations, kept from test to test."""
    from tests.harness.server import StandingServers

    with ExitStack() as kept:
        yield StandingServers(kept)


@pytest.fixture
def server(
    standing_servers: StandingServers, installations: Installations, database_kind: str
) -> Iterator[Server]:
    """A real server on a fresh installation, in demonstration mode, with an application context here."""
    standing = standing_servers.afresh(installations(database_kind))
    with standing.app.app_context():
        yield standing


@pytest.fixture
def new_walker(browser: Browser, server: Server) -> Iterator[NewWalker]:
    """Opens windows, each for a person of its own; any complaint of any page fails the test at its end."""
    from tests.harness.browsers import Complaints
    from tests.pages.walker import Walker

    contexts, complaints = [], []

    def open_window(width: int = DESKTOP, scripts: bool = True) -> Walker:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = context.new_page()
        contexts.append(context)
        complaints.append(Complaints(page, server.url))
        return Walker(page, server.url, scripts=scripts)

    yield open_window
    for context in contexts:
        context.close()
    heard = [complaint for page in complaints for complaint in page.heard]
    assert not heard, "Pages complained:\n- " + "\n- ".join(heard)


@pytest.fixture
def walker(new_walker: NewWalker) -> Walker:
    """Somebody at a desk."""
    return new_walker(DESKTOP)


@pytest.fixture
def phone_walker(new_walker: NewWalker) -> Walker:
    """Somebody on a phone."""
    return new_walker(PHONE)
