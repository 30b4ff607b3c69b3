"""The file store: what people attach, kept by the fingerprint of its bytes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from flask import current_app

from engage.platform.data import kinds
from engage.platform.data.full_disk import told_if_full
from engage.platform.data.plain_text import encoding_of
from engage.platform.data.refusal import Unusable
from engage.rules.errors import Missing

CHUNK_BYTES = 1 << 16
MEGABYTE = 1 << 20
DEFAULT_LIMIT_BYTES = 20 * MEGABYTE
LONGEST_NAME = 120
INCOMING = "incoming-"  # what a file is called while it comes
MOST_REMEMBERED = 10_000  # files of which a process knows that they were whole

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


class NotWhole(Missing):
    """A file that was kept is not there, or not with the bytes it came with: it is given to nobody."""

    def __init__(self, fingerprint: str, *, is_there: bool) -> None:
        what = "damaged or altered on disk" if is_there else "missing on disk"
        super().__init__(f"the file with the fingerprint {fingerprint} is {what}")
        self.fingerprint = fingerprint
        self.is_there = is_there


class Held(Exception):
    """Somebody goes by what is in the store, such as a backup: nothing is taken away now."""


class FileStore:
    """Files under one folder. The same bytes are kept once, however often and by whatever name they come."""

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._whole: dict[str, tuple[int, ...]] = {}  # as each file stood when it was last read through

    def store(self, source: IO[bytes], filename: str) -> StoredFile:
        """Keeps the bytes of `source`, read to its end; either all of the file is kept or nothing.

        Raises DiskFull, and Unusable if it is too large, empty, of a kind not kept or not what its name says.
        """
        with told_if_full():
            return self._stored(source, filename)

    def _stored(self, source: IO[bytes], filename: str) -> StoredFile:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=INCOMING, delete=False) as arriving:
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
        """The file, read through first unless it stands as it did when that was last done.

        Raises NotWhole if it is not there as it came, and Missing for anything that is not a fingerprint.
        """
        file = self._opened(fingerprint)
        try:
            self._read_through(file, fingerprint)
        except NotWhole:
            file.close()
            raise
        return file

    def holds(self, fingerprint: str) -> bool:
        return _FINGERPRINT.fullmatch(fingerprint) is not None and self.path(fingerprint).is_file()

    def path(self, fingerprint: str) -> Path:
        """Where the file is or would be. Raises Missing for anything that is not a fingerprint."""
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise Missing("not the fingerprint of a file")
        return self._folder / fingerprint[:2] / fingerprint

    def check(self, fingerprint: str) -> None:
        """Read a file through, whatever was known of it. Raises NotWhole as ``open`` does."""
        self._whole.pop(fingerprint, None)
        self.open(fingerprint).close()

    def is_whole(self, fingerprint: str) -> bool:
        """Whether the file is there, with the bytes it came with."""
        try:
            self.check(fingerprint)
        except (Missing, OSError):
            return False
        return True

    def rows_of(self, fingerprint: str) -> Path:
        """Where the rows of a spreadsheet are kept as they were read, for as long as it is looked at."""
        return self.path(fingerprint).with_suffix(".rows")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is taken away meanwhile: for whoever learns what is named, and reads it later."""
        with self._locked(fcntl.LOCK_SH):
            yield

    def forget(self, fingerprint: str, before: datetime) -> bool:
        """Takes the file away, unless it came, or came again, since ``before``; answers whether it did.

        While the store is held it stays, and is left to ``sweep``.
        """
        path = self.path(fingerprint)
        with suppress(Held), self._alone():
            if _is_older(path, before):
                path.unlink(missing_ok=True)
                self.rows_of(fingerprint).unlink(missing_ok=True)
                return True
        return False

    def sweep(self, named: Collection[str], before: datetime) -> int:
        """Takes away what came before then: files not ``named``, rows, and what killed uploads left behind.

        Answers how many. A file that comes again meanwhile stays. Raises Held.
        """
        with self._alone():
            gone = [path for path in self._left_over(named) if _is_older(path, before)]
            for path in gone:
                path.unlink(missing_ok=True)
        return len(gone)

    def unnamed(self, named: Collection[str]) -> int:
        """How many files there are that are not ``named``, with what killed uploads left behind."""
        return sum(1 for _ in self._left_over(named))

    def _left_over(self, named: Collection[str]) -> Iterator[Path]:
        yield from self._folder.glob(f"{INCOMING}*")
        for path in self._folder.glob("??/*"):
            is_ours = path.name.startswith(INCOMING) or _FINGERPRINT.fullmatch(path.stem)
            if is_ours and path.name not in named:
                yield path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While nobody holds the store, or brings a file. Raises Held."""
        try:
            with self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
                yield
        except BlockingIOError as error:
            raise Held from error

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        handle = os.open(self._folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def _opened(self, fingerprint: str) -> BufferedReader:
        try:
            return self.path(fingerprint).open("rb")
        except FileNotFoundError as error:
            raise NotWhole(fingerprint, is_there=False) from error

    def _read_through(self, file: BufferedReader, fingerprint: str) -> None:
        found = os.fstat(file.fileno())
        stands = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if self._whole.get(fingerprint) == stands:
            return
        try:
            is_the_same = hashlib.file_digest(file, "sha256").hexdigest() == fingerprint
        except OSError as error:  # the disk itself cannot read it
            raise NotWhole(fingerprint, is_there=True) from error
        if not is_the_same:
            raise NotWhole(fingerprint, is_there=True)
        if len(self._whole) >= MOST_REMEMBERED:
            self._whole.clear()
        self._whole[fingerprint] = stands
        file.seek(0)

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
        with self.held():
            if self.is_whole(fingerprint):
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


def _is_older(path: Path, before: datetime) -> bool:
    """Whether a file came before then; not if somebody has taken it away."""
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < before.timestamp()
    return False


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
