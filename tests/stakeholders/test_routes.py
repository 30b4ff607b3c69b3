"""Pages of the register, as people use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.stakeholders import listing, queries, service
from engage.stakeholders.consents import service as consents
from engage.stakeholders.models import Organisation, Person
from engage.stakeholders.queries import organisation_entry
from tests.builders import make_activity, make_body, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH = date(2019, 3, 1)
left_out = audit.Event("test.left-out")


@pytest.fixture
def officer(visitor_as: VisitorAs, clock: object) -> Visitor:
    return visitor_as("engagement_officer")


def names(visitor: Visitor, address: str) -> list[str]:
    """The names on a page of a list, in its order."""
    page = visitor.visit(address)
    return [
        words
        for words, href in page.links().items()
        if href.startswith(("/stakeholders/organisations/", "/people/")) and href[-1].isdigit()
    ]


def test_an_organisation_is_added_shown_and_changed(officer: Visitor) -> None:
    officer.visit("/stakeholders")
    officer.follow("Add an organisation")
    page = officer.submit("Add the organisation", {"Name": "", "Website": "cafe.example"})
    assert "Enter the name of the organisation" in page.text
    assert "starting with https://" in page.text
    page = officer.submit(
        "Add the organisation",
        {
            "Name": "Alz Café",
            "Website": "https://cafe.example",
            "Kind of organisation": "Voluntary group",
            "Topics of interest": "Dementia",
        },
    )
    assert "“Alz Café” is in the register." in page.text
    assert "Dementia" in page.text
    officer.follow("Change")
    page = officer.submit("Save", {"Area": "Bushbury", "Does it go on?": "Closed", "Last day": "1 May 2019"})
    assert "Voluntary group in Bushbury, closed, until 1 May 2019" in page.text


def test_what_is_in_the_register_already_is_pointed_out_before_it_is_added_twice(officer: Visitor) -> None:
    make_organisation("Wolverhampton Voluntary and Community Action")
    officer.visit("/stakeholders/organisations/new")
    typed = {"Name": "Wolverhampton Voluntary & Community Action"}
    page = officer.submit("Add the organisation", typed)
    assert "already in the register?" in page.text
    page = officer.submit("Add the organisation", {**typed, "It is a different organisation: add it": True})
    assert "is in the register." in page.text


def test_while_somebody_else_was_quicker_nothing_typed_is_lost(officer: Visitor) -> None:
    cafe = make_organisation()
    officer.visit(f"/stakeholders/organisations/{cafe.id}/edit")
    service.change_organisation(
        SYSTEM,
        queries.organisation_for(1),
        replace(organisation_entry(queries.organisation_for(1)), area="Penn"),
    )
    page = officer.submit("Save", {"Area": "Bushbury"})
    assert "Somebody else changed this record" in page.text
    assert "Bushbury in" not in page.text
    assert "Voluntary group in Bushbury" in officer.submit("Save").text


def test_a_person_is_added_and_what_they_agreed_to_follows_them(officer: Visitor) -> None:
    officer.visit("/people")
    officer.follow("Add a person")
    page = officer.submit("Add the person", {"Name": "Carer of two", "Mail address": "not an address"})
    assert "is not a mail address" in page.text
    officer.submit("Add the person", {"Name": "Carer of two", "Mail address": "carer@wolverhampton.example"})
    officer.follow("Record what they agreed to")
    page = officer.submit(
        "Record it", {"What did they agree to?": "Subscribed to bulk mail", "When?": "1 January 2030"}
    )
    assert "Choose what it rests on" in page.text
    assert "That day has not come yet" in page.text
    page = officer.submit(
        "Record it",
        {
            "What does it rest on?": "They said yes",
            "Where and how did they say so?": "Form at the library",
            "When?": "1 March 2019",
        },
    )
    assert "1 March 2019: They said yes. Form at the library." in page.text
    officer.follow("Record that they took it back")
    page = officer.submit(
        "Record it",
        {
            "What do they no longer agree to?": "Subscribed to bulk mail",
            "When did they say so?": "1 April 2019",
        },
    )
    assert "Withdrawn on 1 April 2019" in page.text
    officer.follow("Do not contact them at all")
    page = officer.submit("Do not contact them", {"Since when?": "2 April 2019", "Why?": "They wrote to us"})
    assert "They wrote to us" in page.text
    assert "may be contacted again" in officer.submit("They may be contacted again").text


def test_when_the_chair_changes_both_stand_on_the_page_of_the_practice(officer: Visitor) -> None:
    practice = make_organisation("Lea Road Medical Practice")
    make_person("First chair"), make_person("Second chair")
    for name, day in (("First chair", "1 April 2018"), ("Second chair", "1 July 2019")):
        officer.visit(f"/stakeholders/organisations/{practice.id}")
        officer.follow("Say who holds a post")
        page = officer.submit(
            "Save", {"What is the post called?": "PPG Chair", "Who holds it?": name, "Since when?": day}
        )
    assert "1 April 2018 to 30 June 2019" in page.text
    page = officer.visit("/people/1")
    assert "In the past" in page.text
    officer.visit("/stakeholders/posts/2")
    assert "since 1 August 2019" in officer.submit("Save", {"Since when?": "1 August 2019"}).text


def test_addresses_contacts_and_an_end_are_recorded_and_taken_back(officer: Visitor) -> None:
    make_person("Carer", email="")
    officer.visit("/people/1")
    officer.follow("Add an address")
    officer.submit("Add it", {"Address or number": "carer@wolverhampton.example", "Use this one first": True})
    officer.visit("/stakeholders/addresses/1")
    assert (
        "01902"
        in officer.submit("Save", {"What is it?": "Telephone", "Address or number": "01902 000000"}).text
    )
    officer.visit("/stakeholders/addresses/1")
    assert "No address is recorded" in officer.submit("Remove this address").text
    officer.follow("Note a contact")
    page = officer.submit(
        "Note it", {"When?": "1 October 2019", "How?": "Phone", "What was it about?": "Parking"}
    )
    assert "1 October 2019, phone: Parking" in page.text
    officer.follow("Close this record")
    assert "Closed" in officer.submit("Close it", {"Last day": "1 November 2019"}).text
    assert "The record is open again." in officer.submit("Open the record again").text


@pytest.mark.both_databases
def test_the_lists_are_narrowed_by_every_filter(officer: Visitor) -> None:
    body = make_body()
    open_then = make_organisation(
        "Open then",
        opened_on=date(2015, 1, 1),
        closed_on=date(2019, 6, 30),
        status="closed",
        kind="GP practice",
    )
    make_organisation(
        "Council", kind="Council", group="SG-3", topics=["Parking"], tags=["bulletin"], area="Penn"
    )
    make_organisation("Later", opened_on=date(2019, 9, 1), place_ids=[1, 12])
    make_activity(body, "Talk", "1 October 2019", organisations=["Council"])
    consents.give_consent(SYSTEM, open_then, "bulk", "", "List", MARCH)
    for query, wanted in {
        "group=SG-3": ["Council"],
        "kind=GP+practice": ["Open then"],
        "status=closed": ["Open then"],
        "open=1+April+2019": ["Council", "Open then"],
        "place=12": ["Later"],
        "place=2": [],
        "sub_type=none": ["Council", "Later", "Open then"],
        "area=Penn": ["Council"],
        "network=none": ["Council", "Later", "Open then"],
        "owner=none&tag=bulletin": ["Council"],
        "topic=Parking": ["Council"],
        "consent=bulk-yes": ["Open then"],
        "consent=bulk-basis": ["Open then"],
        "consent=bulk-no": [],
        "consent=one_to_one-never": ["Council", "Later", "Open then"],
        "do_not_contact=yes": [],
        "contact=yes": ["Council"],
        "contact=no": ["Later", "Open then"],
        "words=coun": ["Council"],
        "sort=name&order=down": ["Open then", "Later", "Council"],
    }.items():
        assert names(officer, f"/stakeholders?{query}") == wanted, query


def test_a_filter_that_makes_no_sense_is_answered_in_words(officer: Visitor) -> None:
    page = officer.visit("/stakeholders?open=soon&consent=perhaps&place=here&contact=maybe&owner=me")
    assert page.text.count("choose") >= 4
    assert "Open on:" in page.text


def test_people_are_listed_and_found_by_word(officer: Visitor) -> None:
    make_person("Carer of two", bulk=MARCH)
    make_person("Patient of Penn")
    assert names(officer, "/people") == ["Carer of two", "Patient of Penn"]
    assert names(officer, "/people?words=penn") == ["Patient of Penn"]
    assert names(officer, "/people?consent=bulk-yes&status=open") == ["Carer of two"]


def test_coverage_leads_to_the_list_of_those_it_counts(officer: Visitor) -> None:
    make_organisation("Age UK")
    page = officer.visit("/stakeholders/coverage")
    assert "Contacts since 14 May 2019, 6 months back" in page.text
    assert names(officer, "/stakeholders?group=SG-4&status=active&do_not_contact=no&contact=no") == ["Age UK"]


def test_what_very_many_have_is_counted_only_so_far(
    officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        make_organisation(f"Café {number}")
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    page = officer.visit("/stakeholders?words=cafe")
    assert "More than 3 organisations: type another word" in page.text
    assert "all of them, on every page" in page.text
    monkeypatch.setattr(listing, "MOST_COUNTED", 4)
    assert "4 organisations" in officer.visit("/stakeholders?words=cafe").text


@one_transaction
def leave_out(organisation: Organisation, into: int, *people: Person) -> None:
    organisation.merged_into_id = into
    people[0].merged_into_id, people[1].erased_on = people[2].id, MARCH
    left_out(SYSTEM)


def test_the_whole_register_is_counted_without_what_was_merged_or_erased(officer: Visitor) -> None:
    kept, other = make_organisation("Age UK"), make_organisation("Age U.K.")
    people = [make_person(f"Carer {number}") for number in range(3)]
    leave_out(other, kept.id, *people)
    assert "1 organisation" in officer.visit("/stakeholders").text
    assert names(officer, "/stakeholders") == ["Age UK"]
    assert "1 person" in officer.visit("/people").text
    assert "merged into it" in officer.visit("/stakeholders/organisations/2").text
    assert officer.page.url == "/stakeholders/organisations/1"
    assert officer.visit("/people/1").url == "/people/3"
    page = officer.visit("/people/2")
    assert "was erased on 1 March 2019" in page.text
    assert "Carer 1" not in page.text
