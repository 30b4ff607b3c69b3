"""The pages of actions: agreed, followed, closed, and confirmed by somebody without an account."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.actions import service
from engage.actions.models import Action
from engage.platform.data.db import session
from engage.platform.mail import links, posting
from engage.platform.mail.models import Letter, SingleUseLink
from engage.platform.mail.smtp import Fate, Outcome
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from tests.builders import make_account, make_action, make_activity, make_body, make_person
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

DUE = date(2019, 11, 1)


def the_action(number: int) -> Action:
    session().rollback()
    return session().get_one(Action, number)


def link_to(action: Action) -> str:
    """The address in the letter that reminds its owner."""
    service.chase(SYSTEM, action)
    letter = session().scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    return "/a/" + links.with_secrets(letter.text).rpartition("/a/")[2].split()[0]


def chairs_action(**entry: Any) -> Action:
    person = make_person("A chair of a patient group", email="ppg.chair@penn.example")
    return make_action(person_id=person.id, due_on=DUE, **entry)


def test_an_action_is_put_on_record_changed_and_done(app: Flask, visitor_as: VisitorAs, clock: Any) -> None:
    make_activity(make_body(), ref="ENG-012")
    officer = visitor_as("engagement_officer")
    officer.visit("/actions/new?agreed_at=activity:1")
    officer.submit(
        "Put it on record",
        {
            "What is to be done?": "Send the figures to PPG chairs",
            "Whose post is it?": "Head of commissioning",
            "By when is it to be done?": "1 November 2019",
        },
    )
    assert "Overdue by 13 days" in officer.page.text
    assert "ENG-012" in officer.page.text
    officer.follow("Change what is recorded")
    officer.submit("Save the changes", {"By when is it to be done?": "1 December 2019"})
    assert "overdue" not in officer.page.text.lower()
    officer.follow("Say that it is done")
    officer.submit("It is done", {"What came of it?": "All forty have them."})
    assert "All forty have them." in officer.page.text
    officer.submit("Open it again")
    assert "Say that it is done" in officer.page.text


def test_what_was_typed_wrong_is_said_and_nothing_is_lost(visitor_as: VisitorAs) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/actions/new")
    officer.submit(
        "Put it on record",
        {
            "What is to be done?": "Send the figures",
            "Where was it agreed?": "meeting:4711",
            "Who has it, of those in the register?": "the chair",
        },
    )
    assert "There is no record “meeting:4711”" in officer.page.text
    assert "No person in the stakeholder register is found by “the chair”" in officer.page.text
    assert 'value="Send the figures"' in officer.page.html


def test_the_list_is_narrowed_to_what_is_overdue_or_nobodys(visitor_as: VisitorAs, clock: Any) -> None:
    make_action("Late and nobody’s", due_on=DUE)
    make_action("In time", owner_role="Chair", due_on=date(2019, 12, 1))
    reader = visitor_as("lay_member_ppi")
    assert "2 actions, 2 open, 1 overdue, 1 open without an owner" in reader.visit("/actions").text
    assert "1 November 2019, 13 days overdue" in reader.page.text
    for query in ("overdue=yes", "owner=none"):
        page = reader.visit(f"/actions?state=open&{query}")
        assert "Late and nobody’s" in page.text
        assert "In time" not in page.text
    assert "choose one from the list" in reader.visit("/actions?owner=x&overdue=x&state=x").text


def test_many_are_closed_at_once_once_it_is_said_why(visitor_as: VisitorAs) -> None:
    first, second, over = make_action("First"), make_action("Second"), make_action("Over")
    service.complete(SYSTEM, over, over.version, "Done in March.")
    officer = visitor_as("engagement_officer")
    officer.visit("/actions")
    officer.submit("Drop them", {"all 3, on every page": True})
    assert officer.page.says("1 more was chosen and is not open")
    officer.submit("Drop them: 2 actions")
    assert "Say why it will not be done" in officer.page.text
    officer.submit("Drop them: 2 actions", {"Why will they not be done?": "The centre stays open."})
    assert "2 actions are now dropped." in officer.page.text
    assert {the_action(one.id).outcome for one in (first, second)} == {"The centre stays open."}


def test_dropping_and_reminding_otherwise_are_put_on_record(visitor_as: VisitorAs) -> None:
    action = make_action()
    officer = visitor_as("engagement_officer")
    officer.visit(f"/actions/{action.id}")
    officer.follow("Remind the owner")
    officer.submit("Remind them")
    assert "Nobody who can be written to has this action" in officer.page.text
    officer.submit("Remind them", {"How?": "I reminded them by phone"})
    assert "by phone" in officer.page.text
    officer.follow("Drop it")
    officer.submit("Drop it", {"Why will it not be done?": "Not needed any more."})
    assert "Why it was dropped" in officer.page.text


def test_an_owner_with_an_account_closes_their_own_and_nobody_elses(
    app: Flask, visitor: Visitor, clock: Any
) -> None:
    owner = make_account("clinical_lead")
    own, others = make_action("Mine", owner_id=owner.id), make_action("Somebody else’s")
    visitor.sign_in(owner)
    visitor.visit(f"/actions/{own.id}/done")
    visitor.submit("It is done")
    assert the_action(own.id).state == "done"
    visitor.visit(f"/actions/{others.id}/done", status=403)
    assert "Only its owner" in visitor.page.text
    assert "Say that it is done" not in visitor.visit(f"/actions/{others.id}").text


def test_somebody_without_an_account_says_that_it_is_done(visitor: Visitor, clock: Any) -> None:
    action = chairs_action(agreed_on=date(2019, 10, 1))
    address = link_to(action)
    page = visitor.visit(address)
    assert action.title in page.text
    assert "you need no account" in page.text
    visitor.submit("Yes, it is done", {"What came of it? One sentence is enough.": "Sent to all forty."})
    assert "It is on record that this is done" in visitor.page.text
    assert (the_action(action.id).state, the_action(action.id).outcome) == ("done", "Sent to all forty.")
    visitor.visit(address, status=410)
    assert "each works once" in visitor.page.text


def test_programs_that_look_through_mail_use_no_link_up(visitor: Visitor, clock: Any) -> None:
    action = chairs_action()
    address = link_to(action)
    for method in ("GET", "HEAD", "GET", "OPTIONS"):
        visitor.fetch(address, method)
    visitor.fetch(address, "POST")  # without the page's own token
    assert the_action(action.id).state == "open"
    assert session().scalars(select(SingleUseLink)).one().used_at is None


@pytest.mark.parametrize("secret", ["guessed", "x" * 43, "x" * 3000])
def test_a_guessed_link_is_answered_plainly(visitor: Visitor, secret: str) -> None:
    assert "not one of ours" in visitor.visit(f"/a/{secret}", status=410).text


def test_a_link_to_what_was_closed_meanwhile_says_so(visitor: Visitor, clock: Any) -> None:
    action = chairs_action()
    address = link_to(action)
    service.complete(SYSTEM, action, action.version, "")
    assert "This is done already" in visitor.visit(address, status=410).text
    service.reopen(SYSTEM, action, action.version)
    service.drop(SYSTEM, action, action.version, "Not needed.")
    assert "need not be done any more" in visitor.visit(address, status=410).text


def test_a_name_from_the_register_is_for_those_who_may_read_it(visitor_as: VisitorAs) -> None:
    action = chairs_action()
    name = "A chair of a patient group"
    assert name in visitor_as("engagement_officer").visit(f"/actions/{action.id}").text
    lay_member = visitor_as("lay_member_ppi")
    for address in (f"/actions/{action.id}", "/actions", "/actions/export.csv"):
        assert name not in lay_member.fetch(address).get_data(as_text=True)


def test_an_owner_in_the_register_is_found_by_name(visitor_as: VisitorAs) -> None:
    activity = make_activity(make_body(), ref="ENG-012")
    chair = make_person("A chair of a patient group")
    asked = {
        "What is to be done?": "Send the figures",
        "Where was it agreed?": "ENG-012",
        "Who has it, of those in the register?": "a CHAIR of a patient group",
    }
    officer = visitor_as("engagement_officer")
    officer.visit(f"/actions/new?agreed_at=activity:{activity.id}")
    officer.submit("Put it on record", asked)
    assert "A chair of a patient group" in officer.page.text
    make_person("A chair of a patient group")
    officer.visit("/actions/new")
    officer.submit("Put it on record", asked)
    assert "2 people are found by “a CHAIR of a patient group”. Choose the one you mean." in officer.page.text
    secretary = visitor_as("governing_body_secretary")
    secretary.visit("/actions/new")
    assert "in the register" not in secretary.page.text, "whoever may not read the register is not asked"
    secretary.fetch("/choose/person?words=chair")
    assert secretary.response.status_code == 403
    assert session().scalars(select(Action.person_id)).all() == [chair.id]


READING = ("/actions", "/actions/{id}")
FOLLOWING = (
    "/actions/new",
    "/actions/{id}/edit",
    "/actions/{id}/drop",
    "/actions/{id}/chase",
    "/actions/{id}/done",
)
LETTERS = ("/letters", "/letters/{letter}")
VIEWS = (
    *((address, May.READ_RECORDS) for address in READING),
    *((address, May.RUN_FORUMS) for address in FOLLOWING),
    *((address, May.WRITE_TO_PEOPLE) for address in LETTERS),
    ("/actions/export.csv", May.EXPORT_RECORDS),
)
ACTS = (("/actions/{id}/open", May.RUN_FORUMS), ("/letters/{letter}/again", May.WRITE_TO_PEOPLE))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    action = chairs_action()
    link_to(action)
    letter = session().scalars(select(Letter.id)).one()
    person = visitor_as(role)
    for address, permission in VIEWS:
        answer = person.fetch(address.format(id=action.id, letter=letter))
        assert answer.status_code == (200 if permission in ROLES[role].may else 403), f"{role} at {address}"
    for address, permission in ACTS:
        answer = person.fetch(address.format(id=action.id, letter=letter), "POST")
        assert answer.status_code == (302 if permission in ROLES[role].may else 403), f"{role} at {address}"


def test_without_a_mail_server_the_page_of_letters_says_that_they_wait(visitor_as: VisitorAs) -> None:
    link_to(chairs_action())
    assert posting.post_letters() == "No mail server is set. 1 letter waits."
    officer = visitor_as("engagement_officer")
    assert "No letter leaves this machine" in officer.visit("/letters").text
    assert "1 letter waits" in officer.page.text
    officer.follow("Overdue: Send the walk-in centre figures to PPG chairs")
    assert "ppg.chair@penn.example" in officer.page.text
    assert "/a/" not in officer.page.html, "the link is for its owner alone"


def test_a_letter_that_was_refused_is_sent_again_by_a_button(visitor_as: VisitorAs) -> None:
    link_to(chairs_action())
    claimed = posting.claim(session().scalars(select(Letter.next_try_at)).one())
    assert claimed is not None
    refused = Outcome(Fate.REFUSED, "550 5.1.1 no such address")
    posting.keep(claimed.letter_id, refused, claimed.post.written_at)
    officer = visitor_as("engagement_officer")
    assert "550 5.1.1 no such address" in officer.visit(f"/letters/{claimed.letter_id}").text
    officer.submit("Send it again")
    assert "The letter waits to be sent again." in officer.page.text


def test_the_mailbox_is_there_in_the_demonstration_alone(app: Flask, visitor_as: VisitorAs) -> None:
    link_to(chairs_action())
    letter = session().scalars(select(Letter.id)).one()
    officer = visitor_as("engagement_officer")
    officer.visit("/mailbox", status=404)
    officer.visit(f"/mailbox/{letter}", status=404)
    app.config["DEMONSTRATION"] = True
    try:
        officer.visit("/mailbox")
        page = officer.follow("Overdue: Send the walk-in centre figures to PPG chairs")
        (link,) = [words for words in page.links() if "/a/" in words]
        officer.follow(link)
        assert "Is this done?" in officer.page.text
        assert visitor_as("lay_member_ppi").fetch("/mailbox").status_code == 403
    finally:
        app.config["DEMONSTRATION"] = False


def test_what_became_of_a_reminder_is_told_to_those_who_follow_actions_alone(
    app: Flask, visitor_as: VisitorAs, clock: Any
) -> None:
    action = chairs_action()
    link_to(action)
    assert visitor_as("governing_body_secretary").visit("/actions/1").says("It has not been sent yet.")
    page = visitor_as("lay_member_ppi").visit("/actions/1")
    assert page.says("by mail")
    assert not page.says("It has not been sent yet.")
