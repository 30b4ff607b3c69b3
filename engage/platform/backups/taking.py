"""Taking a backup while people write."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from flask import current_app
from sqlalchemy import column, select, table

from engage.platform.backups import dumps, manifest
from engage.platform.backups.manifest import Manifest
from engage.platform.backups.moments import Moment, one_moment
from engage.platform.data.audit import BEGINNING, AuditHead
from engage.platform.data.db import record
from engage.platform.data.files import file_store
from engage.platform.data.named_files import named_in
from engage.platform.data.seals import key_marks
from engage.rules.errors import Refused

PARTIAL = ".partial"  # how the name of a backup ends until it is whole
FILES = "files"
REVISION = table("alembic_version", column("version_num"))
HEAD = select(AuditHead.entries, AuditHead.fingerprint)


def take(target: Path) -> Manifest:
    """Take a backup to a folder that is new or empty, or to a new file ending in .tar. Raises Refused."""
    target = target.absolute()
    _must_be_free(target)
    partial = target.with_name(target.name + PARTIAL)
    _forget(partial)
    made = _into(partial)
    if target.suffix == ".tar":
        partial = _packed(partial)
    _name(partial, target)
    return made


def _into(folder: Path) -> Manifest:
    _make(folder)
    store = file_store()
    # Before the moment: what was published after it may tell of entries that are not in the backup.
    for kept in (current_app.config[name] for name in ("HEADS", "ERASURES")):
        if kept.exists():
            shutil.copyfile(kept, folder / kept.name)
    with store.held(), one_moment() as moment:
        for one, seen in moment.seen.items():
            dumps.write(one, seen, folder / dumps.file_name(one))
        named = set().union(*(named_in(one, seen) for one, seen in moment.seen.items()))
        missing = [one for one in sorted(named) if not _copied(one, folder)]
        made = _said(moment, folder, missing)
    manifest.write(folder, made)
    return made


def _said(moment: Moment, folder: Path, missing: list[str]) -> Manifest:
    head = moment.seen[record].execute(HEAD).one_or_none()
    entries, fingerprint = head or (0, BEGINNING)
    return Manifest(
        at=moment.at.isoformat(),
        format=manifest.FORMAT,
        program=manifest.PROGRAM,
        kind=record.engine.dialect.name,
        revisions={one.name: str(seen.scalar(select(REVISION))) for one, seen in moment.seen.items()},
        entries=entries,
        head=fingerprint,
        keys=key_marks(),
        pieces={name: manifest.piece_of(path) for name, path in manifest.pieces_in(folder).items()},
        missing=missing,
    )


def _copied(fingerprint: str, folder: Path) -> bool:
    """Whether a file of the store could be copied as it came."""
    store = file_store()
    if not store.is_whole(fingerprint):
        return False
    place = folder / FILES / fingerprint[:2] / fingerprint
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(store.path(fingerprint), place)
    return True


def _must_be_free(target: Path) -> None:
    if target.is_dir() and target.suffix != ".tar" and not any(target.iterdir()):
        return
    if target.exists():
        raise Refused(
            f"“{target}” is there already, and stays as it is. Name a new folder, or a new .tar file."
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as problem:
        raise Refused(f"“{folder}” cannot be made: {problem.strerror}. Name another place.") from None


def _packed(folder: Path) -> Path:
    file = folder.with_name(folder.name + "-tar")
    with tarfile.open(file, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, path.name)
    dumps.sync(file)
    shutil.rmtree(folder)
    return file


def _name(partial: Path, target: Path) -> None:
    for folder in [path for path in partial.rglob("*") if path.is_dir()]:
        dumps.sync(folder)
    dumps.sync(partial)
    try:
        partial.replace(target)
    except OSError as problem:
        raise Refused(
            f"“{target}” cannot take the backup: {problem.strerror}. It may be the root of a disk; name a "
            "folder in it."
        ) from None
    dumps.sync(target.parent)


def _forget(partial: Path) -> None:
    """What a backup to the same place that was broken off left behind."""
    if partial.is_dir():
        shutil.rmtree(partial)
    partial.with_name(partial.name + "-tar").unlink(missing_ok=True)
