"""Everything measured at one size, on a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from bench import costs
from bench.bare import bare_app
from bench.log import write_log
from bench.measuring import Took, command, environment, least_seconds, usual_seconds

YEAR = "2018-19"
PROJECT = "BENCH"
DUTIES = f"/duties?period={YEAR}"
ASKING = (
    *(
        *costs.LISTS,
        *costs.PAGES.values(),
        DUTIES,
        f"/projects/{PROJECT}",
        f"/projects/{PROJECT}/stakeholders",
    ),
    *("/feedback/1", "/bodies", "/experience", "/insight", "/panels", "/panel-members", "/population"),
)
OF_PROJECT = 150  # activities hung on the project, whatever the size of the log


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds of a processor for each page; what each command took, and a bare page beside it; by name."""

    pages: dict[str, float]
    commands: dict[str, tuple[Took, float]]
    ratios: dict[str, float]
    statements: dict[str, int]


def measure(activities: int, home: Path) -> Found:
    """Build a log of this size and measure it."""
    home.mkdir(parents=True)
    log = home / "log.csv"
    write_log(log, activities)
    command(home, ["db", "upgrade"])
    imported = command(home, ["import", "activities", str(log), "--json"])
    with application(home) as app:
        _open_project(app)
        visitor = signed_in(app)
        bare = bare_app(app.config["DATABASES"]["record"]).test_client()
        pages = {
            "bare page": least_seconds(lambda: page(bare, "/")),
            "log list": least_seconds(lambda: page(visitor, "/activities")),
            "project page": least_seconds(lambda: page(visitor, f"/projects/{PROJECT}")),
            "duties of a body": least_seconds(lambda: page(visitor, DUTIES)),
        }
        ratios = {"log list": costs.times(lambda: page(visitor, "/activities"), lambda: page(bare, "/"))}
        for name, address in costs.PAGES.items():
            ratios[name] = costs.times(partial(page, visitor, address), bare_of(bare, visitor, address))
        statements = dict(costs.statements(app, visitor, ASKING))
    commands = {
        "import": (imported, pages["bare page"]),
        "year's report as JSON": _report(home, bare, YEAR, "json"),
        "year's report as PDF": _report(home, bare, YEAR, "pdf"),
        "report over everything as JSON": _report(home, bare, "all", "json"),
    }
    return Found(pages, commands, ratios, statements)


def _report(home: Path, bare: FlaskClient, period: str, kind: str) -> tuple[Took, float]:
    """What a report took, and the usual bare page just before it and just after."""
    out = home / f"report.{kind}"
    words = ["report", "assurance", "--period", period, "--body", "all", "--format", kind, "--out", str(out)]
    before = usual_seconds(lambda: page(bare, "/"))
    took = command(home, words)
    return took, (before + usual_seconds(lambda: page(bare, "/"))) / 2


def bare_of(bare: FlaskClient, visitor: FlaskClient, address: str) -> Callable[[], None]:
    """Drawing a bare page of as many bytes as the page at this address."""
    size = len(visitor.get(address).data)
    return lambda: page(bare, f"/of/{size}")


def page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


@contextmanager
def application(home: Path, **settings: str) -> Iterator[Flask]:
    from config import from_environment
    from engage import create_app

    yield create_app(from_environment({**environment(home, **settings), "ENGAGE_DEMONSTRATION": "1"}))


def fill(app: Flask, make: Callable[[], Iterable[Any]]) -> None:
    """Save the rows that ``make`` makes in one verb: a thousand would take longer than what is measured."""
    from engage.platform.data import audit
    from engage.platform.data.db import session
    from engage.platform.data.transactions import one_transaction
    from engage.rules.actors import SYSTEM

    filled = audit.Event.declared.get("bench.filled") or audit.Event("bench.filled")

    @one_transaction
    def save_all() -> None:
        for row in make():
            session().add(row)
        session().flush()
        filled(SYSTEM)

    with app.app_context():
        save_all()


def _open_project(app: Flask) -> None:
    from sqlalchemy import select

    from engage.activities import service as activities
    from engage.activities.models import Activity
    from engage.cycle import service as cycle
    from engage.cycle.entries import ProjectEntry
    from engage.organisation.models import Body
    from engage.platform.data.db import session
    from engage.rules.actors import SYSTEM

    with app.app_context():
        body = session().scalars(select(Body.id).order_by(Body.id)).first()
        entry = ProjectEntry(code=PROJECT, title="A project of usual size", body_id=body or 0)
        project = cycle.open_project(SYSTEM, entry)
        numbers = session().scalars(select(Activity.id).order_by(Activity.id).limit(OF_PROJECT)).all()
        activities.place_in_project(SYSTEM, numbers, project.id)


def signed_in(app: Flask, address: str = "bench@demonstration.invalid") -> FlaskClient:
    from datetime import timedelta

    from engage.accounts import service
    from engage.rules.actors import SYSTEM

    client = app.test_client()
    with app.app_context():
        account = service.open_account(SYSTEM, address, "Bench", ["communications_officer"], password=None)
        token = service.begin_sign_in(account, timedelta(hours=1), "bench")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client
