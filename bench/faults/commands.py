"""The commands of Engage as processes that can be killed."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ENDED_WELL = {0, 3}  # 3 is an import that set rows aside
TOLD = 2_000  # characters of what a command said

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["bench.faults.loaded"])


class Command:
    """``engage`` with these words, begun: a fork of a process that has loaded it, on an environment of its
    own."""

    def __init__(self, words: Sequence[str], settings: Mapping[str, str], log: Path) -> None:
        self._words, self._log = words, log
        self._process = _forks.Process(target=_run, args=(list(words), dict(settings), log))
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def is_acknowledged(self) -> bool:
        """Whether it has said that all is done."""
        return self._process.exitcode in ENDED_WELL

    def ends_within(self, seconds: float) -> bool:
        self._process.join(seconds)
        return self._process.exitcode is not None

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self._process.terminate()
        self._process.join()

    @property
    def told(self) -> str:
        """How it ended, and what it said last."""
        said = self._log.read_text(encoding="utf-8", errors="replace")[-TOLD:].strip()
        return f"engage {' '.join(self._words)} ended with {self._process.exitcode}: {said}"


def _run(words: list[str], settings: dict[str, str], log: Path) -> None:
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(output, stream.fileno())
    os.environ.update(settings)
    from engage.cli import main

    main(words, prog_name="engage")
