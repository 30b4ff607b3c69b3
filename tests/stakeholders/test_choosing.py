"""Organisations and people are chosen by typing: one beyond doubt is taken, of several it is asked which."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engage.forums.models import Membership
from engage.platform.data.db import session
from engage.platform.web import lists
from engage.platform.web.lists import View
from engage.rules.actors import SYSTEM
from engage.stakeholders import choosing, service
from engage.stakeholders.entries import PostEntry
from engage.stakeholders.listing import people_list
from tests.builders import make_body, make_forum, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

ADD, POST, SPEAKS_FOR, HOLDS = (
    "Add the member",
    "Post of the member",
    "Organisation they speak for",
    "Who holds it now",
)
CHAIR = "PPG Chair, practice M92007"


@pytest.fixture
def officer(visitor_as: VisitorAs, clock: object) -> Visitor:
    make_forum(make_body(), code="ppg-chairs")
    officer = visitor_as("engagement_officer")
    officer.visit("/forums/ppg-chairs/members/new")
    return officer


def seat() -> Membership:
    return session().scalars(select(Membership)).one()


def test_what_means_one_beyond_doubt_is_taken_by_part_of_its_name_or_its_code(officer: Visitor) -> None:
    surgery = make_organisation("Lea Road Medical Practice", ods_code="M92007")
    make_organisation("Lea Road Pharmacy")
    chair = make_person("José Ángel Lea")
    officer.submit(ADD, {POST: CHAIR, SPEAKS_FOR: "m92007", HOLDS: "jose lea"})
    assert (seat().organisation_id, seat().person_id) == (surgery.id, chair.id)
    page = officer.visit(f"/forums/ppg-chairs/members/{seat().id}/edit")
    assert page.says("Lea Road Medical Practice (Voluntary group, M92007)")
    officer.submit("Save", {SPEAKS_FOR: "Lea Road Pharm"})
    assert seat().organisation_id == surgery.id + 1
    officer.visit(f"/forums/ppg-chairs/members/{seat().id}/edit")
    officer.submit("Save", {SPEAKS_FOR: ""})
    assert seat().organisation_id is None


def test_of_two_of_one_name_it_is_asked_which_and_what_tells_them_apart_is_said(officer: Visitor) -> None:
    practice = make_organisation("Penn Manor Medical Centre")
    _, second, _ = make_person("Jan Smith"), make_person("Jan Smith"), make_person("Jan Smithson")
    service.appoint(SYSTEM, practice, "Chair of the patient group", second.id)
    page = officer.submit(ADD, {POST: CHAIR, HOLDS: "jan smith"})
    assert page.errors == ["3 people are found by “jan smith”. Choose the one you mean."]
    words = "Jan Smith (Chair of the patient group, Penn Manor Medical Centre)"
    officer.submit(ADD, {f"Which is it? {HOLDS}": words})
    assert (seat().title, seat().person_id) == (CHAIR, second.id)


def test_a_choice_does_not_outlive_the_words_it_was_made_for(officer: Visitor) -> None:
    make_organisation("Age UK")
    club, other = make_organisation("Deaf Club Bilston"), make_organisation("Deaf Club Dudley")
    officer.submit("Find : Organisation they speak for", {POST: CHAIR, SPEAKS_FOR: "deaf club"})
    assert officer.page.errors == []
    chosen = "Deaf Club Bilston (Voluntary group)"
    officer.submit(ADD, {f"Which is it? {SPEAKS_FOR}": chosen, SPEAKS_FOR: "deaf club dudley"})
    assert seat().organisation_id == other.id != club.id


def test_without_scripts_a_button_finds_and_everything_typed_stays(officer: Visitor) -> None:
    for number in range(1, 14):
        make_organisation(f"Carers group {number}")
    page = officer.submit("Find : Organisation they speak for", {POST: CHAIR, SPEAKS_FOR: "carers"})
    assert page.says("Here are 10 of 13 organisations: there are 3 more. Type more of what is known")
    assert f'value="{CHAIR}"' in page.html
    assert session().scalars(select(Membership)).all() == []
    page = officer.submit("Find : Organisation they speak for", {SPEAKS_FOR: "Carres group 7"})
    assert page.says(
        "No organisation in the stakeholder register is found by “Carres group 7”. These have names"
    )
    officer.submit(ADD, {f"Which is it? {SPEAKS_FOR}": "Carers group 7 (Voluntary group)"})
    assert seat().organisation_id == 7


def test_who_is_closed_merged_or_erased_is_not_offered_and_no_address_is_told(app: object) -> None:
    person = make_person("Lee Jones", email="lee@wolverhampton.example")
    (option,) = choosing.find_people("lee").options
    assert "@" not in option.words
    service.close(SYSTEM, person, date(2019, 3, 1))
    assert choosing.find_people("lee jones").options == ()


def test_of_two_thousand_of_one_name_each_can_be_reached_and_the_number_is_said(officer: Visitor) -> None:
    for _ in range(60):
        make_person("Jo Smith")
    found = officer.fetch("/choose/person?words=jo+smith").get_json()
    assert found["said"].startswith("Here are 50 of 60 people: there are 10 more.")
    assert len({(one["name"], one["told"]) for one in found["options"]}) == 50
    officer.submit(ADD, {POST: CHAIR, HOLDS: "http://engage.wolverhampton.example/people/57"})
    assert seat().person_id == 57


def test_people_are_not_looked_up_by_those_who_may_not_read_the_register(visitor_as: VisitorAs) -> None:
    make_person("Lee Jones")
    for role in ("governing_body_secretary", "lay_member_ppi"):
        assert visitor_as(role).fetch("/choose/person?words=lee").status_code == 403
    assert visitor_as("engagement_officer").fetch("/choose/wheelchair?words=lee").status_code == 404


@pytest.mark.both_databases
def test_people_are_found_by_the_organisation_of_a_post_they_hold_now() -> None:
    club = make_organisation("Deaf Club Dudley")
    now, before = make_person("Jan Smith"), make_person("Ann Smith")
    service.appoint(SYSTEM, club, "Chair", now.id)
    past = service.appoint(SYSTEM, club, "Secretary", before.id)
    service.change_post(SYSTEM, past, PostEntry(title="Secretary", to_on=date(2019, 3, 1)))
    for typed in ("deaf club", "smith deaf", "dudl", "jan club"):
        assert choosing.find_people(typed).only == choosing.tell_people([now.id])[0], typed
    assert choosing.find_people("smith").total == 2
    assert not choosing.find_people("jan pharmacy").options
    with_words = lists.numbers_of(people_list(), View(words="smith club"))
    assert with_words == [now.id]
