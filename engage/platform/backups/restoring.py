"""Putting a backup back where there is nothing: whole, or not at all."""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import current_app

from engage.platform.backups import dumps, manifest
from engage.platform.backups.manifest import Manifest
from engage.platform.backups.taking import FILES
from engage.platform.data import whole
from engage.platform.data.db import DATABASES, record
from engage.platform.data.seals import key_marks
from engage.rules.errors import Refused

_ENDS = [f"-{number}" for number in range(2, 1000)]
KEEPS = {"ENGAGE_SECRET_KEY": "secret.key", "ENGAGE_TRAIL_KEY": "trail.key"}
OTHER_KEY = (
    "This backup was made with another {setting}. Put the {file} kept with it into the data folder, or set "
    "{setting} to it: without it nobody can tell who is never to be written to again, or vouch for the "
    "trail. Nothing was put back."
)
NOT_EMPTY = (
    "There is something in this installation already ({}), and a backup is only put back where there is "
    "nothing. Name another data folder with ENGAGE_HOME, and on PostgreSQL other databases; or move what is "
    "there away."
)


@contextmanager
def opened(source: Path) -> Iterator[Path]:
    """The folder of a backup; of a .tar, unpacked for as long as it is looked at. Raises Refused."""
    if not source.is_file():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="engage-backup-") as name:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(name, filter="data")
        except (tarfile.TarError, EOFError) as problem:
            raise Refused(f"{source} is no whole .tar file ({problem}). Take another backup.") from None
        yield Path(name)


def put_back(folder: Path) -> Manifest:
    """Put everything of a backup in its place. Until ``finish`` nothing of it is served to anybody.

    Killed at any point, it can be done again, of the same backup or another. Raises Refused.
    """
    made = manifest.read(folder)
    _must_be_whole(folder, made)
    _must_fit(made)
    for one in DATABASES:
        one.make_beside(record)
    _must_be_free()
    _mark()
    _put_files(folder)
    for one in reversed(DATABASES):
        dumps.put_back(one, folder / dumps.file_name(one))
    for one in DATABASES:
        one.upgrade()
    return made


def finish() -> None:
    """What was put back may be served from now on."""
    mark: Path = current_app.config["RESTORING"]
    mark.unlink()
    dumps.sync(mark.parent)


def _must_be_whole(folder: Path, made: Manifest) -> None:
    if wrong := list(manifest.what_is_wrong(folder, made)):
        raise Refused(f"This backup is not whole. {' '.join(wrong[:5])} Nothing was put back.")


def _must_fit(made: Manifest) -> None:
    if made.kind != record.engine.dialect.name:
        raise Refused(
            f"This backup is of databases of {made.kind}, and here are ones of {record.engine.dialect.name}. "
            "Set ENGAGE_DATABASE_URL to where it is to stand. Nothing was put back."
        )
    if any(not whole.knows(one, made.revisions[one.name]) for one in DATABASES):
        raise Refused(
            f"This backup was made by a later edition of Engage ({made.program}). Install that one first. "
            "Nothing was put back."
        )
    ours = key_marks()
    for setting, file in KEEPS.items():
        if made.keys[setting] != ours[setting]:
            raise Refused(OTHER_KEY.format(setting=setting, file=file))


def _must_be_free() -> None:
    mark: Path = current_app.config["RESTORING"]
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8") or "[]") == _places():
        return  # one that was broken off: what is there is of a backup
    if taken := [f"the {one.name} database" for one in DATABASES if not whole.is_empty(one)]:
        raise Refused(NOT_EMPTY.format(", ".join(taken)))
    files: Path = current_app.config["FILES"]
    if files.exists() and any(files.iterdir()):
        raise Refused(NOT_EMPTY.format("files"))


def _places() -> list[str]:
    """Where the databases stand, without passwords."""
    return [one.engine.url.render_as_string() for one in DATABASES]


def _mark() -> None:
    mark: Path = current_app.config["RESTORING"]
    mark.write_text(json.dumps(_places()), encoding="utf-8")
    dumps.sync(mark)
    dumps.sync(mark.parent)


def _put_files(folder: Path) -> None:
    place: Path = current_app.config["FILES"]
    shutil.rmtree(place, ignore_errors=True)
    if (folder / FILES).is_dir():
        shutil.copytree(folder / FILES, place)
    for path in place.rglob("*"):
        dumps.sync(path)


def renew_what_is_published(folder: Path, at: datetime) -> list[Path]:
    """Go on with the heads that the backup brings; those published since are kept under another name.

    So are the erasures, which are told anew. Answers where.
    """
    kept = []
    for name in ("HEADS", "ERASURES"):
        path: Path = current_app.config[name]
        if path.exists():
            kept.append(path.replace(_free_name(path, at)))
    if (folder / "heads.txt").exists():
        shutil.copyfile(folder / "heads.txt", current_app.config["HEADS"])
    return kept


def _free_name(path: Path, at: datetime) -> Path:
    names = (f"{path.stem}-before-restore-of-{at:%Y-%m-%d}{end}{path.suffix}" for end in ("", *_ENDS))
    return next(one for name in names if not (one := path.with_name(name)).exists())
