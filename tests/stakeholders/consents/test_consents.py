"""What people agreed to and took back, with its history."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders import queries
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import ContactEntry
from tests.builders import make_actor, make_person

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH, APRIL, JUNE = date(2019, 3, 1), date(2019, 4, 1), date(2019, 6, 1)


def test_agreeing_withdrawing_and_agreeing_again_all_stay_on_record() -> None:
    person = make_person(bulk=MARCH)
    consents.withdraw_consent(SYSTEM, person, "bulk", APRIL, "by telephone")
    consents.give_consent(SYSTEM, person, "bulk", "consent", "Form at the library", JUNE)
    stands = queries.consents_of(person)["bulk"]
    assert stands.state == "standing"
    assert [(row.given_on, row.withdrawn_on) for row in stands.history] == [(JUNE, None), (MARCH, APRIL)]


def test_a_consent_that_stands_is_corrected_not_doubled() -> None:
    person = make_person()
    consents.give_consent(SYSTEM, person, "bulk", "", "Old list", None)
    consents.give_consent(SYSTEM, person, "bulk", "soft_opt_in", "Event in 2018", MARCH)
    (only,) = queries.consents_of(person)["bulk"].history
    assert (only.basis, only.source, only.given_on) == ("soft_opt_in", "Event in 2018", MARCH)


def test_whoever_never_agreed_may_still_say_no() -> None:
    person = make_person()
    consents.withdraw_consent(SYSTEM, person, "one_to_one", APRIL, "at a meeting")
    assert queries.consents_of(person)["one_to_one"].state == "withdrawn"


def test_nobody_takes_back_what_they_had_not_given_yet() -> None:
    person = make_person(bulk=JUNE)
    with pytest.raises(Refused, match="They agreed on 1 June 2019, after 1 April 2019"):
        consents.withdraw_consent(SYSTEM, person, "bulk", APRIL)


def test_what_is_not_known_or_has_not_come_is_refused_in_words() -> None:
    person = make_person()
    with pytest.raises(Refused, match="Choose which of the two"):
        consents.give_consent(SYSTEM, person, "newsletter", "consent", "", MARCH)
    with pytest.raises(Refused, match="“because” is not a basis of consent"):
        consents.give_consent(SYSTEM, person, "bulk", "because", "", MARCH)
    with pytest.raises(Refused, match="has not come yet"):
        consents.give_consent(SYSTEM, person, "bulk", "consent", "", date(2030, 1, 1))
    with pytest.raises(Refused, match="“pigeon” is not a channel"):
        consents.note_contact(SYSTEM, person, ContactEntry(on=MARCH, how="pigeon", about=""))


def test_a_contact_is_noted_with_who_made_it() -> None:
    officer, person = make_actor("engagement_officer"), make_person()
    noted = consents.note_contact(officer, person, ContactEntry(on=MARCH, how="phone", about="Parking"))
    assert (noted.by_id, noted.person_id, noted.organisation_id) == (officer.id, person.id, None)
