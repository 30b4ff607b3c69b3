"""Engagement logs for the tests of imports: the real one, and small ones made here."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from engage.activities.models import Activity
from engage.platform.data.db import session

DATA = Path(__file__).parents[1] / "data"
LOG_CSV = DATA / "engagement_log.csv"
LOG_XLSX = DATA / "engagement_log.xlsx"
OUTSIDE_ITS_BODIES = "7 rows: A body that had ended, or not begun"
"""What is asked about before the real log is taken: some of it was done by those that led to a body."""
YOU_SAID_WE_DID = DATA / "you_said_we_did.csv"

HEADINGS = ("Ref", "CCG", "Activity", "Date", "Method", "No. reached", "What people told us", "What we did")
FORUM = (
    "ENG-001",
    "Walsall CCG",
    "Forum at Bilston Market",
    "6 June 2018",
    "Drop in",
    "23",
    "More buses",
    "",
)
SURVEY = (
    "ENG-002",
    "Walsall CCG",
    "Urgent care survey",
    "July 2018",
    "Survey",
    "about 500",
    "Waits are long",
    "A second clinic",
)


def csv_of(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """A log as CSV, with a byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode("utf-8-sig")


def many_rows(number: int) -> list[tuple[str, ...]]:
    """So many different activities."""
    said = ("Parking costs too much", "Asked the trust to look at it")
    return [
        (
            f"ENG-{place:05}",
            "Walsall CCG",
            f"Patient forum, meeting {place}",
            "June 2018",
            "Meeting",
            "12",
            *said,
        )
        for place in range(1, number + 1)
    ]


def activities() -> list[Activity]:
    return list(session().scalars(select(Activity).order_by(Activity.id)))


def count_of_activities() -> int:
    """As the database has it now, whatever was read before."""
    session().rollback()
    return session().scalar(select(func.count()).select_from(Activity)) or 0
