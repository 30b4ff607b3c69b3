"""The file store: what people attach, kept by the fingerprint of its bytes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from flask import current_app

from engage.platform.data import kinds
from engage.platform.data.plain_text import encoding_of
from engage.platform.data.refusal import Unusable
from engage.rules.errors import Missing

CHUNK_BYTES = 1 << 16
MEGABYTE = 1 << 20
DEFAULT_LIMIT_BYTES = 20 * MEGABYTE
LONGEST_NAME = 120

KEPT_KINDS = (
    kinds.PDF,
    kinds.PNG,
    kinds.JPEG,
    kinds.XLSX,
    kinds.DOCX,
    kinds.PPTX,
    kinds.CSV,
    kinds.TEXT,
    kinds.EMAIL,
)

_TEXTS = {".csv": kinds.CSV, ".eml": kinds.EMAIL, ".txt": kinds.TEXT}
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_RESERVED = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What a record keeps of a file: `fingerprint` is the SHA-256 of its bytes, in hexadecimal."""

    fingerprint: str
    size: int
    name: str
    media_type: str


class FileStore:
    """Files under one folder. The same bytes are kept once, however often and by whatever name they come."""

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit_bytes

    def store(self, source: IO[bytes], filename: str) -> StoredFile:
        """Keeps the bytes of `source`, read to its end; either all of the file is kept or nothing.

        Raises Unusable if it is too large, empty, of a kind not kept, or not what its name says.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix="incoming-", delete=False) as arriving:
            incoming = Path(arriving.name)
            try:
                name = shown_name(filename)
                fingerprint, size = self._copy(source, arriving.file, name)
                kind = kind_of(arriving.file, name)
                os.fsync(arriving.fileno())
                self._move(incoming, fingerprint)
            finally:
                incoming.unlink(missing_ok=True)
        return StoredFile(fingerprint, size, with_extension(name, kind), kind.media_type)

    def open(self, fingerprint: str) -> BinaryIO:
        """Raises Missing unless there is a file with this fingerprint."""
        try:
            return self.path(fingerprint).open("rb")
        except FileNotFoundError as error:
            raise Missing(f"no file with the fingerprint {fingerprint} is kept") from error

    def holds(self, fingerprint: str) -> bool:
        return _FINGERPRINT.fullmatch(fingerprint) is not None and self.path(fingerprint).is_file()

    def path(self, fingerprint: str) -> Path:
        """Where the file is or would be. Raises Missing for anything that is not a fingerprint."""
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise Missing("not the fingerprint of a file")
        return self._folder / fingerprint[:2] / fingerprint

    def is_whole(self, fingerprint: str) -> bool:
        """Whether the file is there, with the bytes it came with."""
        try:
            with self.path(fingerprint).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == fingerprint
        except OSError:
            return False

    def rows_of(self, fingerprint: str) -> Path:
        """Where the rows of a spreadsheet are kept as they were read, for as long as it is looked at."""
        return self.path(fingerprint).with_suffix(".rows")

    def forget(self, fingerprint: str, before: datetime) -> bool:
        """Takes the file away, unless it came, or came again, since ``before``; answers whether it did."""
        path = self.path(fingerprint)
        if not path.exists() or path.stat().st_mtime >= before.timestamp():
            return False
        path.unlink()
        self.rows_of(fingerprint).unlink(missing_ok=True)
        return True

    def forget_rows(self, before: datetime) -> None:
        """Takes away the rows kept before then, whatever became of their files."""
        for path in self._folder.glob("??/*.rows"):
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def _copy(self, source: IO[bytes], target: IO[bytes], name: str) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(CHUNK_BYTES):
            size += len(chunk)
            if size > self._limit:
                raise Unusable(
                    f"{name} is larger than {self._limit / MEGABYTE:,.0f} MB, the most that is kept."
                    " Make it smaller, or give the public link to it."
                )
            digest.update(chunk)
            target.write(chunk)
        if not size:
            raise Unusable(f"{name} is empty. Check that it was saved, and try again.")
        target.flush()
        return digest.hexdigest(), size

    def _move(self, incoming: Path, fingerprint: str) -> None:
        final = self.path(fingerprint)
        if final.exists():
            os.utime(final)  # it came again just now: see `forget`
            return
        final.parent.mkdir(exist_ok=True, mode=0o700)
        incoming.replace(final)
        for folder in (final.parent, self._folder):
            _sync_folder(folder)


def kind_of(file: IO[bytes], name: str) -> kinds.Kind:
    """What the file is by its bytes; of plain texts, which one by its name.

    Raises Unusable for a kind that is not kept, and for a file that is not what its name says.
    """
    kind = kinds.recognise(file)
    extension = PurePosixPath(name).suffix.lower()
    if kind is kinds.TEXT:
        encoding_of(file, name)
        kind = _TEXTS.get(extension, kinds.TEXT)
        if kind is kinds.EMAIL and not kinds.looks_like_email(file.read(kinds.HEAD_BYTES)):
            kind = kinds.TEXT
    if kind not in KEPT_KINDS:
        raise Unusable(f"{name} cannot be kept: it is {kind.description}. {_KEPT}")
    if extension and extension not in kind.extensions:
        raise Unusable(
            f"{name} is not what its name says: it is {kind.description}. Give it its right name, ending in"
            f" {' or '.join(kind.extensions)}, and try again."
        )
    return kind


_KEPT = (
    "Files that can be kept are PDF, Word, Excel and PowerPoint without macros, PNG and JPEG pictures,"
    " CSV, plain text and email messages (.eml)."
)


def shown_name(filename: str) -> str:
    """The last part of a file's name without what could mislead a person or a computer; never empty."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", last)
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    name = " ".join(_RESERVED.sub(" ", visible).split()).strip(". ")
    if len(name) <= LONGEST_NAME:
        return name or "file"
    extension = PurePosixPath(name).suffix[:10]
    return name[: LONGEST_NAME - len(extension)].rstrip(". ") + extension


def with_extension(name: str, kind: kinds.Kind) -> str:
    return name if PurePosixPath(name).suffix else name + kind.extensions[0]


def _sync_folder(folder: Path) -> None:
    """Makes the new name in the folder survive a power cut, as syncing the file does for its bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_store() -> FileStore:
    """The file store of this installation, as the roof set it up."""
    store: FileStore = current_app.extensions["files"]
    return store
