"""Who told a story: known to those who work with the register, and to nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from engage.experience.stories import service
from engage.platform.offers.dealings import Party, dealings_with, last_contacts
from engage.rules.actors import SYSTEM
from tests.builders import make_body, make_organisation, make_person, make_story
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("app", "clock")

WHO = "Carer of two in Low Hill"


def test_that_somebody_told_a_story_is_a_contact_with_them_and_holds_none_of_it() -> None:
    person = make_person(WHO)
    make_story("Night of the milk float", person_id=person.id)
    party = Party(f"person:{person.id}")
    [dealing] = [one for one in dealings_with([party]) if one.register == "Patient stories"]
    assert (dealing.on, dealing.what, dealing.record) == (date(2019, 9, 9), "told a story", "story:1")
    assert last_contacts([party])[party.ref] == date(2019, 9, 9)


def test_a_story_taken_back_is_no_longer_tied_to_whoever_told_it() -> None:
    person = make_person(WHO)
    story = make_story(person_id=person.id)
    service.withdraw(SYSTEM, story, story.version, date(2019, 11, 1), "Taken back")
    assert not [one for one in dealings_with([Party(f"person:{person.id}")]) if one.record == "story:1"]


@pytest.mark.parametrize(
    ("role", "sees"), [("engagement_officer", True), ("quality_lead", False), ("lay_member_ppi", False)]
)
def test_whoever_told_it_is_shown_to_readers_of_the_register_alone(
    role: str, sees: bool, visitor_as: VisitorAs
) -> None:
    make_body()
    make_story(person_id=make_person(WHO).id)
    person = visitor_as(role)
    pages = ("/experience/1", "/feedback/1", "/topics/Wheelchairs", "/topics", "/experience")
    seen = "".join(person.fetch(address).get_data(as_text=True) for address in pages)
    assert (WHO in seen) is sees


def test_a_teller_is_chosen_by_their_reference_in_the_register(visitor_as: VisitorAs) -> None:
    person = make_person(WHO)
    make_story(person_id=person.id)
    officer = visitor_as("engagement_officer")
    page = officer.visit("/experience/1/edit")
    assert f'name="person-one" value="{person.id}"' in page.html
    page = officer.submit("Save the changes", {"Who they are in the stakeholder register": ""})
    assert WHO not in page.html


def test_somebody_without_the_register_changes_a_story_and_keeps_its_teller(visitor_as: VisitorAs) -> None:
    story = make_story(person_id=make_person(WHO).id)
    quality = visitor_as("quality_lead")
    page = quality.visit("/experience/1/edit")
    assert "stakeholder register" not in page.html
    quality.submit("Save the changes", {"Topic": "Chairs"})
    assert (story.topic, story.person_id) == ("Chairs", 1)


@pytest.mark.parametrize(("role", "sees"), [("engagement_officer", True), ("ig_officer", False)])
def test_what_was_told_of_a_provider_stands_on_its_page_for_readers_of_stories_alone(
    role: str, sees: bool, visitor_as: VisitorAs
) -> None:
    provider = make_organisation("Royal Wolverhampton NHS Trust")
    make_story("Night of the milk float", organisation_id=provider.id)
    page = visitor_as(role).visit(f"/stakeholders/organisations/{provider.id}")
    assert page.says("was what a story was about") is sees
    assert not page.says("milk float")
    assert last_contacts([Party(f"organisation:{provider.id}")]) == {}
