"""A database as one file: written from a moment that was seen, and put back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, column, func, select, table

from engage.platform.data.database import Database
from engage.rules.errors import Refused

PUTTING_BACK = "engage restore"  # what the server knows it by
_ENDS_WITHIN = 10_000  # milliseconds
_PROCESSES = table("pg_stat_activity", column("pid"), column("datname"), column("application_name"))
_LOGS = ("-wal", "-shm")


def file_name(database: Database) -> str:
    """What the file of a database is called in a backup."""
    return f"{database.name}.{'dump' if database.is_postgresql else 'db'}"


def write(database: Database, seen: Connection, to: Path) -> None:
    """Write what a connection sees of a database to one file."""
    if database.is_postgresql:
        snapshot = seen.scalar(select(func.pg_export_snapshot()))
        _run("pg_dump", database.engine.url, "--format=custom", f"--snapshot={snapshot}", f"--file={to}")
        return
    driver: Any = seen.connection.driver_connection
    with closing(sqlite3.connect(to)) as copy:
        driver.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file


def put_back(database: Database, file: Path) -> None:
    """Put a database in its place, whole or not at all, over one that was put there before."""
    if database.is_postgresql:
        _end_what_was_broken_off(database)
        database.engine.dispose()
        given = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
        _run("pg_restore", database.engine.url, *given, str(file))
        return
    database.engine.dispose()
    place = sqlite_file(database)
    arriving = place.with_name(f"{place.name}.arriving")
    shutil.copyfile(file, arriving)
    sync(arriving)
    for ending in _LOGS:
        place.with_name(place.name + ending).unlink(missing_ok=True)
    arriving.replace(place)
    sync(place.parent)


def _end_what_was_broken_off(database: Database) -> None:
    """pg_restore outlives a command that is killed, and would write over what is put back now."""
    at_work = _PROCESSES.c.datname == func.current_database(), _PROCESSES.c.application_name == PUTTING_BACK
    with database.engine.connect() as connection:
        connection.execute(select(func.pg_terminate_backend(_PROCESSES.c.pid, _ENDS_WITHIN)).where(*at_work))


def sqlite_file(database: Database) -> Path:
    return Path(str(database.engine.url.database))


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _run(program: str, address: URL, *given: str) -> None:
    """Run a program of PostgreSQL on a database; its password is not shown to who lists processes."""
    plain = address.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, "PGAPPNAME": PUTTING_BACK if program == "pg_restore" else "engage backup"}
    if address.password:
        environment["PGPASSWORD"] = str(address.password)
    words = [program, "--no-password", "--no-owner", "--no-privileges", f"--dbname={plain}", *given]
    try:
        ended = subprocess.run(words, env=environment, capture_output=True, text=True, errors="replace")
    except FileNotFoundError:
        raise Refused(
            f"{program} is not on this machine. Install the client programs of PostgreSQL, of the edition of "
            "the server or a later one."
        ) from None
    if ended.returncode != 0:
        said = (ended.stderr.strip() or "it gives no reason").splitlines()
        raise Refused(f"{program} failed: {' '.join(said[:4])}")
