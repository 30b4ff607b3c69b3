"""A worker with a job every hour and one each day, whose clock is turned by writing minutes into a file."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from engage import create_app
from engage.platform import clock
from engage.platform.processes.jobs import JOBS, job, run_worker

A_WORKING_MORNING = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)
LOOK_EVERY = 0.05  # seconds


def leave_a_line(file: Path) -> str:
    with file.open("a", encoding="ascii") as lines:
        lines.write(f"{clock.now():%H:%M}\n")
    return "A line was left."


def turn_when_told(traveller: time_machine.Traveller, file: Path) -> None:
    """Turn the clock by what the file says, once, each time it is there."""
    while True:
        threading.Event().wait(LOOK_EVERY)
        if file.exists():
            minutes = int(file.read_text(encoding="ascii"))
            file.unlink()
            traveller.shift(timedelta(minutes=minutes))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    with time_machine.travel(A_WORKING_MORNING, tick=True) as traveller:
        app = create_app()
        home = app.config["HOME"]
        JOBS.clear()
        job("every_hour", every=60)(lambda: leave_a_line(home / "every hour"))
        job("at_eleven", hour=11)(lambda: leave_a_line(home / "each day"))
        threading.Thread(target=turn_when_told, args=(traveller, home / "turn"), daemon=True).start()
        run_worker(app)
