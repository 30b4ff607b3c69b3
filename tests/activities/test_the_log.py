"""The engagement log as a list: narrowed, ordered, searched, kept under a name, taken away and placed."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from engage.activities.models import Activity
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.web import list_pages
from engage.platform.web.models import SavedView
from engage.rules.dates_as_known import long_date
from tests.builders import make_activity, make_body, make_project
from tests.conftest import VisitorAs
from tests.pages.page import Page
from tests.pages.visitor import Visitor


@pytest.fixture
def body(app: object) -> Body:
    return make_body("Wolverhampton CCG")


@pytest.fixture
def log(body: Body) -> None:
    """Five activities, as differently known as in a real log."""
    dudley = make_body("Dudley CCG")
    project = make_project(body)
    make_activity(
        body,
        "Walk-in centre survey",
        "May to August 2014",
        reached="about 500",
        method="Survey",
        stage=2,
        project=project,
        ref="ENG-001",
        equality_groups=["Disability"],
    )
    make_activity(
        dudley, "Drop-in at the library", "6 June 2018", method="Drop-in", stage=1, status="planned"
    )
    make_activity(
        body, "Café talk", "Summer 2016", reached="203", joint=[dudley], stage=2, venue="Central library"
    )
    make_activity(body, "Focus group on stroke", "", method="Focus group", status="fed_back")
    make_activity(
        body, "=HYPERLINK(1)", "2018/19", reached="at least 1,000", method="Survey", audience=["Carers"]
    )


@pytest.fixture
def officer(visitor_as: VisitorAs, log: None) -> Visitor:
    return visitor_as("communications_officer")


def titles(page: Page) -> list[str]:
    """The first column, whichever way it is ordered."""
    return [
        next(cell for heading, cell in row.items() if heading.startswith("Activity")) for row in _rows(page)
    ]


def _rows(page: Page) -> list[dict[str, str]]:
    return page.table("Engagement log")


def narrowed(visitor: Visitor, query: str) -> list[str]:
    page = visitor.visit(f"/activities?{query}")
    return [] if page.says("No activity matches.") else titles(page)


def test_the_newest_stands_first_and_the_undated_last(officer: Visitor) -> None:
    page = officer.visit("/activities")
    assert titles(page) == [
        "Drop-in at the library",
        "=HYPERLINK(1)",
        "Café talk",
        "Walk-in centre survey",
        "Focus group on stroke",
    ]
    assert page.says("5 activities, 3 without a known month")
    assert _rows(page)[3] == {
        "Choose": "",
        "Activity": "Walk-in centre survey",
        "When ▼": "May to August 2014",
        "Body": "Wolverhampton CCG",
        "Project": "WIC-14",
        "Stage": "2 Priorities and plans",
        "Method": "Survey",
        "Reached": "about 500",
        "Status": "Completed",
    }


def test_what_is_not_recorded_is_said_to_be_and_never_nought(officer: Visitor) -> None:
    undated = officer.visit("/activities").table("Engagement log")[4]
    assert (undated["Reached"], undated["Stage"], undated["When ▼"]) == (
        "not recorded",
        "not recorded",
        "date not recorded",
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("body=dudley-ccg", ["Drop-in at the library", "Café talk"]),
        ("project=WIC-14", ["Walk-in centre survey"]),
        ("project=none&stage=2", ["Café talk"]),
        ("stage=1&stage=2", ["Drop-in at the library", "Café talk", "Walk-in centre survey"]),
        ("stage=none", ["=HYPERLINK(1)", "Focus group on stroke"]),
        ("method=Survey", ["=HYPERLINK(1)", "Walk-in centre survey"]),
        ("method=none", ["Café talk"]),
        ("status=planned", ["Drop-in at the library"]),
        ("group=Disability", ["Walk-in centre survey"]),
        ("period=2018-19", ["Drop-in at the library", "=HYPERLINK(1)"]),
        ("period=2018-19Q1", ["Drop-in at the library"]),
        ("period=2014-05-01..2014-08-31", ["Walk-in centre survey"]),
        ("month=none", ["=HYPERLINK(1)", "Café talk", "Focus group on stroke"]),
        ("month=known", ["Drop-in at the library", "Walk-in centre survey"]),
        ("reached=counted", ["=HYPERLINK(1)", "Café talk", "Walk-in centre survey"]),
        ("reached=none", ["Drop-in at the library", "Focus group on stroke"]),
        ("words=library", ["Drop-in at the library", "Café talk"]),
        ("words=CENTRAL+caf", ["Café talk"]),
        ("words=carers", ["=HYPERLINK(1)"]),
        ("words=eng-001", ["Walk-in centre survey"]),
        ("words=chiropody", []),
        ("body=nowhere", []),
        ("sort=reached&order=down", ["=HYPERLINK(1)", "Walk-in centre survey", "Café talk"]),
        ("sort=reached&order=up", ["Café talk", "Walk-in centre survey", "=HYPERLINK(1)"]),
    ],
)
def test_the_log_is_narrowed_and_ordered(officer: Visitor, query: str, found: list[str]) -> None:
    shown = narrowed(officer, query)
    assert shown[: len(found)] == found
    assert len(shown) == (5 if query.startswith("sort") else len(found))


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_log_is_narrowed_and_ordered_alike_on_postgresql(officer: Visitor) -> None:
    assert narrowed(officer, "group=Disability&stage=2") == ["Walk-in centre survey"]
    assert narrowed(officer, "words=central+LIBRARY&method=none") == ["Café talk"]
    assert narrowed(officer, "sort=reached&order=down")[0] == "=HYPERLINK(1)"
    assert narrowed(officer, "sort=stage&order=up")[0] == "Drop-in at the library"
    assert narrowed(officer, "period=2018-19&sort=title&order=down")[-1] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("period=the+other+year", "Period: “the other year”"),
        ("stage=9", "Stage: choose a stage of the engagement cycle"),
    ],
)
def test_a_value_that_makes_no_sense_is_answered_with_a_sentence(
    officer: Visitor, query: str, sentence: str
) -> None:
    page = officer.visit(f"/activities?{query}")
    assert page.says(sentence)
    assert len(titles(page)) == 5


def test_what_narrows_the_log_is_named_and_can_be_taken_off_one_by_one(officer: Visitor) -> None:
    page = officer.visit("/activities?stage=1&stage=2&words=library&sort=title&order=up")
    assert {"Words: library ✕ , remove", "Stage: 1 Identify needs ✕ , remove"} <= set(page.links())
    page = officer.follow("Stage: 1 Identify needs ✕ , remove")
    assert titles(page) == ["Café talk"]
    assert "sort=title" in page.url
    officer.follow("Clear everything")
    assert officer.page.url == "/activities"


def test_narrowing_by_the_form_keeps_the_order_and_the_columns(officer: Visitor) -> None:
    officer.visit("/activities?sort=title&order=down")
    page = officer.submit(
        "Show", {"Words": "library", "Columns shown": ["Activity", "Venue"], "Equality group": "Any"}
    )
    assert list(_rows(page)[0]) == ["Choose", "Activity ▼", "Venue"]
    assert titles(page) == [
        "Drop-in at the library",
        "Café talk",
    ]


def test_a_heading_orders_by_its_column_and_then_the_other_way(officer: Visitor) -> None:
    officer.visit("/activities")
    up = titles(officer.follow("Activity"))
    assert up == sorted(up)
    heading = officer.page.soup.select_one("th[aria-sort]")
    assert heading is not None
    assert heading["aria-sort"] == "ascending"
    assert titles(officer.follow("Activity")) == up[::-1]


def test_long_logs_have_pages(app: Flask, officer: Visitor, body: Body) -> None:
    app.config["PAGE_SIZE"], usual = 2, app.config["PAGE_SIZE"]
    try:
        page = officer.visit("/activities?stage=1&stage=2&stage=none")
        assert titles(page) == ["Drop-in at the library", "=HYPERLINK(1)"]
        page = officer.visit("/activities?stage=1&stage=2&stage=none&page=99")
        assert titles(page) == ["Focus group on stroke"]
        assert page.url.endswith("page=99")
        links = {words: href for words, href in page.links().items() if "page=" in href}
        assert any("page=2" in href and "stage=none" in href for href in links.values())
    finally:
        app.config["PAGE_SIZE"] = usual


def test_a_view_is_kept_under_a_name_replaced_and_dropped(officer: Visitor) -> None:
    officer.visit("/activities?stage=2&sort=title&order=up")
    officer.submit("Keep this view", {"Name for this view": " Plans "})
    assert officer.page.says("The view “Plans” is kept: for you alone.")
    assert officer.page.url == "/activities?stage=2&sort=title&order=up"
    officer.visit("/activities?method=Survey")
    officer.submit("Keep this view", {"Name for this view": "Plans"})
    officer.visit("/activities")
    officer.follow("Plans")
    assert officer.page.url == "/activities?method=Survey"
    officer.submit("Drop Plans")
    assert officer.page.says("The view “Plans” is gone. The records in it are untouched.")
    assert session().scalars(select(SavedView)).all() == []


def test_a_view_needs_a_name_and_a_long_one_is_cut(officer: Visitor) -> None:
    officer.visit("/activities")
    page = officer.submit("Keep this view", {"Name for this view": " "})
    assert page.url == "/activities"
    assert page.says("Give the view a name, such as “Surveys without a date”.")
    for _ in range(2):
        officer.visit("/activities")
        officer.submit("Keep this view", {"Name for this view": "x" * 100})
    assert session().scalars(select(SavedView.name)).all() == ["x" * 80]


def test_views_are_ones_own(officer: Visitor, visitor_as: VisitorAs) -> None:
    officer.visit("/activities?stage=2")
    officer.submit("Keep this view", {"Name for this view": "Plans"})
    colleague = visitor_as("engagement_officer")
    page = colleague.visit("/activities")
    assert "Plans" not in page.links()
    number = session().scalars(select(SavedView.id)).one()
    token = dict(page.form("Keep this view").sent)["csrf_token"]
    answer = colleague.fetch(f"/activities/views/{number}/drop", "POST", data={"csrf_token": token})
    assert answer.status_code == 404
    assert session().scalars(select(SavedView.name)).one() == "Plans"


def on_screen(page: Page) -> list[list[str]]:
    """The table as it is shown, without the boxes to tick and the marks of the order."""
    rows = _rows(page)
    headings = [heading.rstrip(" ▲▼") for heading in rows[0] if heading != "Choose"]
    return [headings] + [[cell for heading, cell in row.items() if heading != "Choose"] for row in rows]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


TO_RECKON_WITH = {"When (first day it may have been)", "Reached (number)"}


def read_xlsx(content: bytes) -> list[list[str]]:
    """The cells as a page shows them, without the columns that stand beside words to add up or sort by."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    columns = [column for column in sheet.iter_cols(values_only=True) if column[0] not in TO_RECKON_WITH]
    return [[_as_shown(cell) for cell in row] for row in zip(*columns, strict=True)]


def _as_shown(cell: object) -> str:
    if isinstance(cell, datetime):
        return long_date(cell.date())
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")


@pytest.mark.parametrize(
    "query",
    ["", "?stage=2&sort=title&order=down", "?words=library&column=venue&column=title&column=organisations"],
)
def test_what_is_taken_away_is_what_is_on_screen(officer: Visitor, query: str) -> None:
    shown = on_screen(officer.visit(f"/activities{query}"))
    links = officer.page.links()
    assert read_xlsx(officer.download(links["XLSX"])) == shown
    written = read_csv(officer.download(links["CSV"]))
    assert [[cell.removeprefix("'") for cell in row] for row in written] == shown


def test_nothing_that_is_taken_away_runs_as_a_formula(officer: Visitor) -> None:
    officer.visit("/activities")
    links = officer.page.links()
    assert b"'=HYPERLINK(1)" in officer.download(links["CSV"])
    sheet = openpyxl.load_workbook(io.BytesIO(officer.download(links["XLSX"]))).worksheets[0]
    [cell] = [cell for row in sheet for cell in row if cell.value == "=HYPERLINK(1)"]
    assert cell.data_type == "s"


def send_chosen(officer: Visitor, button: str, *chosen: str, everything: bool = False) -> None:
    """Tick these rows, or all, and press a button under the table."""
    form = officer.page.form(button)
    numbers = {found.title: str(found.id) for found in session().scalars(select(Activity))}
    form.sent += [("chosen", numbers[title]) for title in chosen]
    form.sent += [("everything", "yes")] if everything else []
    officer.response = officer._send(form)


def test_rows_that_are_ticked_are_taken_away_alone(officer: Visitor) -> None:
    officer.visit("/activities?sort=title&order=up")
    send_chosen(officer, "Download as CSV", "Café talk", "Focus group on stroke")
    rows = read_csv(officer.response.get_data())
    assert [row[0] for row in rows] == ["Activity", "Café talk", "Focus group on stroke"]
    assert officer.response.headers["Content-Disposition"] == 'attachment; filename="engagement-log.csv"'


def test_every_row_on_every_page_is_taken_away_as_it_is_narrowed(app: Flask, officer: Visitor) -> None:
    app.config["PAGE_SIZE"], usual = 2, app.config["PAGE_SIZE"]
    try:
        officer.visit("/activities?method=Survey&method=Drop-in")
        send_chosen(officer, "Download as XLSX", everything=True)
        assert [row[0] for row in read_xlsx(officer.response.get_data())] == [
            "Activity",
            "Drop-in at the library",
            "=HYPERLINK(1)",
            "Walk-in centre survey",
        ]
    finally:
        app.config["PAGE_SIZE"] = usual


def test_nothing_ticked_is_said_and_the_list_stays_as_it_was(officer: Visitor) -> None:
    officer.visit("/activities?stage=2")
    officer.submit("Put in a project")
    assert officer.page.says("Choose one or more activities first, or tick the box for all of them.")
    assert officer.page.url == "/activities?stage=2"


def test_activities_that_are_ticked_are_put_in_a_project(officer: Visitor) -> None:
    officer.visit("/activities")
    send_chosen(officer, "Put in a project", "Café talk", "Walk-in centre survey")
    page = officer._arrive(officer.response, 200)
    assert page.says("2 activities will move, with what was heard there.")
    officer.submit("Move 2 activities", {"Project": "WIC-14 Walk-in centre review"})
    assert officer.page.says("1 of 2 activities were moved. The others were there already.")
    assert narrowed(officer, "project=WIC-14") == ["Café talk", "Walk-in centre survey"]


def test_all_of_a_narrowed_log_is_put_in_a_project_and_out_again(officer: Visitor) -> None:
    for project, found in (("WIC-14 Walk-in centre review", 3), ("No project", 0)):
        officer.visit("/activities?method=Survey&method=none")
        send_chosen(officer, "Put in a project", everything=True)
        officer._arrive(officer.response, 200)
        officer.submit("Move 3 activities", {"Project": project})
        assert officer.page.says("3 activities were moved.")
        assert officer.page.url == "/activities?method=Survey&method=none", "the list is as it was left"
        assert len(narrowed(officer, "project=WIC-14")) == found


def test_without_a_project_nothing_moves_and_the_choice_stays(officer: Visitor) -> None:
    officer.visit("/activities")
    send_chosen(officer, "Put in a project", "Walk-in centre survey")
    officer._arrive(officer.response, 200)
    page = officer.submit("Move 1 activity")
    assert page.errors == ["Choose the project, or “No project” to take them out of theirs"]
    officer.submit("Move 1 activity", {"Project": "WIC-14 Walk-in centre review"})
    assert "Walk-in centre survey" in narrowed(officer, "project=WIC-14")


def test_rows_that_no_number_can_have_are_left_out(officer: Visitor) -> None:
    officer.visit("/activities")
    form = officer.page.form("Download as CSV")
    form.sent += [("chosen", value) for value in ("99999999999999999999", "-1", "one", "")]
    officer._arrive(officer._send(form), 200)
    assert officer.page.says("Choose one or more activities first")


def test_a_reader_can_take_rows_away_and_nothing_else(visitor_as: VisitorAs, log: None) -> None:
    reader = visitor_as("lay_member_ppi")
    page = reader.visit("/activities")
    buttons = {button.get_text(strip=True) for button in page.soup.find_all("button")}
    assert {"Download as CSV", "Download as XLSX"} <= buttons
    assert "Put in a project" not in buttons
    assert "Log an activity" not in page.links()


def test_an_empty_log_says_what_it_is_for(visitor_as: VisitorAs, app: Flask) -> None:
    page = visitor_as("engagement_officer").visit("/activities")
    assert page.says("The log holds every event, survey, visit and conversation with people.")
    assert page.links()["Log an activity"] == "/activities/new"


def test_filters_are_drawn_once_and_again_when_a_table_changes_that_their_choices_stand_in(
    officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = list_pages.ListPage._drawn

    def noted(page: Any, filter_: Any, values: list[str]) -> Any:
        drawn.append(filter_.key)
        return draw(page, filter_, values)

    monkeypatch.setattr(list_pages.ListPage, "_drawn", noted)
    officer.visit("/activities")
    offered = set(drawn)
    drawn.clear()
    officer.visit("/activities")
    assert len(drawn) <= 2 < len(offered), "Only what is typed is drawn each time."
    make_body("Walsall CCG")
    drawn.clear()
    assert "Walsall CCG" in officer.visit("/activities").html
    assert "body" in drawn
    assert "stage" not in drawn
