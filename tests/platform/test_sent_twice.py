"""What is sent twice is done once, and the second is led where the first was and told the same."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, event, func, select

from engage.activities.models import Activity
from engage.activities.service import CAME_MEANWHILE
from engage.platform.data import audit
from engage.platform.data.db import record, session, watch
from engage.platform.data.sent_forms import SAVED_BEFORE, SentForm
from engage.platform.data.transactions import one_transaction
from engage.platform.mail.models import Letter
from engage.platform.processes import upkeep
from engage.platform.web.models import SentFormOutcome
from engage.platform.web.sent_once import ALREADY
from engage.rules.actors import SYSTEM
from engage.stakeholders.models import Organisation
from tests.builders import make_action, make_activity, make_body, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.harness.waiting import eventually
from tests.pages.page import Page
from tests.pages.visitor import Visitor

LOG = "Log the activity"
CAFE_TALK = {
    "What was it called?": "Café talk at the walk-in centre",
    "When did it start?": "6 June 2018",
    "Lead body": "Wolverhampton CCG",
}
MANY = 52

held = audit.Event("test.turn-held")


@pytest.fixture
def officer(app: Flask, visitor_as: VisitorAs) -> Visitor:
    make_body()
    return visitor_as("engagement_officer")


def number_of(row: Any) -> int:
    session().rollback()
    return session().scalar(select(func.count(row.id))) or 0


def send_again(visitor: Visitor, page: Page, button: str, **answers: Any) -> Page:
    """As after the browser's Back button: the page as it was drawn then, with what was typed into it."""
    visitor.page = page
    return visitor.submit(button, answers)


def twin_of(visitor: Visitor, app: Flask) -> Visitor:
    """Another window of the same browser, with the same page."""
    twin = Visitor(app)
    cookie = visitor._client.get_cookie("engage")
    assert cookie is not None
    twin._client.set_cookie("engage", cookie.value)
    twin.page = visitor.page
    return twin


@contextmanager
def turn_held(app: Flask, waiting: int) -> Iterator[None]:
    """Somebody holds the turn for writing until so many others have asked for it."""
    begun, may_end = Event(), Event()

    @one_transaction
    def hold() -> None:
        held(SYSTEM)
        begun.set()
        may_end.wait(timeout=60)

    def run() -> None:
        with app.app_context():
            hold()

    with ThreadPoolExecutor(1) as pool, app.app_context():
        holding = pool.submit(run)
        assert begun.wait(timeout=20)
        line = record.line
        try:
            yield
            eventually(lambda: line.waiting >= waiting, f"{waiting} wait for their turn", 30)
        finally:
            may_end.set()
            holding.result(timeout=60)


def sent_by_both(app: Flask, windows: list[Visitor], button: str, answers: list[Any]) -> list[Page]:
    """What each of two windows shows that look at once, and save one after the other."""
    with ThreadPoolExecutor(2) as pool:
        with turn_held(app, waiting=2):
            pages = [
                pool.submit(one.submit, button, typed) for one, typed in zip(windows, answers, strict=True)
            ]
        return [page.result(timeout=120) for page in pages]


def sent_at_once(app: Flask, visitor: Visitor, button: str, answers: dict[str, Any]) -> list[Page]:
    """What each of two windows shows that send the same form while another change is saved."""
    return sent_by_both(app, [visitor, twin_of(visitor, app)], button, [answers, answers])


@pytest.mark.both_databases
def test_an_activity_sent_twice_at_once_is_one_record_and_both_are_shown_it(
    app: Flask, officer: Visitor
) -> None:
    officer.visit("/activities/new")
    pages = sent_at_once(app, officer, LOG, CAFE_TALK)
    assert number_of(Activity) == 1
    assert {page.url for page in pages} == {"/activities/1"}
    assert all(page.says("“Café talk at the walk-in centre” is in the log as ACT-0001.") for page in pages)
    assert [page.says(ALREADY) for page in pages].count(True) == 1


@pytest.mark.both_databases
def test_52_letters_sent_twice_are_52_letters_whenever_the_second_comes(app: Flask, officer: Visitor) -> None:
    for _ in range(MANY):
        make_person(bulk=date(2018, 3, 1))
    officer.visit("/people")
    officer.submit("Write to them", {f"all {MANY}, on every page": True})
    asks, letter = officer.page, {"Subject": "News", "Letter": "The walk-in centre stays."}
    pages = sent_at_once(app, officer, f"Send {MANY} letters", letter)
    assert number_of(Letter) == MANY
    assert all(page.says(f"{MANY} letters are on the way.") for page in pages)
    later = send_again(officer, asks, f"Send {MANY} letters", **letter)
    assert later.says(f"{MANY} letters are on the way.")
    assert later.says(ALREADY)
    assert later.url == pages[0].url
    assert number_of(Letter) == MANY


@pytest.mark.both_databases
def test_who_sends_again_what_was_saved_by_a_process_killed_just_after_is_told_that_it_was_done(
    officer: Visitor,
) -> None:
    drawn = officer.visit("/activities/new")
    officer.submit(LOG, CAFE_TALK)
    watch.session().execute(delete(SentFormOutcome))  # it was killed before it could say where this led
    watch.session().commit()
    page = send_again(officer, drawn, LOG, **CAFE_TALK)
    assert page.heading == "This was done already"
    assert page.says(ALREADY)
    assert "Open the page again" in page.links()
    assert number_of(Activity) == 1


@pytest.mark.both_databases
def test_other_words_sent_after_going_back_come_back_and_are_saved_when_sent_once_more(
    officer: Visitor,
) -> None:
    drawn = officer.visit("/activities/new")
    officer.submit(LOG, CAFE_TALK)
    other = {**CAFE_TALK, "What was it called?": "Market stall", "When did it start?": "9 June 2018"}
    page = send_again(officer, drawn, LOG, **other)
    assert page.says(SAVED_BEFORE)
    assert dict(page.form(LOG).sent)["title"] == "Market stall"
    assert number_of(Activity) == 1
    assert officer.submit(LOG).says("“Market stall” is in the log as ACT-0002.")
    assert number_of(Activity) == 2


def test_a_form_that_was_refused_is_used_up_by_nothing_and_stays_the_same_form(officer: Visitor) -> None:
    drawn = officer.visit("/activities/new")
    make_activity(make_body("Sandwell CCG"), "Survey", ref="TALK-1")
    token = dict(drawn.form(LOG).sent)["form_token"]
    page = officer.submit(LOG, {**CAFE_TALK, "Reference": "TALK-1"})
    assert page.errors == [
        "There is already an activity with the reference TALK-1. Choose another, or leave it blank."
    ]
    assert dict(page.form(LOG).sent)["form_token"] == token
    assert number_of(SentForm) == 0
    assert officer.submit(LOG, {"Reference": "TALK-2"}).says("is in the log as TALK-2")
    again = send_again(officer, drawn, LOG, **CAFE_TALK)  # back twice, to where it began
    assert again.says(SAVED_BEFORE)
    assert number_of(Activity) == 2


def test_each_drawing_of_a_form_is_a_form_of_its_own(officer: Visitor) -> None:
    for day in ("6 June 2018", "6 November 2018"):
        officer.visit("/activities/new")
        officer.submit(LOG, {**CAFE_TALK, "When did it start?": day})
    assert number_of(Activity) == 2


def test_a_record_changed_again_after_going_back_says_that_it_was_changed(officer: Visitor) -> None:
    activity = make_activity(make_body("Sandwell CCG"), "Survey")
    drawn = officer.visit(f"/activities/{activity.id}/edit")
    officer.submit("Save", {"What was it called?": "Survey of carers"})
    assert send_again(officer, drawn, "Save", **{"What was it called?": "Survey of carers"}).says(ALREADY)
    page = send_again(officer, drawn, "Save", **{"What was it called?": "Survey of all carers"})
    assert "What you typed is still here" in page.errors[0]
    assert officer.submit("Save").heading == "Survey of all carers"


def test_a_button_pressed_again_after_the_act_says_that_it_was_done(officer: Visitor) -> None:
    action = make_action("Send the figures to PPG chairs", due_on=date(2030, 1, 1))
    officer.visit(f"/actions/{action.id}")
    drawn = officer.follow("Say that it is done")
    officer.submit("It is done", {"What came of it?": "They were sent."})
    page = send_again(officer, drawn, "It is done", **{"What came of it?": "They were sent."})
    assert page.says("The action is done.")
    assert page.says(ALREADY)


def test_what_a_form_did_is_told_to_nobody_else(officer: Visitor, visitor_as: VisitorAs) -> None:
    drawn = officer.visit("/activities/new")
    officer.submit(LOG, CAFE_TALK)
    colleague = visitor_as("engagement_officer")
    page = send_again(colleague, drawn, LOG, **CAFE_TALK)
    assert not page.says("is in the log as")
    assert number_of(Activity) == 1


def test_nothing_of_what_was_sent_can_be_read_from_what_is_kept_of_it(officer: Visitor) -> None:
    token = dict(officer.visit("/activities/new").form(LOG).sent)["form_token"]
    officer.submit(LOG, CAFE_TALK)
    [kept] = session().scalars(select(SentForm))
    assert str(token) not in kept.mark + kept.content
    assert {len(kept.mark), len(kept.content)} == {64}


def test_what_is_kept_of_forms_goes_with_time(
    officer: Visitor, clock: time_machine.Traveller, visitor_as: VisitorAs
) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/activities/new")
    officer.submit(LOG, CAFE_TALK)
    clock.shift(timedelta(days=3))
    upkeep.forget_sent_forms()
    assert watch.session().scalar(select(func.count(SentFormOutcome.id))) == 0
    assert number_of(SentForm) == 1
    clock.shift(timedelta(days=30))
    assert upkeep.forget_sent_forms() == "1 form forgotten."
    assert number_of(SentForm) == 0


@pytest.mark.both_databases
def test_of_two_who_log_the_same_at_once_the_second_is_asked_whether_it_is_the_same(
    app: Flask, officer: Visitor, visitor_as: VisitorAs
) -> None:
    colleague = visitor_as("engagement_officer")
    for one in (officer, colleague):
        one.visit("/activities/new")
    pages = sent_by_both(app, [officer, colleague], LOG, [CAFE_TALK, CAFE_TALK])
    assert number_of(Activity) == 1
    [second] = [one for one in (officer, colleague) if one.page.url == "/activities/new"]
    assert second.page in pages
    assert second.page.errors == [CAME_MEANWHILE]
    answer = {"Is this the same activity?": "This is a different activity: log it"}
    assert second.submit(LOG, answer).says("is in the log as ACT-0002")


@pytest.mark.both_databases
def test_of_two_who_add_the_same_organisation_at_once_the_second_is_asked_whether_it_is_the_same(
    app: Flask, officer: Visitor, visitor_as: VisitorAs
) -> None:
    colleague, add = visitor_as("engagement_officer"), "Add the organisation"
    for one in (officer, colleague):
        one.visit("/stakeholders/organisations/new")
    names = [{"Name": "Age UK Wolverhampton"}, {"Name": "Age UK Wolverhampton"}]
    sent_by_both(app, [officer, colleague], add, names)
    assert number_of(Organisation) == 1
    [second] = [one for one in (officer, colleague) if one.page.url == "/stakeholders/organisations/new"]
    assert "An organisation like it was put in the register" in second.page.errors[0]
    page = second.submit(add, {"It is a different organisation: add it": True})
    assert page.says("is in the register.")
    assert number_of(Organisation) == 2


def test_a_tick_that_one_organisation_is_another_says_nothing_of_one_that_came_since(
    officer: Visitor,
) -> None:
    make_organisation("Age UK Wolverhampton")
    add, different = "Add the organisation", "It is a different organisation: add it"
    officer.visit("/stakeholders/organisations/new")
    officer.submit(add, {"Name": "Age UK Wolverhampton"})
    make_organisation("AGE UK WOLVERHAMPTON")
    page = officer.submit(add, {different: True})
    assert page.url == "/stakeholders/organisations/new"
    assert page.says("AGE UK WOLVERHAMPTON")
    assert officer.submit(add, {different: True}).says("is in the register.")


@pytest.mark.both_databases
def test_whoever_looks_while_the_first_is_saved_is_not_asked_whether_it_is_the_same(
    app: Flask, officer: Visitor
) -> None:
    officer.visit("/activities/new")
    twin = twin_of(officer, app)
    sent: list[str] = []

    def send_first(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM activity" in statement and not sent:
            sent.append(statement)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(twin.submit, LOG, CAFE_TALK).result(timeout=60)

    event.listen(record.engine, "before_cursor_execute", send_first)
    try:
        page = officer.submit(LOG, CAFE_TALK)
    finally:
        event.remove(record.engine, "before_cursor_execute", send_first)
    assert page.url == twin.page.url == "/activities/1"
    assert page.says(ALREADY)
    assert number_of(Activity) == 1
