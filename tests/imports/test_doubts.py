"""What can hardly be, and what may be one activity twice, is asked about before a file is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engage.imports.results import doubts_of
from engage.platform.imports.importing import Choice
from tests.activities.test_importing import bring_in, plan_of
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.harness.queries import queries_asked
from tests.imports.conftest import Engage
from tests.imports.logs import count_of_activities, csv_of
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

HEADINGS = ("Ref", "CCG", "Activity", "Date", "Venue", "No. reached", "Status")
LOG = csv_of(
    ("D-1", "Walsall CCG", "Carers tea", "1 May 2099", "Palfrey Park", "23", "Completed"),
    ("D-2", "Walsall CCG", "Winter talk", "8 May 2024", "Town Hall", "40", "Completed"),
    ("D-3", "Dudley CCG", "Open day", "9 May 2018", "Russells Hall", "55", "Cancelled"),
    (
        "D-4",
        "Dudley CCG",
        "Stroke café",
        "6 June 2018",
        "Brierley Hill Library",
        "31",
        "Completed",
    ),
    ("D-5", "Dudley CCG", "Listening event", "6 June 2018", "Brierley Hill library", "31", "Completed"),
    ("D-6", "Dudley CCG", "Planned forum", "1 June 2099", "Russells Hall", "", "Planned"),
    headings=HEADINGS,
)
TICKS = {
    "1 row: A day to come, and not planned": True,
    "3 rows: A body that had ended, or not begun": True,
    "1 row: Cancelled, with numbers": True,
    "1 row: Perhaps one activity twice, under two titles": True,
}


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def test_each_kind_is_asked_about_with_its_rows_and_nothing_is_taken_before_it_is_answered(
    officer: Visitor,
) -> None:
    page = check(officer, LOG)
    assert page.says("row 4, “Open day”: 55 reached.")
    assert page.says("row 3, “Winter talk”: Walsall CCG ended on 31 March 2021")
    said = "row 6, “Listening event”: the same day, place and number as “Stroke café” above it"
    assert page.says(said)
    page = officer.submit("Import 6 activities", dict(list(TICKS.items())[:3]))
    assert page.says("Say first whether what can hardly be is so")
    assert count_of_activities() == 0
    left = dict(list(TICKS.items())[3:])
    assert officer.submit("Import 6 activities", left).says("6 activities were imported.")


def test_the_rows_asked_about_are_shown_alone(officer: Visitor) -> None:
    page = check(officer, LOG)
    rows = officer.visit(page.links()["5 asked about"]).table("Rows of the file")
    assert [row["Row"] for row in rows] == ["2", "3", "4", "6", "7"]
    assert "Asked about: It starts on 1 May 2099." in rows[0]["Activity"]


def test_a_row_is_held_against_the_log_too_and_not_against_the_record_it_changes(app: object) -> None:
    body = make_body("Walsall CCG")
    make_activity(body, "Mental health drop-in", reached="12", venue="Town Hall", ref="OLD-1")
    make_activity(body, "Forum of ward 3", ref="OLD-2")
    row = {"body": "Walsall CCG", "starts": "6 June 2018", "status": "completed"}

    def asked(**given: str) -> list[str]:
        plan = plan_of({**row, **given})
        return [row["why"] for kind in doubts_of(plan, Choice.UPDATE) for row in kind["rows"]]

    alike = "nearly the same title, on the same day, as OLD-1, “Mental health drop-in”, of the log"
    assert asked(ref="N-1", title="Drop-in: mental health") == [alike]
    at_once = "the same day, place and number as OLD-1, “Mental health drop-in”, of the log"
    assert asked(ref="N-1", title="Men's shed", venue="town hall", reached="12") == [at_once]
    assert asked(ref="OLD-1", title="Mental health drop-ins", reached="12") == []
    assert asked(ref="N-1", title="Forum of ward 4") == []


def test_a_file_without_doubts_asks_nothing(officer: Visitor) -> None:
    row = ("D-1", "Walsall CCG", "Carers tea", "1 May 2018", "Palfrey Park", "23", "Completed")
    page = check(officer, csv_of(row, headings=HEADINGS))
    assert not page.says("Is this right?")
    assert officer.submit("Import 1 activity").says("1 activity was imported.")


def test_the_command_line_says_them_and_asks_nobody(engage: Engage, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(LOG)
    told = json.loads(engage("import", "activities", file, "--json").stdout)["doubts"]
    assert [(one["kind"], len(one["rows"])) for one in told] == [
        ("to_come", 1),
        ("bodies", 3),
        ("cancelled", 1),
        ("twice", 1),
    ]


@pytest.mark.both_databases
def test_many_rows_are_asked_about_in_few_queries(app: object) -> None:
    rows = [
        {"ref": f"M-{number}", "title": f"Talk {number}", "body": "Walsall CCG", "starts": "6 June 2018"}
        for number in range(60)
    ]
    bring_in(*rows[:30])
    plan = plan_of(*rows)
    with queries_asked() as statements:
        doubts_of(plan, Choice.UPDATE)
    assert len(statements) <= 3
