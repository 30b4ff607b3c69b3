"""A full disk, told from every other fault: of the file store, of SQLite and of PostgreSQL."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from engage.rules.errors import Refused

WORDS = (
    "The disk of the server is full. Nothing was changed. Make room on it, or ask your administrator to; "
    "then try again."
)
OF_THE_SYSTEM = {errno.ENOSPC, errno.EDQUOT}
OF_DATABASES = {"53100", "SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}  # the last: no room for SQLite to work in


class DiskFull(Refused):
    """There was no room to keep something, and nothing was changed."""

    def __init__(self) -> None:
        super().__init__(WORDS)


def is_full(problem: BaseException | None) -> bool:
    """Whether a full disk is what stands behind a fault."""
    if isinstance(problem, OSError):
        return problem.errno in OF_THE_SYSTEM
    if isinstance(problem, DBAPIError):
        code = getattr(problem.orig, "sqlstate", None) or getattr(problem.orig, "sqlite_errorname", "")
        return code in OF_DATABASES
    return isinstance(problem, DiskFull)


@contextmanager
def told_if_full() -> Iterator[None]:
    """Say DiskFull of whatever fails for want of room."""
    try:
        yield
    except (OSError, DBAPIError) as problem:
        if is_full(problem):
            raise DiskFull from problem
        raise
