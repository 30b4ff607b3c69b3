"""A real server for browser journeys: the product's own command, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from tests.harness.installation import Installation

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 120.0  # seconds; two slow cores may have much else to do


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers, the application of the same database, for preparing and checking records, and the
    process that all others of it come from."""

    url: str
    app: Flask
    pid: int


@contextmanager
def running(installation: Installation) -> Iterator[Server]:
    """``engage serve`` on a fresh installation, in demonstration mode, with an application context here."""
    installation.refresh()
    with serving(installation) as server:
        yield server


@contextmanager
def serving(installation: Installation, workers: int = 2) -> Iterator[Server]:
    """As ``running``, on the installation as it stands: several may serve the same one."""
    port = free_port()
    log = installation.settings.home / f"serve-{port}.log"
    environment = {
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
        "ENGAGE_SECRET_KEY": installation.settings.secret_key,
        "ENGAGE_DEMONSTRATION": "1",
        "PORT": str(port),
    }
    with installation.app.app_context(), started(environment, log, workers) as pid:
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


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"engage serve did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
