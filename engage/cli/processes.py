"""``engage serve`` and ``engage worker``: the processes of an installation."""

from __future__ import annotations

import sys

import click

from config import from_environment


@click.command()
@click.option("--workers", default=2, show_default=True, help="How many web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each.")
def serve(workers: int, threads: int) -> None:
    """Serve the staff pages on this machine's loopback address."""
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = [
        "gunicorn",
        "engage:create_app()",
        f"--bind=127.0.0.1:{from_environment().port}",
        f"--workers={workers}",
        f"--threads={threads}",
        "--worker-class=gthread",
        "--timeout=120",
        "--no-control-socket",
        "--log-level=warning",
    ]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


@click.command()
@click.option("--once", metavar="NAME", help="Run one job now, and stop.")
def worker(once: str | None) -> None:
    """Run what the clock asks for; exactly one worker is active, however many are started."""
