"""The lock that makes one worker of many the active one, and that its end, however sudden, sets free."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, NullPool, create_engine, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

LOCK = 7_310_221  # of PostgreSQL's advisory locks
UNREACHABLE_AFTER = 5_000  # milliseconds without a word from the database


class LeaderLock(Protocol):
    """Held by one process at a time."""

    def take(self) -> bool:
        """Try to take it, without waiting; False while another process holds it."""
        ...

    def is_held(self) -> bool:
        """Whether it is still ours."""
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


class DatabaseLock:
    """For PostgreSQL: an advisory lock, which lasts as long as a connection kept for nothing else."""

    def __init__(self, url: str) -> None:
        settings = {"connect_timeout": 5, "tcp_user_timeout": UNREACHABLE_AFTER}
        engine = create_engine(make_url(url), poolclass=NullPool, connect_args=settings)
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def take(self) -> bool:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            return bool(self._connection.scalar(select(func.pg_try_advisory_lock(LOCK))))
        except SQLAlchemyError:
            self._connection = None
            return False

    def is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.scalar(select(1))
        except SQLAlchemyError:
            return False
        return True


def leader_lock(database_url: str, home: Path) -> LeaderLock:
    """The lock that every worker of one installation contends for."""
    if make_url(database_url).get_backend_name() == "postgresql":
        return DatabaseLock(database_url)
    return FileLock(home / "worker.lock")
