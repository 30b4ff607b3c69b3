"""Being in touch: what every register holds of somebody, the last contact, and coverage by group."""

from __future__ import annotations

from datetime import date

import pytest

from engage.activities.queries import reference
from engage.rules.actors import SYSTEM
from engage.rules.calendar_words import long_date
from engage.stakeholders import contacts, queries, service
from engage.stakeholders.bulk import service as bulk
from engage.stakeholders.consents import service as consents
from engage.stakeholders.coverage import coverage
from engage.stakeholders.entries import ContactEntry
from engage.stakeholders.models import Organisation, Person
from tests.builders import make_activity, make_actor, make_body, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app", "clock")

OFFICER = "engagement_officer"


def phone(who: Organisation | Person, on: date) -> None:
    consents.note_contact(SYSTEM, who, ContactEntry(on=on, how="phone", about=""))


def test_activities_are_found_by_any_spelling_of_any_name() -> None:
    cafe = make_organisation("The Low Hill Community Café", names=["Low Hill Charities"])
    body = make_body()
    first = make_activity(body, "Talk", "6 June 2019", organisations=["low hill community cafes, the"])
    second = make_activity(body, "Walk", "7 June 2019", organisations=["Age UK", "Low-Hill Charity"])
    make_activity(body, "Other", "8 June 2019", organisations=["Low Hill"])
    planned = make_activity(body, "Plan", "9 December 2019", organisations=[cafe.name], status="planned")
    told = contacts.whole_history(make_actor(OFFICER), cafe)
    assert [one.dealing.record for one in told] == [reference(row.id) for row in (planned, second, first)]
    assert [one.dealing.is_contact for one in told] == [False, True, True]
    assert told[1].link.address == f"/activities/{second.id}"


def test_one_question_finds_the_activities_of_many_organisations() -> None:
    body = make_body()
    cafes = [make_organisation(f"Café number {number}") for number in range(60)]
    make_activity(body, "Talk", "6 June 2019", organisations=["Café number 7", "Cafe Number 8"])
    numbers = [cafe.id for cafe in cafes]
    with queries_asked() as statements:
        last = contacts.last_contacts(numbers)
    assert set(last) == {f"organisation:{numbers[7]}", f"organisation:{numbers[8]}"}
    assert sum("FROM activity" in one for one in statements) == 1


def test_contact_with_a_chair_is_contact_with_the_practice_while_they_hold_the_post() -> None:
    practice, chair = make_organisation("Lea Road Medical Practice"), make_person("Chair")
    service.appoint(SYSTEM, practice, "PPG Chair", chair.id, date(2018, 4, 1), date(2019, 3, 31))
    phone(chair, date(2019, 2, 1))
    phone(chair, date(2019, 9, 1))
    assert contacts.last_contacts([practice.id]) == {
        f"organisation:{practice.id}": date(2019, 2, 1),
        f"person:{chair.id}": date(2019, 9, 1),
    }
    (one,) = contacts.whole_history(make_actor(OFFICER), practice)
    assert (one.dealing.on, one.through, one.link.text) == (date(2019, 2, 1), "PPG Chair", "Chair")
    assert len(contacts.whole_history(make_actor(OFFICER), chair)) == 2


def test_contact_is_wanted_for_so_many_months_back() -> None:
    assert contacts.contact_wanted_since(date(2019, 11, 14)) == date(2019, 5, 14)
    assert contacts.contact_wanted_since(date(2019, 8, 31)) == date(2019, 2, 28)


def test_coverage_counts_each_group_and_names_those_without_contact() -> None:
    reached, silent = make_organisation("Age UK"), make_organisation("City Council", group="SG-3")
    old, unknown = make_organisation("Alz Café"), make_organisation("Nobody's group", group="")
    closed, left_alone = make_organisation("Gone"), make_organisation("Left alone")
    phone(reached, date(2019, 10, 1))
    phone(old, date(2019, 1, 1))
    service.close(SYSTEM, closed, date(2019, 6, 1))
    consents.set_do_not_contact(SYSTEM, left_alone, date(2019, 6, 1))
    found = coverage(Organisation, date(2019, 5, 14))
    assert [(line.value, line.contacted, line.silent) for line in found.lines] == [
        ("SG-3", 0, 1),
        ("SG-4", 1, 1),
        ("none", 0, 1),
    ]
    assert (found.together.total, found.together.percent) == (4, 25)
    assert [number for number, _ in found.silent] == [old.id, silent.id, unknown.id]


def test_coverage_of_people() -> None:
    reached = make_person("Carer")
    make_person("Patient")
    phone(reached, date(2019, 10, 1))
    found = coverage(Person, date(2019, 5, 14))
    assert [(line.value, line.contacted, line.total) for line in found.lines] == [("SG-5", 1, 2)]


def test_a_letter_is_contact_once_it_was_sent() -> None:
    carer = make_person("Carer", bulk=date(2019, 3, 1))
    number = carer.id
    written = bulk.write_to_many(SYSTEM, Person, [number], "News", "The library stays open.")
    (told,) = contacts.whole_history(make_actor(OFFICER), queries.person_for(number))
    assert (told.dealing.what, told.dealing.is_contact) == ("letter to many, not sent yet", False)
    assert (told.link.text, told.link.address) == (
        f"mailing {written.id}",
        f"/stakeholders/mailings/{written.id}",
    )
    assert contacts.last_contacts((), [number]) == {}


def test_the_list_tells_of_a_contact_as_soon_as_it_was_noted(visitor_as: VisitorAs) -> None:
    carer, officer = make_person("Carer"), visitor_as(OFFICER)
    listed = "/people?column=name&column=last_contact"
    for on in (date(2019, 10, 1), date(2019, 11, 1)):
        officer.visit(listed)
        phone(carer, on)
        assert officer.visit(listed).says(long_date(on))
        assert officer.visit(f"/people/{carer.id}").says(long_date(on))
