"""What a backup says of itself: when it was, what is in it, and with which keys it was kept; no key."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from engage.rules.errors import Refused

NAME = "manifest.json"
FORMAT = 1
PROGRAM = version("engage")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``entries`` and ``head`` are how far the trail went, ``revisions`` how far the tables of each database.

    ``keys`` are marks by which one can tell whether a key is the same, by the setting that gives it;
    ``missing`` are files that records name and that were not in the store as they came.
    """

    at: str
    format: int
    program: str
    kind: str
    revisions: dict[str, str]
    entries: int
    head: str
    keys: dict[str, str]
    pieces: dict[str, Piece]
    missing: list[str]

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def write(folder: Path, manifest: Manifest) -> None:
    """Write it last: without it a folder is no backup."""
    with (folder / NAME).open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises Refused where there is none, or none that can be read."""
    path = folder / NAME
    if not path.is_file():
        raise Refused(
            f"{folder} is no backup: it has no {NAME}. One that was broken off has none either; take another."
        )
    try:
        return _manifest(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused(f"{path} cannot be read, so nothing vouches for this backup. Take another.") from None


def _manifest(plain: dict[str, Any]) -> Manifest:
    if plain["format"] != FORMAT:
        raise Refused("This backup was made by a later edition of Engage. Install that edition first.")
    pieces = {str(name): Piece(**piece) for name, piece in plain["pieces"].items()}
    made = Manifest(**{one.name: plain[one.name] for one in fields(Manifest)} | {"pieces": pieces})
    if made.moment.tzinfo is None or any(not _stays_inside(name) for name in pieces):
        raise ValueError
    return made


def piece_of(path: Path) -> Piece:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        return Piece(os.fstat(file.fileno()).st_size, digest)


def pieces_in(folder: Path) -> dict[str, Path]:
    """Every file of a backup but the manifest, by its name there."""
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return {name: path for name, path in found.items() if name != NAME}


def what_is_wrong(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What of a backup is not as its manifest says, in sentences."""
    there = pieces_in(folder)
    for name, piece in manifest.pieces.items():
        if name not in there:
            yield f"{name} is missing from the backup."
        elif piece_of(there[name]) != piece:
            yield f"{name} in the backup is damaged or altered."
    for name in sorted(there.keys() - manifest.pieces.keys()):
        yield f"{name} was put into the backup after it was made."


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
