"""Nobody takes the demonstration for the truth: each page, paper and invented row says what it is."""

from __future__ import annotations

import io
import re
from contextvars import Context
from urllib.parse import urlsplit

import openpyxl
import pytest
from bs4 import Tag
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from engage.activities.models import Activity
from engage.assurance.models import Report
from engage.cli import main, reports
from engage.cycle.models import Project
from engage.demonstration.service import WORDS
from engage.experience.insight.models import Insight
from engage.experience.models import Story
from engage.feedback.models import Feedback
from engage.forums.models import FrameworkEdition
from engage.meetings.models import Meeting
from engage.panels.models import Panel, PanelComparison
from engage.platform.data.db import session
from tests.demonstration.conftest import VisitorAs
from tests.demonstration.test_pages import walk
from tests.pages.inspection import attribute, words
from tests.pages.page import Page
from tests.pages.visitor import Visitor
from tests.platform.papers import pages_of

COMMAND = ["report", "assurance", "--period", "2019-20", "--body", "wolverhampton-ccg", "--format"]


def invented() -> set[str]:
    """The addresses of the records that were invented."""
    found = session()
    activities = found.scalars(select(Activity.id).where(Activity.is_invented))
    items = found.scalars(select(Feedback.id).where(Feedback.is_invented))
    stories = found.scalars(select(Story.id).where(Story.is_invented))
    summaries = found.scalars(select(Insight.id).where(Insight.is_invented))
    meetings = found.scalars(select(Meeting.id).where(Meeting.is_invented))
    editions = found.scalars(select(FrameworkEdition.id).where(FrameworkEdition.is_invented))
    panels = found.scalars(select(Panel.code).where(Panel.is_invented))
    compared = found.execute(
        select(Panel.code, PanelComparison.id)
        .join(Panel, Panel.id == PanelComparison.panel_id)
        .where(PanelComparison.is_invented)
    )
    codes = found.scalars(select(Project.code).where(Project.is_invented))
    return {
        *(f"/activities/{number}" for number in activities),
        *(f"/feedback/{number}" for number in items),
        *(f"/experience/{number}" for number in stories),
        *(f"/insight/{number}" for number in summaries),
        *(f"/meetings/{number}" for number in meetings),
        *(f"/framework/editions/{number}" for number in editions),
        *(f"/panels/{code}" for code in panels),
        *(f"/panels/{code}/comparisons/{number}" for code, number in compared),
        *(f"/projects/{code}" for code in codes),
    }


def rows_of(page: Page) -> list[Tag]:
    """The rows of tables and the items of lists in the main part of a page."""
    return [row for row in page.soup.select("main tr, main li") if not row.find(["tr", "li"])]


def test_each_row_about_an_invented_record_says_so_on_every_page(as_role: VisitorAs) -> None:
    addresses, visitor = invented(), as_role("head_of_comms_engagement")
    unmarked, marked = [], 0
    for page in walk(visitor, "/"):
        for row in rows_of(page):
            leads = {urlsplit(attribute(link, "href")).path for link in row.find_all("a")}
            if leads & addresses:
                marked += 1
                if not re.search(r"\bDEMO\b|\(invented\)", words(row)):
                    unmarked.append(f"{page.url}: {words(row)[:80]}")
    assert not unmarked
    assert marked > 100


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("register", ["activities", "feedback"])
def test_what_is_taken_away_marks_what_is_invented(as_role: VisitorAs, register: str, kind: str) -> None:
    content = as_role("communications_officer").download(f"/{register}/export.{kind}")
    text = content.decode("utf-8-sig") if kind == "csv" else in_words(content)
    table = Activity if register == "activities" else Feedback
    number = len(session().scalars(select(table.id).where(table.is_invented)).all())
    assert number > 5
    assert text.count("(invented)") == number


def in_words(workbook: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return "\n".join(cells)


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [("", "/sign-in", 200), ("", "/nowhere", 404), ("sponsor", "/accounts", 403)],
)
def test_a_page_that_lets_nobody_further_says_it_too(
    as_role: VisitorAs, year: Flask, role: str, address: str, status: int
) -> None:
    visitor = as_role(role) if role else Visitor(year)
    assert visitor.visit(address, status=status).html.count(WORDS) == 1


def test_the_annex_of_a_report_says_it(as_role: VisitorAs) -> None:
    report = session().scalars(select(Report).where(Report.state == "published")).one()
    annex = as_role("lay_member_ppi").download(f"/reports/{report.id}/annex.xlsx")
    assert WORDS in in_words(annex)


@pytest.mark.parametrize("kind", ["json", "html", "pdf", "xlsx"])
def test_a_report_from_the_command_line_says_it(
    year: Flask, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(reports, "create_app", lambda: year)
    made = Context().run(lambda: CliRunner().invoke(main, [*COMMAND, kind])).stdout_bytes
    if kind == "pdf":
        assert all(WORDS in " ".join(page.split()) for page in pages_of(made))
        return
    assert WORDS in (in_words(made) if kind == "xlsx" else made.decode())
