"""A signature says who gave it for whom, and covers what the records said when it was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from time_machine import Traveller

from engage.accounts import service as accounts
from engage.activities import service as activities
from engage.activities.models import Activity
from engage.activities.queries import edition_of, entry_of
from engage.cycle.models import Project
from engage.duties.requirements import service
from engage.duties.sealing import sealed
from engage.duties.words import signed_words
from engage.meetings import facts as meetings
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM, Actor
from engage.rules.errors import Refused
from engage.rules.findings import State
from engage.rules.reached import read_reached
from tests.builders import make_account, make_action, make_actor, make_forum, make_meeting
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project, make_talk, of_project, say, say_substantial
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("clock")

PASSWORD = "correct horse battery staple"
SIGN = "/duties/requirements/E-COL-4/sign?project=STR-18"


@pytest.fixture
def ccg(app: Flask) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


@pytest.fixture
def talk(project: Project, ccg: Body) -> Activity:
    return make_talk(project, ccg, reached="900")


@pytest.fixture
def commissioner(app: Flask) -> Actor:
    return make_actor("commissioning_manager")


def change(talk: Activity, **entry: Any) -> None:
    activities.change_activity(SYSTEM, talk, replace(entry_of(talk), **entry), edition_of(talk))


def test_it_lapses_when_the_signed_record_is_renamed_and_900_become_9(
    project: Project, talk: Activity, commissioner: Actor
) -> None:
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    change(talk, title="Tea with staff", reached=read_reached("9"))
    finding = of_project(project, "E-COL-4")
    assert (finding.state, finding.signed) == (State.EVIDENCED, None)
    assert "Commissioning manager signed this on 14 November 2019; it has lapsed" in finding.note
    assert "“Tea with staff” changed since" in finding.note


def test_it_stands_while_the_record_says_what_it_said(
    project: Project, talk: Activity, commissioner: Actor
) -> None:
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    change(talk, title="Tea with staff")
    change(talk, title="Talk in the Low Hill community café")
    assert of_project(project, "E-COL-4").signed


def test_it_lapses_when_the_signed_record_is_taken_out(
    project: Project, talk: Activity, ccg: Body, commissioner: Actor
) -> None:
    make_talk(project, ccg, "9 March 2018")
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    activities.remove_activity(SYSTEM, talk)
    finding = of_project(project, "E-COL-4")
    assert (finding.state, finding.signed) == (State.EVIDENCED, None)
    assert "a record it rested on is gone" in finding.note


def test_what_changes_by_the_clock_alone_lapses_none(app: Flask, clock: Traveller) -> None:
    meeting = make_meeting(make_forum(), "7 June 2018")
    make_action(agreed_at=f"meeting:{meeting.id}", due_on=date(2019, 11, 20))
    before, *_ = meetings.facts()
    clock.move_to(datetime(2019, 11, 21, 9, tzinfo=UTC))
    after, *_ = meetings.facts()
    assert [fact.says["actions_overdue"] for fact in (before, after)] == [0, 1]
    assert sealed(before) == sealed(after)


def test_one_from_before_contents_were_kept_has_lapsed_and_says_why(
    project: Project, talk: Activity, commissioner: Actor
) -> None:
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    session().execute(text("UPDATE ruling SET seals = '[]'"))
    session().commit()
    finding = of_project(project, "E-COL-4")
    assert finding.signed is None
    assert finding.note.endswith("it has lapsed, for what its records said then was not kept.")


@pytest.mark.parametrize(
    ("role", "whose"),
    [
        (
            "commissioning_manager",
            "Commissioning manager",
        ),
        ("accountable_officer", "Accountable officer"),
    ],
)
def test_it_says_who_signed_in_which_post_and_for_whom(
    project: Project, talk: Activity, visitor_as: VisitorAs, role: str, whose: str
) -> None:
    service.sign_requirement(make_actor(role), [of_project(project, "E-COL-4")])
    page = visitor_as("lay_member_ppi").visit("/duties/requirements/E-COL-4?project=STR-18")
    assert page.says(f"Signed by {whose}, for the engagement officer, on 14 November 2019.")


def test_a_name_stands_beside_its_post(project: Project, talk: Activity) -> None:
    signer = replace(make_actor("accountable_officer"), name="Asha Patel")
    service.sign_requirement(signer, [of_project(project, "E-COL-4")])
    signed = of_project(project, "E-COL-4").signed
    assert signed is not None
    by = "Signed by Asha Patel (accountable officer), for the engagement officer, on 14 November 2019"
    assert signed_words(signed) == by


def test_it_says_where_it_is_the_owner_who_signed(ccg: Body, visitor_as: VisitorAs) -> None:
    both = ["City of Wolverhampton Council", "Walsall Council"]
    project = make_stroke_project(ccg, authorities=both, joint_committee="Joint scrutiny committee")
    say(project, "service_change")
    for authority in both:
        say_substantial(project, authority)
    owner = make_actor("governance_lead")
    service.sign_requirement(owner, [of_project(project, "E-SCR-6", duty="consult-scrutiny")])
    signed = of_project(project, "E-SCR-6", duty="consult-scrutiny").signed
    assert signed is not None
    assert (signed.owner, signed.is_owner) == ("governance_lead", True)
    page = visitor_as("lay_member_ppi").visit("/duties/requirements/E-SCR-6?project=STR-18")
    assert page.says("Signed by Governance lead, who answers for it, on 14 November 2019.")


def test_of_two_who_sign_at_once_the_second_is_told_and_keeps_the_remark(
    project: Project, talk: Activity, commissioner: Actor, visitor_as: VisitorAs
) -> None:
    second = visitor_as("accountable_officer")
    second.visit(SIGN)
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    page = second.submit("Sign", {"Remark": "Read with the minutes"})
    told = "Commissioning manager signed this on 14 November 2019, while you were looking at it."
    assert page.errors == [told]
    assert page.says("Read with the minutes")


@pytest.mark.both_databases
def test_of_two_who_saw_the_same_one_signs(project: Project, talk: Activity, commissioner: Actor) -> None:
    seen = [of_project(project, "E-COL-4")]
    service.sign_requirement(commissioner, seen)
    with pytest.raises(Refused, match="Commissioning manager signed this on 14 November 2019, on the same"):
        service.sign_requirement(make_actor("accountable_officer"), seen)
    change(talk, title="Tea with staff")
    service.sign_requirement(make_actor("accountable_officer"), [of_project(project, "E-COL-4")])


def test_whoever_lost_the_role_while_the_page_was_open_gets_the_words_back(
    project: Project, talk: Activity, app: Flask
) -> None:
    account = make_account("accountable_officer", password=PASSWORD)
    officer = Visitor(app)
    officer.sign_in(account)
    officer.visit(SIGN)
    accounts.give_roles(SYSTEM, account, ["lay_member_ppi"])
    officer.submit("Sign", {"Remark": "Read with the minutes"})
    officer.submit("Sign in", {"E-mail address": account.email, "Password": PASSWORD})
    page = officer.submit("Show what I had typed", status=403)
    assert page.says("Your roles do not let you sign")
    assert page.says("Nothing was changed.")
    assert page.says("Read with the minutes")
    assert of_project(project, "E-COL-4").signed is None
