"""The audit trail as a page: who did what, when, and to which record."""

from __future__ import annotations

from typing import Any

import pytest

from engage.accounts import service
from engage.activities import service as activities
from engage.rules.actors import SYSTEM
from tests.builders import make_account, make_activity, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor


@pytest.fixture
def lay_member(clock: Any, app: object, visitor_as: VisitorAs) -> Visitor:
    clock.move_to("2018-06-30T22:30:00+00:00")  # the last half hour of June in London
    activity = make_activity(make_body(), "Café talk", heard="More buses")
    clock.move_to("2018-07-01T09:00:00+00:00")
    make_activity(make_body("Dudley CCG"), "Survey", ref="ENG-038")
    activities.place_in_project(SYSTEM, [activity.id], None)
    return visitor_as("lay_member_ppi")


def whats(visitor: Visitor, query: str = "") -> list[str]:
    return [row["What"] for row in visitor.visit(f"/audit{query}").table("Audit trail")]


def test_everything_that_was_done_stands_there_newest_first(lay_member: Visitor) -> None:
    rows = lay_member.visit("/audit").table("Audit trail")
    assert [row["What"] for row in rows] == [
        "Account: signed in",
        "Account: opened",
        "Activities: placed",
        "Activity: logged",
        "Body: opened",
        "Activity: logged",
        "Body: opened",
    ]
    assert rows[5] == {
        "When ▼": "30 June 2018 at 11:30pm",
        "Who": "Engage",
        "What": "Activity: logged",
        "Record": "ACT-0001 Café talk and 1 more",
        "Entry": "2",
    }
    assert rows[0]["Who"] == "Lay member for patient and public involvement"
    assert rows[0]["Record"] == ""


def test_an_entry_leads_to_its_record(lay_member: Visitor) -> None:
    lay_member.visit("/audit")
    assert lay_member.follow("ENG-038 Survey").heading == "Survey"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?event=activity.logged", 2),
        ("?event=activity.logged&event=body.opened", 4),
        ("?who=Engage", 6),
        ("?record=eng-038", 1),
        ("?record=activity:1", 1),
        ("?since=1+July+2018", 5),
        ("?until=30+June+2018", 2),
        ("?since=1+July+2018&until=1+July+2018", 5),
    ],
)
def test_the_trail_is_narrowed(lay_member: Visitor, query: str, number: int) -> None:
    assert len(whats(lay_member, query)) == number


def test_a_day_that_makes_no_sense_is_answered_with_a_sentence(lay_member: Visitor) -> None:
    page = lay_member.visit("/audit?since=June+2018")
    assert page.says("Since: “June 2018” is not one day. Enter a day such as 6 June 2018.")


def test_the_trail_is_found_from_every_page_by_those_who_may_read_it(
    lay_member: Visitor, visitor_as: VisitorAs
) -> None:
    assert lay_member.visit("/account").links()["Audit trail"] == "/audit"
    assert "Audit trail" not in visitor_as("clinical_lead").visit("/account").links()


def test_who_may_read_it_but_not_export_is_not_offered_a_file(visitor_as: VisitorAs) -> None:
    service.give_roles(SYSTEM, make_account("web_editor"), ["clinical_lead"])
    page = visitor_as("administrator").visit("/audit")
    assert "CSV" not in page.links()
    assert "CSV" in visitor_as("governance_lead").visit("/audit").links()
