"""What a workbook's cell says, as text, the way the person who keeps the sheet sees it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from engage.platform.data.typed import tidied

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# what stands in brackets or quotation marks or after \ _ * is shown as it is, and says nothing of days
_LITERALS = re.compile(r'\[[^\]]*\]|"[^"]*"|[\\_*].')
_ZERO_PADDED = re.compile(r"0{2,}")
_ESCAPED_CHARACTER = re.compile(r"_x(00[01][0-9A-Fa-f]|005F|FFFD)_", re.IGNORECASE)


class Shown(Enum):
    """How much of a date its number format lets a reader see."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def text_of(value: object, number_format: str) -> str:
    """Dates as "2018-06-07", "June 2018" or "2018" by their format; numbers without a needless ".0"."""
    if isinstance(value, str):
        return tidied(_ESCAPED_CHARACTER.sub(_character, value)) if "_x" in value else tidied(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return _date(value, number_format)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return "" if value is None else tidied(str(value))


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


def _number(value: float, number_format: str) -> str:
    if _ZERO_PADDED.fullmatch(number_format) and value == int(value):
        return str(int(value)).zfill(len(number_format))
    if number_format.rstrip().endswith("%"):
        return f"{_plain(value * 100)}%"
    return _plain(value)


def _plain(value: float) -> str:
    """Fifteen significant digits, as spreadsheets keep them, and never 1E+05."""
    if isinstance(value, int):
        return str(value)
    return f"{Decimal(f'{value:.15g}'):f}"


def _date(value: datetime, number_format: str) -> str:
    moment = value + timedelta(microseconds=500_000)
    shown = _shown(number_format)
    if shown is Shown.MONTH:
        return f"{MONTHS[moment.month - 1]} {moment.year}"
    if shown is Shown.YEAR:
        return str(moment.year)
    if moment.time() < time(0, 0, 1):
        return moment.date().isoformat()
    return f"{moment.date().isoformat()} {moment.strftime('%H:%M:%S' if moment.second else '%H:%M')}"


@lru_cache(maxsize=256)
def _shown(number_format: str) -> Shown:
    letters = _LITERALS.sub("", number_format.split(";")[0]).lower()
    if "d" in letters or "h" in letters or "s" in letters:
        return Shown.DAY
    if "m" in letters:
        return Shown.MONTH
    return Shown.YEAR if "y" in letters else Shown.DAY
