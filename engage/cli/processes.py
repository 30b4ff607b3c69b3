"""``engage serve`` and ``engage worker``: the processes of an installation."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from importlib import import_module

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from config import from_environment
from engage import create_app
from engage.accounts import queries as accounts
from engage.cli.group import ROW_NUMBER, Unusable, close_the_data_folder
from engage.platform.data.db import DATABASES
from engage.platform.long_acts import doing
from engage.platform.long_acts import queries as long_acts

JOBS = (
    "engage.platform.processes.upkeep",
    "engage.platform.mail.posting",
    "engage.platform.mail.publishing",
    "engage.accounts.jobs",
    "engage.accounts.traces.jobs",
    "engage.actions.jobs",
    "engage.experience.insight.jobs",
    "engage.privacy.jobs",
)


@click.command()
@click.option("--workers", default=2, show_default=True, help="How many web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each.")
def serve(workers: int, threads: int) -> None:
    """Serve the staff pages on this machine's loopback address."""
    from gunicorn.app.wsgiapp import WSGIApplication

    settings = from_environment()
    _hold_against_the_databases(create_app())
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
            one.engine.dispose()  # the processes that serve have connections of their own


@click.command()
@click.option("--once", metavar="NAME", help="Run one job now, and stop.")
def worker(once: str | None) -> None:
    """Run what the clock asks for; exactly one worker is active, however many are started."""
    # Only here: what schedules jobs is of no use to any other command, and slow to load.
    from engage.platform.processes import jobs

    for module in JOBS:
        import_module(module)
    if once is not None and once not in jobs.JOBS:
        raise Unusable(f"There is no job called {once}. The jobs are: {', '.join(sorted(jobs.JOBS))}.")
    app = create_app()
    close_the_data_folder(app.config["HOME"])
    if once is None:
        _hold_against_the_databases(app)
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        jobs.run_worker(app)
        return
    with app.app_context():
        click.echo(jobs.run_job(once))


@click.command("long-act", hidden=True)
@click.argument("number", type=ROW_NUMBER)
@click.option("--by", type=ROW_NUMBER, required=True)
def long_act(number: int, by: int) -> None:
    """Go on with an act on many records that was begun in the browser."""
    with create_app().test_request_context():  # what came of it may have an address
        actor = accounts.actor_for(accounts.account_for(by))
        doing.work_on(actor, long_acts.long_act_for(actor, number))
