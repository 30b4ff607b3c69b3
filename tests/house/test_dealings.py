"""The whole history of a stakeholder stands on one page: no register can be forgotten to answer for them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from engage.panels.members import service as panels
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.platform.mail.outbox import SENT, Recipient
from engage.platform.offers import dealings
from engage.platform.offers.dealings import Party
from engage.platform.offers.gathered import PLACE
from engage.rules.actors import SYSTEM
from engage.stakeholders import contacts
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import ContactEntry
from engage.stakeholders.models import Stakeholder
from engage.stakeholders.queries import reference
from tests.builders import (
    make_action,
    make_activity,
    make_actor,
    make_body,
    make_forum,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_story,
)
from tests.house.product import application, tables
from tests.panels.made import make_panel

MUST_ANSWER = {
    "organisation": {
        "Actions": 0,
        "Contacts noted": 1,
        "Engagement log": 1,
        "Forums": 2,
        "Letters": 1,
        "Meetings": 1,
        "Panels": 0,
        "Patient stories": 1,
    },
    "person": {
        "Actions": 1,
        "Contacts noted": 1,
        "Engagement log": 0,
        "Forums": 1,
        "Letters": 1,
        "Meetings": 1,
        "Panels": 1,
        "Patient stories": 1,
    },
}
"""How many dealings each register has with an organisation, and with a person, in the test below."""

NOT_SHOWN_THERE = {
    "map_score": "what was judged of somebody for a project is for those who make its map",
    "rights_request": "what somebody asked of their own data is for those who answer it",
}
"""Tables that lead to a stakeholder and are no dealings with them, with the reason."""

letter_sent = audit.Event("test.letter-sent-to-stakeholder")


@pytest.mark.both_databases
@pytest.mark.usefixtures("clock")
def test_the_history_of_somebody_holds_what_every_register_knows_of_them(app: Flask) -> None:
    body = make_body()
    practice, chair = make_organisation("Lea Road Medical Practice"), make_person("PPG Chair, Lea Road")
    group = make_forum(body, organisation_id=practice.id)
    member = make_member(group, organisation_id=practice.id, person_id=chair.id)
    make_meeting(group, members={member.id: "attended"})
    make_activity(body, "Walk-in centre talk", "6 June 2019", organisations=[practice.name])
    make_story(person_id=chair.id, organisation_id=practice.id)
    make_action(person_id=chair.id, agreed_on=date(2019, 9, 12))
    panels.record_interest(SYSTEM, make_panel(body), chair.id, date(2019, 3, 4), ["reading"])
    for who in (practice, chair):
        write_to(who)
        consents.note_contact(SYSTEM, who, ContactEntry(on=date(2019, 9, 2), how="phone", about=""))
        told = contacts.whole_history(make_actor("engagement_officer"), who)
        own = [one.dealing.register for one in told if one.dealing.party == reference(who)]
        wanted = MUST_ANSWER[reference(who).partition(":")[0]]
        assert {name: own.count(name) for name in wanted} == wanted
        assert set(own) <= set(wanted)


@one_transaction
def write_to(who: Stakeholder) -> None:
    to = Recipient(reference(who), "office@lea-road.example", who.name)
    letter = outbox.write("one_to_one", "meeting:1", to, "Minutes", "As agreed.", by=SYSTEM)
    assert letter is not None
    letter.state, letter.sent_at = SENT, datetime(2019, 9, 20, 9, tzinfo=UTC)
    letter_sent(SYSTEM)


def test_every_table_that_leads_to_a_stakeholder_is_of_a_feature_that_answers() -> None:
    answering = {find.__module__.split(".")[1] for find in application().extensions[PLACE].dealings.values()}
    silent = {
        table.name
        for row, table in tables()
        if row.__module__.split(".")[1] not in answering
        and any(key.column.table.name in {"organisation", "person"} for key in table.foreign_keys)
    }
    assert silent == set(NOT_SHOWN_THERE), "Register its dealings (platform/dealings.py), or say why not."


def test_a_register_that_holds_nothing_of_somebody_answers_with_nothing(app: Flask) -> None:
    assert dealings.dealings_with([Party("organisation:1", ("Age UK",)), Party("person:1")]) == []
