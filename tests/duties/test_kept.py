"""A page of duties that was kept tells the new truth as soon as a record that it rests on has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from time_machine import Traveller

from engage.cycle.models import Project
from engage.duties import queries
from engage.duties.entries import AssessmentEntry
from engage.duties.project import service as triage
from engage.duties.project.queries import TOLD
from engage.duties.requirements import service as requirements
from engage.duties.year.queries import PAGES
from engage.organisation import service as organisation
from engage.organisation.models import Body
from engage.organisation.queries import entry_of
from engage.platform.data import audit
from engage.platform.data.remembered import forget
from engage.platform.data.transactions import one_transaction
from engage.platform.data.undo import put_back
from engage.platform.mail import outbox
from engage.platform.mail.outbox import Recipient
from engage.rules.actors import SYSTEM
from engage.stakeholders.models import Person
from tests.builders import (
    make_action,
    make_actor,
    make_body,
    make_feedback,
    make_forum,
    make_insight,
    make_meeting,
    make_member,
    make_person,
    make_project,
)
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project, make_talk, of_body
from tests.harness.installation import Installation
from tests.harness.queries import queries_asked
from tests.harness.server import ROOT
from tests.pages.visitor import Visitor
from tests.panels import made as panel

pytestmark = pytest.mark.usefixtures("clock")

YEAR = "/duties?body=wolverhampton-ccg&period=2018-19"
STROKE = "/projects/STR-18"
MARCH = date(2019, 3, 1)
ELSEWHERE = """
import os
from config import from_environment
from engage import create_app
from engage.cycle.queries import project_by_code
from engage.organisation.queries import body_by_code
from tests.duties.situation import make_talk
with create_app(from_environment(os.environ)).app_context():
    make_talk(project_by_code("STR-18"), body_by_code("wolverhampton-ccg"))
"""

undone = audit.Event("test.all-undone")
letter_written = audit.Event("test.letter-written")


@pytest.fixture
def ccg(app: Flask) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("head_of_comms_engagement")


@one_transaction
def undo_the_last() -> None:
    put_back(audit.newest_entry())
    undone(SYSTEM)


@one_transaction
def write_to(person: Person) -> int:
    to = Recipient(f"person:{person.id}", "a@b.example", "")
    letter = outbox.write("bulk", "mailing:1", to, "News", "…", by=SYSTEM)
    assert letter is not None
    letter_written(SYSTEM)
    return letter.id


@one_transaction
def post(letter_id: int) -> None:
    """As the worker does it, who leaves no entry in the trail."""
    letter = outbox.letter_for(letter_id)
    letter.state, letter.sent_at = outbox.SENT, datetime(2019, 4, 1, 12, tzinfo=UTC)


def told(officer: Visitor, address: str) -> str:
    return str(officer.visit(address).soup.main)


def changes(ccg: Body, project: Project) -> dict[str, Callable[[], object]]:
    """A change of each kind of record that the duties of a body rest on, in an order that can be followed."""
    forum = make_forum(ccg)
    signer = make_actor("head_of_comms_engagement")
    finding = of_body(ccg, "E-INFO-4", "electronic-marketing", edition=2003)
    letter = write_to(make_person("Carer of three"))
    held = panel.make_panel(ccg)
    return {
        "an activity": lambda: make_talk(project, ccg, "5 June 2018"),
        "an undoing": undo_the_last,
        "something people said": lambda: make_feedback("The car park is full.", project_id=project.id),
        "another project": lambda: make_project(ccg, "WIC-14", starts_on=date(2018, 5, 1)),
        "a member of a forum": lambda: make_member(forum),
        "a meeting": lambda: make_meeting(forum, "12 September 2018"),
        "an action": lambda: make_action(agreed_at="meeting:1"),
        "an insight summary": lambda: make_insight(ccg, "2018-19Q2"),
        "a member of a panel": lambda: panel.make_member(held),
        "a consent": lambda: make_person(bulk=MARCH),
        "a letter posted by the worker": lambda: post(letter),
        "a triage": lambda: triage.assess_duty(
            signer,
            project,
            AssessmentEntry(outcome="applies", reason="A ward moves.", assessed_on=date(2018, 2, 1)),
        ),
        "a ruling": lambda: requirements.say_not_applicable(signer, [finding], "No bulk mail.", "2018-19"),
        "a ruling taken back": lambda: requirements.withdraw_ruling(SYSTEM, queries.ruling_for(1)),
        "a body": lambda: organisation.change_body(
            SYSTEM, ccg, replace(entry_of(ccg), exists_to=date(2018, 12, 31))
        ),
    }


@pytest.mark.both_databases
def test_each_kind_of_record_changes_the_page_of_a_body_and_nothing_else_does(
    ccg: Body, project: Project, officer: Visitor
) -> None:
    for what, change in changes(ccg, project).items():
        officer.visit(YEAR)
        change()
        with queries_asked() as heard:
            kept = told(officer, YEAR)
        assert any("FROM hand_evidence" in one for one in heard), f"{what} left the page as it was"
        forget()
        assert kept == told(officer, YEAR), f"the page does not know of {what}"
    make_body("Dudley Food Bank Network")
    assert_kept_through(lambda: make_person("Not on the mailing list"), officer)


@pytest.mark.both_databases
def test_a_page_knows_what_another_process_has_written(
    installation: Installation, project: Project, officer: Visitor
) -> None:
    before = {address: told(officer, address) for address in (YEAR, STROKE)}
    settings = installation.settings
    environment = {
        **os.environ,
        "ENGAGE_HOME": str(settings.home),
        "ENGAGE_DATABASE_URL": settings.database_url,
        "ENGAGE_SECRET_KEY": settings.secret_key,
    }
    subprocess.run([sys.executable, "-c", ELSEWHERE], cwd=ROOT, env=environment, check=True)
    for address, old in before.items():
        new = told(officer, address)
        assert new != old
        forget()
        assert new == told(officer, address)


def test_the_page_of_a_project_knows_of_another_owner_and_another_name_of_its_body(
    ccg: Body, project: Project, officer: Visitor
) -> None:
    officer.visit(STROKE)
    organisation.change_body(SYSTEM, ccg, replace(entry_of(ccg), name="NHS Wolverhampton CCG"))
    assert "NHS Wolverhampton CCG" in told(officer, STROKE)


def test_a_page_of_yesterday_is_not_shown_today(
    clock: Traveller, project: Project, visitor_as: VisitorAs
) -> None:
    clock.move_to(datetime(2019, 11, 14, 23, 35, tzinfo=UTC))
    officer = visitor_as("head_of_comms_engagement")
    assert_kept_through(lambda: clock.shift(timedelta(minutes=20)), officer)
    clock.shift(timedelta(minutes=10))
    with queries_asked() as heard:
        officer.visit(YEAR)
    assert any("FROM hand_evidence" in one for one in heard)


def test_only_so_many_pages_are_kept(ccg: Body, officer: Visitor) -> None:
    for year in range(2000, 2000 + 20):
        officer.visit(f"/duties?body=wolverhampton-ccg&period={year}-{(year + 1) % 100:02}")
    assert len(PAGES) == 16
    assert len(TOLD) == 0


def assert_kept_through(change: Callable[[], object], officer: Visitor) -> None:
    officer.visit(YEAR)
    change()
    with queries_asked() as heard:
        officer.visit(YEAR)
    assert not any("FROM hand_evidence" in one for one in heard)
