"""Setting up forums: their codes, terms of reference, members, schedules and planned meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engage.forums import queries as forums
from engage.forums import service as forum_service
from engage.forums.entries import TermsEntry
from engage.forums.members import queries as members
from engage.forums.members import service as member_service
from engage.forums.terms import service as terms_service
from engage.organisation import service as organisation
from engage.organisation.entries import NetworkEntry
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Party
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from tests.builders import (
    make_actor,
    make_body,
    make_forum,
    make_member,
    make_organisation,
    make_person,
    make_terms,
)

pytestmark = pytest.mark.usefixtures("app", "clock")

TODAY = date(2019, 11, 14)


def test_a_forum_is_found_by_a_code_made_from_its_name() -> None:
    body = make_body()
    first, second = make_forum(body), make_forum(body)
    assert (first.code, second.code) == ("ppg-chairs-group", "ppg-chairs-group-2")
    assert forums.forum_for("ppg-chairs-group") == first
    with pytest.raises(Missing):
        forums.forum_for("citizens-forum")
    assert references.find(f"forum:{first.id}") == f"forum:{first.id}"
    assert references.find("ppg-chairs-group-2") == f"forum:{second.id}"


@pytest.mark.parametrize("code", ["ppg-chairs-group", "networks"])
def test_a_code_in_use_or_of_another_page_is_refused(code: str) -> None:
    body = make_body()
    make_forum(body)
    with pytest.raises(Refused, match="Choose another, or leave it blank"):
        make_forum(body, "Chairs", code=code)


def test_a_network_of_another_body_and_days_out_of_order_are_refused() -> None:
    network = organisation.add_part(SYSTEM, make_body("Dudley CCG"), NetworkEntry(name="Kingswinford"))
    body = make_body()
    with pytest.raises(Refused, match="Kingswinford is a network of another body"):
        make_forum(body, network_id=network.id)
    with pytest.raises(Refused, match="ended on 1 March 2019, before it began on 1 April 2019"):
        make_forum(body, from_on=date(2019, 4, 1), to_on=date(2019, 3, 1))


def test_two_people_cannot_overwrite_one_another() -> None:
    forum = make_forum(make_body())
    version = forum.version
    entry = replace(forums.entry_of(forum), purpose="Briefings of chairs")
    forum_service.change_forum(SYSTEM, forum, version, entry)
    assert "briefings" in forum.search_text.split()
    with pytest.raises(Refused, match="Somebody else changed this forum"):
        forum_service.change_forum(SYSTEM, forum, version, replace(entry, purpose="Something else"))


def test_terms_hold_from_the_day_they_were_agreed_until_the_next() -> None:
    forum = make_forum(make_body())
    old = make_terms(forum, date(2018, 4, 12), quorum=4)
    new = make_terms(forum, date(2019, 4, 11), quorum=5, review_on=date(2019, 10, 10))
    assert forums.terms_by_forum([forum.id], date(2018, 4, 11)) == {}
    assert forums.terms_by_forum([forum.id], date(2019, 4, 10)) == {forum.id: old}
    assert forums.terms_by_forum([forum.id], date(2019, 4, 11)) == {forum.id: new}
    assert forums.with_terms(forum.code)[2] == [new, old]
    listed = forums.listed_forums([forum.id])[0]
    assert listed.is_review_overdue(TODAY)
    later = TermsEntry(agreed_on=date(2019, 4, 11), review_on=date(2020, 4, 9))
    terms_service.change_terms(SYSTEM, new, new.version, later)
    assert not forums.listed_forums([forum.id])[0].is_review_overdue(TODAY)
    terms_service.drop_terms(SYSTEM, new)
    assert forums.terms_by_forum([forum.id], TODAY) == {forum.id: old}


def test_terms_that_make_no_sense_are_refused() -> None:
    forum = make_forum(make_body())
    make_terms(forum)
    with pytest.raises(Refused, match="agreed on 11 April 2019 already"):
        make_terms(forum)
    with pytest.raises(Refused, match="The review comes after the day they were agreed"):
        make_terms(forum, TODAY, review_on=TODAY)
    with pytest.raises(Refused, match="A quorum is at least one member"):
        make_terms(forum, TODAY, quorum=0)


def test_when_the_chair_changes_the_past_stays_true() -> None:
    forum = make_forum(make_body())
    first = make_member(forum, role="chair", from_on=date(2018, 4, 12))
    with pytest.raises(Refused, match="PPG Chair, practice M92007 is chair then"):
        make_member(forum, "PPG Chair, practice M92011", role="chair", from_on=TODAY)
    member_service.leave_forum(SYSTEM, first, first.version, date(2019, 11, 13))
    second = make_member(forum, "PPG Chair, practice M92011", role="chair", from_on=TODAY)
    assert members.members_of(forum, date(2019, 11, 13)) == [first]
    assert members.members_of(forum, TODAY) == [second]
    with pytest.raises(Refused, match="The membership cannot have ended on"):
        member_service.leave_forum(SYSTEM, second, second.version, date(2019, 11, 1))


def test_a_term_that_ended_or_ends_soon_is_shown_and_ends_nothing() -> None:
    forum = make_forum(make_body())
    terms = {
        "A": date(2019, 10, 10),
        "B": date(2020, 1, 9),
        "C": date(2021, 4, 8),
    }
    for title, ends in terms.items():
        make_member(forum, title, from_on=date(2018, 4, 12), term_ends_on=ends)
    make_member(forum, "D", from_on=date(2020, 1, 9))
    make_member(forum, "E", from_on=date(2018, 4, 12), to_on=date(2019, 4, 11))
    seats = members.seats_of(SYSTEM, forum)
    standing = {seat.row.title: seat.standing(TODAY) for seat in seats}
    assert standing == {"A": "term ended", "B": "term ends soon", "C": "", "D": "to come", "E": "former"}
    assert [row.title for row in members.members_of(forum, TODAY)] == ["A", "B", "C"]
    member = members.membership_for(forum, seats[0].row.id)
    longer = replace(members.entry_of(member), term_ends_on=date(2022, 4, 14))
    member_service.change_membership(SYSTEM, member, member.version, longer)
    assert member.term_ends_on == date(2022, 4, 14)


def test_names_of_members_are_for_those_who_may_read_the_register() -> None:
    forum, person = make_forum(make_body()), make_person("Carer of two")
    make_member(forum, person_id=person.id)
    named = {
        role: members.seats_of(make_actor(role), forum)[0].name for role in ("lay_member_ppi", "ig_officer")
    }
    assert named == {"lay_member_ppi": "", "ig_officer": "Carer of two"}


@pytest.mark.both_databases
def test_a_membership_is_part_of_the_history_of_a_person_and_of_an_organisation() -> None:
    forum, person, practice = make_forum(make_body()), make_person(), make_organisation("Lea Road Practice")
    make_member(
        forum, person_id=person.id, organisation_id=practice.id, from_on=date(2018, 4, 12), to_on=TODAY
    )
    for party in (f"person:{person.id}", f"organisation:{practice.id}"):
        found = [
            (one.on, one.what) for one in dealings.dealings_with([Party(party)]) if one.register == "Forums"
        ]
        assert found == [
            (TODAY, "was last member (PPG Chair, practice M92007) of PPG Chairs Group"),
            (date(2018, 4, 12), "became member (PPG Chair, practice M92007) of PPG Chairs Group"),
        ]
