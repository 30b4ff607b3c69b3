"""What can hardly be, or is in the log already, is asked about where the button is, before it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engage.activities import queries
from engage.organisation.models import Body
from engage.platform import clock
from engage.rules.dates_as_known import long_date, read_date
from engage.rules.reached import read_reached
from engage.rules.tallies import read_tallies
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.imports.logs import activities
from tests.pages.page import Page
from tests.pages.visitor import Visitor

DROP_IN = {
    "What was it called?": "Drop-in at the leisure centre",
    "When did it start?": "6 June 2018",
    "Lead body": "Wolverhampton CCG",
    "How many people were reached?": "23",
    "Where does it stand?": "Completed",
}


@pytest.fixture
def body(app: object) -> Body:
    return make_body(exists_from=date(2013, 4, 1), exists_to=date(2021, 3, 31))


@pytest.fixture
def officer(visitor_as: VisitorAs, body: Body) -> Visitor:
    visitor = visitor_as("engagement_officer")
    visitor.visit("/activities/new")
    return visitor


def log(officer: Visitor, **answers: Any) -> Page:
    officer.visit("/activities/new")
    return officer.submit("Log the activity", {**DROP_IN, **answers})


def asked_in(page: Page) -> list[str]:
    """What the page asks to be ticked; it is called by its question, and starts at the first tick."""
    [title] = page.soup.select("head title")
    assert title.get_text(strip=True).startswith(("Is this right? – ", "Is this the same activity? – "))
    boxes = page.soup.select("input[name=sure]")
    left = [box for box in boxes if not box.has_attr("checked")]
    assert [box for box in boxes if box.has_attr("autofocus")] == left[:1]
    labels = [page.soup.select(f"label[for={box['id']}]") for box in boxes]
    return [label.get_text(strip=True) for [label] in labels]


def test_a_day_to_come_that_is_completed(officer: Visitor, body: Body) -> None:
    served = make_body("Black Country ICB", "ICB")
    day = long_date(clock.today() + timedelta(days=150))
    page = log(officer, **{"When did it start?": day, "Lead body": served.name})
    assert asked_in(page) == [f"It starts on {day}, which has not come yet, and is “Completed”."]
    page = officer.submit("Log the activity", {asked_in(page)[0]: True, "Where does it stand?": "Planned"})
    asked = f"It starts on {day}, which has not come yet, and 23 people are entered as reached."
    assert asked_in(page) == [asked], "another doubt is asked about anew"
    assert officer.submit("Log the activity", {asked: True}).says("is in the log as ACT-0001")


def test_a_body_that_had_ended_or_not_begun(officer: Visitor) -> None:
    ended = "Wolverhampton CCG ended on 31 March 2021, before this started."
    assert asked_in(log(officer, **{"When did it start?": "May 2021"})) == [ended]
    begun = "Wolverhampton CCG began on 1 April 2013, after this started."
    assert asked_in(log(officer, **{"When did it start?": "2012/13"})) == [begun]
    assert log(officer, **{"When did it start?": "2020/21"}).says("is in the log")


def test_a_cancelled_activity_with_numbers_and_more_of_a_group_than_came(officer: Visitor) -> None:
    of_groups = {"How many of them were of which groups?": "25 men"}
    page = log(officer, **{"Where does it stand?": "Cancelled"}, **of_groups)
    assert asked_in(page) == [
        "It was cancelled, and 23 people are entered as reached. They will count in no figure.",
        "Men: 25, which is more than the 23 reached in all.",
    ]
    page = officer.submit("Log the activity", {asked_in(page)[1]: True})
    assert len(asked_in(page)) == 2, "each is to be answered"
    assert activities() == []


def asked_of(when: str, venue: str, reached: str) -> list[tuple[str, str]]:
    found = queries.alike("Talk on self-care", read_date(when), venue, read_reached(reached))
    return [(one.activity.title, one.why) for one in found]


def test_the_same_day_place_and_number_under_another_title(officer: Visitor, body: Body) -> None:
    make_activity(body, "Bilston visit", "6 June 2018", reached="23", venue="Bert Williams Centre")
    place, why = "Bert Williams centre", "the same day, place and number"
    assert asked_of("6 June 2018", place, "about 23") == [("Bilston visit", why)]
    assert asked_of("7 June 2018", place, "23") == asked_of("6 June 2018", place, "24") == []
    assert asked_of("6 June 2018", "Central library", "23") == asked_of("June 2018", place, "23") == []
    page = log(officer, **{"Where was it held?": place})
    assert page.says(f"Bilston visit , 6 June 2018, Wolverhampton CCG ({why})")
    assert asked_in(page) == ["This is a different activity: log it"]
    assert officer.submit("Log the activity", {asked_in(page)[0]: True}).says("is in the log as")


def test_what_stood_before_is_not_asked_when_something_else_is_changed(officer: Visitor, body: Body) -> None:
    activity = make_activity(body, "Drop-in", "6 June 2021", reached="23")
    officer.visit(f"/activities/{activity.id}/edit")
    page = officer.submit("Save", {"Where does it stand?": "Cancelled"})
    assert len(asked_in(page)) == 1
    assert page.says("It was cancelled, and 23 people are entered as reached.")
    officer.submit("Save", {"Where does it stand?": "Fed back"})
    assert [one.status for one in activities()] == ["fed_back"]


def test_panels_that_hold_what_was_typed_stand_open_when_the_page_comes_back(officer: Visitor) -> None:
    page = log(officer, **{"When did it start?": "last springish", "Where was it held?": "Central library"})
    panels = page.soup.select("form details.nhsuk-expander")
    found = {panel.select("summary")[0].get_text(strip=True): panel.has_attr("open") for panel in panels}
    assert found == {
        "Purpose, place and partners": True,
        "How many of which groups, chosen from a list": False,
        "Who it was for, and access": False,
        "Findings, evaluation and source": False,
    }


@pytest.mark.both_databases
def test_what_came_in_without_being_asked_about_is_found_in_the_list(
    visitor_as: VisitorAs, body: Body
) -> None:
    late = {"to_come": "5 May 2099", "bodies": "6 June 2021"}
    lasting = make_body("Black Country ICB", "ICB")
    make_activity(lasting, "To come", late["to_come"])
    make_activity(lasting, "Planned", late["to_come"], status="planned")
    make_activity(body, "Ended", late["bodies"])
    make_activity(lasting, "Called off", "6 June 2018", status="cancelled", tallies=read_tallies("4 men"))
    make_activity(lasting, "Called off early", "6 June 2018", status="cancelled")
    officer = visitor_as("engagement_officer")
    for asked, title in {"to_come": "To come", "bodies": "Ended", "cancelled": "Called off"}.items():
        listed = officer.visit(f"/activities?column=title&hardly={asked}").table()
        assert [row["Activity"] for row in listed] == [title]
