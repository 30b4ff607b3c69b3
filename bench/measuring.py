"""Measuring: seconds of a page, of a command, and how much memory a command took at its peak."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
TIMES = 30


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took: seconds of the clock, seconds of a processor, and megabytes at its peak."""

    seconds: float
    processor: float
    megabytes: float


def least_seconds(act: Callable[[], object], times: int = TIMES) -> float:
    """Seconds of a processor: the least of several turns, after one that warms up.

    The page is asked for in this process; whatever a turn took beyond the least came from the machine.
    """
    return min(_turns_of(act, times))


def usual_seconds(act: Callable[[], object], times: int = TIMES) -> float:
    """Seconds of a processor: the median of several turns, which tells how fast the machine is just now."""
    return median(_turns_of(act, times))


def _turns_of(act: Callable[[], object], times: int) -> list[float]:
    act()
    return [_seconds(act) for _ in range(times)]


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def command(home: Path, words: Sequence[str], **settings: str) -> Took:
    """Run ``engage`` with these words on a data folder of its own. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "engage", *words],
        cwd=ROOT,
        env=environment(home, **settings),
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in {0, 3}:
        raise RuntimeError(f"engage {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def environment(home: Path, **settings: str) -> dict[str, str]:
    # Compiled modules are kept, as they are wherever Engage is installed to stay.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "ENGAGE_HOME": str(home), "ENGAGE_UPLOAD_MEGABYTES": "200", **settings}
