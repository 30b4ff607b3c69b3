"""A new user does what the README says under First steps, with the real log of twenty commissioners."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from engage.accounts import service
from engage.rules.actors import SYSTEM
from tests.conftest import NewWalker
from tests.harness.server import Server
from tests.imports.logs import LOG_XLSX, OUTSIDE_ITS_BODIES
from tests.pages.walker import Walker

ROLES = {
    "communications_officer": "Communications officer",
    "lay_member_ppi": "Lay member for patient and public involvement",
}
SURVEY = "ENG-017 Future Fit consultation survey"


@pytest.fixture
def people(server: Server, new_walker: NewWalker) -> tuple[Walker, Walker]:
    """The two posts of the first steps, each with a browser of their own."""
    walkers = []
    for role, name in ROLES.items():
        service.open_account(SYSTEM, f"{role}@a.example", name, [role], password=None, demonstration=True)
        walker = new_walker()
        walker.visit("/sign-in")
        walker.press(name)
        walkers.append(walker)
    return walkers[0], walkers[1]


def bring_in_the_log(officer: Walker) -> None:
    officer.follow("Engagement log")
    officer.follow("Bring in a spreadsheet")
    officer.upload("Spreadsheet", "activities.xlsx", LOG_XLSX.read_bytes())
    officer.press("Continue")
    officer.choose("Source", "Leave this column out")
    officer.press("Check every row")
    assert "147 new" in officer.text
    officer.tick(OUTSIDE_ITS_BODIES)
    officer.press("Import 147 activities")
    assert "147 activities were imported." in officer.text


def publish_the_year(officer: Walker) -> None:
    officer.follow("Reports")
    officer.press("Prepare an assurance report")
    officer.choose("Body", "All bodies")
    officer.fill("Period", "2018-19")
    officer.press("Prepare it")
    officer.press("Publish this report")
    officer.press("Publish the report")
    assert "It can no longer change." in officer.text


def figures_that_can_be_clicked(paper: bytes) -> dict[str, str]:
    """Where each linked figure of a paper leads, within the installation."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        links = [note for page in opened.pages for note in page.get("/Annots", pikepdf.Array())]
        addresses = [str(link["/A"]["/URI"]) for link in links if "/A" in link and "/URI" in link["/A"]]
    paths = [re.sub(r"^https?://[^/]+", "", address) for address in addresses]
    return {path.rpartition("/figures/")[2]: path for path in paths if "/figures/" in path}


def test_from_the_real_log_to_a_figure_in_a_paper_and_back_to_its_records(
    people: tuple[Walker, Walker],
) -> None:
    officer, lay_member = people
    bring_in_the_log(officer)
    publish_the_year(officer)

    lay_member.follow("Reports")
    lay_member.follow("Communications and engagement assurance report, 2018/19")
    assert "There are about 23,505 contacts on record, from 6 of 25 activities." in lay_member.text
    paper = lay_member.page.request.get(f"{lay_member.page.url}/paper.pdf").body()
    report = lay_member.page.url
    lay_member.visit(figures_that_can_be_clicked(paper)["activities.reached.once"])
    assert "This is counted from 6 of 25 activities" in lay_member.text
    lay_member.follow(SURVEY)
    assert "18,742" in lay_member.text

    lay_member.visit(re.sub(r"^https?://[^/]+", "", report))
    lay_member.press("Give your statement on this report")
    lay_member.tick("Significant assurance")
    lay_member.fill("Your statement", "I followed the contacts of the year to their records.")
    lay_member.press("Give the statement")
    assert "I followed the contacts of the year to their records." in lay_member.text
