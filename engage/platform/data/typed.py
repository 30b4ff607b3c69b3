"""What people type, made even before anybody reads it."""

from __future__ import annotations

LARGEST_NUMBER = 2_147_483_647  # that a row can have, on any database


def tidied(text: str) -> str:
    """Without space around it, with plain line ends whatever the browser sends, and without NUL,
    which no database keeps."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def row_number(text: str) -> int:
    """The number of a row. Raises ValueError for anything else, and for a number that none can have."""
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_NUMBER:
        raise ValueError(f"“{text[:20]}” is not the number of a row")
    return int(text)
