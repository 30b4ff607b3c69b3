"""An act on many records says how far it is, can be left, and is done whole or not at all."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from engage.platform.data import audit, verifying
from engage.platform.data.db import session
from engage.platform.data.transactions import GONE
from engage.platform.long_acts import doing, service
from engage.platform.long_acts.models import LongAct
from engage.platform.mail.models import Letter
from engage.platform.offers.many_acts import Report, silently
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.stakeholders.models import Mailing, Organisation
from tests.builders import make_account, make_actor, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.harness.waiting import eventually
from tests.pages.visitor import Visitor

PATIENCE = 60.0  # seconds
NAMES = ("Age UK", "Alz Café", "City Council")
ALL = {"all 3, on every page": True}
TAG = {"kind": "organisation", "typed": "bulletin"}

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("engagement_officer")


@pytest.fixture
def _three_are_many(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three organisations, which are as many as take long."""
    monkeypatch.setattr(doing, "LONG", 2)
    for name in NAMES:
        make_organisation(name)


def begun(actor: Actor, name: str = "stakeholders.tag", given: dict[str, str] = TAG) -> LongAct:
    return service.begin(actor, name, [1, 2, 3], given, "/stakeholders")[0]


def wait_until_it_has_ended(person: Visitor, number: int = 1) -> None:
    def has_ended() -> bool:
        return not json.loads(person.fetch(f"/under-way/{number}/progress").get_data())["busy"]

    eventually(has_ended, "the act has ended", PATIENCE)


def count_of(table: type) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(table)) or 0


def events() -> list[str]:
    return list(session().scalars(select(audit.AuditEntry.event).order_by(audit.AuditEntry.id)))


@pytest.mark.both_databases
@pytest.mark.usefixtures("_three_are_many")
def test_many_are_tagged_while_nobody_waits_and_the_page_says_what_came_of_it(officer: Visitor) -> None:
    officer.visit("/stakeholders")
    officer.submit("Give them a tag", ALL)
    page = officer.submit("Change 3 organisations", {"Tag": "bulletin"})
    assert page.heading == "Giving a tag"
    assert page.says("You can leave this page") or page.says("3 organisations were changed.")
    wait_until_it_has_ended(officer)
    page = officer.visit("/under-way/1")
    assert page.says("3 organisations were changed.")
    assert officer.follow("Go on").heading == "Organisations"
    assert [one.tags for one in session().scalars(select(Organisation))] == [["bulletin"]] * 3
    assert events().count("stakeholders.tagged") == 1
    assert not verifying.verify().why
    kept = session().get_one(LongAct, 1)
    assert (kept.given, kept.numbers) == ({}, []), "what was typed, and of whom, is not kept twice"


@pytest.mark.usefixtures("_three_are_many")
def test_an_act_that_was_interrupted_says_so_and_is_started_again(visitor: Visitor) -> None:
    head, person = make_account("head_of_comms_engagement"), visitor
    person.sign_in(head)
    begun(Actor(id=head.id, name=head.name))
    page = person.visit("/under-way/1")
    assert page.says("Waiting for its turn.")
    assert not page.says("Start it again")
    with time_machine.travel(time.time() + timedelta(minutes=2).seconds):
        page = person.visit("/under-way/1")
        assert page.says("It may have been interrupted; then nothing was changed")
        person.submit("Start it again")
    wait_until_it_has_ended(person)
    assert person.visit("/under-way/1").says("3 organisations were changed.")


@pytest.mark.usefixtures("_three_are_many")
def test_how_many_of_how_many_are_done_is_said_meanwhile() -> None:
    act = begun(make_actor("engagement_officer"))
    doing.progress_of(act.id).tell("Giving a tag", 300, 20_000)
    assert doing.progress_of(act.id).words == "Giving a tag: 300 of 20,000."


@pytest.mark.usefixtures("_three_are_many")
def test_a_button_pressed_twice_begins_one_act() -> None:
    officer = make_actor("engagement_officer")
    assert begun(officer).id == begun(officer).id
    assert begun(make_actor("engagement_officer")).id == 2


@pytest.mark.usefixtures("_three_are_many")
def test_what_is_refused_changes_nothing_and_says_why(officer: Visitor) -> None:
    officer.visit("/stakeholders")
    officer.submit("Close them", ALL)
    officer.submit("Change 3 organisations", {"Last day": "1 January 2090"})
    wait_until_it_has_ended(officer)
    page = officer.visit("/under-way/1")
    assert page.says("1 January 2090 has not come yet.")
    assert page.says("Nothing was changed.")
    assert count_of(Organisation) == 3
    assert "stakeholders.closed" not in events()


def done_by_two_processes_at_once(app: Flask, officer: Actor) -> list[str]:
    """Have a second process do the act while the first is at it; answers what either was refused with."""
    refused: list[str] = []

    def do(report: Report = silently) -> None:
        try:
            service.do(officer, session().get_one(LongAct, 1), report)
        except Refused as refusal:
            refused.append(refusal.reason)

    def go_on() -> None:
        with app.test_request_context():
            do()

    def the_other_process(_done: int) -> None:
        other = Thread(target=go_on)
        other.start()
        other.join()

    with app.test_request_context():
        do(the_other_process)
        do()
    return refused


@pytest.mark.both_databases
def test_two_processes_with_one_letter_to_many_write_it_once(app: Flask) -> None:
    for number in range(3):
        make_person("Carer", email=f"carer{number}@wolverhampton.example", bulk=date(2019, 3, 1))
    officer = make_actor("head_of_comms_engagement")
    letter = {"kind": "person", "subject": "News", "text": "The walk-in centre stays open."}
    begun(officer, "stakeholders.letter", letter)
    assert done_by_two_processes_at_once(app, officer) == [GONE, service.DONE_ALREADY]
    assert (count_of(Mailing), count_of(Letter)) == (1, 3)
    written = session().scalars(select(Mailing)).one()
    assert session().get_one(LongAct, 1).back == f"/stakeholders/mailings/{written.id}"


@pytest.mark.both_databases
@pytest.mark.usefixtures("_three_are_many")
def test_a_process_that_is_overtaken_by_another_with_the_same_act_does_nothing_again(app: Flask) -> None:
    officer = make_actor("engagement_officer")
    begun(officer)
    assert set(done_by_two_processes_at_once(app, officer)) == {service.DONE_ALREADY}
    assert session().get_one(LongAct, 1).came_of == "3 organisations were changed."
    assert events().count("stakeholders.tagged") == 1


@pytest.mark.usefixtures("_three_are_many")
def test_an_act_is_shown_to_whoever_does_it_and_to_nobody_else(officer: Visitor) -> None:
    begun(make_actor("engagement_officer"))
    officer.visit("/under-way/1", status=404)
