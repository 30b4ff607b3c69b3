"""What the rows of a file add up to is told before it is taken and after, to hold against its own totals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import csv_of
from tests.imports.test_pages import check
from tests.imports.test_undo import undo
from tests.pages.visitor import Visitor

HEADINGS = ("Ref", "CCG", "Activity", "Date", "Stage", "No. reached")
ENGAGE = "1 Identify needs"
LOG = csv_of(
    ("T-1", "Walsall CCG", "Forum at Bilston Market", "31 March 2018", "1", "23"),
    ("T-2", "Walsall CCG", "Urgent care survey", "1 April 2018", "1", "about 500"),
    ("T-3", "Dudley CCG", "Carers tea", "2018", "4", ""),
    ("T-4", "Dudley CCG", "Open day", "", "", "hordes"),
    ("T-4", "Dudley CCG", "Open day", "", "", "hordes"),
    ("T-5", "Dudley CCG", "", "2018", "", "9"),
    headings=HEADINGS,
)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def test_years_bodies_stages_and_the_sum_are_those_of_the_rows_that_come_in(
    engage: Engage, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(LOG)
    told = json.loads(engage("import", "activities", file, "--json", "--dry-run").stdout)["totals"]
    assert told["rows"] == 4
    assert told["sums"] == [{"field": "reached", "label": "Number reached", "sum": 523, "rows": 2}]
    assert told["in_no_year"] == {"rows": 2, "sums": {}}
    by = {
        group["label"]: {
            line["words"]: (line["rows"], line["sums"].get("reached")) for line in group["counts"]
        }
        for group in told["by"]
    }
    assert by["Financial year"] == {
        "2017/18": (1, 23),
        "2018/19": (1, 500),
        "in no one year: the date is too wide or too vague": (1, None),
        "no date": (1, None),
    }
    assert by["Body"] == {"Walsall CCG": (2, 523), "Dudley CCG": (2, None)}
    assert by["Stage"] == {
        "1 Identify needs": (2, 523),
        "4 Procure and contract": (1, None),
        "not recorded": (1, None),
    }


def test_the_preview_and_the_import_say_the_same_totals(officer: Visitor) -> None:
    for page in (check(officer, LOG), officer.submit("Import 4 activities")):
        assert page.says("Number reached: 523 in 2 rows; 2 rows give no number.")
        assert page.says("2017/18")


def test_people_reached_that_no_report_of_a_year_will_count_are_said_before_the_import(
    officer: Visitor,
) -> None:
    vague = ("V-1", "Walsall CCG", "Winter campaign", "2018", "1", "1,304")
    page = check(officer, csv_of(vague, headings=HEADINGS))
    assert page.says("1 row falls in no one financial year")
    assert page.says("with 1,304 of Number reached: a report of a year does not count it.")


def test_each_row_of_the_preview_says_what_was_understood(officer: Visitor) -> None:
    page = check(officer, LOG)
    assert page.says(
        "Date: 1 April 2018; Body: Walsall CCG; Stage: 1 Identify needs; Number reached: about 500"
    )


def test_a_file_of_a_thousand_bodies_is_told_by_the_commonest(engage: Engage, tmp_path: Path) -> None:
    rows = [
        (f"B-{number}", f"Town {number} CCG", f"Forum {number}", "May 2018", "1", "2") for number in range(60)
    ]
    file = tmp_path / "log.csv"
    file.write_bytes(csv_of(*rows, headings=HEADINGS))
    told = json.loads(engage("import", "activities", file, "--json", "--dry-run").stdout)["totals"]
    bodies = next(group for group in told["by"] if group["label"] == "Body")
    assert (len(bodies["counts"]), bodies["others"], bodies["other_rows"]) == (40, 20, 20)


def test_a_file_that_was_undone_is_loaded_again_or_downloaded_as_it_was(officer: Visitor) -> None:
    check(officer, LOG)
    address = officer.submit("Import 4 activities").url.partition("?")[0]
    undo(officer, address)
    assert officer.fetch(f"{address}/file").get_data() == LOG
    officer.visit(address)
    assert officer.submit("Load this file again").heading == "What is in each column?"
    assert officer.submit("Check every row").says("4 new")


def test_the_log_leads_to_what_was_brought_in(officer: Visitor) -> None:
    check(officer, LOG)
    officer.submit("Import 4 activities")
    page = officer.visit("/activities")
    assert officer.visit(page.links()["What was brought in"]).says("log.csv")
