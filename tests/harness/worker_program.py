"""A worker with one job, which leaves a line behind each time: for tests with real processes."""

from __future__ import annotations

import logging
import os

from flask import current_app

from engage import create_app
from engage.platform.processes.jobs import JOBS, job, run_worker

DAY = 24 * 60  # minutes


def leave_a_line() -> str:
    """Write down who ran it, once it is told to where there is a pipe to tell it through."""
    home = current_app.config["HOME"]
    if (home / "go on").exists():
        (home / f"waits-{os.getpid()}").touch()
        (home / "go on").read_text(encoding="ascii")
    with (home / "lines").open("a", encoding="ascii") as lines:
        lines.write(f"{os.getpid()}\n")
    return "A line was left."


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    app = create_app()
    JOBS.clear()
    job("leave_a_line", every=DAY)(leave_a_line)
    run_worker(app)
