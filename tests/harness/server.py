"""A real server for browser journeys: the product's own command, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from flask import Flask

from tests.harness.installation import Installation

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
KEPT = "--config=python:tests.harness.warmed"
STARTS_WITHIN = 120.0  # seconds; two slow cores may have much else to do


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers, the application of the same database, for preparing and checking records, and the
    process that all others of it come from."""

    url: str
    app: Flask
    pid: int


class StandingServers:
    """``engage serve`` on each installation asked for, in demonstration mode, kept from test to test.

    Starting it costs far more than most journeys. What a test finds is new all the same: processes forked
    from the one that has loaded the product, which opens no database, on a fresh installation.
    """

    def __init__(self, kept: ExitStack) -> None:
        self._kept = kept
        self._standing: dict[Path, Server] = {}

    def afresh(self, installation: Installation) -> Server:
        """The server of this installation, both as they are after installing."""
        home = installation.settings.home
        standing = self._standing.get(home)
        if standing is not None and _stands(standing.pid):
            _end_processes_of(standing.pid)
        installation.refresh()
        if standing is None or not _stands(standing.pid):
            standing = self._kept.enter_context(_served(installation, gunicorn=KEPT))
            self._standing[home] = standing
        return standing


@contextmanager
def serving(installation: Installation, workers: int = 2) -> Iterator[Server]:
    """A server of its own for an installation as it stands, with an application context here."""
    with installation.app.app_context(), _served(installation, workers) as server:
        yield server


@contextmanager
def _served(installation: Installation, workers: int = 2, gunicorn: str = "") -> Iterator[Server]:
    port = free_port()
    log = installation.settings.home.with_name(f"serve-{port}.log")
    environment = {
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
        "ENGAGE_SECRET_KEY": installation.settings.secret_key,
        "ENGAGE_DEMONSTRATION": "1",
        "PORT": str(port),
        "GUNICORN_CMD_ARGS": gunicorn,
    }
    with started(environment, log, workers) as pid:
        yield Server(f"http://{HOST}:{port}", installation.app, pid)


@contextmanager
def started(settings: Mapping[str, str], log: Path, workers: int = 2) -> Iterator[int]:
    """``engage serve`` with these settings, its port among them, once it answers: its process."""
    command = [sys.executable, "-m", "engage", "serve", f"--workers={workers}"]
    environment = {**os.environ, **settings}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(process, int(settings["PORT"]), log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        port: int = holder.getsockname()[1]
        return port


def _stands(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _end_processes_of(pid: int) -> None:
    """Those that answer, and what they began; the one they come from puts others in their place."""
    doomed = psutil.Process(pid).children(recursive=True)
    for process in doomed:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(doomed)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"engage serve did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
