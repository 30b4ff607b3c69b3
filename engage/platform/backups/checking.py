"""Whether an installation, or a backup of one, is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engage.platform.backups import manifest
from engage.platform.data import whole
from engage.platform.data.db import DATABASES
from engage.platform.data.files import NotWhole, file_store
from engage.platform.data.named_files import named_files, who_names


def what_is_wrong_with_databases() -> list[str]:
    """What is wrong with any of the databases, in sentences."""
    return [said for one in DATABASES for said in whole.what_is_wrong(one)]


def what_is_wrong_with_files() -> Iterator[str]:
    """Which files that records name are not there as they came, and whose they are."""
    store = file_store()
    for fingerprint in sorted(named_files()):
        try:
            store.check(fingerprint)
        except NotWhole as problem:
            if records := who_names(fingerprint):  # none when it was let go while others were read
                yield f"{str(problem).capitalize()} ({', '.join(records)})."


def files_that_nothing_names() -> int:
    return file_store().unnamed(named_files())


def what_is_wrong_with_backup(folder: Path) -> Iterator[str]:
    """What of a backup is not as it was made, or was not whole when it was made. Raises Refused."""
    made = manifest.read(folder)
    yield from manifest.what_is_wrong(folder, made)
    for name in made.pieces:
        if name.endswith(".db") and (folder / name).is_file():
            yield from whole.wrong_in_sqlite(folder / name)
    for fingerprint in made.missing:
        yield f"The file {fingerprint} was not whole when this backup was made, and is not in it."
