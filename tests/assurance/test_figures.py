"""Each figure, worked out from records made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import Id
from engage.assurance.report.page import figure_page
from engage.rules.answers import Signed
from engage.rules.facts import Fact
from engage.rules.findings import State
from engage.rules.tallies import read_tallies
from tests.assurance.made import activity, finding, given, heard, project, report_on


def figure(id_: str, *facts: Fact, **about: Any) -> Figure:
    return given(*facts, **about).figure(Id(id_))


def test_a_sum_rests_on_the_activities_that_have_a_number() -> None:
    contacts = figure(
        "activities.reached.sum", activity(1, reached="203"), activity(2), activity(3, reached="about 500")
    )
    assert (contacts.value, contacts.base, contacts.out_of) == (703, 2, 3)
    assert contacts.refs == ("activity:1", "activity:3")
    assert (contacts.shown, contacts.rests_on) == ("about 703", "2 of 3 activities")


def test_a_sum_of_exact_numbers_is_not_called_an_estimate() -> None:
    contacts = figure("activities.reached.sum", activity(1, reached="203"))
    assert (contacts.approximate, contacts.shown, contacts.rests_on) == (False, "203", "1 of 1 activity")


def test_what_was_not_recorded_is_not_nought() -> None:
    contacts = figure("activities.reached.sum", activity(1), activity(2))
    assert (contacts.value, contacts.base, contacts.shown) == (None, 0, "not recorded")


def test_nobody_coming_is_a_number_and_not_a_gap() -> None:
    contacts = figure("activities.reached.sum", activity(1, reached="0"))
    assert (contacts.value, contacts.base, contacts.shown) == (0, 1, "0")


def test_activities_that_count_the_same_contacts_are_taken_once_by_the_largest() -> None:
    log = (
        activity(1, reached="562", same_contacts_as="activity:2"),
        activity(2, reached="at least 1,500"),
        activity(3, reached="60", same_contacts_as="activity:1"),
        activity(4, reached="10", same_contacts_as="activity:5"),
        activity(5, reached="12", same_contacts_as="activity:4"),
        activity(6, reached="100"),
    )
    assert figure("activities.reached.sum", *log).value == 2244
    once = figure("activities.reached.once", *log)
    assert (once.value, once.refs) == (1612, ("activity:2", "activity:5", "activity:6"))


def test_a_breakdown_names_the_records_of_each_part_and_what_is_not_recorded_last() -> None:
    by_method = figure(
        "activities.by_method", activity(1, method=""), activity(2, method=""), activity(3, method="Survey")
    )
    assert by_method.values == {"Survey": 1, "not recorded": 2}
    assert list(by_method.values) == ["Survey", "not recorded"]
    assert by_method.parts["not recorded"] == ("activity:1", "activity:2")
    assert by_method.base == 3


def test_months_and_unknown_months_add_up_to_the_activities() -> None:
    log = (activity(1), activity(2, "30 June 2018"), activity(3, "2018/19"), activity(4, "July 2018"))
    assert figure("activities.by_month", *log).values == {"2018-06": 2, "2018-07": 1}
    assert figure("activities.month_unknown", *log).refs == ("activity:3",)


def test_an_activity_may_concern_several_groups_or_none() -> None:
    by_group = figure(
        "activities.by_group", activity(1, equality_groups=("Age", "Disability", "Age")), activity(2)
    )
    assert (by_group.values, by_group.base, by_group.out_of) == ({"Age": 1, "Disability": 1}, 1, 2)


def test_what_was_heard_and_done_is_counted_in_activities() -> None:
    log = (
        activity(1, feedback=2, outcomes=1),
        activity(2, feedback=1),
        activity(3, outcomes=1),
        activity(4),
    )
    for id_, number in (("with_feedback", 2), ("with_outcome", 2), ("with_both", 1)):
        found = figure(f"feedback.{id_}", *log)
        assert (found.value, found.base, found.out_of) == (number, number, 4), id_


@pytest.mark.parametrize("when", ["6 June 2018", "2018"])
@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_what_was_not_held_counts_in_no_figure_but_its_own(status: str, when: str) -> None:
    full: dict[str, Any] = {"reached": "40", "feedback": 2, "outcomes": 1, "in_evening": "yes"}
    full |= {"equality_groups": ("Age",), "tallies": read_tallies("20 carers"), "strategy_points": (1,)}
    full["project"] = "project:1"
    of_project = project(1, "WIC-14")
    without = given(of_project, activity(1, **full)).figures
    beside = given(of_project, activity(1, **full), activity(2, when, status=status, **full)).figures
    changed = [id_ for id_, found in beside.items() if found != without[id_]]
    assert changed == ([Id(f"activities.{status}")] if when == "6 June 2018" else [])


def test_what_made_it_easier_to_take_part_is_counted_where_it_is_recorded() -> None:
    log = (
        activity(1, in_evening="yes", setting="both", travel_paid="no"),
        activity(2, in_evening="yes", childcare="yes"),
        activity(3, setting="in_person"),
    )
    ease = figure("activities.by_ease", *log)
    assert ease.values == {"in_evening": 2, "childcare": 1, "online": 1}
    assert ease.rests_on == "2 of 3 activities"


def test_ages_are_counted_to_the_end_of_a_period_that_is_past() -> None:
    items = (heard(1, when="1 March 2019"), heard(2, when="20 March 2019"), heard(3, when="2018"))
    longest = figure("feedback.oldest_unanswered_days", *items, period="2018-19")
    assert (longest.value, longest.refs, longest.out_of) == (30, ("feedback:1",), 2)
    assert figure("feedback.by_wait", *items).values == {"28 to 56 days": 1, "under 28 days": 1}


def test_an_answer_given_after_the_period_was_not_there_at_its_end() -> None:
    answered: dict[str, Any] = {"did": "A second clinic", "told_on": date(2019, 4, 20)}
    late = heard(1, **answered, answered_on=date(2019, 4, 2))
    soon = heard(2, **{**answered, "told_on": date(2019, 3, 1)}, answered_on=date(2018, 8, 1))
    assert figure("feedback.by_answer", late, soon).values == {"done": 1, "no_answer": 1}
    assert figure("feedback.unanswered", late, soon).refs == ("feedback:1",)
    told = figure("feedback.told", late, soon)
    assert (told.value, told.out_of) == (1, 1)


def test_something_done_unasked_is_not_something_people_told_us() -> None:
    unasked = heard(1, said="", did="An extra session was added")
    assert figure("feedback.items", unasked, heard(2)).value == 1
    assert figure("feedback.by_answer", unasked, heard(2)).values == {"no_answer": 1}


def test_themes_are_crossed_with_tone_and_answer() -> None:
    items = (
        heard(1, topic="GP access", tone="negative"),
        heard(2, topic="GP access", tone="negative", did="A second clinic"),
        heard(3, tone="positive"),
    )
    assert figure("feedback.by_topic", *items).values == {"GP access": 2, "not recorded": 1}
    crossed = figure("feedback.by_topic_and_tone", *items)
    assert crossed.parts["GP access / negative"] == ("feedback:1", "feedback:2")
    assert crossed.values["not recorded / positive"] == 1
    assert figure("feedback.by_topic_and_answer", *items).values["GP access / done"] == 1


def test_projects_and_strategy_points_gather_what_names_them() -> None:
    facts = (
        project(1, "WIC-14", strategy_points=(11,), aims=(10,)),
        activity(1, project="project:1", strategy_points=(11, 12)),
        activity(2, project="project:1", strategy_points=(99,)),
        heard(1, project="project:1"),
    )
    made = given(*facts)
    name = made.names.points[11]
    assert made.figure(Id.ACTIVITIES_BY_POINT).parts[name] == ("activity:1",)
    assert made.figure(Id.PROJECTS_BY_POINT).parts[name] == ("project:1",)
    assert made.figure(Id.PROJECTS_BY_AIM).values == {"Wolverhampton CCG: Reducing health inequalities": 1}
    assert made.figure(Id.ACTIVITIES_BY_PROJECT).parts["WIC-14"] == ("activity:1", "activity:2")
    assert made.figure(Id.FEEDBACK_BY_PROJECT).parts["WIC-14"] == ("feedback:1",)


def test_requirements_are_counted_among_those_that_are_due() -> None:
    manager, officer, on = "Commissioning manager", "Engagement officer", date(2019, 4, 2)
    for_another = Signed("", 0, "", None, manager, on, posts=("commissioning_manager",), owner="web_editor")
    soon = date(2019, 3, 29)
    as_owner = Signed(
        "", 0, "", None, officer, soon, posts=("engagement_officer",), owner="engagement_officer"
    )
    findings = (
        finding("E-COL-1", signed=as_owner),
        finding("E-COL-3", State.NONE, signed=for_another),
        finding("E-COL-7", State.BY_HAND, by_hand=("hand_evidence:1",), looked_at=("hand_evidence:1",)),
        finding("E-COL-8", State.BY_HAND, by_hand=("hand_evidence:2",)),
        finding("E-COL-5", State.SAID),
        finding("E-COL-4", State.NOT_YET_DUE),
        finding("E-COL-6", State.NOT_APPLICABLE),
        finding("E-EQ-7", State.PARTLY),
    )
    made = given(findings=findings, unkept=["E-EQ-7"])
    evidenced = made.figure(Id.DUTIES_EVIDENCED)
    assert (evidenced.value, evidenced.out_of) == (1, 6)
    assert evidenced.refs == ("requirement:involve-public.2006/E-COL-1/wolverhampton-ccg",)
    assert made.figure(Id.DUTIES_SIGNED).value == 1
    assert made.figure(Id.DUTIES_SIGNED_SINCE).value == 1
    assert made.figure(Id.DUTIES_SIGNED_BY_OWNER).value == 1
    assert [made.figure(one).value for one in (Id.DUTIES_BY_HAND, Id.DUTIES_LOOKED_AT)] == [2, 1]
    assert made.figure(Id.DUTIES_SAID).value == 1
    assert made.figure(Id.DUTIES_BY_HAND_ONLY).rests_on == "1 of 2 requirements"
    states = {
        "evidenced": 1,
        "by_hand": 2,
        "said": 1,
        "partly": 1,
        "none": 1,
        "not_known": 0,
        "not_applicable": 1,
        "not_yet_due": 1,
    }
    assert made.figure(Id.DUTIES_BY_STATE).values == states


def test_what_a_figure_is_counted_from_is_named() -> None:
    value = report_on(given(activity(1, reached="20"), activity(2), findings=[finding(), finding("E-COL-5")]))
    contacts = figure_page(value, Id.ACTIVITIES_REACHED_ONCE, "", 1)
    assert contacts.rests_on == "1 of 2 activities"
    assert figure_page(value, Id.DUTIES_EVIDENCED, "", 1).rests_on == "2 of 2 requirements"
    assert [adds for _, adds in contacts.records] == [20, None]
    assert figure_page(value, Id.ACTIVITIES_BY_STAGE, "3", 1).rests_on == "2 activities"


def test_every_part_of_a_breakdown_is_the_number_of_its_records() -> None:
    made = given(activity(1, reached="20", feedback=1), heard(1), project(1, "WIC-14"), findings=[finding()])
    for found in made.figures.values():
        assert all(found.values[part] == len(refs) for part, refs in found.parts.items()), found.id
