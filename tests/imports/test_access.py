"""Who may bring in a spreadsheet, and who may undo it."""

from __future__ import annotations

import pytest

from engage.rules.permissions import ROLES, May
from tests.conftest import VisitorAs
from tests.imports.logs import FORUM, csv_of
from tests.imports.test_pages import check, upload
from tests.pages.visitor import Visitor

IMPORTING = (
    "/imports",
    "/imports/new?kind=activities",
    "/imports/new?kind=you-said-we-did",
    "/imports/2/columns",
    "/imports/2/check",
    "/imports/2/rows-set-aside",
    "/imports/1",
    "/imports/1/progress",
    "/imports/1/file",
)
ACTS = (
    ("/imports/2/take", May.IMPORT_RECORDS),
    ("/imports/1/load-again", May.IMPORT_RECORDS),
    ("/imports/2/again", May.IMPORT_RECORDS),
    ("/imports/2/discard", May.IMPORT_RECORDS),
    ("/imports/mappings/1/drop", May.IMPORT_RECORDS),
    ("/imports/1/undo", May.UNDO_IMPORT),
)


@pytest.fixture
def an_import(visitor_as: VisitorAs) -> None:
    """One import that was taken, and one that was only looked at."""
    officer = visitor_as("communications_officer")
    check(officer, csv_of(FORUM))
    officer.submit("Import 1 activity")
    upload(officer, csv_of(FORUM))
    officer.submit("Check every row", {"Keep these choices for the next file as": "Our log"})


@pytest.mark.usefixtures("an_import")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, needed in [(one, {May.IMPORT_RECORDS}) for one in IMPORTING] + [
        ("/imports/1/undo", {May.UNDO_IMPORT}),
        ("/imports/export.csv", {May.IMPORT_RECORDS, May.EXPORT_RECORDS}),
    ]:
        answer = person.fetch(address)
        allowed = needed <= ROLES[role].may
        assert (answer.status_code in {200, 404}) == allowed, f"{role} at {address}: {answer.status}"
        assert (answer.status_code == 403) != allowed, f"{role} at {address}: {answer.status}"


@pytest.mark.usefixtures("an_import")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in ACTS:
        answer = person.fetch(address, "POST")
        allowed = permission in ROLES[role].may
        assert (answer.status_code == 403) != allowed, f"{role} at {address}: {answer.status}"


def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    assert visitor.visit("/imports").heading == "Sign in"


def test_whoever_may_not_undo_is_not_offered_it(visitor_as: VisitorAs) -> None:
    analyst = visitor_as("data_analyst")
    check(analyst, csv_of(FORUM))
    page = analyst.submit("Import 1 activity")
    assert "Undo this import" not in page.links()
    assert "Undo this" not in page.links()


@pytest.mark.parametrize(
    "address", ["/imports/9", "/imports/9/columns", "/imports/9/check", "/imports/9/undo"]
)
def test_what_is_not_there_is_not_found(visitor_as: VisitorAs, address: str) -> None:
    visitor_as("communications_officer").visit(address, status=404)


def test_a_contact_list_is_seen_by_those_alone_who_may_change_the_register(visitor_as: VisitorAs) -> None:
    officer = visitor_as("communications_officer")
    people = b"Name,Contact role\nLow Hill Carers,Somebody Known\n"
    assert upload(officer, people, "contacts.csv", "stakeholders").says("Somebody Known")
    analyst = visitor_as("data_analyst")
    for part in ("", "/columns", "/check", "/progress", "/file", "/rows-set-aside"):
        assert analyst.fetch(f"/imports/1{part}").status_code == 403, part
    assert analyst.fetch("/imports/new?kind=organisations").status_code == 403
    assert not analyst.visit("/imports").says("contacts.csv")
    assert officer.visit("/imports").says("contacts.csv")
    offered = analyst.visit("/imports/new").links()
    assert "Import who lives in an area instead" in offered
    assert "Import stakeholders instead" not in offered


def test_unknown_forums_of_a_file_are_for_those_who_import(visitor_as: VisitorAs, an_import: None) -> None:
    assert visitor_as("governing_body_secretary").fetch("/imports/2/forums").status_code == 403


def test_choices_that_are_kept_no_more_lead_back_to_the_file_and_never_to_another_site(
    visitor_as: VisitorAs, an_import: None
) -> None:
    officer = visitor_as("communications_officer")
    elsewhere = {"Referer": "https://evil.example/"}
    answer = officer.fetch("/imports/mappings/1/drop", "POST", headers=elsewhere)
    assert answer.location == "/imports"
    officer.visit("/imports/2/columns")
    back = officer.submit("Drop “Our log”")
    assert back.url == "/imports/2/columns"
    assert back.says("The choices are no longer kept.")
