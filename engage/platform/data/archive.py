"""Opening a zip archive somebody sent, without letting it unpack to more than it should."""

from __future__ import annotations

import zipfile
from typing import IO

from engage.platform.data.refusal import Unusable

MEGABYTE = 1 << 20
WORTH_JUDGING_BYTES = 10 * MEGABYTE
MOST_TIMES_PACKED = 100


def open_archive(file: IO[bytes], filename: str, unpacked_limit: int) -> zipfile.ZipFile:
    """The archive, once its directory shows that it unpacks to no more than `unpacked_limit` bytes.

    The sizes in the directory can be trusted as an upper limit: reading stops there. Raises Unusable.
    """
    file.seek(0)
    archive = zipfile.ZipFile(file)
    try:
        _check(archive.infolist(), filename, unpacked_limit)
    except Unusable:
        archive.close()
        raise
    return archive


def _check(members: list[zipfile.ZipInfo], filename: str, unpacked_limit: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > unpacked_limit:
        raise Unusable(
            f"{filename} is not opened: it would unpack to {_size(unpacked)}, and the limit is"
            f" {_size(unpacked_limit)}. Split it into several files, or save it as CSV."
        )
    for member in members:
        if member.file_size > max(WORTH_JUDGING_BYTES, member.compress_size * MOST_TIMES_PACKED):
            raise Unusable(
                f"{filename} is not opened: a part of it unpacks to more than {MOST_TIMES_PACKED} times its"
                " size, as files made to choke a computer do. If it is a real spreadsheet, save it as CSV."
            )


def _size(count: int) -> str:
    if count >= 1024 * MEGABYTE:
        return f"{count / (1024 * MEGABYTE):,.1f} GB"
    return f"{count / MEGABYTE:,.0f} MB"
