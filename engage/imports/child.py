"""Long imports go on in a process of their own, which outlives the web process that started it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

LONG = 1_000  # rows; shorter files are taken while the person waits


def start(import_id: int, account_id: int, seen: str, config: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    """Start ``engage import work`` for an import that was begun, with the settings of this application."""
    environment = {
        **os.environ,
        "ENGAGE_HOME": str(config["HOME"]),
        "ENGAGE_DATABASE_URL": str(config["SQLALCHEMY_DATABASE_URI"]),
        "ENGAGE_SECRET_KEY": str(config["SECRET_KEY"]),
        "ENGAGE_UPLOAD_MEGABYTES": str(config["UPLOAD_LIMIT"] // (1 << 20)),
    }
    command = [sys.executable, "-m", "engage", "import", "work", str(import_id), "--by", str(account_id)]
    process = subprocess.Popen(
        [*command, "--seen", seen] if seen else command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # a signal to the web process and its group does not reach it
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not linger when it has ended
    return process
