"""The head of the trail, published outside the database: what the chain must contain for good."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from engage.platform import clock
from engage.platform.data.audit import AuditHead
from engage.platform.data.db import session
from engage.platform.data.typed import row_number


class Head(NamedTuple):
    """How many entries there were at a moment, and the fingerprint of the newest."""

    at: datetime
    entries: int
    fingerprint: str

    @property
    def line(self) -> str:
        return f"{self.at.isoformat(timespec='seconds')} {self.entries} {self.fingerprint}"


class Unreadable(ValueError):
    """A file of heads that is none; the message says where."""


def newest() -> Head | None:
    """The head as it stands now; None before there is any entry."""
    found = session().get(AuditHead, 1)
    return Head(clock.now(), found.entries, found.fingerprint) if found else None


def read(path: Path) -> list[Head]:
    """The heads in a file, oldest first; none where there is no file yet. Raises Unreadable."""
    try:
        lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        return [_head(line) for line in lines if line.strip()]
    except (OSError, ValueError) as problem:
        raise Unreadable(f"{path} is no file of heads: {problem}.") from None


def append(path: Path, head: Head) -> None:
    """Add a head to the file, all of it or nothing, so that it is there even if the machine stops next."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        end, line = file.tell(), f"{head.line}\n".encode("ascii")
        try:
            if file.write(line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise


def _head(line: str) -> Head:
    at, entries, fingerprint = line.split()
    return Head(datetime.fromisoformat(at), row_number(entries), fingerprint)
