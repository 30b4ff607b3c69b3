"""The pages of reports, as those who prepare them and those who doubt them use them."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlencode

import pytest
from flask import Flask

from engage.activities import service as activities
from engage.assurance import service
from engage.platform.data.files import FileStore
from engage.rules.periods import read_period
from tests.assurance.published import publish
from tests.builders import make_activity, make_actor, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


@pytest.fixture
def lay_member(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("lay_member_ppi")


def test_a_report_is_prepared_looked_at_published_and_read(officer: Visitor, lay_member: Visitor) -> None:
    make_activity(make_body(), reached="203")
    officer.visit("/reports/new")
    page = officer.submit("Prepare it", {"Body": "Wolverhampton CCG", "Period": "2018/19"})
    assert page.says("This is a preview: the figures are as at 31 March 2019, by the records of today")
    page = officer.follow("Publish this report")
    assert page.says("It rests on 1 activity and 0 things people told us.")
    page = officer.submit("Publish the report")
    assert page.says("The report is published as report 1, version 1. It can no longer change.")
    lay_member.visit("/reports")
    page = lay_member.follow("Communications and engagement assurance report, 2018/19")
    assert page.heading == "Communications and engagement assurance report, 2018/19"
    assert page.summary()["Version"] == "Report 1, version 1"


def test_a_period_that_is_none_is_said_in_a_sentence_and_kept(officer: Visitor) -> None:
    officer.visit("/reports/new")
    page = officer.submit("Prepare it", {"Body": "All bodies", "Period": "2018-20"})
    assert "2018-20 is not a financial year" in page.errors[0]
    assert 'value="2018-20"' in page.html


def test_a_draft_can_be_seen_as_the_paper_it_will_be(officer: Visitor) -> None:
    officer.visit("/reports/new")
    page = officer.submit("Prepare it", {"Body": "All bodies", "Period": "2018-19"})
    assert officer.download(page.links()["The paper (PDF)"]).startswith(b"%PDF-")
    assert officer.download(page.links()["Every table (XLSX)"]).startswith(b"PK")


def test_what_was_looked_at_is_what_is_published_or_nothing_is(officer: Visitor) -> None:
    ours = make_body()
    officer.visit("/reports/new")
    officer.submit("Prepare it", {"Body": "All bodies", "Period": "2018-19"})
    officer.follow("Publish this report")
    make_activity(ours)
    page = officer.submit("Publish the report")
    assert page.errors[0].startswith("Records were changed since you looked")
    page = officer.submit("Publish the report")
    assert page.says("The report is published")


def test_a_published_report_stays_and_a_page_says_exactly_what_would_differ(officer: Visitor) -> None:
    activity = make_activity(make_body(), reached="203")
    made = publish(officer, "2018-19")
    officer.visit(made.address)
    page = officer.follow("What would differ today")
    assert page.says("Nothing: made again as at the same day, every figure and every line would be the same.")
    assert page.says("What happened after 31 March 2019")
    activities.remove_activity(make_actor("communications_officer"), activity)
    page = officer.visit(f"{made.address}/differences")
    assert page.says("It stays as it was published.")
    contacts = next(
        row for row in page.table("Figures that would differ") if row["Figure"] == "Contacts recorded"
    )
    assert (contacts["As published"], contacts["By the records of today"]) == ("203", "not recorded")
    assert officer.visit(made.address).says("203")
    assert officer.download(f"{made.address}/report.json") == made.json
    assert officer.download(f"{made.address}/paper.pdf") == made.pdf


def test_a_paper_altered_on_disk_is_not_served(officer: Visitor, app: Flask) -> None:
    make_body()
    made = publish(officer, "2018-19")
    files: FileStore = app.extensions["files"]
    for name, kept in (("paper.pdf", made.pdf), ("annex.xlsx", made.xlsx)):
        files.path(sha256(kept).hexdigest()).write_bytes(kept.replace(b"2018", b"2017") + b"\n")
        page = officer.visit(f"{made.address}/{name}", status=503)
        assert page.says("damaged or altered on the disk of the server, so it is not given to anybody")


def test_a_figure_opens_on_its_parts_and_its_records(officer: Visitor, lay_member: Visitor) -> None:
    ours = make_body()
    make_activity(ours, "Stall at Bilston Market", stage=1, method="Drop-in")
    make_activity(ours, "Survey of carers", stage=1, method="Survey")
    made = publish(officer, "2018-19")
    page = lay_member.visit(f"{made.address}/figures/activities.by_method")
    assert [row["Part"] for row in page.table("Parts of this figure")] == ["Drop-in", "Survey"]
    page = lay_member.follow("Survey")
    assert page.says("This is counted from 1 activity, as at 31 March 2019.")
    assert lay_member.follow("ACT-0002 Survey of carers").heading == "Survey of carers"


def test_a_sum_opens_on_its_records_with_the_number_each_adds(officer: Visitor, lay_member: Visitor) -> None:
    ours = make_body()
    make_activity(ours, "Stall at Bilston Market", reached="about 500")
    make_activity(ours, "Survey of carers", reached="1,203")
    made = publish(officer, "2018-19")
    page = lay_member.visit(f"{made.address}/figures/activities.reached.sum")
    rows = page.table("Records, with the number each adds")
    assert [(row["Record"], row["Adds"]) for row in rows[:2]] == [
        ("ACT-0001 Stall at Bilston Market", "500"),
        ("ACT-0002 Survey of carers", "1,203"),
    ]
    assert page.says("Together about 1,703")
    assert page.says("it adds what it was estimated to be")
    page = lay_member.visit(f"{made.address}/figures/activities.count")
    *rows, together = page.table("Records, with the number each adds")
    assert ([row["Adds"] for row in rows], [*together.values()][-1]) == (["1", "1"], "2")


def test_every_figure_of_a_report_opens_whole_and_part_by_part(officer: Visitor, lay_member: Visitor) -> None:
    ours = make_body()
    make_activity(ours, reached="about 20", stage=3, equality_groups=["Age"])
    made = publish(officer, "2018-19", ours.name)
    for id_, figure in made.value["figures"].items():
        lay_member.visit(f"{made.address}/figures/{id_}")
        for part in figure.get("parts", {}):
            page = lay_member.visit(f"{made.address}/figures/{id_}?{urlencode({'part': part})}")
            assert page.says("Show the whole figure"), (id_, part)


def test_a_record_behind_a_figure_that_is_gone_is_still_named(officer: Visitor, lay_member: Visitor) -> None:
    activity = make_activity(make_body(), "Stall at Bilston Market")
    made = publish(officer, "2018-19")
    activities.remove_activity(make_actor("communications_officer"), activity)
    page = lay_member.visit(f"{made.address}/figures/activities.count")
    assert page.says("ACT-0001 Stall at Bilston Market 6 June 2018")


def test_a_long_figure_is_shown_a_hundred_records_at_a_time(officer: Visitor) -> None:
    ours = make_body()
    for number in range(101):
        make_activity(ours, f"Conversation {number}")
    page = officer.visit("/reports/figures/activities.count?period=2018-19&body=wolverhampton-ccg")
    assert page.says("This is counted from 101 activities")
    assert "ACT-0101 Conversation 100" not in page.links()
    page = officer.visit("/reports/figures/activities.count?period=2018-19&body=wolverhampton-ccg&page=2")
    assert "ACT-0101 Conversation 100" in page.links()


@pytest.mark.parametrize(
    "address",
    [
        "/reports/99",
        "/reports/figures/activities.nonsense",
        "/reports/figures/activities.count?period=soon",
        "/reports/figures/activities.count?body=nowhere",
        "/reports/figures/activities.by_method?part=Nonsense",
        "/reports/figures/activities.count?part=Nonsense",
    ],
)
def test_what_is_not_there_is_not_found(officer: Visitor, address: str) -> None:
    officer.visit(address, status=404)


def test_an_odd_page_number_shows_the_first_page(officer: Visitor) -> None:
    for page in ("0", "-1", "99", "x"):
        officer.visit(f"/reports/figures/activities.count?page={page}")


def test_a_published_report_offers_no_front_sheet_and_no_second_publishing(officer: Visitor) -> None:
    made = publish(officer, "2018-19")
    for page in ("front-sheet", "publish"):
        refused = officer.visit(f"{made.address}/{page}", status=409)
        assert refused.says("a published report never changes")


def test_a_draft_has_nothing_frozen_to_take_away_or_to_vouch_for(
    officer: Visitor, lay_member: Visitor
) -> None:
    draft = service.draft_report(make_actor("engagement_officer"), None, read_period("2018-19"), {})
    officer.visit(f"/reports/{draft.id}/report.json", status=409)
    lay_member.visit(f"/reports/{draft.id}/statement", status=404)


def test_the_lay_member_vouches_and_the_statement_stands_with_the_report(
    officer: Visitor, lay_member: Visitor
) -> None:
    made = publish(officer, "2018-19")
    lay_member.visit(made.address)
    lay_member.follow("Give your statement on this report")
    page = lay_member.submit("Give the statement")
    assert page.errors == [
        "Choose how much assurance it gives",
        "Enter your statement: what you looked at, and what you conclude",
    ]
    words = "I followed six figures to their records and found each as stated."
    answers = {"How much assurance does this report give?": "Significant assurance", "Your statement": words}
    lay_member.submit("Give the statement", answers)
    page = officer.visit(made.address)
    assert page.says("Significant assurance : Lay member for patient and public involvement,")
    assert page.says(words)
    assert "Give your statement on this report" not in page.links()


def test_somebody_who_may_not_read_records_is_not_led_to_them(
    officer: Visitor, visitor_as: VisitorAs
) -> None:
    make_activity(make_body(), "Stall at Bilston Market")
    made = publish(officer, "2018-19")
    sponsor = visitor_as("sponsor")
    for address in (made.address, f"{made.address}/figures/activities.count"):
        page = sponsor.visit(address)
        assert page.says("Stall at Bilston Market")
        assert not [one for one in page.links().values() if one.startswith("/activities/")]


def test_words_of_people_are_only_words(officer: Visitor, app: Flask) -> None:
    make_activity(make_body(), "<script>alert('no')</script>", method="<b>Drop-in</b>")
    page = publish(officer, "2018-19").page
    assert page.says("<script>alert('no')</script>")
    assert page.says("<b>Drop-in</b>")
