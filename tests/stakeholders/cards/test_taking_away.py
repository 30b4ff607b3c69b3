"""Files of the register: contact cards out and in, and the file for a mail merge."""

from __future__ import annotations

import csv
import io
from datetime import date
from io import BytesIO

import pytest
import vobject
from sqlalchemy import select

from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.stakeholders import queries, service
from engage.stakeholders.cards import reading as cards
from engage.stakeholders.cards import service as cards_service
from engage.stakeholders.cards.reading import UnreadableCards, read_cards
from engage.stakeholders.cards.taking_away import cards_of
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import PointEntry
from engage.stakeholders.models import Person
from tests.builders import make_organisation, make_person
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH = date(2019, 3, 1)
PICTURE = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD"
CARD = """BEGIN:VCARD
VERSION:3.0
FN:Chair of Lea Road
N:Road;Chair;;;
EMAIL;TYPE=INTERNET:Chair@LeaRoad.example
TEL:01902 000000
ORG:Lea Road Medical Practice
TITLE:PPG Chair
BDAY:1960-01-01
{}
END:VCARD
"""


@pytest.fixture
def officer(visitor_as: VisitorAs, clock: object) -> Visitor:
    return visitor_as("engagement_officer")


def upload(visitor: Visitor, content: bytes, name: str = "contacts.vcf") -> str:
    visitor.visit("/people/import-vcard")
    return visitor.submit("Bring them in", {"File of contact cards (vCard)": (content, name)}).text


def test_every_row_of_a_list_is_a_card_that_other_programs_read(officer: Visitor) -> None:
    person = make_person("Renée; Carer", email="renee@wolverhampton.example")
    service.add_point(SYSTEM, person, PointEntry(kind="post", value="1 High Street\nWV1 1AA"))
    make_person("Patient")
    found = list(vobject.readComponents(officer.download("/people/export.vcf?words=ren").decode()))
    assert [(one.fn.value, one.email.value) for one in found] == [
        ("Renée; Carer", "renee@wolverhampton.example")
    ]
    assert found[0].adr.value.street == "1 High Street\nWV1 1AA"


def test_an_organisation_takes_its_published_addresses_along(officer: Visitor) -> None:
    make_organisation("Alz Café", email="hello@cafe.example", phone="01902 1", website="https://cafe.example")
    (card,) = vobject.readComponents(officer.download("/stakeholders/export.vcf").decode())
    assert (card.org.value, card.email.value, card.tel.value) == (
        ["Alz Café"],
        "hello@cafe.example",
        "01902 1",
    )


def test_chosen_rows_go_as_cards(officer: Visitor) -> None:
    make_person("Carer")
    officer.visit("/people")
    token = officer.page.form("Download as contact cards")
    assert token.action.endswith("/people/chosen")


def test_a_mail_merge_leaves_out_whoever_may_not_get_it_and_says_how_many(officer: Visitor) -> None:
    make_person("Carer", email="carer@wolverhampton.example", bulk=MARCH)
    withdrew, left_alone = make_person("Withdrew", bulk=MARCH), make_person("Left alone", bulk=MARCH)
    consents.withdraw_consent(SYSTEM, withdrew, "bulk", MARCH)
    consents.set_do_not_contact(SYSTEM, left_alone, MARCH)
    make_person("Without address", email="", bulk=MARCH)
    page = officer.visit("/people/mail-merge")
    assert "3 are left out" in page.text
    rows = list(csv.reader(io.StringIO(officer.download("/people/mail-merge.csv").decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Mail address", "Note"]
    assert rows[1][2].startswith("3 were left out.")
    assert "1: They are not to be contacted at all." in rows[1][2]
    assert [row[:2] for row in rows[2:]] == [["Carer", "carer@wolverhampton.example"]]
    assert officer.download("/people/mail-merge.xlsx")[:2] == b"PK"


def test_people_come_in_from_cards_without_pictures_and_it_says_so(officer: Visitor) -> None:
    practice = make_organisation("Lea Road Medical Practice")
    text = upload(officer, CARD.format(PICTURE).encode())
    assert "1 person was added to the register." in text
    assert "1 picture was left out" in text
    assert "bday" in text
    person = queries.person_for(1)
    assert {point.value for point in queries.points_of(person)} == {"chair@learoad.example", "01902 000000"}
    assert [held.organisation.id for held in queries.posts_of(person)] == [practice.id]
    assert queries.consents_of(person)["bulk"].state == "never asked"
    assert "1 was there already, by their mail address." in upload(officer, CARD.format("").encode())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is no contact card in this file"),
        (b"name,email\nCarer,a@b.example", "There is no contact card in this file"),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Broken", "is broken, so nothing was taken"),
        (b"BEGIN:VCARD\nVERSION:3.0\nthis is no card\nEND:VCARD", "is broken, so nothing was taken"),
    ],
)
def test_a_file_that_is_no_card_or_a_broken_one_ends_in_a_sentence(
    officer: Visitor, content: bytes, sentence: str
) -> None:
    assert sentence in upload(officer, content)
    assert session().scalars(select(Person)).all() == []


def test_too_many_cards_or_too_large_a_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST_CARDS", 1)
    with pytest.raises(UnreadableCards, match="more than 1 cards"):
        read_cards(BytesIO(CARD.format("").encode() * 2))
    monkeypatch.setattr(cards, "LARGEST", 10)
    with pytest.raises(UnreadableCards, match="larger than"):
        read_cards(BytesIO(CARD.format("").encode()))


def test_of_a_large_file_no_more_is_read_than_shows_that_it_is_large() -> None:
    large = BytesIO(CARD.format("").encode() + bytes(2 * cards.LARGEST))
    with pytest.raises(UnreadableCards, match="larger than 5 megabytes"):
        read_cards(large)
    assert large.tell() == cards.LARGEST + 1


def test_a_card_without_a_name_or_with_an_address_that_is_none_is_told() -> None:
    nameless = "BEGIN:VCARD\nVERSION:3.0\nFN: \nN:;;;;\nEND:VCARD\n"
    odd = "BEGIN:VCARD\nVERSION:3.0\nFN:Carer\nN:Carer;;;;\nEMAIL:none at all\nEND:VCARD\n"
    found = read_cards(BytesIO((nameless + odd).encode("cp1252")))
    assert found.left_out == [
        "Card 1 names nobody and was left out.",
        "The mail address of card 2 is none, and was left out.",
    ]
    assert len(cards_service.take_cards(SYSTEM, found.cards)) == 1
    assert next(iter(cards_of(Person, [1]))).startswith("BEGIN:VCARD")
