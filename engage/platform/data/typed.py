"""What comes from people, made even before anybody reads it: their words, numbers and addresses."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

LARGEST_NUMBER = 2_147_483_647  # that a row can have, on any database
MOST_DIGITS = len(f"{LARGEST_NUMBER}")

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no letter, page or paper has a sign for; halves of a letter, which no database keeps, among them."""


def tidied(text: str) -> str:
    """Without space around it and without control characters, with plain line ends whatever sent them."""
    if text.isprintable():  # most words are, and this is asked of every cell of a spreadsheet
        return text.strip()
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).strip()


def on_one_line(text: str) -> str:
    """As ``tidied``, for what has one line: a line end is a space in it."""
    return tidied(text).replace("\n", " ").replace("\t", " ")


def number_or_none(text: str | None, most: int = LARGEST_NUMBER) -> int | None:
    """A whole number in plain figures; None for anything else, and for one above ``most``."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > MOST_DIGITS:
        return None
    number = int(text)
    return number if number <= most else None


def row_number(text: str | None) -> int:
    """The number of a row, a version or a page. Raises ValueError for what none can have."""
    number = number_or_none(text)
    if number is None:
        raise ValueError(f"“{(text or '')[:20]}” is not the number of a row")
    return number


def parts_of_address(text: str) -> SplitResult:
    """The parts of an address; empty ones where it cannot be read as one."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")
