"""A second person is asked to look at evidence attached by hand, and what they say stands beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from engage.accounts.models import Account
from engage.accounts.queries import account_for, actor_for
from engage.cycle.models import Project
from engage.duties.entries import EvidenceEntry, LookEntry
from engage.duties.models import HandEvidence
from engage.duties.requirements import service
from engage.organisation.models import Body
from engage.platform import clock as now
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.rules.findings import Finding, State
from tests.builders import make_account, make_actor
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project, make_talk, of_project
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("clock")

PLAN = "/duties/requirements/E-COL-2/evidence/new?project=STR-18"


@pytest.fixture
def ccg(app: Flask) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


@pytest.fixture
def officer(app: Flask) -> Actor:
    return make_actor("engagement_officer")


@pytest.fixture
def lead(app: Flask) -> Account:
    return make_account("equality_lead")


@pytest.fixture
def piece(project: Project, officer: Actor) -> HandEvidence:
    return service.attach_evidence(officer, plan(project_id=project.id))


def plan(**entry: Any) -> EvidenceEntry:
    usual: dict[str, Any] = {
        "requirement": "E-COL-2",
        "title": "Engagement plan",
        "link": "https://www.wolverhampton.example/plan",
        "dated": date(2018, 1, 15),
        "reason": "The board approved the plan.",
        "place": "Page 1",
    }
    return EvidenceEntry(**(usual | entry))


def planned(project: Project) -> Finding:
    return of_project(project, "E-COL-2")


def look(piece: HandEvidence, officer: Actor, by: Account, verdict: str, remark: str = "") -> None:
    asked = service.ask_second_look(officer, piece, by)
    service.give_second_look(actor_for(by), asked, LookEntry(verdict=verdict, remark=remark))


def test_it_waits_on_the_first_page_of_the_other_and_stands_beside_the_evidence(
    project: Project, visitor_as: VisitorAs
) -> None:
    officer, lead = visitor_as("engagement_officer"), visitor_as("equality_lead")
    officer.visit(PLAN)
    answers = {
        "What is it?": "Engagement plan",
        "Public address": "https://www.wolverhampton.example/plan",
        "What date does it bear?": "15 January 2018",
        "What does it show?": "The board approved the plan.",
        "Where in it?": "Page 1",
    }
    officer.submit("Attach", answers)
    officer.follow("Engagement plan")
    officer.follow("Ask somebody to look at it")
    assert officer.submit("Ask").errors == ["Choose who is to look at it"]
    page = officer.submit("Ask", {"Who is to look at it?": "Equality lead"})
    assert page.says(
        "Equality lead was asked by Engagement officer on 14 November 2019, and has not said yet."
    )

    lead.visit("/")
    page = lead.follow("You are asked to look at the evidence “Engagement plan”")
    assert page.says("the day it was approved")
    lead.submit("Put it on record", {"Does it show this?": "Yes, it shows this"})
    page = lead.visit("/duties/requirements/E-COL-2?project=STR-18")
    assert page.says("1 of 1 looked at by a second person")
    assert page.says("Equality lead looked at it on 14 November 2019: it shows this")
    assert not lead.visit("/").says("You are asked to look")


@pytest.mark.both_databases
@pytest.mark.parametrize(("verdict", "state"), [("shows", State.BY_HAND), ("does_not_show", State.NONE)])
def test_what_the_second_person_denies_does_not_count_and_is_said(
    project: Project, piece: HandEvidence, officer: Actor, lead: Account, verdict: str, state: State
) -> None:
    look(piece, officer, lead, verdict, "It is a draft without a date")
    finding = planned(project)
    assert finding.state is state
    assert "Equality lead looked at “Engagement plan” on 14 November 2019" in finding.note
    assert "It is a draft without a date." in finding.note


def test_the_second_person_is_never_the_one_who_attached_it_nor_the_one_who_asks(
    piece: HandEvidence, officer: Actor, app: Flask
) -> None:
    commissioner = make_account("commissioning_manager")
    attached_by = piece.by_id
    for asks, of in (
        (officer, attached_by),
        (actor_for(commissioner), attached_by),
        (actor_for(commissioner), commissioner.id),
    ):
        with pytest.raises(Refused, match="Choose somebody else"):
            service.ask_second_look(asks, piece, account_for(of or 0))


def test_only_who_attached_it_or_a_commissioner_asks_and_only_who_was_asked_answers(
    piece: HandEvidence, officer: Actor, lead: Account
) -> None:
    with pytest.raises(Refused, match="by whoever attached it, or by those who sign"):
        service.ask_second_look(make_actor("web_editor"), piece, lead)
    asked = service.ask_second_look(make_actor("commissioning_manager"), piece, lead)
    for anybody in (officer, make_actor("equality_lead")):
        with pytest.raises(Refused, match="nobody else can say so for them"):
            service.give_second_look(anybody, asked, LookEntry(verdict="shows"))
    with pytest.raises(Refused, match="has been asked already"):
        service.ask_second_look(officer, piece, lead)
    with pytest.raises(Refused, match="Say what you saw"):
        service.give_second_look(actor_for(lead), asked, LookEntry(verdict="does_not_show"))
    service.give_second_look(actor_for(lead), asked, LookEntry(verdict="shows"))
    with pytest.raises(Refused, match="already"):
        service.give_second_look(actor_for(lead), asked, LookEntry(verdict="shows"))


# -- what is attached


@pytest.mark.parametrize(("attached", "counts"), [(date(2018, 2, 6), True), (date(2018, 2, 7), False)])
def test_who_attaches_what_contradicts_the_record_is_told_at_once_and_nothing_is_lost(
    project: Project, ccg: Body, visitor_as: VisitorAs, attached: date, counts: bool
) -> None:
    make_talk(project, ccg)
    officer: Visitor = visitor_as("engagement_officer")
    page = officer.visit(PLAN)
    assert page.says("It is looked at for: the day it was approved")
    answers = {
        "What is it?": "Engagement plan",
        "Public address": "https://www.wolverhampton.example/plan",
        "What date does it bear?": f"{attached:%d %B %Y}",
        "What does it show?": "The board approved the plan.",
        "Where in it?": "Page 1",
    }
    page = officer.submit("Attach", answers)
    assert page.says("but it does not count here") is not counts
    assert page.says("was approved after the first activity began (6 February 2018)") is not counts
    assert "Engagement plan" in page.links()
    assert planned(project).state is (State.BY_HAND if counts else State.NONE)


def test_a_date_asked_for_is_asked_with_what_it_is_and_refused_while_it_is_to_come(
    project: Project, visitor_as: VisitorAs
) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit(PLAN)
    tomorrow = f"{now.today() + timedelta(days=1):%d %B %Y}"
    page = officer.submit("Attach", {"What is it?": "Engagement plan", "The day it was approved": tomorrow})
    assert "This day has not come yet. Enter one that has, such as 6 June 2018" in page.errors
    assert page.soup.select_one("input[value='Engagement plan']")


@pytest.mark.parametrize("words", ["x", "Plan."])
def test_a_reason_that_says_nothing_is_asked_what_it_shows(
    project: Project, officer: Actor, words: str
) -> None:
    with pytest.raises(Refused, match="Say in a sentence what it shows"):
        service.attach_evidence(officer, plan(project_id=project.id, reason=words))


@pytest.mark.parametrize(("dated", "refused"), [(date(2013, 3, 31), True), (date(2013, 4, 1), False)])
def test_what_is_dated_before_the_body_began_is_refused(
    ccg: Body, project: Project, officer: Actor, dated: date, refused: bool
) -> None:
    for about in ({"body_id": ccg.id, "requirement": "E-COL-7"}, {"project_id": project.id}):
        if refused:
            with pytest.raises(Refused, match="Wolverhampton CCG began on 1 April 2013"):
                service.attach_evidence(officer, plan(dated=dated, **about))
        else:
            service.attach_evidence(officer, plan(dated=dated, **about))
