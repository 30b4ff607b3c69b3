"""Locks that one process of many holds, and that its end, however sudden, sets free.

One makes a worker the active one, another lets one upgrade at a time go over the databases.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, NullPool, create_engine, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from engage.platform.data.limits import LEADER, LET_GO_AFTER, NONE, Limits, engine_options, hold_to

LOCK = 7_310_221  # of PostgreSQL's advisory locks
UPGRADE = 7_310_222
ON_THE_WAY = 5  # seconds left for what is sent while the lock is surely ours to arrive


class Lock(Protocol):
    """Held by one process at a time."""

    def take(self) -> bool:
        """Try to take it, without waiting; False while another process holds it.

        Raises SQLAlchemyError where the database that keeps it does not answer.
        """
        ...

    def is_held(self) -> bool:
        """Ask whether it is still ours."""
        ...

    def is_surely_held(self) -> bool:
        """Whether nobody else can have it yet, by what was last answered."""
        ...

    def let_go(self) -> None:
        """Give it back before this process ends."""
        ...


class FileLock:
    """For SQLite, where every process is on one machine: the system's lock on a file of the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def take(self) -> bool:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def is_held(self) -> bool:
        """False once somebody has taken the file away or put another in its place."""
        try:
            return os.path.samestat(os.fstat(self._handle), self._path.stat())
        except OSError:
            return False

    def is_surely_held(self) -> bool:
        return True  # the system keeps it, and never lets it go before the process has ended

    def let_go(self) -> None:
        os.close(self._handle)


class DatabaseLock:
    """For PostgreSQL: an advisory lock, which lasts as long as a connection kept for nothing else."""

    def __init__(self, url: str, number: int, limits: Limits) -> None:
        engine = create_engine(url, poolclass=NullPool, connect_args=engine_options(url)["connect_args"])
        hold_to(engine, limits)
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._number = number
        self._connection: Connection | None = None
        self._asked_at = 0.0

    def take(self) -> bool:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            self._asked_at = time.monotonic()
            return bool(self._connection.scalar(select(func.pg_try_advisory_lock(self._number))))
        except SQLAlchemyError:
            self._connection = None
            raise

    def is_held(self) -> bool:
        if self._connection is None:
            return False
        asking_at = time.monotonic()
        try:
            self._connection.scalar(select(1))
        except SQLAlchemyError:
            return False
        self._asked_at = asking_at
        return True

    def is_surely_held(self) -> bool:
        """False in a process that was itself stopped for so long that its lock may be another's by now."""
        return time.monotonic() - self._asked_at < LET_GO_AFTER - ON_THE_WAY

    def let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def leader_lock(database_url: str, home: Path) -> Lock:
    """The lock that every worker of one installation contends for."""
    if _is_postgresql(database_url):
        return DatabaseLock(database_url, LOCK, LEADER)
    return FileLock(home / "worker.lock")


def upgrade_lock(database_url: str, home: Path) -> Lock:
    """The lock of whoever brings the databases of one installation up to date."""
    if _is_postgresql(database_url):
        return DatabaseLock(database_url, UPGRADE, NONE)
    return FileLock(home / "upgrade.lock")


def _is_postgresql(database_url: str) -> bool:
    return make_url(database_url).get_backend_name() == "postgresql"
