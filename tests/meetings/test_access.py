"""Who may open which page of meetings."""

from __future__ import annotations

from datetime import date

import pytest

from engage.meetings.minutes import service as minutes_service
from engage.platform.offers import references
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from engage.stakeholders.consents import service as consents
from tests.builders import (
    make_body,
    make_forum,
    make_item,
    make_meeting,
    make_member,
    make_person,
    make_project,
    record_outcome,
)
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor
from tests.platform.pdf_reading import heard

ONE = "/meetings/1"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ITEM = f"{ONE}/agenda/1"
VIEWS = (
    ("/meetings", May.READ_RECORDS, 200),
    (ONE, May.READ_RECORDS, 200),
    (f"{ONE}/agenda", May.READ_RECORDS, 200),
    (f"{ONE}/agenda.pdf", May.READ_RECORDS, 200),
    (f"{ONE}/notes.pdf", May.READ_RECORDS, 200),
    (f"{ONE}/minutes-file", May.READ_RECORDS, 404),  # none is kept
    (f"{ONE}/papers/1/file", May.READ_RECORDS, 404),
    ("/meetings/export.csv", May.EXPORT_RECORDS, 200),
    ("/meetings/new", May.RUN_FORUMS, 200),
    (f"{ONE}/edit", May.RUN_FORUMS, 200),
    (f"{ONE}/call-off", May.RUN_FORUMS, 200),
    (f"{ONE}/attendance", May.RUN_FORUMS, 200),
    (f"{ONE}/notes", May.RUN_FORUMS, 200),
    (f"{ONE}/agenda/new", May.RUN_FORUMS, 200),
    (f"{ONE}/papers/new", May.RUN_FORUMS, 200),
    (f"{ONE}/actions/new", May.RUN_FORUMS, 200),
    (f"{ITEM}/edit", May.RUN_FORUMS, 200),
    (f"{ITEM}/record", May.RUN_FORUMS, 200),
    (f"{ITEM}/feedback", May.RECORD_FEEDBACK, 200),
    (f"{ONE}/minutes", May.WRITE_TO_PEOPLE, 200),
    ("/projects/WIC-14/bring-to-forum", May.MANAGE_PROJECT, 200),
)
ACTS = (
    ("/meetings/views", May.READ_RECORDS),
    (f"{ONE}/put-back", May.RUN_FORUMS),
    (f"{ONE}/agenda/actions", May.RUN_FORUMS),
    (f"{ITEM}/move", May.RUN_FORUMS),
    (f"{ITEM}/remove", May.RUN_FORUMS),
)


@pytest.fixture
def _meeting(app: object) -> None:
    body = make_body()
    make_project(body)
    meeting = make_meeting(make_forum(body))
    make_item(meeting)


@pytest.mark.usefixtures("_meeting")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission, answer in VIEWS:
        wanted = answer if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_meeting")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in ACTS:
        wanted = 302 if permission in ROLES[role].may else 403
        assert person.fetch(address, "POST").status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_meeting")
def test_a_stranger_is_asked_to_sign_in_and_sees_nothing(visitor: Visitor) -> None:
    for address, *_ in VIEWS:
        answer = visitor.fetch(address)
        assert answer.headers["Location"].startswith("/sign-in?next=/"), address
    for address, _ in ACTS:
        answer = visitor.fetch(address, "POST")
        assert "Walk-in centre" not in answer.get_data(as_text=True), address


def test_what_is_taken_in_the_private_part_is_only_for_those_who_hold_meetings(visitor_as: VisitorAs) -> None:
    meeting = make_meeting(make_forum(make_body()))
    make_item(meeting)
    record_outcome(make_item(meeting, "Contract price", is_private=True), members_said="Too high")
    officer = visitor_as("engagement_officer")
    for title, answers in (
        ("Bids", {"Item it is for": "Contract price"}),
        ("Map", {"Item it is for": "Walk-in centre"}),
    ):
        officer.visit(f"{ONE}/papers/new")
        officer.submit("Keep it", {"What is it?": title, "File": (PDF, f"{title}.pdf"), **answers})
    assert officer.visit(ONE).says("Too high")
    assert officer.download(f"{ONE}/papers/1/file") == PDF
    for role in ("lay_member_ppi", "governing_body_member", "clinical_lead"):
        person = visitor_as(role)
        page = person.visit(ONE)
        assert page.says("What is taken in the private part is not shown here.")
        assert page.says("Walk-in centre")
        seen = page.text + person.visit(f"{ONE}/agenda").text
        for paper in ("agenda.pdf", "notes.pdf"):
            seen += " ".join(one.words for one in heard(person.download(f"{ONE}/{paper}")))
        assert not [words for words in ("Contract price", "Too high", "Bids") if words in seen]
        assert person.fetch(f"{ONE}/papers/1/file").status_code == 404
        assert person.download(f"{ONE}/papers/2/file") == PDF
    assert person.fetch(f"{ONE}/agenda/2/feedback").status_code == 404
    link = references.link("agenda_item:2")
    assert link is not None
    assert link.text == "An item of the private part at PPG Chairs Group, 12 September 2019"


def test_who_took_back_their_consent_is_told_to_those_who_read_the_register_alone(
    app: object, visitor_as: VisitorAs
) -> None:
    forum = make_forum(make_body())
    gone = make_person("Somebody Known")
    make_member(forum, "PPG Chair, practice M92007", person_id=make_person().id)
    make_member(forum, "Carers' representative", person_id=gone.id)
    consents.withdraw_consent(SYSTEM, gone, "one_to_one", date(2019, 6, 3))
    meeting = make_meeting(forum)
    minutes_service.write_notes(SYSTEM, meeting, meeting.version, "The bus was talked over.")
    minutes_service.send_minutes(SYSTEM, meeting)
    address = f"/meetings/{meeting.id}"
    page = visitor_as("commissioning_manager").visit(address)
    assert page.says("Carers' representative: They withdrew their consent to be contacted one to one.")
    for role in ("lay_member_ppi", "governing_body_secretary"):
        page = visitor_as(role).visit(address)
        assert page.says("to 1 member; 1 member was left out.")
        assert not page.says("withdrew")
        assert not page.says("It has not been sent yet.")
