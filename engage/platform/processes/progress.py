"""How far something long is: a small file, since the database is busy with the thing itself."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engage.platform import clock

SILENT = timedelta(seconds=60)
READING, WRITING, UNDOING = "reading rows", "writing rows", "putting rows back"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` of what this stage goes over."""

    stage: str
    done: int
    total: int

    @property
    def words(self) -> str:
        if not self.total:
            return f"{self.stage.capitalize()}."
        if self.stage != READING and self.done >= self.total:
            return f"{self.stage.capitalize()}: {self.total:,} of {self.total:,}. Now it is being saved."
        return f"{self.stage.capitalize()}: {self.done:,} of {self.total:,}."


class ProgressFile:
    """The progress of one thing, such as import-7, told to whoever asks on this machine."""

    def __init__(self, home: Path, name: str) -> None:
        self._path = home / "progress" / f"{name}.json"

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

    @property
    def words(self) -> str:
        told = self.read()
        return told.words if told else "Waiting for its turn."

    def is_silent(self, since: datetime) -> bool:
        """Whether nothing was heard for a minute of what began then."""
        try:
            told_at = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except FileNotFoundError:
            told_at = since
        return clock.now() - max(since, told_at) > SILENT

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
