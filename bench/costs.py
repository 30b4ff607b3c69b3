"""What pages cost beside bare ones, the start beside its libraries, and the memory of a web process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.measuring import ROOT, environment

PAGES = {
    "record page": "/activities/1",
    "form page": "/activities/new",
    "first page": "/",
}
LISTS = (
    "/activities",
    "/projects",
    "/feedback",
    "/actions",
    "/stakeholders",
    "/people",
    "/forums",
    "/meetings",
)
SEEN = 500
TURNS = 100
STARTS = 5
LIBRARIES = "import flask, sqlalchemy.orm, flask_sqlalchemy, wtforms, flask_login"
START = """
from config import from_environment
from engage import create_app
create_app(from_environment())
"""
SERVE = f"""
from pathlib import Path
from bench import costs, sizes
with sizes.application(Path(__import__("os").environ["ENGAGE_HOME"])) as app:
    visitor = sizes.signed_in(app, "memory@demonstration.invalid")
    addresses = [*costs.LISTS, *costs.PAGES.values()]
    for number in range({SEEN}):
        sizes.page(visitor, addresses[number % len(addresses)])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""


def times(act: Callable[[], object], yardstick: Callable[[], object]) -> float:
    """How many times the yardstick something costs: the least of each, in turns, so that both meet alike."""
    act()
    yardstick()
    taken = [(_seconds(act), _seconds(yardstick)) for _ in range(TURNS)]
    return min(one for one, _ in taken) / min(other for _, other in taken)


def statements(app: Flask, visitor: FlaskClient, addresses: Iterable[str]) -> Iterator[tuple[str, int]]:
    """What each page asks the database when it is seen again and nothing has changed."""
    from engage.platform.data.db import record

    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            heard.append(statement)

    with app.app_context():
        event.listen(record.engine, "before_cursor_execute", hear)
    for address in addresses:
        visitor.get(address)
        heard.clear()
        if visitor.get(address).status_code != 200:
            raise RuntimeError(f"{address} was not answered")
        yield address, len(heard)


def start(home: Path) -> float:
    """The start of the program, times that of the libraries which no page can do without."""
    program, libraries = (min(_processor(code, home) for _ in range(STARTS)) for code in (START, LIBRARIES))
    return program / libraries


def megabytes(home: Path) -> float:
    """What a web process holds after so many pages."""
    told = subprocess.run(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout) / 1024


def _seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _processor(code: str, home: Path) -> float:
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment(home))
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"this did not end well: {code}")
    return usage.ru_utime + usage.ru_stime
