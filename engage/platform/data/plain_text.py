"""Working out which characters the bytes of a plain text file stand for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO

from engage.platform.data.refusal import Unusable

CHUNK_BYTES = 1 << 20
MOST_CONTROL_CHARACTERS = 0.01
MOST_ACCENTED_LETTERS = 0.3
FEWEST_LETTERS_TO_JUDGE = 20

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LETTERS = re.compile(r"[^\W\d_]")
_ACCENTED = re.compile(r"[^\W\d_A-Za-z]")


def encoding_of(file: IO[bytes], filename: str) -> str:
    """The codec that reads the whole of `file`: UTF-8 (marked or not), UTF-16 (marked) or Windows-1252.

    Raises Unusable when none of them gives plausible text. Leaves the file at its start.
    """
    start = file.read(4)
    marked = next((codec for mark, codec in _BYTE_ORDER_MARKS if start.startswith(mark)), None)
    for codec in [marked] if marked else ["utf-8", "cp1252"]:
        if _reads(file, codec, filename):
            file.seek(0)
            return codec
    raise Unusable(_unknown(filename))


def _reads(file: IO[bytes], codec: str, filename: str) -> bool:
    length = controls = 0
    try:
        for text in _decoded(file, codec):
            if "\x00" in text:
                raise Unusable(_unknown(filename))
            if codec == "cp1252" and length == 0 and _another_alphabet(text):
                raise Unusable(_unknown(filename))
            length += len(text)
            controls += len(_CONTROLS.findall(text))
    except UnicodeDecodeError:
        return False
    if controls > length * MOST_CONTROL_CHARACTERS:
        raise Unusable(f"{filename} is not a text file: open it in its own program and save it as CSV UTF-8.")
    return True


def _decoded(file: IO[bytes], codec: str) -> Iterator[str]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    while chunk := file.read(CHUNK_BYTES):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _another_alphabet(text: str) -> bool:
    """Windows-1252 reads nearly any byte, so text of another alphabet shows as a run of accented letters."""
    letters = len(_LETTERS.findall(text))
    return (
        letters >= FEWEST_LETTERS_TO_JUDGE and len(_ACCENTED.findall(text)) > letters * MOST_ACCENTED_LETTERS
    )


def _unknown(filename: str) -> str:
    return (
        f"The characters of {filename} cannot be read: its encoding is not UTF-8, UTF-16 with a byte order"
        " mark or Windows-1252. Open it where it came from and save it as CSV UTF-8."
    )
