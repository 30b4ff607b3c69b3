"""What is done to many at once: asked first, and never more than was meant."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders import queries
from engage.stakeholders.bulk import service as bulk
from engage.stakeholders.consents import service as consents
from engage.stakeholders.models import Organisation, Person
from tests.builders import make_account, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH = date(2019, 3, 1)
ALL = {"all 3, on every page": True}


@pytest.fixture
def officer(visitor_as: VisitorAs, clock: object) -> Visitor:
    return visitor_as("engagement_officer")


@pytest.fixture
def _three(app: object) -> None:
    for name in ("Age UK", "Alz Café", "City Council"):
        make_organisation(name)


@pytest.mark.usefixtures("_three")
def test_all_on_every_page_are_tagged_once_it_was_asked(officer: Visitor) -> None:
    officer.visit("/stakeholders")
    page = officer.submit("Give them a tag", ALL)
    assert "This is about 3 organisations." in page.text
    assert "Enter the tag" in officer.submit("Change 3 organisations").text
    page = officer.submit("Change 3 organisations", {"Tag": "bulletin"})
    assert "3 organisations were changed." in page.text
    assert bulk.tag_many(SYSTEM, Organisation, [1, 2], "bulletin") == 0


@pytest.mark.usefixtures("_three")
def test_one_looks_after_many(officer: Visitor) -> None:
    head = make_account("head_of_comms_engagement")
    officer.visit("/stakeholders?words=al")
    page = officer.submit("Say who looks after them", {"all 1, on every page": True})
    assert "This is about 1 organisation." in page.text
    page = officer.submit("Change 1 organisation", {"Who looks after them?": head.name})
    assert "1 organisation was changed." in page.text
    assert [queries.organisation_for(number).owner_id for number in (1, 2, 3)] == [
        None,
        head.id,
        None,
    ]


@pytest.mark.usefixtures("_three")
def test_many_are_closed_together_or_not_at_all(officer: Visitor) -> None:
    officer.visit("/stakeholders")
    officer.submit("Close them", ALL)
    assert "has not come yet" in officer.submit("Change 3 organisations", {"Last day": "1 May 2030"}).text
    assert (
        "3 organisations were changed."
        in officer.submit("Change 3 organisations", {"Last day": "1 May 2019"}).text
    )
    assert bulk.close_many(SYSTEM, Organisation, [1, 2, 3], MARCH) == 0


def test_without_a_tick_nothing_happens(officer: Visitor) -> None:
    make_person()
    officer.visit("/people")
    assert "Choose one or more people first" in officer.submit("Give them a tag").text


def test_a_letter_to_many_says_first_who_is_left_out_and_goes_to_the_others(officer: Visitor) -> None:
    make_person("Carer", bulk=MARCH)
    make_person("Never asked")
    gone = make_person("Withdrew", bulk=MARCH)
    consents.withdraw_consent(SYSTEM, gone, "bulk", date(2019, 4, 1))
    officer.visit("/people")
    page = officer.submit("Write to them", ALL)
    assert "1 of them may be written to. 2 are left out" in page.text
    assert "They never subscribed to bulk mail." in page.text
    assert "Enter the letter" in officer.submit("Send 1 letter", {"Subject": "News"}).text
    page = officer.submit("Send 1 letter", {"Subject": "News", "Letter": "The walk-in centre stays & more."})
    assert "1 letter is on the way." in page.text
    assert "It has not been sent yet." in page.text
    (letter,) = session().scalars(select(Letter)).all()
    assert (letter.to_ref, letter.kind, letter.about, letter.subject) == (
        "person:1",
        "bulk",
        "mailing:1",
        "News",
    )
    assert "stays & more." in letter.text
    assert "To be taken off the list" in letter.text


def test_a_letter_that_nobody_may_get_is_refused_and_not_kept(officer: Visitor) -> None:
    person = make_person()
    with pytest.raises(Refused, match="None of them may be written to"):
        bulk.write_to_many(SYSTEM, Person, [person.id], "News", "…")
    assert session().scalars(select(Letter)).all() == []


def test_a_withdrawal_between_asking_and_sending_is_heeded(officer: Visitor) -> None:
    make_person("Carer", bulk=MARCH)
    officer.visit("/people")
    officer.submit("Write to them", {"all 1, on every page": True})
    consents.withdraw_consent(SYSTEM, queries.person_for(1), "bulk", date(2019, 11, 14))
    page = officer.submit("Send 1 letter", {"Subject": "News", "Letter": "…"})
    assert "0 of them may be written to. 1 is left out: 1: They withdrew" in page.text
    assert session().scalars(select(Letter)).all() == []


def test_the_number_said_is_the_number_done_also_where_a_list_counts_no_further(
    officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engage.stakeholders.listing.MOST_COUNTED", 2)
    for _ in range(5):
        make_person("Jo Smith")
    make_person("Lee Jones")
    bulk.close_many(SYSTEM, Person, [1], MARCH)
    page = officer.visit("/people?words=smith")
    assert page.says("More than 2 people")
    page = officer.submit("Close them", {"all of them, on every page": True})
    assert page.says("This is about 4 people. 1 more was chosen and is closed already")
    page = officer.submit("Change 4 people", {"Last day": "1 May 2019"})
    assert page.says("4 people were changed.")
    assert queries.person_for(6).closed_on is None


@pytest.mark.usefixtures("_three")
def test_who_came_into_the_list_since_it_was_asked_is_not_changed_unasked(officer: Visitor) -> None:
    officer.visit("/stakeholders")
    officer.submit("Give them a tag", ALL)
    make_organisation("Deaf Club")
    page = officer.submit("Change 3 organisations", {"Tag": "bulletin"})
    assert "Nothing was changed yet" in page.errors[0]
    assert page.says("This is about 4 organisations.")
    assert {tuple(one.tags) for one in session().scalars(select(Organisation))} == {()}
    assert officer.submit("Change 4 organisations").says("4 organisations were changed.")
