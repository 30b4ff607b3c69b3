"""The real engagement log, repeated with shifted dates until it has as many activities as wanted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from engage.rules.dates_as_known import DateAsKnown, Precision, read_date

ROOT = Path(__file__).resolve().parent.parent
REAL_LOG = ROOT.parent / "shared" / "data" / "ccg_records" / "activities.csv"
EXTRACT = ROOT / "bench" / "log.csv"
YEARS = 12


def write_log(path: Path, activities: int) -> None:
    """Write a log of this many activities, with the columns of the real one."""
    header, rows = _rows()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(_repeated(header, rows, activities))


def _rows() -> tuple[list[str], list[list[str]]]:
    source = REAL_LOG if REAL_LOG.is_file() else EXTRACT
    with source.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    known: dict[str, list[str]] = {}
    for row in rows:
        if row and row[0]:
            known.setdefault(row[0], row)
    return header, list(known.values())


def _repeated(header: list[str], rows: list[list[str]], activities: int) -> Iterator[list[str]]:
    starts, ends = header.index("Date"), header.index("End date")
    for number in range(activities):
        row = list(rows[number % len(rows)])
        turn = number // len(rows)
        row[0] = f"B{number + 1:06}"
        if turn:
            row[starts], row[ends] = _shifted(row[starts], row[ends], turn)
        yield row


def _shifted(start: str, end: str, turn: int) -> tuple[str, str]:
    """The dates some months later or earlier; what is not known to the day or month stays as it is."""
    known = read_date(start, end)
    if known.precision not in {Precision.DAY, Precision.RANGE, Precision.MONTH} or known.start_from is None:
        return start, end
    months = (turn * 7) % (YEARS * 12)
    return _in_words(known, months)


def _in_words(known: DateAsKnown, months: int) -> tuple[str, str]:
    first = _later(known.start_from or date(2018, 4, 1), months)
    if known.precision is Precision.MONTH:
        return f"{first:%m/%Y}", ""
    if known.precision is Precision.RANGE and known.end_to is not None:
        return first.isoformat(), max(first, _later(known.end_to, months)).isoformat()
    return first.isoformat(), ""


def _later(day: date, months: int) -> date:
    """The same day of the month that many months on, within the years 2010 to 2025."""
    count = (day.year - 2010) * 12 + day.month - 1 + months
    year, month = 2010 + (count // 12) % 16, count % 12 + 1
    return date(year, month, min(day.day, 28))
