"""What takes long goes on in a process of its own, which outlives the web process that started it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any


def start(command: Sequence[str], config: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    """Start ``engage`` with these words of a command, and with the settings of this application."""
    environment = {
        **os.environ,
        "ENGAGE_HOME": str(config["HOME"]),
        "ENGAGE_DATABASE_URL": config["DATABASES"]["record"],
        "ENGAGE_ANSWERS_URL": config["DATABASES"]["answers"],
        "ENGAGE_WATCH_URL": config["DATABASES"]["watch"],
        "ENGAGE_SECRET_KEY": str(config["SECRET_KEY"]),
        "ENGAGE_GUARD_KEY": config["GUARD_KEY"].decode(),
        "ENGAGE_TRAIL_KEY": config["TRAIL_KEY"].decode(),
        "ENGAGE_UPLOAD_MEGABYTES": str(config["UPLOAD_LIMIT"] // (1 << 20)),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "engage", *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # a signal to the web process and its group does not reach it
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not linger when it has ended
    return process
