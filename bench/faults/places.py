"""Where things are killed: an installation that is put back as it was before each time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask import Flask, has_app_context
from psycopg import sql

from config import from_environment
from engage import create_app
from engage.platform.data.db import DATABASES
from engage.platform.data.remembered import forget
from tests.harness.databases import OwnServer

KEYS = {
    "ENGAGE_SECRET_KEY": "a secret of the trials with kills alone",
    "ENGAGE_TRAIL_KEY": "a key of the trail for trials with kills",
}


class Databases(Protocol):
    """The databases of one installation. Nobody may be connected while they are kept, put back or emptied."""

    url: str

    def keep(self) -> None:
        """Keep what stands there, to be put back."""
        ...

    def put_back(self) -> None: ...

    def empty(self) -> None:
        """Leave databases without a table."""
        ...

    def are_open_in(self, pid: int) -> bool:
        """Whether this process has come to the databases."""
        ...

    def stop_at_once(self) -> None:
        """Stop their server at once, where they have one, and start it anew."""
        ...

    def close(self) -> None: ...


class SqliteDatabases:
    """Files of the data folder, which is kept and put back whole."""

    url = ""

    def __init__(self, home: Path) -> None:
        self._record = str(home / "record.db")

    def keep(self) -> None:
        pass

    put_back = empty = stop_at_once = close = keep

    def are_open_in(self, pid: int) -> bool:
        return self._record in _opened_by(pid)


class PostgresqlDatabases:
    """Databases on a server of their own, kept as templates beside them."""

    NAMES = ("engage", "engage_answers", "engage_watch")

    def __init__(self) -> None:
        self._server = OwnServer()
        self._address = self._server.url
        own = self._address.replace("/postgres?", f"/{self.NAMES[0]}?")
        self.url = own.replace("postgresql://", "postgresql+psycopg://")
        self.empty()

    def keep(self) -> None:
        for name in self.NAMES:
            self._make(f"{name}_kept", name)

    def put_back(self) -> None:
        for name in self.NAMES:
            self._make(name, f"{name}_kept")

    def empty(self) -> None:
        for name in self.NAMES:
            self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._say("CREATE DATABASE {}", self.NAMES[0])

    def are_open_in(self, pid: int) -> bool:
        return any(one.startswith("socket:") for one in _opened_by(pid))

    def stop_at_once(self) -> None:
        self._server.restart()

    def close(self) -> None:
        self._server.remove()

    def _make(self, name: str, template: str) -> None:
        self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._say("CREATE DATABASE {} TEMPLATE {}", name, template)

    def _say(self, sentence: Any, *names: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.SQL(sentence).format(*map(sql.Identifier, names)))


class Place:
    """An installation on one kind of database, and the application by which it is prepared and looked at."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.folder, self.home, self._kept = folder, folder / "home", folder / "kept"
        self.databases: Databases = (
            PostgresqlDatabases() if kind == "postgresql" else SqliteDatabases(self.home)
        )
        self.settings = {
            **KEYS,
            "ENGAGE_HOME": str(self.home),
            "ENGAGE_DATABASE_URL": self.databases.url,
            "ENGAGE_DEMONSTRATION": "1",
        }
        self.app: Flask = create_app(from_environment(self.settings))

    def keep(self) -> None:
        """Keep what stands here, to be put back."""
        self.disconnect()
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self.home, self._kept)
        self.databases.keep()

    def put_back(self) -> None:
        self._clear()
        shutil.copytree(self._kept, self.home)
        self.databases.put_back()

    def empty(self) -> None:
        """Leave nothing here, as on a bare machine."""
        self._clear()
        self.databases.empty()

    def disconnect(self) -> None:
        """Let go of the databases, also where this is read, and of what is remembered."""
        with nullcontext() if has_app_context() else self.app.app_context():
            for one in DATABASES:
                one.session.remove()
                one.engine.dispose()
        forget()

    def close(self) -> None:
        self.disconnect()
        self.databases.close()

    def _clear(self) -> None:
        self.disconnect()
        shutil.rmtree(self.home, ignore_errors=True)


def _opened_by(pid: int) -> Iterator[str]:
    """What a process has open, by the names the system gives it; nothing of one that has ended."""
    for one in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            yield str(one.readlink())
