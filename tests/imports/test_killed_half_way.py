"""A process killed in the middle of an import leaves all of it or nothing, and the file is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import psutil
import pytest
import time_machine

from engage.imports import child
from engage.platform import clock
from engage.platform.data import verifying
from engage.platform.data.db import session
from engage.platform.imports.models import Import
from engage.platform.processes.progress import WRITING, ProgressFile
from tests.builders import make_account
from tests.harness.server import Server
from tests.harness.waiting import eventually
from tests.imports.logs import count_of_activities, csv_of, many_rows
from tests.imports.test_long_imports import wait_until_idle
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

SHORT, LONG = child.LONG, child.LONG + 1_000  # rows
PATIENCE = 60.0  # seconds


@pytest.fixture
def officer(server: Server) -> Visitor:
    """Somebody whose sign-in the real server knows too."""
    person = Visitor(server.app)
    person.sign_in(make_account("communications_officer"))
    return person


def looked_at(officer: Visitor, rows: int) -> None:
    """A file of so many rows, ready for its button to be pressed."""
    check(officer, csv_of(*many_rows(rows)))


def press_the_button(officer: Visitor, server: Server) -> threading.Thread:
    """Send the form of the check page to the real server, which may not live to answer."""
    form = next(one for one in officer.page.soup.find_all("form") if str(one.get("action")).endswith("/take"))
    sent = urlencode([(str(one["name"]), str(one["value"])) for one in form.find_all("input")])
    cookie = officer.response.request.headers["Cookie"]
    host = server.url.removeprefix("http://")

    def send() -> None:
        connection = HTTPConnection(host, timeout=PATIENCE)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        with suppress(HTTPException, OSError):
            connection.request("POST", str(form["action"]), sent, kind)
            connection.getresponse().read()
        connection.close()

    pressing = threading.Thread(target=send)
    pressing.start()
    return pressing


def when_half_is_written(server: Server, act: Callable[[], None]) -> None:
    told = ProgressFile(server.app.config["HOME"], "import-1")

    def is_half_written() -> bool:
        progress = told.read()
        return progress is not None and progress.stage == WRITING and 0 < progress.done < progress.total

    eventually(is_half_written, "the import is half written", PATIENCE)
    act()


def kill(server: Server, *commands: str) -> None:
    """Kill, all at once, every process of this installation that runs one of these commands."""
    doomed = [process for process in psutil.process_iter() if commands_of(process, server) & set(commands)]
    for process in doomed:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(doomed, timeout=PATIENCE)


def commands_of(process: psutil.Process, server: Server) -> set[str]:
    """The words of a process of this installation; none for any other process."""
    try:
        home = process.environ().get("ENGAGE_HOME")
        return set(process.cmdline()) if home == str(server.app.config["HOME"]) else set()
    except psutil.Error:
        return set()


def state() -> str:
    session().rollback()
    return session().get_one(Import, 1).state


@pytest.mark.both_databases
def test_kill_9_of_the_web_during_an_import_leaves_nothing(server: Server, officer: Visitor) -> None:
    looked_at(officer, SHORT)
    pressing = press_the_button(officer, server)
    when_half_is_written(server, lambda: kill(server, "serve"))
    pressing.join()
    assert count_of_activities() == 0
    assert state() == "uploaded"
    assert not verifying.verify().why
    officer.visit("/imports/1/check")
    officer.submit(f"Import {SHORT:,} activities")
    assert count_of_activities() == SHORT


@pytest.mark.both_databases
def test_a_long_import_outlives_the_web_that_began_it(server: Server, officer: Visitor) -> None:
    looked_at(officer, LONG)
    press_the_button(officer, server).join()
    when_half_is_written(server, lambda: kill(server, "serve"))
    assert count_of_activities() in {0, LONG}
    wait_until_idle(officer)
    assert count_of_activities() == LONG
    assert not verifying.verify().why


@pytest.mark.both_databases
def test_kill_9_of_everything_leaves_nothing_and_it_can_be_started_again(
    server: Server, officer: Visitor
) -> None:
    looked_at(officer, LONG)
    press_the_button(officer, server).join()
    when_half_is_written(server, lambda: kill(server, "serve", "work"))
    assert count_of_activities() == 0
    assert state() == "taking"
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        officer.visit("/imports/1")
        officer.submit("Start it again")
    wait_until_idle(officer)
    assert count_of_activities() == LONG
