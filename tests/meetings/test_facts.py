"""What meetings testify to, and the requirements that they show, or do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from engage.actions.entries import ActionEntry
from engage.cycle.models import Project
from engage.duties.evidence import gather
from engage.feedback import service as feedback
from engage.feedback.entries import FeedbackEntry
from engage.forums.framework import service as framework_service
from engage.forums.models import Forum, FrameworkEdition
from engage.meetings import service as meeting_service
from engage.meetings.agenda import service as agenda_service
from engage.meetings.facts import ends, facts
from engage.meetings.minutes import service as minutes_service
from engage.meetings.models import Meeting
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.facts import Fact
from engage.rules.findings import State
from tests.builders import (
    make_activity,
    make_edition,
    make_forum,
    make_item,
    make_meeting,
    make_member,
    make_project,
    make_schedule,
    make_terms,
)
from tests.duties.situation import (
    JUNE_2019,
    make_ccg,
    make_stroke_project,
    missed,
    of_body,
    of_project,
    say,
    say_substantial,
)
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app")

SCRUTINY = "Wolverhampton Health Scrutiny Panel"
BOARD = "Health and Wellbeing Together"
EQUALITY = "Wolverhampton Equality and Diversity Forum"


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    """One whose authority holds it to be a substantial change."""
    made = make_stroke_project(ccg)
    say(made, "service_change")
    say_substantial(made, "City of Wolverhampton Council")
    return made


def put(forum: Forum, when: str, project: Project, *presents: str, **meeting: Any) -> Meeting:
    """A meeting at which this was put to the members under one item of the project."""
    held = make_meeting(forum, when, **meeting)
    make_item(held, "Stroke ward", project_id=project.id, presents=presents)
    return held


def consulted(ccg: Body, project: Project, when: str = "2 July 2018", **entry: Any) -> None:
    make_activity(
        ccg, "Consultation on the stroke ward", when, project=project, method="formal_consultation", **entry
    )


def item_of(project: Project) -> str:
    (fact,) = (fact for fact in facts(project.id))
    return fact.ref


def only(kind: str, found: list[Fact]) -> Fact:
    (fact,) = (fact for fact in found if fact.kind == kind and not fact.says.get("item_of"))
    return fact


def test_a_meeting_says_who_came_and_which_actions_are_open(ccg: Body, clock: object) -> None:
    forum = make_forum(ccg)
    chair, other = make_member(forum, "Chair", role="chair"), make_member(forum)
    make_terms(forum, date(2019, 4, 1), quorum=2)
    meeting = make_meeting(forum, members={chair.id: "attended", other.id: "apologies"}, public=4)
    entry = ActionEntry(title="Ask the bus company", due_on=date(2019, 10, 1), owner_role="Officer")
    agenda_service.agree_action_at(SYSTEM, meeting, entry)
    agenda_service.agree_action_at(SYSTEM, meeting, ActionEntry(title="Find a hall"))
    fact = only("meeting", list(facts()))
    assert (fact.ref, fact.title, fact.on, fact.project) == (
        f"meeting:{meeting.id}",
        "PPG Chairs Group",
        date(2019, 9, 12),
        None,
    )
    assert fact.bodies == ("wolverhampton-ccg",)
    wanted = {
        "forum": "PPG Chairs Group",
        "forum_code": "ppg-chairs-group",
        "members": 2,
        "attended": 1,
        "apologies": 1,
        "public": 4,
        "quorate": False,
        "actions_open": 2,
        "actions_overdue": 1,
        "actions_tracked": False,
        "notes": False,
        "in_framework": False,
        "forum_ref": f"forum:{forum.id}",
        "authority": ("PPG Chairs Group",),
    }
    assert {name: fact.says[name] for name in wanted} == wanted


def test_what_nobody_recorded_is_not_said_to_be_nought(ccg: Body) -> None:
    make_meeting(make_forum(ccg))
    fact = only("meeting", list(facts()))
    unknown = ("members", "attended", "apologies", "public", "quorate")
    assert {name: fact.says[name] for name in unknown} == dict.fromkeys(unknown)


@pytest.mark.usefixtures("clock")
def test_meetings_to_come_and_called_off_are_no_facts(ccg: Body) -> None:
    forum = make_forum(ccg)
    make_meeting(forum, "12 December 2019", held=False)
    off = make_meeting(forum, "12 March 2020", held=False)
    meeting_service.cancel_meeting(SYSTEM, off, "Flooded")
    assert list(facts()) == []


def test_items_of_several_projects_are_a_fact_each_and_no_two_facts_share_a_reference(
    ccg: Body, project: Project
) -> None:
    other = make_project(ccg)
    meeting = put(make_forum(ccg), "12 March 2018", project, "project")
    for number, presents in ((project.id, ("consultation_plan",)), (other.id, ("report",))):
        make_item(meeting, "Again", project_id=number, presents=presents, lead="Clinical lead")
    found = [fact for fact in gather() if fact.kind == "meeting"]
    assert len({fact.ref for fact in found}) == len(found) == 3
    put_to = {fact.project: fact.says["agenda"] for fact in found}
    assert put_to == {
        None: ("project", "consultation_plan", "report", "engagement_plan"),
        f"project:{project.id}": ("project", "consultation_plan", "engagement_plan"),
        f"project:{other.id}": ("report",),
    }
    assert [fact.project for fact in facts(other.id)] == [f"project:{other.id}"]


def test_facts_of_many_meetings_ask_no_more_than_of_two(ccg: Body, project: Project) -> None:
    forum = make_forum(ccg)
    asked = {}
    for day in range(1, 21):
        put(forum, f"{day} March 2018", project, "project")
        if day in {2, 20}:
            list(facts())  # the first time fills what is remembered until the record changes
            with queries_asked() as statements:
                assert len(list(facts())) == day * 2
            asked[day] = len(statements)
    assert asked[20] == asked[2]


@pytest.mark.both_databases
def test_facts_of_one_project_read_nothing_of_others(ccg: Body, project: Project) -> None:
    forum, other = make_forum(ccg), make_project(ccg, "Cardiology")
    put(forum, "1 March 2018", project, "project")
    feedback.record_feedback(
        SYSTEM,
        FeedbackEntry(heard_at="meeting:1", said="Too far", project_id=project.id, body_id=ccg.id),
    )
    put(forum, "2 March 2018", other, "report")
    number = project.id
    list(facts(number))  # the first time fills what is remembered until the record changes
    with queries_asked() as statements:
        found, days = list(facts(number)), ends(number)
    assert [fact.says["item_of"] for fact in found] == ["meeting:1"]
    assert days == {"meeting:1": date(2018, 3, 1)}
    asked = [one for one in statements if "FROM meeting" in one or "FROM agenda_item" in one]
    assert all("project_id = " in one for one in asked)
    assert not [one for one in statements if "FROM body" in one], "their codes are remembered"


def scheduled(ccg: Body, *, seat: bool = True) -> Forum:
    """A forum of the framework that is to meet each quarter of 2018-19."""
    forum = make_forum(ccg)
    if seat:
        edition = make_edition(ccg, "Framework 2018", date(2018, 4, 1))
        framework_service.seat_forum(SYSTEM, edition, forum)
    make_schedule(forum, date(2018, 4, 12), until_on=date(2019, 3, 31))
    return forum


def noted(meeting: Meeting) -> Meeting:
    minutes_service.write_notes(SYSTEM, meeting, meeting.version, "Read and agreed.")
    return meeting


def test_a_board_that_serves_nobody_counts_for_the_body_in_whose_framework_it_stands(ccg: Body) -> None:
    board = make_forum(None, BOARD, kind="hwb")
    edition = make_edition(ccg, "Framework 2018", date(2018, 4, 1))
    framework_service.seat_forum(SYSTEM, edition, board)
    make_meeting(board, "14 March 2018")
    make_meeting(board, "10 October 2018")
    before, after = (fact for fact in facts() if fact.kind == "meeting")
    assert (before.bodies, before.says["in_framework"]) == ((), False)
    assert (after.bodies, after.says["in_framework"]) == ((ccg.code,), True)


def forums_met(ccg: Body) -> Any:
    return of_body(ccg, "E-COL-13", "involve-public")


QUARTERS = ("12 April 2018", "12 July 2018", "12 October 2018", "12 January 2019")


def met(forum: Forum, *days: str) -> list[Meeting]:
    """Meetings on these days, each with notes."""
    return [noted(make_meeting(forum, day)) for day in days]


@pytest.mark.both_databases
def test_e_col_13_a_forum_that_met_as_planned_with_notes_shows_it(ccg: Body) -> None:
    held = met(scheduled(ccg), *QUARTERS)
    finding = forums_met(ccg)
    assert finding.state is State.EVIDENCED
    assert finding.proved_by == tuple(f"meeting:{meeting.id}" for meeting in held)


def test_e_col_13_a_forum_that_missed_a_meeting_does_not(ccg: Body) -> None:
    forum = scheduled(ccg)
    met(forum, *QUARTERS[:3])
    finding = forums_met(ccg)
    assert (finding.state, finding.proved_by) == (State.NONE, ())
    assert finding.note == "Shown for 0 of 1 forum in the framework."
    assert finding.count is not None
    assert [(one.ref, one.in_words) for one in finding.count.missing] == [
        (f"forum:{forum.id}", "PPG Chairs Group (3 of 4 meetings planned are on record as held)")
    ]


def test_e_col_13_one_forum_that_met_speaks_for_no_other(ccg: Body) -> None:
    met(scheduled(ccg), *QUARTERS)
    edition = session().scalars(select(FrameworkEdition)).one()
    framework_service.seat_forum(SYSTEM, edition, make_forum(ccg, "Citizens Forum"))
    finding = forums_met(ccg)
    assert (finding.state, finding.note) == (State.PARTLY, "Shown for 1 of 2 forums in the framework.")
    assert finding.count is not None
    assert [one.in_words for one in finding.count.missing] == [
        "Citizens Forum (no schedule of its meetings is on record for this time)"
    ]


def test_e_col_13_a_meeting_without_notes_shows_it_only_in_part(ccg: Body) -> None:
    forum = scheduled(ccg)
    met(forum, *QUARTERS[1:])
    make_meeting(forum, "12 April 2018")
    finding = forums_met(ccg)
    assert finding.state is State.PARTLY
    assert missed(finding) == ("PPG Chairs Group on 12 April 2018 has no notes",)


def test_e_col_13_an_action_that_nobody_has_leaves_it_in_part(ccg: Body) -> None:
    meeting, *_ = met(scheduled(ccg), *QUARTERS)
    agenda_service.agree_action_at(SYSTEM, meeting, ActionEntry(title="Find a hall"))
    finding = forums_met(ccg)
    assert finding.state is State.PARTLY
    assert missed(finding) == ("PPG Chairs Group on 12 April 2018 has actions nobody follows",)


def test_e_col_13_where_no_forum_is_in_the_framework_nothing_is_shown(ccg: Body) -> None:
    met(scheduled(ccg, seat=False), *QUARTERS)
    finding = forums_met(ccg)
    assert (finding.state, finding.nearest_miss) == (State.NOT_KNOWN, None)
    assert finding.note.startswith("Not known: no forum is in the participation framework in this time")


def test_a_forum_stands_in_the_framework_while_the_edition_holds_and_it_lasts(ccg: Body) -> None:
    forum = scheduled(ccg)
    (one,) = (fact for fact in facts() if fact.kind == "forum")
    assert (one.ref, one.title, one.bodies) == (f"forum:{forum.id}", "PPG Chairs Group", (ccg.code,))
    assert (one.first, one.ended) == (date(2018, 4, 1), date.max)
    assert (len(one.says["due"]), one.says["held"]) == (4, ())


def test_e_scr_1_the_board_that_had_the_proposal_on_its_agenda_shows_it(ccg: Body, project: Project) -> None:
    consulted(ccg, project)
    put(make_forum(ccg, BOARD, kind="hwb", area="Wolverhampton"), "14 March 2018", project, "project")
    finding = of_project(project, "E-SCR-1", duty="consult-scrutiny")
    assert (finding.state, finding.proved_by) == (State.EVIDENCED, (item_of(project),))


def test_e_scr_1_the_board_that_heard_a_report_alone_does_not(ccg: Body, project: Project) -> None:
    consulted(ccg, project)
    put(make_forum(ccg, BOARD, kind="hwb", area="Wolverhampton"), "14 March 2018", project, "report")
    finding = of_project(project, "E-SCR-1", duty="consult-scrutiny")
    assert finding.state is State.NONE
    assert missed(finding) == (f"{BOARD} on 14 March 2018 did not have the proposal on its agenda",)


def test_e_scr_2_scrutiny_that_talked_over_proposal_and_plan_shows_it(ccg: Body, project: Project) -> None:
    consulted(ccg, project)
    put(make_forum(ccg, SCRUTINY, kind="hosc"), "15 March 2018", project, "project", "consultation_plan")
    finding = of_project(project, "E-SCR-2", duty="consult-scrutiny")
    assert (finding.state, finding.proved_by) == (State.EVIDENCED, (item_of(project),))


def test_e_scr_2_the_proposal_without_the_plan_shows_it_only_in_part(ccg: Body, project: Project) -> None:
    consulted(ccg, project)
    put(make_forum(ccg, SCRUTINY, kind="hosc"), "15 March 2018", project, "project")
    finding = of_project(project, "E-SCR-2", duty="consult-scrutiny")
    assert finding.state is State.PARTLY
    assert missed(finding) == (
        f"{SCRUTINY} on 15 March 2018 did not have the plan and methods on its agenda",
    )


@pytest.mark.parametrize(
    ("opens", "status", "state"),
    [
        ("16 March 2018", "completed", State.EVIDENCED),
        ("15 March 2018", "completed", State.NONE),
        ("4 June 2019", "planned", State.EVIDENCED),
        ("3 June 2019", "planned", State.NOT_KNOWN),
        ("4 June 2019", "cancelled", State.NOT_KNOWN),
    ],
)
def test_e_scr_2_scrutiny_comes_before_the_consultation_that_the_log_holds_or_plans(
    ccg: Body, project: Project, opens: str, status: str, state: State
) -> None:
    put(make_forum(ccg, SCRUTINY, kind="hosc"), "15 March 2018", project, "project", "consultation_plan")
    with time_machine.travel(JUNE_2019, tick=False):
        consulted(ccg, project, opens, status=status)
        assert of_project(project, "E-SCR-2", duty="consult-scrutiny").state is state


def test_e_scr_2_what_another_project_brought_does_not_count_for_this_one(
    ccg: Body, project: Project
) -> None:
    put(make_forum(ccg, SCRUTINY, kind="hosc"), "15 March 2018", make_project(ccg), "project")
    finding = of_project(project, "E-SCR-2", duty="consult-scrutiny")
    assert (finding.state, finding.nearest_miss) == (State.NONE, None)


def test_e_eq_6_the_equalities_group_that_saw_the_plan_first_shows_it(ccg: Body, project: Project) -> None:
    put(make_forum(ccg, EQUALITY, kind="equalities_group"), "16 January 2018", project, "engagement_plan")
    make_activity(ccg, "Talk in the Low Hill community café", "6 February 2018", project=project)
    finding = of_project(project, "E-EQ-6", duty="equality-duty", edition=2011)
    assert (finding.state, finding.proved_by) == (State.EVIDENCED, (item_of(project),))


def test_e_eq_6_a_plan_seen_after_work_was_launched_does_not(ccg: Body, project: Project) -> None:
    put(make_forum(ccg, EQUALITY, kind="equalities_group"), "6 March 2018", project, "engagement_plan")
    consulted(ccg, project, "5 March 2018")
    make_activity(ccg, "Talk in the Low Hill community café", "6 February 2018", project=project)
    finding = of_project(project, "E-EQ-6", duty="equality-duty", edition=2011)
    assert finding.state is State.NONE
    assert missed(finding) == (f"{EQUALITY} on 6 March 2018 was held after work had been launched",)
