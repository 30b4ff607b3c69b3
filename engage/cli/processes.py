"""``engage serve`` and ``engage worker``: the processes of an installation."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from config import of_a_whole_installation
from engage import create_app
from engage.accounts import queries as accounts
from engage.cli.group import ROW_NUMBER, Unusable, close_the_data_folder
from engage.platform.data.db import DATABASES
from engage.platform.long_acts import doing
from engage.platform.long_acts import queries as long_acts
from engage.platform.processes import jobs as running
from engage.platform.processes import keys, standing
from engage.platform.web.pages import moment


@click.command()
@click.option("--workers", default=2, show_default=True, help="How many web processes.")
@click.option(
    "--threads", default=16, show_default=True, help="Threads in each; three in four may wait to save."
)
def serve(workers: int, threads: int) -> None:
    """Serve the staff pages on this machine's loopback address."""
    from gunicorn.app.wsgiapp import WSGIApplication

    settings = of_a_whole_installation()
    _hold_against_the_databases(create_app(settings))
    close_the_data_folder(settings.home)
    sys.argv = [
        "gunicorn",
        "engage:create_app(for_pages=True)",
        f"--bind=127.0.0.1:{settings.port}",
        f"--workers={workers}",
        f"--threads={threads}",
        "--worker-class=engage.platform.processes.receiving.PatientWorker",
        "--timeout=120",
        "--no-control-socket",
        "--log-level=warning",
    ]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


def _hold_against_the_databases(app: Flask) -> None:
    """Start nothing that does not fit them. One that does not answer is told of, and waited for, later on."""
    with app.app_context():
        for one in DATABASES:
            with suppress(OperationalError):
                one.engine.connect().close()
        with suppress(OperationalError):
            keys.must_be_the_same()
    with app.app_context():  # once what was lent above is given back
        for one in DATABASES:
            one.engine.dispose()  # the processes that serve have connections of their own


@click.command()
@click.option("--once", metavar="NAME", help="Run one job now, and stop.")
def worker(once: str | None) -> None:
    """Run what the clock asks for; exactly one worker is active, however many are started."""
    app = create_app()
    if once is not None and once not in running.JOBS:
        raise Unusable(f"There is no job called {once}. The jobs are: {', '.join(sorted(running.JOBS))}.")
    close_the_data_folder(app.config["HOME"])
    if once is None:
        _hold_against_the_databases(app)
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        running.run_worker(app)
        return
    with app.app_context():
        keys.must_be_the_same()
        click.echo(running.run_job(once))


@click.command()
def jobs() -> None:
    """How each job went, and whether a worker is active; ends with 1 if one failed, is late, or none is."""
    with create_app().app_context():
        workers, found = standing.workers(), standing.jobs()
    click.echo(workers.words)
    for one in found:
        click.echo("; ".join(_of_job(one)))
    sys.exit(0 if workers.active and not any(one.is_wrong for one in found) else 1)


def _of_job(one: standing.Standing) -> list[str]:
    last = f"last {moment(one.run.started_at)}" if one.run else ""
    coming = f"next {moment(one.next)}" if one.next else "next as soon as a worker is active"
    return [
        part for part in (one.job.name, one.state, last, one.took, one.outcome.rstrip("."), coming) if part
    ]


@click.command("long-act", hidden=True)
@click.argument("number", type=ROW_NUMBER)
@click.option("--by", type=ROW_NUMBER, required=True)
def long_act(number: int, by: int) -> None:
    """Go on with an act on many records that was begun in the browser."""
    with create_app().test_request_context():  # what came of it may have an address
        keys.must_be_the_same()
        actor = accounts.actor_for(accounts.account_for(by))
        doing.work_on(actor, long_acts.long_act_for(actor, number))
