"""Keeping organisations, people and the posts they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engage.platform.data import audit
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders import queries, service
from engage.stakeholders.entries import PointEntry, PostEntry
from engage.stakeholders.queries import organisation_entry, person_entry
from tests.builders import make_organisation, make_person

pytestmark = pytest.mark.usefixtures("app", "clock")

APRIL, JULY = date(2018, 4, 1), date(2019, 7, 1)


def test_an_organisation_is_found_by_any_spelling_of_any_of_its_names() -> None:
    cafe = make_organisation("The Low Hill Community Café", names=["Low Hill Caf"])
    assert queries.find_organisation("low hill community cafe, the") == cafe.id
    assert queries.find_organisation("Low-Hill Caf") == cafe.id
    assert queries.find_organisation("Low Hill") is None


def test_a_name_that_two_go_by_finds_neither() -> None:
    make_organisation("Good Shepherd", area="Wolverhampton")
    make_organisation("Good Shepherd", area="Walsall")
    assert queries.find_organisation("Good Shepherd") is None


def test_a_code_belongs_to_one_organisation_alone() -> None:
    make_organisation("Lea Road Medical Practice", ods_code="m92007")
    with pytest.raises(Refused, match="M92007 belongs to “Lea Road Medical Practice”"):
        make_organisation("Penn Manor", ods_code="M92007 ")


def test_an_organisation_needs_a_name_and_days_in_order() -> None:
    with pytest.raises(Refused, match="Enter the name"):
        make_organisation("")
    with pytest.raises(Refused, match="lies before the first"):
        make_organisation("Alz Café", opened_on=JULY, closed_on=APRIL)


def test_changing_is_refused_when_somebody_else_was_quicker() -> None:
    cafe = make_organisation()
    seen = cafe.version
    service.change_organisation(SYSTEM, cafe, replace(organisation_entry(cafe), area="Low Hill"), seen)
    with pytest.raises(Refused, match="Somebody else changed"):
        service.change_organisation(SYSTEM, cafe, replace(organisation_entry(cafe), area="Bushbury"), seen)
    assert queries.organisation_for(cafe.id).area == "Low Hill"


def test_the_names_of_an_organisation_are_set_as_a_whole() -> None:
    cafe = make_organisation(names=["Low Hill Caf", "LHCC"])
    service.change_organisation(
        SYSTEM, cafe, replace(organisation_entry(cafe), names=("LHCC", "The Café")), cafe.version
    )
    assert [row.name for row in queries.names_of(cafe)] == ["LHCC", "The Café"]


def test_when_the_chair_changes_the_past_stays_true() -> None:
    practice = make_organisation("Lea Road Medical Practice", kind="GP practice")
    first, second = make_person("First chair"), make_person("Second chair")
    service.appoint(SYSTEM, practice, "PPG Chair", first.id, APRIL)
    service.appoint(SYSTEM, practice, "PPG chair", second.id, JULY)
    held = [
        (one.person.name, one.post.from_on, one.post.to_on)
        for one in queries.posts_of(practice)
        if one.person
    ]
    assert held == [("Second chair", JULY, None), ("First chair", APRIL, date(2019, 6, 30))]
    assert [one.is_held for one in queries.posts_of(first)] == [False]


def test_one_cannot_take_over_before_the_other_began() -> None:
    practice = make_organisation()
    service.appoint(SYSTEM, practice, "Chair", None, JULY)
    with pytest.raises(Refused, match="is held since 1 July 2019"):
        service.appoint(SYSTEM, practice, "Chair", make_person().id, APRIL)


def test_a_post_may_be_held_beside_others_or_in_the_past() -> None:
    practice = make_organisation()
    service.appoint(SYSTEM, practice, "Trustee", None, APRIL)
    service.appoint(SYSTEM, practice, "Trustee", make_person().id, JULY, beside=True)
    service.appoint(SYSTEM, practice, "Trustee", None, date(2015, 1, 1), date(2016, 1, 1))
    assert [one.is_held for one in queries.posts_of(practice)] == [True, True, False]


def test_a_post_is_ended_and_corrected_and_its_days_stay_in_order() -> None:
    post = service.appoint(SYSTEM, make_organisation(), "Chair", None, APRIL)
    service.change_post(SYSTEM, post, PostEntry(title="Joint chair", from_on=APRIL, to_on=JULY))
    assert (post.title, post.to_on) == ("Joint chair", JULY)
    with pytest.raises(Refused, match="lies before the first"):
        service.change_post(SYSTEM, post, PostEntry(title="Chair", from_on=APRIL, to_on=date(2018, 3, 1)))


def test_one_address_of_each_kind_is_preferred() -> None:
    person = make_person(email="old@wolverhampton.example")
    new = service.add_point(
        SYSTEM, person, PointEntry(kind="email", value="New@Wolverhampton.example", is_preferred=True)
    )
    service.add_point(SYSTEM, person, PointEntry(kind="phone", value="01902 000000", is_preferred=True))
    known = [(one.value, one.is_preferred) for one in queries.points_of(person)]
    assert known == [
        ("new@wolverhampton.example", True),
        ("old@wolverhampton.example", False),
        ("01902 000000", True),
    ]
    service.change_point(SYSTEM, new, PointEntry(kind="email", value="newer@wolverhampton.example"))
    service.remove_point(SYSTEM, new)
    assert len(queries.points_of(person)) == 2


def test_a_mail_address_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="is not a mail address"):
        make_person(email="chair at practice")


def test_a_person_needs_something_to_be_called_by() -> None:
    with pytest.raises(Refused, match="what the person is called"):
        make_person("")


def test_closing_keeps_the_day_and_can_be_taken_back() -> None:
    cafe = make_organisation(opened_on=APRIL)
    service.close(SYSTEM, cafe, JULY)
    assert (cafe.status, cafe.closed_on) == ("closed", JULY)
    service.reopen(SYSTEM, cafe)
    assert (cafe.status, cafe.closed_on) == ("active", None)
    with pytest.raises(Refused, match="has not come yet"):
        service.close(SYSTEM, cafe, date(2030, 1, 1))


def test_what_a_person_is_called_and_where_they_live_never_enters_the_trail() -> None:
    person = make_person("Somebody Known", email="known@wolverhampton.example")
    service.change_person(SYSTEM, person, replace(person_entry(person), name="Somebody Else"))
    service.add_point(SYSTEM, person, PointEntry(kind="phone", value="01902 000000", label="Her daughter's"))
    history = audit.history_of(queries.reference(person))
    kept = str([(change.before, change.after) for _, changes in history for change in changes])
    assert "Somebody" not in kept
    assert "known@" not in kept
    assert "daughter" not in kept
    assert audit.NOT_KEPT in kept
