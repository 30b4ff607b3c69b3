"""Do not contact guards the address, whichever record holds it; one that comes back is told of."""

from __future__ import annotations

from datetime import date

import pytest

from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.platform.mail.suppression import suppress
from engage.rules.actors import SYSTEM
from engage.stakeholders.barred import plain
from engage.stakeholders.bulk.mail_merge import merge_file
from engage.stakeholders.cards.taking_away import cards_of
from engage.stakeholders.consents import mail as mailing
from engage.stakeholders.consents import service as consents
from engage.stakeholders.models import Organisation, Person
from tests.builders import make_organisation, make_person
from tests.conftest import VisitorAs
from tests.imports.logs import csv_of
from tests.imports.test_pages import check

pytestmark = pytest.mark.usefixtures("app", "clock")

MARCH = date(2019, 3, 1)
ADDRESS, PHONE = "Pat.Lowe@wolverhampton.example", "01902 555 0143"
suppressed = audit.Event("test.suppressed")


def somebody_who_said_no() -> Person:
    person = make_person("Pat Lowe", email=ADDRESS, phone=PHONE)
    consents.set_do_not_contact(SYSTEM, person, MARCH, "She wrote to us")
    return person


@one_transaction
def had_themselves_erased(address: str) -> None:
    suppress([address])
    suppressed(SYSTEM)


def test_a_second_record_with_the_address_is_not_written_to_and_stands_in_no_file() -> None:
    somebody_who_said_no()
    again = make_person("P. Lowe", email="pat.lowe@Wolverhampton.example", bulk=MARCH)
    club = make_organisation("Lunch club", email=ADDRESS)
    consents.give_consent(SYSTEM, club, "bulk", "consent", "Its own address", MARCH)
    for table, who in ((Person, again), (Organisation, club)):
        found = mailing.bulk_recipients(table, [who.id])
        assert [one.sentence for one in found.left_out] == [mailing.ADDRESS_BARRED]
        assert ADDRESS.lower() not in merge_file(found, "csv", "people").get_data(as_text=True).lower()
    assert mailing.recipients([again.id], "one_to_one").able == []


def test_a_card_leaves_out_the_address_of_one_who_is_not_to_be_contacted_and_says_so() -> None:
    person = somebody_who_said_no()
    again = make_person("P. Lowe", email="lowe@wolverhampton.example", phone="+44 (0)1902 5550143")
    own, other = cards_of(Person, [person.id, again.id])
    assert "example" not in own
    assert "NOTE:An address is left out" in own
    assert "lowe@wolverhampton.example" in other
    assert "5550143" not in other


def test_an_address_that_comes_back_by_form_is_pointed_out_and_kept(visitor_as: VisitorAs) -> None:
    somebody_who_said_no()
    had_themselves_erased("lee@wolverhampton.example")
    officer = visitor_as("engagement_officer")
    for address, sentence in (
        (ADDRESS.upper(), "whose owner is not to be contacted at all, by another record"),
        ("lee@wolverhampton.example", "whose owner had themselves erased"),
    ):
        officer.visit("/people/new")
        page = officer.submit("Add the person", {"Name": "Somebody", "Mail address": address})
        assert page.says(sentence)
        assert address.lower() in page.text


def test_addresses_that_come_back_in_a_file_of_cards_are_counted(visitor_as: VisitorAs) -> None:
    had_themselves_erased("lee@wolverhampton.example")
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0}\r\nEMAIL:{0}@wolverhampton.example\r\nEND:VCARD\r\n"
    cards = (card.format("lee") + card.format("jo")).encode()
    officer = visitor_as("engagement_officer")
    officer.visit("/people/import-vcard")
    page = officer.submit("Bring them in", {"File of contact cards (vCard)": (cards, "cards.vcf")})
    assert page.says("2 people were added to the register.")
    assert page.says("1 of them has an address whose owner is not to be contacted")


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "01902 5550143", "0044 1902 555-0143"),
        ("email", " Pat@Example.org", "pat@example.ORG "),
        ("post", "1 Low Hill, WV10 9QS", "1 Low Hill\nWV10 9QS"),
    ],
)
def test_one_address_in_two_spellings_is_one(kind: str, one: str, other: str) -> None:
    assert plain(kind, one) == plain(kind, other)


def test_a_spreadsheet_that_brings_such_an_address_back_says_so_before_it_is_taken(
    visitor_as: VisitorAs,
) -> None:
    somebody_who_said_no()
    had_themselves_erased("gone@wolverhampton.example")
    headings = ("Organisation", "Email", "Phone")
    rows = (
        ("Lunch club", ADDRESS, ""),
        ("Penn Carers", "", "+44 1902 555 0143"),
        ("Oxley Choir", "gone@wolverhampton.example", ""),
        ("Bilston Library", "library@wolverhampton.example", ""),
    )
    page = check(visitor_as("engagement_officer"), csv_of(*rows, headings=headings), kind="stakeholders")
    for name in ("Lunch club", "Penn Carers", "Oxley Choir"):
        assert page.says(f"“{name}” comes with an address whose owner is not to be contacted")
    assert not page.says("“Bilston Library” comes with")
    assert page.says("4 new")
