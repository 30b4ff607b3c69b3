"""The log taken away as a spreadsheet is added up and sorted there: numbers and days are no text."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

COLUMNS = "?column=title&column=when&column=reached&sort=title&order=up"
LOG = (
    ("Café talk", "6 June 2018", "1,203"),
    ("Drop-in", "late March to 9/5/2018", "nearly 500"),
    ("Forum", "board 14/02/2017", "30-40"),
    ("Survey", "", ""),
)
DAY, NUMBER = "When (first day it may have been)", "Reached (number)"


def _typed(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    body = make_body("Walsall CCG")
    for title, when, reached in LOG:
        make_activity(body, title, when, reached=reached)
    return visitor_as("engagement_officer")


@pytest.mark.both_databases
def test_numbers_are_added_up_and_days_sorted(officer: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(officer.download(f"/activities/export.xlsx{COLUMNS}")))
    heading, *rows = ([_typed(cell.value) for cell in row] for row in book["Engagement log"].iter_rows())
    assert heading == ["Activity", "When", DAY, "Reached", NUMBER]
    assert rows == [
        ["Café talk", date(2018, 6, 6), date(2018, 6, 6), 1203, 1203],
        [
            "Drop-in",
            "late March 2018 to 9 May 2018",
            date(2018, 3, 1),
            "about 500 (written “nearly 500”)",
            500,
        ],
        ["Forum", "board 14/02/2017", None, "at least 30 (written “30-40”)", 30],
        ["Survey", "date not recorded", None, "not recorded", None],
    ]
    assert sum(row[4] or 0 for row in rows) == 1733


def test_a_csv_file_has_exactly_what_is_on_screen(officer: Visitor) -> None:
    text = officer.download(f"/activities/export.csv{COLUMNS}").decode("utf-8-sig")
    heading, first, *_others = csv.reader(io.StringIO(text))
    assert heading == ["Activity", "When", "Reached"]
    assert first == ["Café talk", "6 June 2018", "1,203"]
