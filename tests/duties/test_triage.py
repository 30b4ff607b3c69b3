"""The triage: what a project sets off is asked once, in plain words, and answered by whoever may say so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from engage.cycle.models import Project
from engage.duties import queries
from engage.duties.entries import TriageEntry
from engage.duties.models import TriageAnswer
from engage.duties.triage import service
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.rules.findings import State
from tests.builders import make_activity, make_actor, make_body, make_project
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project, of_project, say, say_substantial
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("clock")

QUESTIONS = "/projects/STR-18/triage/questions"
BOUGHT, WHY_BOUGHT = "Is something bought?", "Why, or why not? (something bought)"
WOLVERHAMPTON, WALSALL = "City of Wolverhampton Council", "Walsall Council"
SAYS = f"What does {WOLVERHAMPTON} say?"


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


@pytest.fixture
def commissioner(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("commissioning_manager")


def test_the_project_asks_once_and_not_in_a_row_for_each_requirement(
    commissioner: Visitor, project: Project
) -> None:
    page = commissioner.visit("/projects/STR-18")
    assert page.says(
        "Tell us whether this would change health services; there is, or was, a formal consultation"
    )
    assert page.says("Tell us whether something is bought: E-COL-11")
    page = commissioner.follow("Answer what nobody has said yet")
    assert page.heading == "What does this project set off?"


def test_answers_decide_what_is_asked_and_are_history_of_the_project(
    commissioner: Visitor, project: Project
) -> None:
    commissioner.visit(QUESTIONS)
    answers = {
        BOUGHT: "No",
        WHY_BOUGHT: "The ward moves within one trust.",
        "Said on (something bought)": "15 January 2018",
        "Will there be, or was there, a formal consultation?": "Yes",
    }
    page = commissioner.submit("Put the answers on record", answers)
    assert page.says("The answers are on record.")
    assert page.says("Something bought: no , said on 15 January 2018")
    assert page.says("Question of the triage : Something bought Answer : No")
    finding = of_project(project, "E-COL-11", today=date(2019, 6, 3))
    assert (finding.state, finding.named) == (State.NOT_APPLICABLE, "Commissioning manager")
    page = commissioner.visit("/duties/requirements/E-COL-11?project=STR-18")
    assert page.says("that nothing is bought: The ward moves within one trust")
    commissioner.visit(QUESTIONS)
    page = commissioner.submit("Put the answers on record", {BOUGHT: "Not known yet", WHY_BOUGHT: ""})
    assert of_project(project, "E-COL-11").state is State.NOT_KNOWN
    withdrawn = session().scalars(select(TriageAnswer).where(TriageAnswer.withdrawn_at.is_not(None))).all()
    assert [one.trigger for one in withdrawn] == ["purchase"]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({BOUGHT: "No"}, "Enter why not: a no without a reason shows nothing"),
        (
            {BOUGHT: "No", WHY_BOUGHT: "Within one trust", "Said on (something bought)": "1 May 2099"},
            "This day has not come yet",
        ),
        (
            {
                f"What does {WOLVERHAMPTON} say?": "No",
                f"Who said so for {WOLVERHAMPTON}, and how?": "A letter",
            },
            f"Enter the day on which {WOLVERHAMPTON} said so",
        ),
        (
            {
                f"What does {WOLVERHAMPTON} say?": "Yes",
                f"When did {WOLVERHAMPTON} say so?": "3 May 2018",
            },
            f"Enter who said so for {WOLVERHAMPTON}",
        ),
        ({}, "Nothing here differs from what is on record"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_typed_is_lost(
    commissioner: Visitor, project: Project, answers: dict[str, str], told: str
) -> None:
    commissioner.visit(QUESTIONS)
    typed = {"Why, or why not? (a formal decision)": "The Governing Body decides", **answers}
    page = commissioner.submit("Put the answers on record", typed)
    assert page.says(told)
    assert ("reason_decision", "The Governing Body decides") in page.form("Put the answers on record").sent
    assert queries.triage_answers(project.id) == []


def test_the_view_of_each_authority_is_typed_with_its_day(commissioner: Visitor, ccg: Body) -> None:
    project = make_stroke_project(ccg, authorities=[WOLVERHAMPTON, WALSALL])
    say(project, "service_change")
    say_substantial(project, WOLVERHAMPTON, is_so=False)
    finding = of_project(project, "E-SCR-2", duty="consult-scrutiny")
    assert finding.note.endswith("Walsall Council has given no dated view.")
    commissioner.visit(QUESTIONS)
    answers = {
        f"What does {WALSALL} say?": "No",
        f"Who said so for {WALSALL}, and how?": "Meeting of the scrutiny panel",
        f"When did {WALSALL} say so?": "12 February 2018",
    }
    page = commissioner.submit("Put the answers on record", answers)
    assert page.says("A substantial change, as Walsall Council sees it: no , said on 12 February 2018")
    finding = of_project(project, "E-SCR-2", duty="consult-scrutiny")
    assert finding.state is State.NOT_APPLICABLE
    assert f"{WALSALL} said on 12 February 2018" in finding.reason
    say_substantial(project, WALSALL)
    assert of_project(project, "E-SCR-2", duty="consult-scrutiny").state is State.NONE


def test_a_project_that_names_no_authority_is_told_to(commissioner: Visitor, ccg: Body) -> None:
    make_stroke_project(ccg, authorities=[])
    assert commissioner.visit(QUESTIONS).says(
        "This project names no local authority, so nobody can be asked."
    )


def test_records_that_show_it_stand_beside_the_question(
    commissioner: Visitor, ccg: Body, project: Project
) -> None:
    say(project, "consultation", is_so=False)
    assert of_project(project, "E-COL-12").state is State.NOT_APPLICABLE
    title = "Consultation on the stroke ward"
    make_activity(ccg, title, "5 February 2018", project=project, method="formal_consultation")
    page = commissioner.visit(QUESTIONS)
    assert page.says("The records show that it is so: ")
    assert "Consultation on the stroke ward" in " ".join(page.links())
    finding = of_project(project, "E-COL-12")
    assert finding.state is State.NONE
    assert "is in the log as a formal consultation" in finding.note


def test_answers_given_meanwhile_are_never_overwritten_unseen(
    commissioner: Visitor, project: Project
) -> None:
    commissioner.visit(QUESTIONS)
    say(project, "purchase")
    page = commissioner.submit("Put the answers on record", {BOUGHT: "No", WHY_BOUGHT: "Within one trust"})
    assert page.says("Somebody answered questions of this project since you opened the page.")
    assert page.says("On record: yes")
    assert [one.is_so for one in queries.triage_answers(project.id)] == [True]
    commissioner.submit("Put the answers on record")
    assert [one.is_so for one in queries.triage_answers(project.id)] == [False]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (TriageEntry(trigger="a whim", is_so=True), "Nobody knows the question"),
        (TriageEntry(trigger="substantial_change", is_so=True), "is for each local authority to say"),
        (
            TriageEntry(trigger="purchase", is_so=True, authority=WALSALL),
            "is for each local authority to say",
        ),
        (TriageEntry(trigger="purchase", is_so=False), "Enter why not: something bought"),
        (TriageEntry(trigger="purchase", is_so=True, said_on=date(2099, 5, 1)), "that day has not come yet"),
    ],
)
def test_the_verb_refuses_what_no_form_sends(project: Project, entry: TriageEntry, told: str) -> None:
    with pytest.raises(Refused, match=told):
        service.answer_triage(make_actor("commissioning_manager"), project, [entry])
    with pytest.raises(Refused, match="by a named person"):
        service.answer_triage(SYSTEM, project, [entry])


def test_whom_the_triage_names_depends_on_the_law_that_binds(
    visitor_as: VisitorAs, project: Project, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2024, 6, 3, 9, tzinfo=UTC))
    commissioner = visitor_as("commissioning_manager")
    ccgs = commissioner.visit("/projects/STR-18/triage")
    assert ccgs.says(
        "NHS Act 2006 s.14Z2 wants people who use these services or may come to use them (the public)"
    )
    assert not ccgs.says("carers")
    board = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    make_project(board, "WIC-24", "Walk-in centre", starts_on=date(2024, 2, 5))
    icbs = commissioner.visit("/projects/WIC-24/triage")
    assert icbs.says(
        "s.14Z45 wants people who use these services or may come to use them, their carers, and their"
    )
    assert not icbs.says("14Z2 ")


def test_the_strategy_and_the_secretary_of_state_are_asked_of_a_board_alone(
    visitor_as: VisitorAs, project: Project, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2024, 6, 3, 9, tzinfo=UTC))
    commissioner = visitor_as("commissioning_manager")
    strategy = "Is this the integrated care strategy, or part of it?"
    assert not commissioner.visit(QUESTIONS).says(strategy)
    board = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    later = make_project(
        board, "ICS-24", "Integrated care strategy", starts_on=date(2024, 2, 5), decision_on=date(2025, 2, 4)
    )
    page = commissioner.visit("/projects/ICS-24/triage/questions")
    assert page.says(strategy)
    assert page.says("Must the Secretary of State be told of the change?")
    say(later, "integrated_care_strategy", said_on=date(2018, 5, 1))
    found = of_project(
        later,
        "E-PLAN-5",
        duty="integrated-care-strategy",
        edition=2022,
        period="2024-25",
        today=date(2025, 6, 2),
    )
    assert found.state is State.NONE
