"""Requests of people on their pages: answered within a month, erased only after a look; the data map."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from flask import Flask

from engage.platform.data.db import session
from engage.platform.data.tables import Keep, Privacy
from engage.platform.offers.retention import Due
from engage.privacy import service
from engage.privacy.entries import RequestEntry
from engage.privacy.models import RetentionNotice
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from engage.stakeholders import service as stakeholders
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.models import Person
from tests.builders import make_feedback
from tests.conftest import VisitorAs
from tests.house.product import columns
from tests.privacy.searching import places_of

pytestmark = pytest.mark.usefixtures("clock")

NAME = "Chair of the Bilston PPG"
VIEWS = (
    ("/rights", May.SERVE_RIGHTS),
    ("/rights/export.csv", May.SERVE_RIGHTS),
    ("/rights/new", May.SERVE_RIGHTS),
    ("/rights/again", May.SERVE_RIGHTS),
    ("/rights/1", May.SERVE_RIGHTS),
    ("/rights/1/answer", May.SERVE_RIGHTS),
    ("/rights/1/erasure", May.SERVE_RIGHTS),
    ("/rights/1/kept.zip", May.SERVE_RIGHTS),
    ("/retention", May.SERVE_RIGHTS),
    ("/retention/1/hold", May.SERVE_RIGHTS),
    ("/data-map", May.READ_AUDIT),
    ("/data-map/map.csv", May.READ_AUDIT),
    ("/data-map/map.xlsx", May.READ_AUDIT),
)


@pytest.fixture(autouse=True)
def person(app: Flask) -> Person:
    return stakeholders.add_person(SYSTEM, PersonEntry(name=NAME, email="chair@ppg.example"))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(
    role: str, person: Person, visitor_as: VisitorAs
) -> None:
    service.record_request(
        SYSTEM,
        person,
        RequestEntry(kind="erasure", received_on=date(2019, 10, 31), identity_checked_how="By phone"),
    )
    service.warn([Due(Keep.CONTACT, "person:1", date(2019, 12, 1), "what is kept")], date(2019, 11, 1))
    visitor = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert visitor.fetch(address).status_code == wanted, f"{role} at {address}"


def test_a_request_to_see_is_due_in_a_calendar_month_and_answered_with_everything(
    visitor_as: VisitorAs,
) -> None:
    officer = visitor_as("ig_officer")
    officer.visit("/rights/new")
    page = officer.submit(
        "Put it on record",
        {
            "Who asks?": NAME,
            "What do they ask for?": "Access to what is kept",
            "When was it received?": "31 October 2019",
        },
    )
    [row] = page.table()
    assert (row["Due ▲"], row["State"]) == ("30 November 2019", "Open")
    officer.follow(NAME)
    page = officer.submit("They are who they say", {"How do you know that it is they who ask?": "By phone"})
    assert page.summary()["How we know who asks"] == "By phone"
    content = officer.download("/rights/1/kept.zip")
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["kept.json", "kept.pdf"]
    officer.follow("Say what was answered")
    page = officer.submit(
        "Put it on record",
        {
            "What was done?": "It was answered",
            "What did you answer, or why was it refused?": "Sent by recorded post",
        },
    )
    assert page.says("14 November 2019: Sent by recorded post")


def test_nothing_is_handed_out_before_it_is_known_who_asks(person: Person, visitor_as: VisitorAs) -> None:
    service.record_request(SYSTEM, person, RequestEntry(kind="access", received_on=date(2019, 10, 31)))
    page = visitor_as("ig_officer").visit("/rights/1/kept.zip", status=409)
    assert page.says("First say how you know that it is they who ask.")


def test_a_request_not_answered_in_time_is_overdue(person: Person, visitor_as: VisitorAs) -> None:
    service.record_request(SYSTEM, person, RequestEntry(kind="access", received_on=date(2019, 10, 1)))
    assert visitor_as("ig_officer").visit("/rights/1").says("Overdue")


def test_somebody_is_erased_only_after_a_look_at_what_goes_and_what_stays(
    person: Person, visitor_as: VisitorAs
) -> None:
    make_feedback(f"The {NAME} asked for more buses")
    service.record_request(
        SYSTEM,
        person,
        RequestEntry(kind="erasure", received_on=date(2019, 10, 31), identity_checked_how="By phone"),
    )
    officer = visitor_as("ig_officer")
    officer.visit("/rights/1")
    page = officer.follow("See what would be erased")
    assert page.says("Nothing has been erased yet.")
    assert {row["What"]: row["Goes or stays"] for row in page.table("What would be erased")}[
        "Addresses and numbers"
    ] == "Goes"
    assert page.says("the words, or a summary")
    page = officer.submit("Erase them")
    assert page.errors == ["Tick the box to go on"]
    page = officer.submit("Erase them", {"I have read the list, and this person is to be erased": True})
    assert page.says("They are erased.")
    assert page.heading == f"Erasure: Erased person {person.id}"
    assert page.table("What was erased")


def test_where_the_forms_of_colleagues_led_names_nobody_who_is_erased(
    person: Person, visitor_as: VisitorAs
) -> None:
    colleague = visitor_as("engagement_officer")
    colleague.visit("/people?words=Bilston+PPG")
    colleague.submit("Keep this view", {"Name for this view": NAME})
    assert places_of(["Bilston+PPG"])["Bilston+PPG"], "it is there before"
    service.record_request(
        SYSTEM,
        person,
        RequestEntry(kind="erasure", received_on=date(2019, 10, 31), identity_checked_how="By phone"),
    )
    officer = visitor_as("ig_officer")
    officer.visit("/rights/1/erasure")
    officer.submit("Erase them", {"I have read the list, and this person is to be erased": True})
    assert places_of(["Bilston+PPG", NAME]) == {}


@pytest.mark.parametrize(
    ("who", "sentence"),
    [("Nobody known", "Nobody in the register"), (NAME, "2 people go by that name")],
)
def test_who_asks_is_not_guessed(who: str, sentence: str, visitor_as: VisitorAs) -> None:
    stakeholders.add_person(SYSTEM, PersonEntry(name=NAME))
    officer = visitor_as("ig_officer")
    officer.visit("/rights/new")
    asks = {
        "Who asks?": who,
        "What do they ask for?": "Erasure",
        "When was it received?": "31 October 2019",
    }
    page = officer.submit("Put it on record", asks)
    assert sentence in page.errors[0]
    assert officer.submit("Put it on record", asks | {"Who asks?": "1"}).says("The request is on record.")


def test_a_day_to_come_is_refused(visitor_as: VisitorAs) -> None:
    officer = visitor_as("ig_officer")
    officer.visit("/rights/new?person=1")
    page = officer.submit(
        "Put it on record",
        {"What do they ask for?": "Erasure", "When was it received?": "1 December 2019"},
    )
    assert "still to come" in page.errors[0]


def test_an_answer_before_the_request_is_refused(person: Person, visitor_as: VisitorAs) -> None:
    service.record_request(SYSTEM, person, RequestEntry(kind="access", received_on=date(2019, 10, 31)))
    officer = visitor_as("ig_officer")
    officer.visit("/rights/1/answer")
    answers = {
        "What was done?": "It was refused",
        "What did you answer, or why was it refused?": "Not who they say",
        "When?": "1 October 2019",
    }
    assert "lies between" in officer.submit("Put it on record", answers).errors[0]
    page = officer.submit("Put it on record", answers | {"When?": ""})
    assert page.says("Refused")


def test_an_address_is_let_back_when_its_owner_asks(person: Person, visitor_as: VisitorAs) -> None:
    service.erase(
        SYSTEM,
        service.record_request(
            SYSTEM,
            person,
            RequestEntry(kind="erasure", received_on=date(2019, 10, 31), identity_checked_how="By phone"),
        ),
    )
    officer = visitor_as("ig_officer")
    officer.visit("/rights/again")
    label = "Mail address or telephone number"
    assert "not among those" in officer.submit("Let it be written to again", {label: "x@y.example"}).errors[0]
    page = officer.submit("Let it be written to again", {label: "Chair@PPG.example"})
    assert page.says("may be written to again")


def test_what_is_soon_to_go_is_listed_and_can_be_held(visitor_as: VisitorAs) -> None:
    service.warn([Due(Keep.CONTACT, "person:1", date(2019, 12, 1), "everything")], date(2019, 11, 1))
    officer = visitor_as("ig_officer")
    page = officer.visit("/retention")
    assert page.table("1 warning")[0]["Due"] == "1 December 2019"
    assert page.says("A backup is kept for 35 days")
    officer.follow("Hold it , warning 1")
    page = officer.submit("Hold it", {"Until when?": "1 November 2019", "Why?": "A complaint"})
    assert "still to come" in page.errors[0]
    page = officer.submit("Hold it", {"Until when?": "1 March 2020"})
    assert "Until 1 March 2020: A complaint." in page.table("1 warning")[0]["Held"]
    assert session().query(RetentionNotice).count() == 1


def test_the_data_map_shows_every_column_about_people_with_its_class(visitor_as: VisitorAs) -> None:
    page = visitor_as("governance_lead").visit("/data-map")
    about = [name for name, column in columns() if column.info["privacy"] is not Privacy.NONE]
    assert page.says(f"{len(about)} columns")
    for name in ("contact_point", "story", "letter", "map_score"):
        assert page.table(f"{name}:")
    assert page.table("person:")[0]["Copied to the history"] == "No"
    assert page.says("A backup is kept for 35 days")


def test_the_whole_data_map_is_taken_away_and_is_what_the_tables_are(visitor_as: VisitorAs) -> None:
    lay_member = visitor_as("lay_member_ppi")
    every = lay_member.visit("/data-map?columns=all")
    assert every.says(f"{len(list(columns())):,} columns")
    text = lay_member.download("/data-map/map.csv").decode("utf-8-sig")
    assert len(text.splitlines()) == len(list(columns())) + 1
    assert "stakeholders,person,name,what they are called" in text
