"""Who may be written to, and why somebody is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.platform.mail.suppression import suppress
from engage.rules.actors import SYSTEM
from engage.stakeholders import service
from engage.stakeholders.consents import mail as mailing
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import PointEntry
from engage.stakeholders.models import Person
from tests.builders import make_organisation, make_person
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)
changed = audit.Event("test.person-changed")


@one_transaction
def set_on(person: Person, **values: Any) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    changed(SYSTEM)


@one_transaction
def never_again(address: str) -> None:
    suppress([address])
    changed(SYSTEM)


def why(person: Person, kind: mailing.Kind = "bulk", **more: bool) -> str:
    """The sentence that leaves somebody out; empty when they may be written to."""
    found = mailing.recipients([person.id], kind, **more)
    assert len(found.able) + len(found.left_out) == 1
    return found.left_out[0].sentence if found.left_out else ""


def test_bulk_mail_goes_to_those_who_subscribed_and_to_nobody_else() -> None:
    assert why(make_person(bulk=MARCH)) == ""
    assert why(make_person()) == "They never subscribed to bulk mail."


def test_the_two_consents_are_two_things() -> None:
    person = make_person(bulk=MARCH)
    consents.withdraw_consent(SYSTEM, person, "one_to_one", APRIL)
    assert why(person, "bulk") == ""
    assert why(person, "one_to_one") == "They withdrew their consent to be contacted one to one."


def test_a_member_who_was_never_asked_is_written_to_about_their_own_forum_alone() -> None:
    person = make_person()
    assert why(person, "one_to_one") == ""
    assert why(person, "one_to_one", own_matter=False) == "They never agreed to be contacted one to one."


def test_what_was_withdrawn_counts_until_they_agree_again() -> None:
    person = make_person(bulk=MARCH)
    consents.withdraw_consent(SYSTEM, person, "bulk", APRIL, "by telephone")
    assert why(person) == "They withdrew their consent to bulk mail."
    consents.give_consent(SYSTEM, person, "bulk", "consent", "Form", date(2019, 6, 1))
    assert why(person) == ""


@pytest.mark.both_databases
def test_do_not_contact_overrides_everything_until_it_is_taken_back() -> None:
    person = make_person(bulk=MARCH)
    consents.set_do_not_contact(SYSTEM, person, APRIL, "Asked us to")
    assert why(person) == why(person, "one_to_one") == "They are not to be contacted at all."
    consents.clear_do_not_contact(SYSTEM, person)
    assert why(person) == ""


def test_a_consent_that_says_not_what_it_rests_on_is_not_enough() -> None:
    person = make_person()
    consents.give_consent(SYSTEM, person, "bulk", "", "Old list", None)
    assert why(person) == "Their consent does not say what it rests on."


def test_whoever_has_no_address_is_closed_merged_erased_or_gone_is_left_out() -> None:
    assert why(make_person(email="", bulk=MARCH)) == "No mail address is recorded."
    closed = make_person(bulk=MARCH)
    service.close(SYSTEM, closed, APRIL)
    assert why(closed).startswith("We no longer deal with them")
    merged, erased = make_person(bulk=MARCH), make_person(bulk=MARCH)
    set_on(merged, merged_into_id=closed.id)
    set_on(erased, erased_on=APRIL)
    assert why(merged).startswith("This record was merged")
    assert why(erased) == "What was kept of them was erased."
    assert mailing.recipients([4_000_000], "bulk").left_out[0].sentence == "It is no longer in the register."


def test_an_address_whose_owner_was_erased_is_not_written_to_when_it_comes_back() -> None:
    person = make_person(email="gone@wolverhampton.example", bulk=MARCH)
    never_again("gone@wolverhampton.example")
    assert why(person) == "They had themselves erased, and have not asked to hear from us since."


def test_an_organisation_is_written_to_at_the_address_it_prefers_or_publishes() -> None:
    cafe = make_organisation(email="hello@cafe.example")
    consents.give_consent(SYSTEM, cafe, "bulk", "corporate_subscriber", "Website", MARCH)
    assert mailing.organisation_recipients([cafe.id], "bulk").able[0].address == "hello@cafe.example"
    for value, is_preferred in (
        ("second@cafe.example", False),
        ("first@cafe.example", True),
        ("third@cafe.example", False),
    ):
        service.add_point(SYSTEM, cafe, PointEntry(kind="email", value=value, is_preferred=is_preferred))
    (one,) = mailing.organisation_recipients([cafe.id], "bulk").able
    assert (one.ref, one.address, one.name) == (f"organisation:{cafe.id}", "first@cafe.example", cafe.name)


def test_it_says_how_many_were_left_out_for_which_reason_and_asks_no_more_for_more() -> None:
    people = [make_person(bulk=MARCH if number % 3 == 0 else None) for number in range(12)]
    numbers = [one.id for one in people]
    with queries_asked() as few:
        mailing.recipients(numbers[:1], "bulk")
    with queries_asked() as many:
        found = mailing.recipients(numbers, "bulk")
    assert (len(found.able), found.reasons) == (4, {"They never subscribed to bulk mail.": 8})
    assert len(list(many)) == len(list(few))
