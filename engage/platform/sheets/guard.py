"""The apostrophe that keeps a text in a CSV file from being run as a formula."""

from __future__ import annotations

import re

# the last four start a formula in East Asian settings
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'(?='*[=+\-@\t\r\n＝＋－＠])")
_PLAIN_NEGATIVE = re.compile(r"-\d[\d,]*(\.\d+)?(e[+-]?\d+)?%?", re.IGNORECASE)


def guarded(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet program could run it; negative numbers stay."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NEGATIVE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """`text` as it was before `guarded`."""
    return text[1:] if _GUARDED.match(text) else text
