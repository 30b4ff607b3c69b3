"""A year's spreadsheet becomes a published report, and a figure in its paper leads back to its records."""

from __future__ import annotations

import io
import re

import openpyxl
import pikepdf
import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.conftest import NewWalker
from tests.harness.server import Server
from tests.pages.walker import Walker

HEADINGS = (
    "Ref",
    "CCG",
    "Activity",
    "Date",
    "Stage",
    "Method",
    "No. reached",
    "Heard",
    "What we did",
    "Remarks",
)
OURS = "Wolverhampton CCG"
HARD = "Evening appointments are hard to get"
SIGNS = "Signs are hard to read"
ROWS = (
    (
        "W-01",
        OURS,
        "Extended hours survey",
        "May 2018",
        "Identify needs",
        "Survey",
        "336",
        HARD,
        "More clinics",
        "Paper",
    ),
    (
        "W-02",
        f"NHS {OURS}",
        "Bilston market stall",
        "16/06/2018",
        "",
        "drop-in session",
        "approx 120",
        SIGNS,
        "",
        "Wet",
    ),
    (
        "W-03",
        OURS,
        "Stroke pathway workshop",
        "4 July 2018",
        "3 Improve services",
        "Workshop",
        "",
        "",
        "",
        "",
    ),
    ("W-04", OURS, "Annual meeting", "2018/19", "5 Monitor services", "Meeting", "n/k", "", "", ""),
)


def spreadsheet() -> bytes:
    """The log as an officer keeps it: a title above the headings, a count below the rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Engagement log 2018/19"])
    sheet.append([])
    sheet.append(list(HEADINGS))
    for row in ROWS:
        sheet.append(list(row))
    sheet.append([f"{len(ROWS)} activities"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


PEOPLE = {"communications_officer": "Communications officer", "lay_member_ppi": "Lay member"}


@pytest.fixture
def people(server: Server, new_walker: NewWalker) -> tuple[Walker, Walker]:
    """A communications officer and a lay member, each with a browser of their own."""
    for role, name in PEOPLE.items():
        address = f"{role}@wolverhampton.example"
        service.open_account(SYSTEM, address, name, [role], password=None, demonstration=True)
    officer, lay_member = new_walker(), new_walker()
    for walker, name in zip((officer, lay_member), PEOPLE.values(), strict=True):
        walker.visit("/sign-in")
        walker.press(name)
    return officer, lay_member


def bring_in(officer: Walker) -> None:
    officer.follow("Engagement log")
    officer.follow("Bring in a spreadsheet")
    officer.upload("Spreadsheet", "log.xlsx", spreadsheet())
    officer.press("Continue")
    officer.choose("Remarks", "Leave this column out")
    officer.choose("Heard", "What people told us")
    officer.press("Check every row")
    assert "4 new" in officer.text
    officer.press("Import 4 activities")


def publish(officer: Walker, period: str) -> None:
    officer.follow("Reports")
    officer.press("Prepare an assurance report")
    officer.choose("Body", "Wolverhampton CCG")
    officer.fill("Period", period)
    officer.press("Prepare it")
    officer.press("Publish this report")
    officer.press("Publish the report")


def addresses_in(pdf: bytes) -> list[str]:
    """Every web address that the paper links to."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        links = [note for page in opened.pages for note in page.get("/Annots", pikepdf.Array())]
        return [str(link["/A"]["/URI"]) for link in links if "/A" in link and "/URI" in link["/A"]]


def test_an_officer_brings_in_a_year_and_a_lay_member_follows_a_figure_to_its_records(
    people: tuple[Walker, Walker],
) -> None:
    officer, lay_member = people
    bring_in(officer)
    publish(officer, "2018-19")
    assert "Published" in officer.text

    lay_member.follow("Reports")
    lay_member.follow("Communications and engagement assurance report, 2018/19")
    assert "about 456" in lay_member.text
    paper = lay_member.page.request.get(f"{lay_member.page.url}/paper.pdf").body()
    [contacts] = {one for one in addresses_in(paper) if one.endswith("/figures/activities.reached.once")}
    lay_member.visit(re.sub(r"^https?://[^/]+", "", contacts))
    assert "About 456" in lay_member.text
    assert "This is counted from 2 of 4 activities" in lay_member.text
    lay_member.follow("W-02 Bilston market stall")
    assert "about 120" in lay_member.text
    assert "Signs are hard to read" in lay_member.text


@pytest.mark.both_databases
def test_an_import_can_be_undone_whole(people: tuple[Walker, Walker]) -> None:
    officer, _ = people
    bring_in(officer)
    officer.follow("Undo this import")
    officer.press("Undo the import")
    officer.follow("Engagement log")
    assert "0 activities" in officer.text
