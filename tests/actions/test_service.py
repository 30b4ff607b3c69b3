"""What was agreed to be done, until it is done or dropped, and reminding whoever does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.actions import jobs, listing, queries, service
from engage.actions.models import Action, ActionChase
from engage.platform.data import verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.mail import links, posting
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import send_again
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Party
from engage.platform.offers.gathered import PLACE, gathered
from engage.platform.web.history import history_page
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders.consents import service as consents
from engage.stakeholders.models import Person
from tests.builders import make_account, make_action, make_activity, make_body, make_person
from tests.harness.post_office import open_post_office

A_WORKING_DAY = date(2019, 11, 14)  # the day of the clock of tests
DUE = date(2019, 11, 1)


def make_chair() -> Person:
    return make_person("A chair of a patient group", email="ppg.chair@penn.example")


def letters() -> list[Letter]:
    session().rollback()
    return list(session().scalars(select(Letter).order_by(Letter.id)))


def secret_in(letter: Letter) -> str:
    return (
        next(line for line in links.with_secrets(letter.text).splitlines() if "/a/" in line)
        .rpartition("/a/")[2]
        .strip()
    )


def last_entry() -> AuditEntry:
    return session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_an_action_is_open_from_when_it_is_agreed(app: Flask) -> None:
    action = make_action(owner_role="Head of commissioning", due_on=DUE)
    assert (action.state, action.agreed_at, action.belongs_to) == ("open", "meeting:1", "")
    assert last_entry().event == "action.agreed"


def test_an_action_is_followed_where_what_it_was_agreed_at_is_spoken_for(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def describe(numbers: Any) -> dict[int, references.Named]:
        return {number: references.Named("", "a meeting", "", source="forum:4") for number in numbers}

    spoken = {**gathered().references, "meeting": references.Speaks(describe)}
    monkeypatch.setitem(app.extensions, PLACE, replace(gathered(), references=spoken))
    assert make_action().belongs_to == "forum:4"
    assert make_action(belongs_to="forum:9").belongs_to == "forum:9"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"title": ""}, "Say what is to be done"),
        ({"agreed_at": ""}, "Say where it was agreed"),
        ({"owner_id": 1, "person_id": 1}, "Choose one owner"),
        ({"owner_id": 4711}, "is not there"),
        ({"agreed_on": date(2019, 11, 2), "due_on": DUE}, "before it was agreed"),
    ],
)
def test_what_does_not_hold_together_is_refused(app: Flask, entry: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        make_action(**{"title": "Send the figures", **entry})
    assert session().scalars(select(Action)).all() == []


def test_an_action_is_done_with_what_came_of_it_and_can_be_opened_again(app: Flask, clock: Any) -> None:
    action = make_action(due_on=DUE)
    service.complete(SYSTEM, action, action.version, "Sent on Monday.", date(2019, 11, 11))
    assert (action.state, action.ended_on, action.outcome) == ("done", date(2019, 11, 11), "Sent on Monday.")
    assert action.confirmed_by == service.BY_ACCOUNT
    with pytest.raises(Refused, match="is done already"):
        service.complete(SYSTEM, action, action.version, "", None)
    service.reopen(SYSTEM, action, action.version)
    assert (action.state, action.ended_on, action.outcome, action.confirmed_by) == ("open", None, "", "")
    with pytest.raises(Refused, match="open already"):
        service.reopen(SYSTEM, action, action.version)


def test_an_action_is_not_done_on_a_day_to_come(app: Flask, clock: Any) -> None:
    action = make_action()
    with pytest.raises(Refused, match="cannot be a day to come"):
        service.complete(SYSTEM, action, action.version, "", date(2019, 11, 15))


def test_an_action_is_dropped_with_a_reason(app: Flask) -> None:
    action = make_action()
    with pytest.raises(Refused, match="Say why"):
        service.drop(SYSTEM, action, action.version, "")
    service.drop(SYSTEM, action, action.version, "The centre stays open.")
    assert (action.state, action.outcome) == ("dropped", "The centre stays open.")


def test_two_people_do_not_overwrite_one_another(app: Flask) -> None:
    action = make_action()
    seen = action.version
    entry = queries.entry_of(action)
    service.change_action(SYSTEM, action, seen, replace(entry, title="Send the figures by post"))
    with pytest.raises(Refused, match="Somebody else changed this action"):
        service.change_action(SYSTEM, action, seen, replace(entry, title="Send the figures by mail"))
    assert action.title == "Send the figures by post"


def test_many_are_closed_at_once_and_those_that_were_closed_stay_as_they_were(app: Flask) -> None:
    open_ones = [make_action(f"Action {number}") for number in range(3)]
    dropped = make_action()
    service.drop(SYSTEM, dropped, dropped.version, "Not needed.")
    numbers = [action.id for action in (*open_ones, dropped)]
    with pytest.raises(Refused, match="Say why"):
        service.end_many(SYSTEM, numbers, "dropped", "")
    assert service.end_many(SYSTEM, numbers, "done", "Done in the autumn.") == 3
    assert {action.outcome for action in open_ones} == {"Done in the autumn."}
    assert (dropped.state, dropped.outcome) == ("dropped", "Not needed.")
    assert service.end_many(SYSTEM, numbers, "done", "") == 0


@pytest.mark.both_databases
def test_the_owner_is_written_to_with_a_link_that_says_it_is_done(app: Flask, clock: Any) -> None:
    person = make_chair()
    action = make_action(person_id=person.id, due_on=DUE)
    service.chase(SYSTEM, action)
    (letter,) = letters()
    assert (letter.to_address, letter.to_ref) == ("ppg.chair@penn.example", f"person:{person.id}")
    assert letter.subject == "Overdue: Send the walk-in centre figures to PPG chairs"
    assert "was due on 1 November 2019" in letter.text
    service.confirm(secret_in(letter), "Sent to all forty.")
    assert (action.state, action.outcome, action.confirmed_by) == (
        "done",
        "Sent to all forty.",
        service.BY_LINK,
    )
    entry = last_entry()
    assert (entry.actor_id, entry.fields["via"]) == (None, f"a link sent to person:{person.id}")


def test_a_link_does_not_close_what_was_closed_meanwhile_and_is_not_used_up(app: Flask, clock: Any) -> None:
    action = make_action(person_id=make_chair().id, due_on=DUE)
    service.chase(SYSTEM, action)
    secret = secret_in(letters()[0])
    service.drop(SYSTEM, action, action.version, "Not needed.")
    with pytest.raises(Refused, match="need not be done any more"):
        service.confirm(secret, "")
    service.reopen(SYSTEM, action, action.version)
    service.confirm(secret, "")
    with pytest.raises(Refused, match="each works once"):
        service.confirm(secret, "")


def test_a_link_closes_nothing_for_whoever_has_handed_the_action_on(app: Flask, clock: Any) -> None:
    action = make_action(person_id=make_chair().id, due_on=DUE)
    service.chase(SYSTEM, action)
    secret = secret_in(letters()[0])
    handed_on = replace(queries.entry_of(action), person_id=make_person("Another chair").id)
    service.change_action(SYSTEM, action, action.version, handed_on)
    with pytest.raises(Refused, match="Somebody else has taken this on"):
        service.confirm(secret, "")
    assert action.state == "open"


def test_the_owner_is_written_to_once_a_day_at_the_most(app: Flask, clock: Any) -> None:
    action = make_action(person_id=make_chair().id)
    service.chase(SYSTEM, action)
    with pytest.raises(Refused, match="was written to today already"):
        service.chase(SYSTEM, action)
    service.chase(SYSTEM, action, "by phone")
    assert len(letters()) == 1
    assert [chase.how for chase in queries.chases_of(action)] == ["by phone", "by mail"]


def test_nobody_is_written_to_who_may_not_be(app: Flask, clock: Any) -> None:
    nobodys, withdrawn = make_action(), make_chair()
    with pytest.raises(Refused, match="Nobody who can be written to"):
        service.chase(SYSTEM, nobodys)
    consents.set_do_not_contact(SYSTEM, withdrawn, date(2019, 11, 1), "They asked.")
    with pytest.raises(Refused, match="not to be contacted at all"):
        service.chase(SYSTEM, make_action(person_id=withdrawn.id))
    without_address = make_action(person_id=make_person(email="").id)
    with pytest.raises(Refused, match="No mail address"):
        service.chase(SYSTEM, without_address)
    closed = make_account("commissioning_manager")
    gone = make_action(owner_id=closed.id)
    accounts.close_account(SYSTEM, closed)
    with pytest.raises(Refused, match="Nobody who can be written to"):
        service.chase(SYSTEM, gone)
    assert letters() == []


@pytest.mark.parametrize("how", ["do not contact", "withdrawn"])
def test_who_says_no_while_the_letter_waits_is_not_written_to(app: Flask, clock: Any, how: str) -> None:
    person, others = make_chair(), make_person(email="second.chair@penn.example")
    for one in (person, others):
        service.chase(SYSTEM, make_action(person_id=one.id, due_on=DUE))
    if how == "do not contact":
        consents.set_do_not_contact(SYSTEM, person, date(2019, 11, 14), "They asked.")
    else:
        consents.withdraw_consent(SYSTEM, person, "one_to_one", date(2019, 11, 14))
    with open_post_office() as office:
        app.config["MAIL_SERVER"] = office.server()
        assert posting.post_letters().startswith("1 letter sent")
        app.config["MAIL_SERVER"] = None
    assert office.taken_for == ["second.chair@penn.example"]
    held = letters()[0]
    assert (held.state, held.text) == ("held_back", "")
    assert held.answer.startswith("They ")
    with pytest.raises(Refused, match="cannot be sent again"):
        send_again(SYSTEM, held)


def test_what_is_closed_needs_no_reminder_and_a_way_that_is_none_is_refused(app: Flask) -> None:
    action = make_action()
    with pytest.raises(Refused, match="Choose how"):
        service.chase(SYSTEM, action, "by pigeon")
    service.complete(SYSTEM, action, action.version, "")
    with pytest.raises(Refused, match="is not open"):
        service.chase(SYSTEM, action, "by phone")


def test_owners_of_overdue_actions_are_reminded_once_a_week_however_often_the_job_runs(
    app: Flask, clock: Any
) -> None:
    overdue = make_action(owner_id=make_account("commissioning_manager").id, due_on=DUE)
    make_action("Not due yet", owner_id=make_account("clinical_lead").id, due_on=date(2019, 12, 24))
    make_action("Nobody has it", due_on=DUE)
    assert jobs.chase_overdue_actions() == "1 reminder of overdue actions written."
    assert jobs.chase_overdue_actions() == "0 reminders of overdue actions written."
    clock.shift(timedelta(days=6))
    jobs.chase_overdue_actions()
    assert len(letters()) == 1
    clock.shift(timedelta(days=1, minutes=1))
    jobs.chase_overdue_actions()
    assert [letter.about for letter in letters()] == [queries.reference(overdue.id)] * 2


def test_a_worker_that_comes_second_reminds_nobody_again(app: Flask, clock: Any) -> None:
    action = make_action(owner_id=make_account("commissioning_manager").id, due_on=DUE)
    assert [service.chase_if_due(action.id, A_WORKING_DAY) for _ in range(2)] == [True, False]
    assert not service.chase_if_due(4711, A_WORKING_DAY)


def test_one_owner_who_cannot_be_written_to_keeps_nobody_else_from_being_reminded(
    app: Flask, clock: Any
) -> None:
    make_action("First", person_id=make_person(email="").id, due_on=date(2019, 10, 1))
    make_action("Second", person_id=make_chair().id, due_on=DUE)
    assert jobs.chase_overdue_actions().startswith("1 reminder")
    assert session().scalars(select(ActionChase)).one().how == "by mail"


def test_what_is_followed_somewhere_comes_with_what_is_due_first(app: Flask) -> None:
    later = make_action("Later", belongs_to="forum:4", due_on=date(2019, 12, 1))
    sooner = make_action("Sooner", belongs_to="forum:4", due_on=DUE)
    some_day = make_action("Some day", belongs_to="forum:4")
    assert [one.id for one in queries.open_actions("forum:4")] == [sooner.id, later.id, some_day.id]
    assert [one.id for one in queries.actions_agreed_at("meeting:1")] == [later.id, sooner.id, some_day.id]


def test_an_owner_in_the_register_is_not_named_in_lists(app: Flask) -> None:
    person = make_chair()
    make_action("First", person_id=person.id)
    make_action("Second", person_id=person.id, owner_role="PPG Chair, Penn Manor")
    owners = [one.owner for one in queries.actions_agreed_at("meeting:1")]
    assert owners == ["somebody in the register", "PPG Chair, Penn Manor"]


def test_a_person_page_is_told_what_they_took_on_and_when_they_were_reminded(app: Flask, clock: Any) -> None:
    person = make_chair()
    action = make_action(person_id=person.id, agreed_on=date(2019, 10, 1), due_on=DUE)
    service.chase(SYSTEM, action, "by phone")
    party = Party(person.record_ref())
    told = [one for one in dealings.dealings_with([party]) if one.record == queries.reference(action.id)]
    assert [(one.what, one.on) for one in told] == [
        ("was reminded of an action, by phone", date(2019, 11, 14)),
        ("took on an action", date(2019, 10, 1)),
    ]
    assert dealings.last_contacts([party])[party.ref] == date(2019, 11, 14)


def test_others_can_name_an_action(app: Flask) -> None:
    action = make_action()
    link = references.link(queries.reference(action.id))
    assert link is not None
    assert (link.text, link.address) == (action.title, f"/actions/{action.id}")


def test_an_action_agreed_at_an_activity_shows_it(app: Flask) -> None:
    activity = make_activity(make_body())
    action = make_action(agreed_at=f"activity:{activity.id}")
    listed = queries.listed_for(action.id)
    assert listed.agreed_at is not None
    assert activity.title in listed.agreed_at.text


def test_the_trail_is_whole_after_all_of_it(app: Flask, clock: Any) -> None:
    action = make_action(person_id=make_chair().id, due_on=DUE)
    service.chase(SYSTEM, action)
    service.confirm(secret_in(letters()[0]), "Done.")
    assert verifying.verify().why == ""


def test_its_history_says_fields_and_records_by_their_names(app: Flask) -> None:
    activity = make_activity(make_body(), ref="ENG-012")
    action = make_action(agreed_at=f"activity:{activity.id}", owner_role="Chair", agreed_on=date(2019, 10, 1))
    (step,) = history_page(queries.reference(action.id))
    assert {line.what: line.after for line in step.lines} == {
        "What is to be done": action.title,
        "Agreed at": f"ENG-012 {activity.title}",
        "Agreed on": "1 October 2019",
        "Post of its owner": "Chair",
        "State": "open",
    }


def test_a_day_that_is_listed_stays_a_day_in_spreadsheets(app: Flask) -> None:
    action = make_action(agreed_on=date(2019, 10, 1))
    (column,) = (column for column in listing.actions().columns if column.key == "agreed_on")
    (row,) = queries.rows_for([action.id])
    assert (column.kind, column.cell(row)) == ("date", date(2019, 10, 1))
