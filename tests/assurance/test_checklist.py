"""The reference report checklist: what every board report must hold, line by line, on the real log."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from bs4 import Tag
from sqlalchemy import func, select

from engage.activities.models import Activity
from engage.assurance.front_sheet.words import FRONT_SHEET
from engage.feedback.models import Feedback
from engage.platform.data.db import session
from tests.assurance.published import Published, publish, read
from tests.builders import make_activity, make_body, make_feedback, make_project
from tests.conftest import VisitorAs
from tests.platform.pdf_checks import faults
from tests.platform.pdf_reading import spoken

SUMMARY = "Table 1. The period in figures"
FIRST, LAST = date(2018, 4, 1), date(2019, 3, 31)


_made: dict[str, Published] = {}


@pytest.fixture
def year_now(visitor_as: VisitorAs, real_log: None) -> Published:
    """The report on 2018/19 over the real log, published by an officer, with its records at hand."""
    return publish(visitor_as("communications_officer"), "2018-19")


@pytest.fixture
def year(request: pytest.FixtureRequest) -> Published:
    """The same, made once for the tests that only read it."""
    if "year" not in _made:
        _made["year"] = request.getfixturevalue("year_now")
    return _made["year"]


@pytest.fixture
def quarter_now(visitor_as: VisitorAs) -> Published:
    """A quarter of one body with a project, themes, answers and things to come, its records at hand."""
    ours = make_body()
    dates: dict[str, Any] = {"options_fixed_on": date(2018, 5, 1), "decision_on": date(2018, 6, 20)}
    review = make_project(ours, stage=3, since=date(2018, 4, 1), **dates)
    stall = make_activity(ours, reached="about 120", project=review, stage=2, method="Drop-in")
    make_activity(ours, "Survey of carers", "May 2018", reached="203", stage=1, method="Survey")
    make_activity(ours, "Autumn forum", "12 July 2018", status="planned")
    told: dict[str, Any] = {"topic": "GP access", "service": "General practice", "body_id": ours.id}
    make_feedback(
        "Waits are too long", "6 June 2018", tone="negative", heard_at=f"activity:{stall.id}", **told
    )
    make_feedback("More clinics", "7 June 2018", answer="done", did="A second clinic", **told)
    return publish(visitor_as("communications_officer"), "2018-19Q1", ours.name)


@pytest.fixture
def quarter(request: pytest.FixtureRequest) -> Published:
    """The same, made once for the tests that only read it."""
    if "quarter" not in _made:
        _made["quarter"] = request.getfixturevalue("quarter_now")
    return _made["quarter"]


def activities_by_hand() -> list[Activity]:
    """The activities of 2018/19, counted without the product's own rule: a start wholly inside the year."""
    inside = (Activity.start_from >= FIRST, Activity.start_to <= LAST)
    return list(session().scalars(select(Activity).where(*inside).order_by(Activity.id)))


def test_a1_page_1_says_whose_report_it_is_what_it_covers_and_who_made_it_when(year: Published) -> None:
    for said in (
        "All bodies",
        "Communications and engagement assurance report, 2018/19",
        "2018/19 (1 April 2018 to 31 March 2019)",
        f"Date made {year.value['made_on_words']}",
        "Version Report 1, version 1",
        "Author of report Communications and engagement",
    ):
        assert said in year.first_page, said


def test_a2_page_1_gives_purpose_and_recommendation_in_one_sentence_each(year: Published) -> None:
    for said in (
        "Purpose of report To give assurance on how people were involved in commissioning in the period.",
        "Recommendation Receive and discuss this report.",
    ):
        assert said in year.first_page, said


def test_a3_the_front_sheet_can_be_filled_and_is_kept(visitor_as: VisitorAs, app: Any) -> None:
    make_body()
    officer = visitor_as("communications_officer")
    officer.visit("/reports/new")
    officer.submit("Prepare it", {"Body": "Wolverhampton CCG", "Period": "2018-19"})
    officer.follow("Write on the front sheet")
    typed = {asked.label: f"Words for {asked.label.lower()}" for asked in FRONT_SHEET}
    officer.submit("Save the front sheet", typed)
    officer.follow("Publish this report")
    made = read(officer, officer.submit("Publish the report"))
    for label, words in typed.items():
        assert made.page.summary()[label] == words
        assert f"{label} {words}" in made.first_page


def test_a4_the_summary_has_five_to_eight_figures_and_none_without_its_base(quarter: Published) -> None:
    rows = quarter.page.table(SUMMARY)
    assert 5 <= len(rows) <= 8
    for row in rows:
        assert re.search(r"\d", row["Rests on"]), row


def test_a4_no_figure_is_without_its_base(year: Published) -> None:
    for id_, figure in year.value["figures"].items():
        assert figure["base"] == len(figure["refs"]), id_
        assert set(figure["refs"]) <= set(year.value["records"]), id_


def test_a5_figures_agree_with_a_recount_from_the_database(year_now: Published) -> None:
    figures = year_now.value["figures"]
    own = activities_by_hand()
    counted = [one for one in own if one.reached is not None]
    assert figures["activities.count"]["value"] == len(own) == 25
    assert figures["activities.reached.sum"]["value"] == sum(one.reached or 0 for one in counted)
    assert figures["activities.reached.sum"]["base"] == len(counted)
    assert figures["activities.by_stage"]["value"] == dict(Counter(str(one.stage) for one in own))
    assert figures["activities.by_method"]["value"] == dict(
        Counter(one.method or "not recorded" for one in own)
    )
    assert figures["activities.by_status"]["value"] == dict(Counter(one.status for one in own))
    by_month = Counter(f"{one.start_from:%Y-%m}" for one in own if one.start_from)
    assert figures["activities.by_month"]["value"] == dict(by_month)


def test_a5_page_paper_annex_and_json_give_the_same_summary(year: Published) -> None:
    page = year.rows_on_page(SUMMARY)
    assert page == year.rows_on_paper(SUMMARY)
    annex = year.rows_in_annex("Table 1 The period in figures")
    assert [row[0] for row in annex] == [row[0] for row in page]
    by_label = {figure["label"]: figure for figure in year.value["figures"].values()}
    for shown, kept in zip(page, annex, strict=True):
        figure = by_label[shown[0]]
        assert shown[1].removeprefix("about ").replace(",", "") == str(figure["value"])
        assert str(figure["base"]) in shown[2]
        assert figure["value"] in kept
        before = figure["previous"]["value"]
        assert shown[3].removeprefix("about ").replace(",", "") == str(before)


def test_a5_the_sheet_of_figures_is_the_json(year: Published) -> None:
    found = {(row[0], row[2] or ""): row[3] for row in year.rows_in_annex("Figures")}
    for id_, figure in year.value["figures"].items():
        held = figure["value"]
        parts = held if isinstance(held, dict) else {"": "not recorded" if held is None else held}
        for part, number in parts.items():
            assert found[id_, part] == number, (id_, part)


def test_a5_breakdowns_agree_on_page_paper_and_annex(year: Published) -> None:
    for caption in (
        "Activities by stage of the engagement cycle",
        "Activities by method",
        "Activities by month",
    ):
        page = {label: int(number) for label, number in year.counts_on_page(caption).items()}
        [sheet] = [
            row[0] for row in year.rows_in_annex("About") if row[1] == caption and row[0].startswith("Chart")
        ]
        annex = {row[0]: row[1] for row in year.rows_in_annex(f"{sheet} {caption}")}
        assert page == annex, caption
        for label, number in page.items():
            assert not number or f"{label}: {number}" in year.printed.replace("\n", ""), (caption, label)


def test_a6_not_recorded_is_never_nought_and_estimates_say_so(year_now: Published) -> None:
    silent = {one.ref for one in activities_by_hand() if one.reached is None}
    rough = {one.ref: one.reached for one in activities_by_hand() if one.reached_kind == "about"}
    table = "Activities, with date, method, audience, number reached, stage and outcome"
    [sheet] = [row[0] for row in year_now.rows_in_annex("About") if row[1] == table]
    reached = {row[0]: (row[6], row[7]) for row in year_now.rows_in_annex(f"{sheet} {table}")}
    assert {reached[ref] for ref in silent} == {("not recorded", None)}
    assert all(reached[ref] == (f"about {number:,}", number) for ref, number in rough.items())
    on_page = {row["Reference, date"].split()[0]: row["Reached"] for row in year_now.page.table(table)}
    assert {on_page[ref] for ref in silent} == {"not recorded"}
    assert year_now.page.table(SUMMARY)[1]["This period"].startswith("about ")


def test_a7_nobody_who_signed_or_prepared_is_named(visitor_as: VisitorAs, real_log: None) -> None:
    made = publish(visitor_as("communications_officer"), "2018-19")
    for one in (made.printed, made.json.decode()):
        assert "Communications officer" not in one
    assert "by Communications officer." in made.page.text


def test_a8_the_period_before_stands_beside_each_headline_with_the_change(year: Published) -> None:
    count, contacts, *_ = year.page.table(SUMMARY)
    assert (count["2017/18"], count["Change"]) == ("6", "19 more")
    assert (contacts["2017/18"], contacts["Change"]) == ("about 1,091", "about 22,414 more")
    assert "in 2017/18 they rested on 2 of 6 activities" in year.page.text


def test_a9_each_chart_has_a_title_a_source_axes_and_words(year: Published) -> None:
    figures = year.page.soup.select("figure.engage-picture")
    assert len(figures) >= 3
    for figure in figures:
        assert isinstance(figure.figcaption, Tag)
        assert figure.figcaption.text.startswith("Chart ")
        assert "Source: Engagement log" in figure.text
        assert "Number of activities" in figure.text
        assert figure.select_one("svg title") is not None
    assert all("chart" in words.lower() for words in spoken(year.pdf, "Figure"))


def test_a11_the_paper_on_a_year_is_tagged_and_its_tables_have_heads(year: Published) -> None:
    assert faults(year.pdf) == []


def test_a11_the_paper_on_a_quarter_is_tagged_and_its_tables_have_heads(quarter: Published) -> None:
    assert faults(quarter.pdf) == []


def test_a12_each_number_of_the_summary_leads_to_its_records(
    year_now: Published, visitor_as: VisitorAs
) -> None:
    lay_member = visitor_as("lay_member_ppi")
    lay_member.visit(year_now.address)
    links = lay_member.page.links()
    page = lay_member.visit(links["about 23,505"])
    assert page.says("This is counted from 6 of")
    page = lay_member.follow("ENG-017 Future Fit consultation survey")
    assert page.says("18,742")


def test_a12_every_reference_leads_to_a_page_that_is_there(
    quarter_now: Published, visitor_as: VisitorAs
) -> None:
    lay_member = visitor_as("lay_member_ppi")
    page = lay_member.visit(quarter_now.address)
    wanted = {
        address for address in page.links().values() if address.startswith(("/activities/", "/projects/"))
    }
    figures = {address for address in page.links().values() if "/figures/" in address}
    assert len(wanted) > 2
    assert len(figures) > 10
    for address in sorted(wanted | figures):
        lay_member.visit(address)


def test_a13_a_quarter_is_as_long_as_a_board_reads(quarter: Published) -> None:
    pages = len(re.findall(r"/Type /Page\b", quarter.pdf.decode("latin-1")))
    assert 4 <= pages <= 11


def test_b1_every_activity_of_the_period_is_listed_with_its_eight_facts(year_now: Published) -> None:
    table = "Activities, with date, method, audience, number reached, stage and outcome"
    rows = year_now.page.table(table)
    own = activities_by_hand()
    assert {row["Reference, date"].split()[0] for row in rows} == {one.ref for one in own}
    survey = next(row for row in rows if "ENG-017" in row["Reference, date"])
    assert survey == {
        "Reference, date": "ENG-017 30 May 2018 to 11 September 2018",
        "Activity, body": "Future Fit consultation survey Shropshire CCG; Telford and Wrekin CCG",
        "Method": "Survey",
        "Audience": "General public; patients; staff",
        "Reached": "18,742",
        "Stage": "3 Improve services",
        "Outcome": "Heard and answered",
    }
    paper = year_now.rows_on_paper(table)
    assert len(paper) == len(own)
    assert [row[2] for row in paper] == [row["Method"] for row in rows]


def test_b2_counts_by_method_stage_and_month_and_the_sum_with_its_base(year: Published) -> None:
    by_stage = year.counts_on_page("Activities by stage of the engagement cycle")
    assert by_stage == {
        "1 Identify needs": "1",
        "2 Priorities and plans": "2",
        "3 Improve services": "21",
        "4 Procure and contract": "1",
        "5 Monitor services": "0",
    }
    assert year.counts_on_page("Activities by method")["Public event"] == "11"
    months = year.counts_on_page("Activities by month")
    assert (months["August 2018"], months["April 2018"], months["Month not known"]) == ("7", "0", "0")
    assert "There are about 23,505 contacts on record, from 6 of 25 activities." in year.page.text
    assert "For 19 activities the number was not recorded." in year.page.text


def test_b3_themes_come_with_counts_and_tone_by_service(quarter: Published) -> None:
    [theme] = quarter.page.table("Themes")
    assert (theme["Theme"], theme["Items"], theme["Negative"], theme["Not judged"]) == (
        "GP access",
        "2",
        "1",
        "1",
    )
    [service] = quarter.page.table("Services spoken of")
    assert (service["Service"], service["Items"]) == ("General practice", "2")


def test_b4_outcomes_by_theme_and_what_waits_with_its_age(quarter: Published) -> None:
    everything, theme = quarter.page.table("What became of what people told us")
    assert (everything["Done"], everything["No answer yet"]) == ("1", "1")
    assert theme["Theme"] == "GP access"
    assert "1 of 2 things people told us had no answer by 30 June 2018" in quarter.page.text
    assert "The longest has waited at least 24 days." in quarter.page.text


def test_b9_what_comes_up_in_the_next_three_months(quarter: Published) -> None:
    assert "What is recorded from 1 July 2018 to 30 September 2018" in quarter.page.text
    [forum] = quarter.page.table("Activities coming up")
    assert (forum["Activity"], forum["Status"]) == ("Autumn forum", "Planned")


def test_b10_duties_at_risk_and_gaps_in_who_was_heard(quarter: Published) -> None:
    attention = quarter.page.text.split("What needs attention")[1].split("How to read")[0]
    assert "no evidence" in attention
    assert (
        "No activity is recorded as concerning" in quarter.page.text or "equality group" in quarter.page.text
    )
    assert quarter.page.table("What is missing")


NOT_SAID = "Answered, state not recorded"


def test_f1_every_line_of_what_people_said_has_an_answer_or_says_there_is_none(year_now: Published) -> None:
    rows = year_now.page.table("What people told us, what we did, and when they were told")
    heard_in_year = select(func.count()).where(Feedback.start_from >= FIRST, Feedback.start_to <= LAST)
    assert rows
    assert len(rows) == session().scalar(heard_in_year)
    for row in rows:
        assert row["Answer"] in {*("Done", "Doing", "Cannot, because…", "No answer yet"), NOT_SAID}, row
        assert row["We did"], row
