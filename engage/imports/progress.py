"""How far the taking of a long import is: a small file, since the database is busy with the import itself."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

READING, WRITING, UNDOING = "reading", "writing", "undoing"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` rows of this stage."""

    stage: str
    done: int
    total: int

    @property
    def words(self) -> str:
        if self.stage == UNDOING:
            return "Putting everything back as it was."
        if self.stage == WRITING and self.done >= self.total:
            return "Every row is written; the audit trail is being sealed."
        return f"{self.stage.capitalize()} rows: {self.done:,} of {self.total:,}."


class ProgressFile:
    """The progress of one import, told to whoever asks on this machine."""

    def __init__(self, home: Path, import_id: int) -> None:
        self._path = home / "progress" / f"import-{import_id}.json"

    def tell(self, stage: str, done: int, total: int) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(asdict(Progress(stage, done, total))), encoding="ascii")
        fresh.replace(self._path)

    def read(self) -> Progress | None:
        """None when nothing was told, or nothing to this machine."""
        try:
            return Progress(**json.loads(self._path.read_text(encoding="ascii")))
        except FileNotFoundError:
            return None

    def told_at(self) -> datetime:
        """When it was last told; the beginning of time when never."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return datetime.min.replace(tzinfo=UTC)

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
