"""Everything the register keeps of an organisation and of a person: typed, shown, changed and taken away."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from engage.organisation import service as organisation
from engage.organisation.entries import NetworkEntry, PlaceEntry
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from engage.stakeholders.listing import organisations_list, people_list
from tests.builders import make_account, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

NOTES = "Closed in August"
SHARED: dict[str, Any] = {
    "Area": "Bushbury",
    "Primary care network": "Wolverhampton North",
    "Topics of interest": "Dementia\nParking",
    "Tags": "bulletin",
    "Who looks after the relationship?": "Head of communications and engagement",
    "How is it best reached?": "Phone",
    "Languages other than English": "Punjabi\nPolish",
    "What must information be like?": "Large print, 16 point",
    "Notes": NOTES,
    "Where does this come from?": "Directory of the council",
}
ORGANISATION: dict[str, Any] = {
    "Name": "Alz Café",
    "Other ways in which its name is written": "Alzheimer's Café",
    "Kind of organisation": "Voluntary group",
    "Stakeholder group": "Public bodies, voluntary and community groups, and providers",
    "Sub-type": "Voluntary or community group (Public bodies, voluntary and community groups, and providers)",
    "ODS code": "X99001",
    "First day": "1 April 2013",
    "Bushbury and Low Hill": True,
    "Whom does it speak for?": "People with dementia",
    "Address, as it publishes it": "12 Church Street",
    "Postcode": "WV10 9AA",
    "Telephone": "01902 000000",
    "General mail address": "hello@cafe.example",
    "Website": "https://cafe.example",
    **SHARED,
}
PERSON: dict[str, Any] = {
    "Name": "Carer of two",
    "Stakeholder group": "Patients and public",
    "Sub-type": "Carer (Patients and public)",
    "Mail address": "carer@wolverhampton.example",
    **SHARED,
}

KEPT = {
    "stakeholders": ("/stakeholders/organisations/new", "Add the organisation", ORGANISATION),
    "people": ("/people/new", "Add the person", PERSON),
}
NOT_TAKEN_AWAY = {"stakeholders": {NOTES}, "people": {NOTES, "carer@wolverhampton.example"}}
"""Notes stay in the register; how a person is reached goes in cards and in a mail merge."""


@pytest.fixture
def officer(visitor_as: VisitorAs, clock: object) -> Visitor:
    body = make_body()
    organisation.add_part(SYSTEM, body, NetworkEntry(name="Wolverhampton North"))
    organisation.add_part(SYSTEM, body, PlaceEntry(name="Bushbury and Low Hill"))
    make_account("head_of_comms_engagement")
    return visitor_as("engagement_officer")


def words_of(typed: dict[str, Any]) -> list[str]:
    """Every word or line that was typed, chosen or ticked, without the group a choice names behind it."""
    ticked = [name for name, value in typed.items() if value is True]
    lines = [line for value in typed.values() if value is not True for line in value.split("\n")]
    return ticked + [line.partition(" (")[0] for line in lines]


@pytest.mark.parametrize("kind", KEPT)
def test_all_that_is_typed_is_shown_and_kept_when_it_is_saved_again(officer: Visitor, kind: str) -> None:
    new, button, typed = KEPT[kind]
    officer.visit(new)
    page = officer.submit(button, typed)
    assert [one for one in words_of(typed) if not page.says(one)] == []
    officer.follow("Change")
    page = officer.submit("Save")
    assert [one for one in words_of(typed) if not page.says(one)] == []


@pytest.mark.parametrize("kind", KEPT)
def test_all_but_notes_and_addresses_of_people_is_taken_away_in_a_spreadsheet(
    officer: Visitor, kind: str
) -> None:
    new, button, typed = KEPT[kind]
    officer.visit(new)
    officer.submit(button, typed)
    spec = organisations_list() if kind == "stakeholders" else people_list()
    columns = "&".join(f"column={column.key}" for column in spec.columns)
    text = officer.download(f"/{kind}/export.csv?{columns}").decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text))
    said = "; ".join(rows[0]).replace("2013-04-01", "1 April 2013")
    assert {one for one in words_of(typed) if one not in said} == NOT_TAKEN_AWAY[kind]
    book = officer.download(f"/{kind}/export.xlsx?{columns}")
    with open_workbook_file(book, filename="register.xlsx", known=lambda heading: True) as workbook:
        (sheet,) = workbook.sheets
        assert (list(sheet.header), len(list(sheet.rows))) == (heading, 1)


def test_a_view_of_the_register_is_kept_for_oneself_for_everybody_or_above_the_list(
    officer: Visitor, visitor_as: VisitorAs
) -> None:
    for name, sharing in (("Mine", "for me alone"), ("Ours", "for everybody who may see this list")):
        officer.visit("/stakeholders?status=active")
        officer.submit("Keep this view", {"Name for this view": name, "Who may use it?": sharing})
    officer.visit("/people?status=open")
    page = officer.submit(
        "Keep this view",
        {"Name for this view": "Whom we know", "Who may use it?": "for everybody, and above the list"},
    )
    assert page.says("Whom we know")
    other = visitor_as("equality_lead")
    page = other.visit("/stakeholders")
    assert (page.says("Ours"), page.says("Mine"), page.says("Whom we know")) == (True, False, False)
    assert other.follow("Ours").url == "/stakeholders?status=active"
    assert other.visit("/people").says("Whom we know")
