"""What ``make run`` starts: every process, all of which stop together; a second run keeps the data."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import psutil
import psycopg
import pytest

from engage.platform.processes.leader import LOCK
from tests.harness.databases import OwnServer
from tests.harness.server import HOST, ROOT, STARTS_WITHIN, free_port
from tests.harness.waiting import eventually


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    chosen = {"ENGAGE_HOME": str(tmp_path / "var"), "PORT": str(free_port()), "PYTHONUNBUFFERED": "1"}
    chosen["ENGAGE_DEMONSTRATION"] = "1"  # as make run does
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    return kept | chosen


@contextmanager
def started(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """``bin/start`` once it has said that it is ready; whatever it leaves running is ended."""
    command = [sys.executable, str(ROOT / "bin" / "start")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C stops it" in line:
                break
        else:
            pytest.fail("bin/start ended:\n" + "".join(said))
        told = "".join(said)
        assert f"Engage is at http://{HOST}:{environment['PORT']}\n" in told
        shown = "Sign in: choose a role on its sign-in page, such as the communications officer." in told
        assert shown == ("ENGAGE_DEMONSTRATION" in environment)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def page(environment: dict[str, str], path: str) -> str:
    with urlopen(f"http://{HOST}:{environment['PORT']}{path}") as answer:
        return str(answer.read().decode())


def assert_ended(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=20)  # the machine may be slow to bury the last of them
    assert not alive


def test_every_process_starts_and_ctrl_c_stops_them_all(environment: dict[str, str]) -> None:
    with started(environment) as process:
        assert "Communications officer" in page(environment, "/sign-in")
        children = psutil.Process(process.pid).children(recursive=True)
        assert {"serve", "worker"} <= {child.cmdline()[-1] for child in children}
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert_ended(children)


def times_made(home: Path) -> int:
    """How often the demonstration year was made, as the audit trail tells."""
    wanted = "SELECT count(*) FROM audit_entry WHERE event = 'demonstration.loaded'"
    with closing(sqlite3.connect(home / "record.db")) as connection:
        return int(connection.execute(wanted).fetchone()[0])


def test_a_second_run_keeps_the_data_and_the_first_key(environment: dict[str, str]) -> None:
    home = Path(environment["ENGAGE_HOME"])
    with started(environment):
        key = (home / "secret.key").read_text()
        made = (home / "record.db").stat().st_ino
    with started(environment):
        assert times_made(home) == 1
        assert (home / "secret.key").read_text() == key
        assert (home / "record.db").stat().st_ino == made
        assert "Communications officer" in page(environment, "/sign-in")


def test_when_the_worker_dies_everything_stops(environment: dict[str, str]) -> None:
    del environment["ENGAGE_DEMONSTRATION"]  # which takes its time, and has no part in this
    with started(environment) as process:
        children = psutil.Process(process.pid).children(recursive=True)
        next(child for child in children if child.cmdline()[-1] == "worker").kill()
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "The worker process has ended, so everything stops." in said
        assert_ended(children)


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    """A PostgreSQL that is this test's alone, so that it may be stopped."""
    server = OwnServer()
    yield server
    server.remove()


def worker_connected_to(address: str) -> bool:
    """Whether a worker holds the lock of the active one."""
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted"
    with psycopg.connect(address) as connection:
        return connection.execute(held, [LOCK]).fetchone() == (1,)


@pytest.mark.database
def test_when_postgresql_is_restarted_all_goes_on_and_the_same_worker_takes_its_lock_again(
    environment: dict[str, str], own_server: OwnServer
) -> None:
    address = own_server.url
    environment["ENGAGE_DATABASE_URL"] = address
    del environment["ENGAGE_DEMONSTRATION"]
    with started(environment) as process:
        eventually(lambda: worker_connected_to(address), "a worker is active", STARTS_WITHIN)
        before = psutil.Process(process.pid).children()
        own_server.restart()
        eventually(lambda: worker_connected_to(address), "a worker is active again", STARTS_WITHIN)
        assert "Sign in" in page(environment, "/sign-in")
        assert process.poll() is None
        assert psutil.Process(process.pid).children() == before


def test_a_taken_port_is_said_in_a_sentence(environment: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "bin" / "start")]
    with socket.create_server((HOST, int(environment["PORT"]))):
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {environment['PORT']} is in use.")


def test_a_port_that_is_no_number_is_said_in_a_sentence(environment: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "bin" / "start")]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment | {"PORT": "eighty"}, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stderr == "PORT is “eighty”; it must be a whole number from 1 to 65535.\n"


def test_unless_it_is_asked_for_there_is_no_demonstration(environment: dict[str, str]) -> None:
    del environment["ENGAGE_DEMONSTRATION"]
    home = Path(environment["ENGAGE_HOME"])
    home.mkdir(mode=0o755)
    with started(environment):
        assert "demonstration" not in page(environment, "/sign-in")
        for path in (home, *home.rglob("*")):
            assert path.stat().st_mode & 0o077 == 0, f"{path.name} is its owner's alone"
    made = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "ENGAGE_DEMONSTRATION" in made
