"""An answer whose state nobody has said counts as nothing else, and is asked about until somebody says."""

from __future__ import annotations

import pytest

from engage.feedback import facts, queries, service
from engage.feedback.models import Feedback
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.ageing import ageing_of_facts
from engage.rules.errors import Refused
from tests.builders import make_feedback
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
WORDS = "Answered, state not recorded"


def make_unclear(said: str = "Waits are too long") -> Feedback:
    return make_feedback(said, did="A new rota", answer="answered")


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("engagement_officer")


def test_it_is_neither_waiting_nor_done_nor_told() -> None:
    make_unclear()
    assert ageing_of_facts(facts.facts(), clock.today()).waiting == ()
    assert queries.counts_by_wait(clock.today()) == {}
    assert list(facts.you_said_we_did({})) == []
    [fact] = facts.facts()
    assert fact.says["answer"] == "answered"


def test_the_first_page_and_the_list_ask_for_it_and_are_silent_when_it_is_said(officer: Visitor) -> None:
    make_unclear()
    make_unclear("Too far to go")
    make_feedback("Parking is dear", did="It is free now", answer="done")
    officer.visit("/")
    page = officer.follow("2 answers have their state not recorded")
    assert [row["Answer"] for row in page.table()] == [WORDS, WORDS]
    [first, second] = session().query(Feedback).filter(Feedback.answer == "answered")
    service.say_states(SYSTEM, [first.id, second.id], "doing")
    assert not officer.visit("/").says("state not recorded")


@pytest.mark.both_databases
def test_one_act_says_it_of_several_and_of_no_others(officer: Visitor) -> None:
    make_unclear()
    make_unclear("Too far to go")
    make_feedback("Parking is dear")
    officer.visit("/feedback")
    page = officer.submit("Say what became of them", {"all 3, on every page": True})
    assert page.says("2 answers have no state on record, and will have the one you choose.")
    assert page.says("The other 1 you chose will stay as they are.")
    page = officer.submit("Say it of 2 answers")
    assert page.errors == ["Choose what became of them"]
    page = officer.submit("Say it of 2 answers", {"What became of them?": "Doing"})
    assert page.says("2 answers are on record as “Doing”. The others of the 3 chosen stay as they were.")
    assert sorted(item.answer for item in session().query(Feedback)) == ["doing", "doing", "no_answer"]
    newest = session().query(audit.AuditEntry).order_by(audit.AuditEntry.id.desc()).first()
    assert newest is not None
    assert newest.event == "feedback.states-said"
    assert len(audit.changes_of(newest.id)) == 2


def test_where_each_is_said_already_there_is_nothing_to_say(officer: Visitor) -> None:
    item = make_feedback("Parking is dear")
    officer.visit("/feedback")
    page = officer.submit("Say what became of them", {"all 1, on every page": True})
    assert page.says("Nothing needs to be said.")
    with pytest.raises(Refused, match="recorded already"):
        service.say_states(SYSTEM, [item.id], "done")


def test_its_own_page_asks_and_takes_any_of_the_four(officer: Visitor) -> None:
    item = make_unclear()
    page = officer.visit(f"/feedback/{item.id}")
    assert page.says("nobody has recorded what it is")
    officer.follow("Say what became of it")
    assert officer.submit("Record the answer").says("Choose what became of it: done, doing")
    officer.submit(
        "Record the answer",
        {"Answer": "No answer yet", "What was done, is being done, or why can it not be done?": ""},
    )
    assert item.answer == "no_answer"


def test_nobody_is_offered_it_who_types_an_answer(officer: Visitor) -> None:
    item = make_feedback()
    for address in (
        "/feedback/new",
        f"/feedback/{item.id}/edit",
        f"/feedback/{item.id}/answer",
        "/activities/new",
    ):
        assert WORDS not in officer.visit(address).text
