"""The pages of projects and of the cycle, as a commissioner and a lay member meet them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from flask import Flask

from engage.accounts.service import close_account
from engage.cycle import queries, service
from engage.cycle.entries import PromiseEntry
from engage.cycle.models import Project
from engage.organisation import service as organisation
from engage.organisation.entries import AimEntry, PlaceEntry, PointEntry, StrategyEntry
from engage.organisation.models import Body
from engage.organisation.queries import entry_of
from engage.platform.offers.references import Link, find, links
from engage.rules.actors import SYSTEM
from tests.builders import make_account, make_action, make_body, make_project
from tests.conftest import VisitorAs
from tests.pages.page import Answer
from tests.pages.visitor import Visitor

NEW = "/projects/new"
GROUPS = "Groups of people it affects"


@pytest.fixture
def commissioner(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("commissioning_manager")


@pytest.fixture
def lay_member(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("lay_member_ppi")


@pytest.fixture
def wolverhampton(app: object) -> Body:
    return make_body()


@pytest.fixture
def project(wolverhampton: Body) -> Project:
    return make_project(wolverhampton, stage=1, since=date(2018, 4, 2))


def kept(code: str = "WIC-14") -> Project:
    return queries.project_by_code(code)


def test_a_new_installation_is_told_what_to_do_first(visitor_as: VisitorAs) -> None:
    head = visitor_as("head_of_comms_engagement")
    assert head.visit("/").says("No body is here yet.")
    make_body()
    page = head.visit("/")
    assert page.says("No project is open yet.")
    assert page.links()["Open the first project"] == NEW


def test_the_first_page_draws_the_ring_and_says_the_same_in_a_table(
    lay_member: Visitor, project: Project
) -> None:
    page = lay_member.visit("/")
    picture = page.soup.find("svg")
    assert picture is not None
    assert "stage 2, Priorities and plans: 0 projects" in page.text
    assert [row["Projects"].split()[0] for row in page.table("Projects at each stage")] == list("10000")
    assert page.says("1 project without an owner WIC-14 Walk-in centre review")
    assert lay_member.follow("1 at stage 1").table("Projects")[0]["Project"] == "Walk-in centre review"


def test_somebody_who_reads_no_records_is_welcomed_with_what_they_may_do(visitor_as: VisitorAs) -> None:
    administrator = visitor_as("administrator")
    page = administrator.visit("/")
    assert page.heading == "Welcome"
    assert "Accounts and roles" in page.links()
    sponsor = visitor_as("sponsor").visit("/")
    assert "Reports" in sponsor.links()


def test_what_waits_for_others_is_not_told_to_an_administrator(
    visitor_as: VisitorAs, lay_member: Visitor
) -> None:
    make_action(due_on=date(2018, 5, 1))
    assert "1 action is overdue" in lay_member.visit("/").text
    assert "1 action is overdue" not in visitor_as("administrator").visit("/").text


def test_a_project_is_opened_with_all_that_is_known_of_it(commissioner: Visitor, wolverhampton: Body) -> None:
    make_body("Dudley CCG", is_served=False)
    organisation.add_part(SYSTEM, wolverhampton, PlaceEntry(name="Bilston"))
    organisation.add_part(SYSTEM, wolverhampton, AimEntry(text="Reducing health inequalities"))
    organisation.record_strategy(
        SYSTEM,
        wolverhampton,
        StrategyEntry(
            title="Strategy",
            points=(
                PointEntry(kind="principle", title="Inclusive"),
                PointEntry(kind="objective", title="Listen"),
            ),
        ),
    )
    make_account("head_of_comms_engagement")
    commissioner.visit(NEW)
    answers: dict[str, Answer] = {
        "Title": "Walk-in centre review",
        "Code": "WIC-14",
        "What is it to achieve?": "One urgent care centre",
        "Lead body": "Wolverhampton CCG",
        "Other bodies it is run with": "NHS Dudley Clinical Commissioning Group",
        "Owner": "Head of communications and engagement",
        GROUPS: ["Age", "Carers"],
        "Other groups it affects": "Night-shift workers\nAge",
        "Places it touches": ["Bilston"],
        "Local authorities whose area it touches": "City of Wolverhampton Council\nDudley Council",
        "Joint scrutiny committee": "Black Country Joint Health Scrutiny",
        "Options fixed": "1 June 2018",
        "Papers issued": "03/09/2018",
        "Decision": "4 December 2018",
        "Assurance-framework aims it serves": ["Reducing health inequalities"],
        "Strategy principles it serves": ["P1 Inclusive"],
        "Strategy objectives it serves": ["O1 Listen"],
        "Stage of the engagement cycle at which it stands": ["1 Identify needs"],
        "Since when does it stand there?": "2 April 2018",
    }
    page = commissioner.submit("Open the project", answers)
    assert page.url == "/projects/WIC-14"
    one = kept()
    assert one.affected_groups == ["Age", "Carers", "Night-shift workers"]
    assert one.authorities == ["City of Wolverhampton Council", "Dudley Council"]
    assert (one.options_fixed_on, one.papers_issued_on) == (date(2018, 6, 1), date(2018, 9, 3))
    assert (len(one.joint_body_ids), len(one.place_ids), len(one.aim_ids), len(one.strategy_points)) == (
        1,
        1,
        1,
        2,
    )
    assert queries.stages_now([one.id])[one.id].from_on == date(2018, 4, 2)

    page = commissioner.visit("/projects/WIC-14/edit")
    assert page.form("Save").sent.count(("joint_bodies", "Dudley CCG")) == 1
    before = dict(queries.project_by_code("WIC-14").__dict__)
    commissioner.submit("Save")
    after = queries.project_by_code("WIC-14")
    columns = [column.key for column in Project.__table__.columns if column.key != "version"]
    assert {name: before[name] for name in columns} == {name: getattr(after, name) for name in columns}


def test_mistakes_are_told_together_and_what_was_typed_stays(
    commissioner: Visitor, wolverhampton: Body
) -> None:
    commissioner.visit(NEW)
    page = commissioner.submit(
        "Open the project",
        {
            "Title": "Walk-in centre review",
            "Other bodies it is run with": "Dudly CCG",
            "Work begins": "31 June 2018",
            "Papers issued": "6 June 2018",
            "Decision": "1 June 2018",
            GROUPS: ["Carers"],
        },
    )
    assert page.errors == [
        "Enter a short code, such as WIC-14",
        "“Dudly CCG” is not a body we know. Check the spelling, or add it under Bodies first",
        "31 June 2018 is not a date: June 2018 has 30 days. Enter a day such as 6 June 2018.",
        (
            "The decision cannot have been made on 1 June 2018, before the papers were issued on "
            "6 June 2018. Correct one of the two dates."
        ),
    ]
    sent = page.form("Open the project").sent
    for pair in (("starts_on", "31 June 2018"), ("joint_bodies", "Dudly CCG"), ("affected_groups", "Carers")):
        assert pair in sent


def test_the_lead_body_is_not_named_again(commissioner: Visitor, wolverhampton: Body) -> None:
    commissioner.visit(NEW)
    page = commissioner.submit(
        "Open the project",
        {"Title": "Review", "Code": "WIC-14", "Other bodies it is run with": "NHS Wolverhampton CCG"},
    )
    assert page.errors == ["NHS Wolverhampton CCG leads the project, so leave it out here"]


def test_the_code_of_another_project_is_refused_without_losing_what_was_typed(
    commissioner: Visitor, project: Project
) -> None:
    commissioner.visit(NEW)
    page = commissioner.submit("Open the project", {"Title": "Another", "Code": "wic-14"})
    assert page.errors == ["The code wic-14 is that of “Walk-in centre review”. Choose another code."]
    assert ("title", "Another") in page.form("Open the project").sent


def test_two_people_with_one_project_open_lose_nothing(
    commissioner: Visitor, visitor_as: VisitorAs, project: Project
) -> None:
    head = visitor_as("head_of_comms_engagement")
    commissioner.visit("/projects/WIC-14/edit")
    head.visit("/projects/WIC-14/edit")
    head.submit("Save", {"Title": "Urgent care review", "Decision": "4 December 2018", GROUPS: ["Age"]})

    page = commissioner.submit(
        "Save", {"Decision": "5 December 2018", "What is it to achieve?": "One centre"}
    )
    assert page.errors == [
        (
            "Somebody changed this project while you were editing it. What they changed is listed below, and "
            "what you typed is still here: check both, then save again."
        )
    ]
    assert page.says("What Head of communications and engagement changed in the meantime")
    assert page.says("Title is now: Urgent care review. You had left this alone")
    assert page.says("Groups of people it affects is now: Age. You had left this alone")
    assert page.says("Decision is now: 4 December 2018. You typed another answer")
    assert not page.says("What is it to achieve? is now")

    commissioner.submit("Save")
    one = kept()
    assert (one.title, one.aim, one.decision_on, one.affected_groups) == (
        "Urgent care review",
        "One centre",
        date(2018, 12, 5),
        ["Age"],
    )


def test_an_owner_whose_account_is_closed_stays_until_another_is_chosen(
    commissioner: Visitor, wolverhampton: Body
) -> None:
    owner = make_account("clinical_lead")
    make_project(wolverhampton, owner_id=owner.id)
    close_account(SYSTEM, owner)
    page = commissioner.visit("/projects/WIC-14/edit")
    assert page.says("Clinical lead (account closed)")
    commissioner.submit("Save")
    assert kept().owner_id == owner.id


def test_a_third_change_while_checking_is_noticed_as_well(commissioner: Visitor, project: Project) -> None:
    commissioner.visit("/projects/WIC-14/edit")
    service.change_project(
        SYSTEM, kept(), replace(queries.entry_of(kept()), title="Urgent care"), kept().version
    )
    commissioner.submit("Save", {"What is it to achieve?": "One centre"})
    service.change_project(
        SYSTEM,
        kept(),
        replace(queries.entry_of(kept()), joint_committee="Joint Health Scrutiny"),
        kept().version,
    )
    page = commissioner.submit("Save")
    assert page.says("Joint scrutiny committee is now: Joint Health Scrutiny. You had left this alone")
    assert not page.says("Title is now")
    commissioner.submit("Save")
    assert (kept().title, kept().aim, kept().joint_committee) == (
        "Urgent care",
        "One centre",
        "Joint Health Scrutiny",
    )


def test_a_project_is_moved_on_and_the_move_taken_back(commissioner: Visitor, project: Project) -> None:
    commissioner.visit("/projects/WIC-14/stages")
    page = commissioner.submit("Move it", {"From which day?": "3 September 2018"})
    assert page.errors == ["Choose the stage it moves to"]
    page = commissioner.submit(
        "Move it", {"Stage it moves to": "2 Priorities and plans", "From which day?": "1 April 2018"}
    )
    assert page.errors[0].startswith("The project came to stage 1 on 2 April 2018.")
    commissioner.submit("Move it", {"From which day?": "3 September 2018", "Why does it move?": "Written up"})
    page = commissioner.visit("/projects/WIC-14/stages")
    assert [(row["From"], row["To"]) for row in page.table("Stages so far")] == [
        ("2 April 2018", "2 September 2018"),
        ("3 September 2018", "now"),
    ]
    page = commissioner.follow("Take back the latest move")
    assert page.says("The last line goes, and the project stands again at stage 1.")
    page = commissioner.submit("Take it back")
    assert [row["To"] for row in page.table("Stages so far")] == ["now"]


def test_a_promise_is_recorded_corrected_and_kept(commissioner: Visitor, project: Project) -> None:
    page = commissioner.visit("/projects/WIC-14/promises")
    assert page.says("No promise is recorded.")
    commissioner.follow("Record a promise")
    page = commissioner.submit(
        "Record the promise", {"What was promised?": "To consult", "When was it made?": "May"}
    )
    assert len(page.errors) == 1
    page = commissioner.submit("Record the promise", {"When was it made?": "9 October 2018"})
    assert page.says("Not yet kept Made 9 October 2018.")
    commissioner.follow("Change To consult")
    page = commissioner.submit("Save", {"Where was it made?": "Governing Body"})
    assert page.says("Made 9 October 2018, Governing Body.")
    commissioner.follow("Say that it was kept : To consult")
    page = commissioner.submit(
        "It was kept", {"When was it kept?": "8 October 2018", "How was it kept?": "Consultation"}
    )
    assert page.errors[0].startswith("It cannot have been kept on 8 October 2018")
    page = commissioner.submit("It was kept", {"When was it kept?": "7 January 2019"})
    assert page.says("Kept Made 9 October 2018, Governing Body. Kept 7 January 2019: Consultation")


@pytest.mark.parametrize("stage", range(1, 6))
def test_one_page_draws_any_stage_and_leads_round_the_cycle(
    stage: int, lay_member: Visitor, wolverhampton: Body
) -> None:
    make_project(wolverhampton, stage=stage, since=date(2018, 4, 2))
    page = lay_member.visit(f"/stages/{stage}")
    assert page.says("WIC-14 Walk-in centre review , since 2 April 2018, no owner")
    for heading in ("Who should be heard", "Methods that suit", "Questions to ask ourselves"):
        assert page.says(heading)
    following, former = stage % 5 + 1, (stage + 3) % 5 + 1
    addresses = page.links().values()
    assert f"/stages/{following}" in addresses
    assert f"/stages/{former}" in addresses


def test_a_stage_says_what_is_the_cycles_own_and_what_is_our_proposal(lay_member: Visitor) -> None:
    page = lay_member.visit("/stages/1")
    assert page.says("Community engagement to identify needs and aspirations . Verified")
    assert page.says("Who should be heard Verified Communities of place")
    assert page.says("Methods that suit Our proposal Community conversations")
    lay_member.visit("/stages/6", status=404)


def test_the_list_is_narrowed_by_what_projects_need(commissioner: Visitor, wolverhampton: Body) -> None:
    owner = make_account("commissioning_manager")
    make_project(wolverhampton, "A-1", title="Owned", owner_id=owner.id, stage=4, since=date(2018, 4, 2))
    make_project(wolverhampton, "A-2", title="Nobody's")
    ended = make_project(wolverhampton, "A-3", title="Over", ends_on=date(2019, 3, 31))
    service.make_promise(SYSTEM, ended, PromiseEntry(text="To report back"))
    found = {
        "needs=owner": ["Nobody's", "Over"],
        "needs=owner&going=yes": ["Nobody's"],
        "needs=dates&owner=" + str(owner.id): ["Owned"],
        "needs=stage&going=yes": ["Nobody's"],
        "needs=promise": ["Over"],
        "needs=move": ["Owned"],
        "stage=4": ["Owned"],
        "stage=none": ["Nobody's", "Over"],
        "owner=none": ["Nobody's", "Over"],
        "going=no": ["Over"],
        "body=wolverhampton-ccg": ["Owned", "Nobody's", "Over"],
        "words=nobody": ["Nobody's"],
        "sort=title": ["Nobody's", "Over", "Owned"],
    }
    for query, titles in found.items():
        rows = commissioner.visit(f"/projects?{query}").table("Projects")
        assert [next(iter(row.values())) for row in rows] == titles, query


def test_a_list_asked_for_nonsense_says_so(commissioner: Visitor, project: Project) -> None:
    assert commissioner.visit("/projects?stage=nine").says("Stage: Choose one from the list.")
    assert commissioner.visit("/projects?needs=money").says("Needs: Choose one of the needs in the list.")


def test_a_project_opened_today_belongs_to_the_body_that_exists_today(
    visitor_as: VisitorAs, wolverhampton: Body
) -> None:
    organisation.change_body(
        SYSTEM, wolverhampton, replace(entry_of(wolverhampton), exists_to=date(2021, 3, 31))
    )
    icb = make_body("NHS Zzz ICB", "ICB", exists_from=date(2022, 7, 1))
    with time_machine.travel(date(2024, 5, 1)):
        page = visitor_as("commissioning_manager").visit(NEW)
    assert ("body_id", str(icb.id)) in page.form("Open the project").sent


def test_other_records_name_a_project_by_its_code(app: Flask, project: Project) -> None:
    ref = f"project:{project.id}"
    with app.test_request_context():
        assert find("wic-14") == ref
        assert links([ref])[ref] == Link(ref, "WIC-14 Walk-in centre review", "/projects/WIC-14", "WIC-14")
