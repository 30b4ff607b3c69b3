"""What the engagement log testifies to."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from config import ROOT
from engage.activities import facts
from engage.activities.needs import Need
from engage.organisation.models import Body
from engage.rules.facts import Fact
from tests.builders import make_activity, make_body, make_feedback, make_project
from tests.harness.queries import queries_asked

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

NO_REGISTER_YET = {"procurement"}  # procurements have no register of their own


@pytest.fixture
def body(app: object) -> Body:
    return make_body("Wolverhampton CCG")


def only(found: list[Fact]) -> Fact:
    [fact] = found
    return fact


def says(**entry: Any) -> dict[str, Any]:
    make_activity(make_body("Dudley CCG"), **entry)
    return dict(only(list(facts.facts())).says)


def test_a_fact_is_dated_as_the_activity_was_known_and_belongs_to_its_bodies(body: Body) -> None:
    project = make_project(body)
    activity = make_activity(
        body, "Survey", "May to August 2014", project=project, joint=[make_body("Dudley CCG")]
    )
    fact = only(list(facts.facts()))
    assert (fact.kind, fact.ref, fact.title) == ("activity", f"activity:{activity.id}", "Survey")
    assert (fact.first, fact.on, fact.ended) == (date(2014, 5, 1), date(2014, 5, 31), date(2014, 8, 31))
    assert fact.project == f"project:{project.id}"
    assert fact.bodies == ("wolverhampton-ccg", "dudley-ccg")


@pytest.mark.parametrize(
    ("when", "first", "on", "ended", "month"),
    [
        ("6 June 2018", date(2018, 6, 6), date(2018, 6, 6), date(2018, 6, 6), date(2018, 6, 1)),
        ("June 2018", date(2018, 6, 1), date(2018, 6, 30), date(2018, 6, 30), date(2018, 6, 1)),
        ("2018/19", date(2018, 4, 1), date(2019, 3, 31), date(2019, 3, 31), None),
        ("", None, None, None, None),
    ],
)
def test_what_is_not_known_of_a_date_is_not_claimed(
    body: Body, when: str, first: date | None, on: date | None, ended: date | None, month: date | None
) -> None:
    make_activity(body, when=when)
    fact = only(list(facts.facts()))
    assert (fact.first, fact.on, fact.ended, fact.says["month"]) == (first, on, ended, month)
    assert fact.project is None


def test_every_field_that_the_duties_may_ask_for_is_said(body: Body) -> None:
    registers = tomllib.loads(
        (ROOT / "engage" / "rules" / "catalogue" / "registers.toml").read_text(encoding="utf-8")
    )
    make_activity(body)
    assert set(registers["activity"]["says"]) - set(only(list(facts.facts())).says) == NO_REGISTER_YET


def test_an_activity_of_which_little_is_known_claims_nothing() -> None:
    said = says()
    declared = {name: said.pop(name) for name in facts.PLAIN}
    assert declared.pop("status") == "completed"
    assert not any(declared.values())
    assert said | {"number": "", "when": "", "when_known": None, "month": None} == {
        "number": "",
        "when": "",
        "when_known": None,
        "month": None,
        "reached": None,
        "reached_kind": "not_recorded",
        "reached_words": "not recorded",
        "same_contacts_as": "",
        "evaluated": False,
        "feedback": 0,
        "outcomes": 0,
        "aimed_at_affected": False,
        "carers_or_representatives": False,
        "access_needs_asked": False,
        "access_needs_all_met": True,
        "partners": 0,
        "groups_counted": (),
        "findings_shared": False,
        "invented": False,
    }


@pytest.mark.parametrize(
    ("entry", "field", "value"),
    [
        ({"ref": "ENG-012"}, "number", "ENG-012"),
        ({"when": "summer 2016"}, "when", "summer 2016"),
        ({"stage": 2}, "stage", 2),
        ({"also_stages": [3, 5]}, "also_stages", (3, 5)),
        ({"purposes": ["self_care"]}, "purposes", ("self_care",)),
        ({"method": "drop in"}, "method", "Drop-in"),
        ({"audience": ["Carers"]}, "audience", ("Carers",)),
        ({"venue": "Central library"}, "venue", "Central library"),
        ({"status": "fed_back"}, "status", "fed_back"),
        ({"reached": "at least 1,000"}, "reached", 1000),
        ({"reached": "0"}, "reached", 0),
        ({"reached": "at least 1,000"}, "reached_kind", "at_least"),
        ({"reached": "about 500"}, "reached_words", "about 500"),
        ({"evaluation": "Well"}, "evaluated", True),
        ({"heard": "More buses"}, "feedback", 1),
        ({"heard": "More buses"}, "outcomes", 0),
        ({"heard": "More buses", "done": "A stop"}, "outcomes", 1),
        ({"done": "A stop"}, "feedback", 0),
        ({"equality_groups": ["Age"]}, "equality_groups", ("Age",)),
        ({"groups_aimed_at": ["Deaf people"]}, "groups_aimed_at", ("Deaf people",)),
        ({"carers_present": "yes"}, "carers_or_representatives", True),
        ({"carers_present": "no"}, "carers_or_representatives", False),
        ({"carers_absent_because": "Ill"}, "absence_reason", "Ill"),
        ({"access_needs_asked": True}, "access_needs_asked", True),
        ({"access_needs_asked": False}, "access_needs_asked", False),
        (
            {"access_needs": [Need("Loop", met=False, reason="none to hire")]},
            "access_needs_all_met",
            True,
        ),
        ({"access_needs": [Need("Loop", met=False)]}, "access_needs_all_met", False),
        ({"organisations": ["Age UK", "Healthwatch"]}, "partners", 2),
        ({"findings_shared_with": ["Governing Body"]}, "findings_shared", True),
        ({"strategy_points": [1, 4]}, "strategy_points", (1, 4)),
        ({"is_invented": True}, "invented", True),
    ],
)
def test_each_field_says_what_was_recorded(entry: dict[str, Any], field: str, value: Any) -> None:
    assert says(**entry)[field] == value


def test_an_activity_aimed_at_a_group_the_project_affects_says_so(body: Body) -> None:
    project = make_project(body, affected_groups=["Carers", "Deaf people"])
    make_activity(body, project=project, groups_aimed_at=["people who are blind", "deaf  people"])
    make_activity(body, project=project, groups_aimed_at=["Young people"])
    make_activity(body, groups_aimed_at=["Deaf people"])
    assert [fact.says["aimed_at_affected"] for fact in facts.facts()] == [True, False, False]


def test_all_that_was_heard_at_it_counts_whoever_wrote_it_down(body: Body) -> None:
    activity = make_activity(body, heard="More buses")
    make_feedback("The lift was broken", heard_at=f"activity:{activity.id}", did="Mended", answer="done")
    said = only(list(facts.facts())).says
    assert (said["feedback"], said["outcomes"]) == (2, 1)


def test_one_that_counted_the_same_contacts_as_another_says_which(body: Body) -> None:
    survey = make_activity(body, "Survey", ref="ENG-038")
    make_activity(body, "Report", same_contacts_as="ENG-038")
    assert [fact.says["same_contacts_as"] for fact in facts.facts()] == ["", f"activity:{survey.id}"]


def test_what_was_planned_or_called_off_is_no_fact(body: Body) -> None:
    for status in ("planned", "cancelled", "open", "completed", "feedback_collected", "fed_back"):
        make_activity(body, status, status=status)
    assert [fact.title for fact in facts.facts()] == ["open", "completed", "feedback_collected", "fed_back"]
    assert len(list(facts.every_activity())) == 6


def test_the_facts_of_one_project_are_its_own(body: Body) -> None:
    project = make_project(body)
    inside = make_activity(body, "Talk", project=project, stage=5, heard="More buses")
    make_activity(body, "Another", stage=5)
    assert [fact.title for fact in facts.facts(project.id)] == ["Talk"]
    assert [*facts.facts(project.id)] == [fact for fact in facts.facts() if fact.project]
    assert facts.ends(project.id) == {f"activity:{inside.id}": date(2018, 6, 6)}
    assert len(facts.ends()) == len(facts.stage_refs(5)) == 2


def test_facts_ask_as_much_for_many_activities_as_for_few(body: Body) -> None:
    asked = []
    for number in (2, 20):
        for one in range(number):
            make_activity(body, f"Talk {one}", heard="More buses")
        with queries_asked() as statements:
            assert list(facts.facts())
        asked.append(len(statements))
    assert asked == [4, 4]
