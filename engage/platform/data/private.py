"""The data folder is its owner's alone, whatever stood in it before."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@contextmanager
def made_private() -> Iterator[None]:
    """What this process makes meanwhile is its owner's alone: files 0600, folders 0700."""
    before = os.umask(FOR_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def close_to_others(home: Path) -> int:
    """Take from others what they may do with the data folder and all in it; answers in how many places."""
    return sum(_is_closed_now(path) for path in _all_in(home))


def _is_closed_now(path: Path) -> bool:
    """Whether it was open to others until now."""
    with suppress(FileNotFoundError):  # others may be at work, and take away what they no longer need
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode & ~FOR_OTHERS)
        return bool(mode & FOR_OTHERS)
    return False


def _all_in(home: Path) -> Iterator[Path]:
    """The folder, and what is in it, without what a link only points to."""
    yield home
    for folder, folders, files in os.walk(home):
        yield from (path for name in (*folders, *files) if not (path := Path(folder, name)).is_symlink())
