"""Every kind of page has something true to show in the demonstration year, and says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from engage.activities.models import Activity
from engage.assurance.models import Report
from engage.cycle.models import Project
from engage.demonstration.service import WORDS
from engage.feedback.models import Feedback
from engage.platform.data.db import session
from tests.demonstration.conftest import VisitorAs
from tests.pages.page import Page
from tests.pages.visitor import Visitor
from tests.platform.papers import pages_of

A_FILE = re.compile(r"\.(pdf|xlsx|json|csv|ics|vcf)(\?|$)|/file$")
INVENTED = "Invented for the demonstration"


def kind_of(address: str) -> str:
    """An address with its numbers, codes and questions taken out: the kind of page it is."""
    path, _, asked = address.partition("?")
    plain = re.sub(r"/([0-9]+|[A-Z]+-[A-Z0-9-]+|[a-z-]+-(ccg|icb))(?=/|$)", "/*", path)
    plain = re.sub(r"^/forums/(?!new$|networks$)[a-z0-9-]+", "/forums/*", plain)
    return f"{plain}?{','.join(re.findall(r'(?:^|&)([a-z_]+)=', asked))}"


def walk(visitor: Visitor, start: str) -> Iterator[Page]:
    """Follow every link from a page on, and come to one page of each kind."""
    seen: set[str] = set()
    known, waiting = {start}, [start]
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        page = visitor.visit(address)
        yield page
        links = [link.split("#")[0] for link in page.links().values()]
        new = [
            link for link in links if link.startswith("/") and link not in known and not A_FILE.search(link)
        ]
        known.update(new)
        waiting += new


@pytest.mark.parametrize(
    "role", ["head_of_comms_engagement", "lay_member_ppi", "governance_lead", "administrator"]
)
def test_every_page_that_can_be_reached_is_well_made_and_says_that_it_is_a_demonstration(
    as_role: VisitorAs, role: str
) -> None:
    pages = 0
    for page in walk(as_role(role), "/"):
        assert WORDS in page.html, f"{page.url} does not say that this is demonstration data"
        pages += 1
    assert pages > 1, "the first page leads on"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/projects",
        *(f"/stages/{stage}" for stage in range(1, 6)),
        "/projects/DEMO-UC",
        "/projects/DEMO-UC/promises",
        "/activities",
        "/feedback",
        "/duties",
        "/duties/facts",
        "/reports",
        "/bodies",
        "/bodies/wolverhampton-ccg",
    ],
)
def test_each_page_leads_to_records(as_role: VisitorAs, address: str) -> None:
    page = as_role("head_of_comms_engagement").visit(address)
    leads = [
        link
        for link in page.links().values()
        if re.match(r"/(projects|activities|feedback|duties|reports|bodies|strategies)/[A-Za-z0-9]", link)
    ]
    assert leads, f"{address} shows nothing that leads to a record"


@pytest.mark.parametrize("is_invented", [True, False])
def test_the_page_of_an_invented_record_says_so_and_that_of_a_real_one_does_not(
    as_role: VisitorAs, is_invented: bool
) -> None:
    found = session()
    activity = found.scalars(select(Activity.id).where(Activity.is_invented.is_(is_invented))).first()
    item = found.scalars(select(Feedback.id).where(Feedback.is_invented.is_(is_invented))).first()
    code = found.scalars(select(Project.code).where(Project.is_invented.is_(is_invented))).first()
    visitor = as_role("communications_officer")
    for address in (f"/activities/{activity}", f"/feedback/{item}", f"/projects/{code}"):
        assert visitor.visit(address).says(INVENTED) is is_invented, address


def test_the_procurement_with_nothing_heard_before_it_shows_its_warning(as_role: VisitorAs) -> None:
    page = as_role("procurement_lead").visit("/projects/DEMO-EYE")
    assert page.says("nothing people said is recorded at stages 1 to 3")


def test_themes_of_monitoring_that_nobody_took_up_show_their_warning(as_role: VisitorAs) -> None:
    page = as_role("quality_lead").visit("/projects/DEMO-ACC")
    assert page.says("Themes from monitoring never taken up")


def test_the_paper_says_on_every_page_that_it_is_a_demonstration(as_role: VisitorAs) -> None:
    report = session().scalars(select(Report).where(Report.state == "published")).one()
    pdf = as_role("lay_member_ppi").download(f"/reports/{report.id}/paper.pdf")
    assert all(WORDS in " ".join(page.split()) for page in pages_of(pdf))


def test_a_calendar_says_that_it_is_a_demonstration_and_marks_meetings_that_are_invented(
    as_role: VisitorAs,
) -> None:
    content = as_role("lay_member_ppi").download("/forums/ppg-chairs/meetings.ics").decode()
    said = content.replace("\r\n ", "")
    assert f"X-WR-CALDESC:{WORDS}" in said
    assert "SUMMARY:PPG Chairs Group (invented)" in said
