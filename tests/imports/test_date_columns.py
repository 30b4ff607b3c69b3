"""Whether the day or the month comes first is asked once a column; until it is said, neither is taken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.activities.models import Activity
from engage.platform.data.db import session
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import csv_of
from tests.imports.test_command_line import told
from tests.imports.test_pages import check, upload

HEADINGS = ("Ref", "Activity", "Date", "End date")
ROWS = (
    ("H-1", "Tea with carers", "06/25/2018", ""),
    ("H-2", "Walk in the park", "06/07/2018", "06/09/2018"),
    ("H-3", "Open day", "05/05/2018", ""),
    ("H-4", "Survey", "July 2018", ""),
    ("H-5", "Forum", "2018-06-07", ""),
)
BRITISH = ("H-6", "Drop-in", "25/06/2018", "")


def days() -> dict[str, date | None]:
    session().rollback()
    return dict(session().execute(select(Activity.ref, Activity.start_from).order_by(Activity.ref)).all())


def written(folder: Path, *rows: tuple[str, ...]) -> str:
    path = folder / "log.csv"
    path.write_bytes(csv_of(*rows, headings=HEADINGS))
    return str(path)


def said(folder: Path, what: object) -> str:
    path = folder / "ours.json"
    path.write_text(json.dumps(what), encoding="utf-8")
    return str(path)


@pytest.mark.both_databases
def test_until_it_is_said_a_date_that_may_be_either_is_left_unread(engage: Engage, tmp_path: Path) -> None:
    result = told(engage("import", "activities", written(tmp_path, *ROWS, BRITISH), "--json"))
    assert result["dates_to_ask"] == [
        {
            "field": "starts",
            "label": "Date",
            "month_first": ["06/25/2018"],
            "day_first": ["25/06/2018"],
            "either": 1,
        }
    ]
    unread = {(one["row"], one["words"]): one["problem"] for one in result["unread_cells"]}
    assert set(unread) == {(2, "06/25/2018"), (3, "06/07/2018")}
    assert (
        "may have its day first or, as “06/25/2018” in the same column, its month" in unread[3, "06/07/2018"]
    )
    assert days() == {
        "H-1": None,
        "H-2": None,
        "H-3": date(2018, 5, 5),
        "H-4": date(2018, 7, 1),
        "H-5": date(2018, 6, 7),
        "H-6": date(2018, 6, 25),
    }


@pytest.mark.both_databases
def test_a_mapping_file_says_that_the_month_comes_first(engage: Engage, tmp_path: Path) -> None:
    mapping = said(tmp_path, {"dates": {"Date": "month first", "ends": "month first"}})
    result = told(engage("import", "activities", written(tmp_path, *ROWS), "--mapping", mapping, "--json"))
    assert (result["dates_to_ask"], result["unread_cells"]) == ([], [])
    assert list(days().values())[:3] == [date(2018, 6, 25), date(2018, 6, 7), date(2018, 5, 5)]
    walk = session().scalars(select(Activity).where(Activity.ref == "H-2")).one()
    assert walk.when_words == "7 June 2018 to 9 June 2018"


def test_of_a_column_said_to_have_the_day_first_the_others_alone_are_unread(
    engage: Engage, tmp_path: Path
) -> None:
    mapping = said(
        tmp_path, {"Date": "starts", "Ref": "ref", "Activity": "title", "dates": {"starts": "day first"}}
    )
    result = told(engage("import", "activities", written(tmp_path, *ROWS), "--mapping", mapping, "--json"))
    assert [one["words"] for one in result["unread_cells"]] == ["06/25/2018"]
    assert days()["H-2"] == date(2018, 7, 6)


def test_the_command_says_in_words_what_to_write(engage: Engage, tmp_path: Path) -> None:
    result = engage("import", "activities", written(tmp_path, *ROWS), "--dry-run")
    assert (
        "Date: in 06/25/2018 the month comes first; 1 that may have either first were not read"
        in result.output
    )
    assert '{"dates": {"starts": "month first"}}' in result.output


@pytest.mark.parametrize("orders", [{"starts": "american"}, {"title": "month first"}, {"lost": "day first"}])
def test_a_mapping_file_with_another_order_is_refused(
    engage: Engage, tmp_path: Path, orders: dict[str, str]
) -> None:
    mapping = said(tmp_path, {"dates": orders})
    result = engage("import", "activities", written(tmp_path, *ROWS), "--mapping", mapping)
    assert result.exit_code == 2
    assert "It can say “day first” or “month first”, of a field with dates: starts, ends." in result.output


@pytest.mark.both_databases
def test_a_person_is_asked_once_a_column_and_the_answer_is_kept_for_the_next_file(
    visitor_as: VisitorAs,
) -> None:
    officer = visitor_as("communications_officer")
    upload(officer, csv_of(*ROWS, BRITISH, headings=HEADINGS))
    page = officer.submit("Check every row", {"Keep these choices for the next file as": "Our log"})
    assert page.says("“06/25/2018” can only have the month first, and “25/06/2018” only the day")
    page = officer.submit("Check every row", {"Date: what comes first in this column?": "The month"})
    assert page.says("25/06/2018 is not a date: there is no month 25; in this column the month comes first")
    officer.submit("Import 6 activities")
    assert list(days().values())[:2] == [date(2018, 6, 25), date(2018, 6, 7)]
    upload(officer, csv_of(("H-9", "Fair", "06/30/2018", ""), headings=HEADINGS))
    officer.follow("Use “Our log”")
    page = officer.submit("Check every row")
    assert page.says("1 new")
    officer.submit("Import 1 activity")
    assert days()["H-9"] == date(2018, 6, 30)


def test_the_preview_says_which_dates_are_left_out_and_why(visitor_as: VisitorAs) -> None:
    officer = visitor_as("communications_officer")
    page = check(officer, csv_of(*ROWS, headings=HEADINGS))
    assert page.says("“06/07/2018” may have its day first or, as “06/25/2018” in the same column, its month")
