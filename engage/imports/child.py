"""Long imports go on in a process of their own, which outlives the web process that started it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from typing import Any

from engage.platform.processes import children

LONG = 1_000  # rows; shorter files are taken while the person waits


def start(import_id: int, account_id: int, seen: str, config: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    """Start ``engage import work`` for an import that was begun, with the settings of this application."""
    command = ["import", "work", str(import_id), "--by", str(account_id)]
    return children.start([*command, "--seen", seen] if seen else command, config)
