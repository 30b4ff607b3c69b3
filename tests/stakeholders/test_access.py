"""Who may open which page of the register."""

from __future__ import annotations

from datetime import date

import pytest

from engage.panels.members import service as panels
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from engage.stakeholders import service
from tests.builders import make_body, make_organisation, make_person
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor
from tests.panels.made import make_panel

NAME = "Somebody Known"
ORGANISATION, PERSON = "/stakeholders/organisations/1", "/people/1"
READ, CHANGE, WRITE = May.READ_REGISTER, May.CHANGE_REGISTER, May.WRITE_TO_PEOPLE
EACH = [
    f"{one}/{part}" for one in (ORGANISATION, PERSON) for part in ("addresses/new", "consent", "withdrawal")
]
EACH += [
    f"{one}/{part}" for one in (ORGANISATION, PERSON) for part in ("do-not-contact", "contacts/new", "close")
]
VIEWS = (
    *((address, READ) for address in ("/stakeholders", "/people", ORGANISATION, PERSON)),
    *((address, READ) for address in ("/stakeholders/alike?name=Lea", "/stakeholders/coverage")),
    *((f"{one}/edit", CHANGE) for one in (ORGANISATION, PERSON)),
    *((address, CHANGE) for address in ("/stakeholders/organisations/new", "/people/new")),
    *((address, CHANGE) for address in ("/stakeholders/posts/1", "/stakeholders/addresses/1")),
    *((address, CHANGE) for address in (f"{ORGANISATION}/posts/new", "/people/import-vcard", *EACH)),
    *(
        (f"/{one}/mail-merge{kind}", WRITE)
        for one in ("stakeholders", "people")
        for kind in ("", ".csv", ".xlsx")
    ),
)
FILES = [f"/{one}/export.{kind}" for one in ("stakeholders", "people") for kind in ("csv", "xlsx", "vcf")]
ACTS = (
    *((f"/{one}/{act}", READ) for one in ("stakeholders", "people") for act in ("chosen", "views")),
    *((f"/{one}/chosen/change", CHANGE) for one in ("stakeholders", "people")),
    *((f"/{one}/chosen/letter", WRITE) for one in ("stakeholders", "people")),
    *((f"{one}/{act}", CHANGE) for one in (ORGANISATION, PERSON) for act in ("reopen", "may-contact")),
    ("/stakeholders/addresses/1/remove", CHANGE),
)


@pytest.fixture(autouse=True)
def _register(app: object) -> None:
    practice, person = make_organisation("Lea Road Medical Practice"), make_person(NAME)
    service.appoint(SYSTEM, practice, "PPG Chair", person.id, date(2019, 4, 1))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_and_does_what_the_table_says_and_nothing_else(
    role: str, visitor_as: VisitorAs
) -> None:
    person, held = visitor_as(role), ROLES[role].may
    for address, permission in VIEWS:
        wanted = 200 if permission in held else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"
    for address in FILES:
        wanted = 200 if {READ, May.EXPORT_RECORDS} <= held else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"
    for address, permission in ACTS:
        wanted = 302 if permission in held else 403
        assert person.fetch(address, "POST").status_code == wanted, f"{role} at {address}"


def test_a_stranger_is_asked_to_sign_in_and_sees_nothing(visitor: Visitor) -> None:
    for address, *_ in (*VIEWS, *((file, READ) for file in FILES)):
        assert visitor.fetch(address).headers["Location"].startswith("/sign-in?next=/"), address
    for address, _ in ACTS:
        answer = visitor.fetch(address, "POST")
        assert NAME not in answer.get_data(as_text=True), address


def test_those_who_may_not_read_the_register_see_no_name_of_a_person_anywhere(visitor_as: VisitorAs) -> None:
    lay = visitor_as("lay_member_ppi")
    for address in ("/audit", "/activities", "/"):
        assert NAME not in lay.visit(address).text, address


def test_who_is_in_a_panel_is_told_to_those_who_run_panels_alone(visitor_as: VisitorAs) -> None:
    panel = make_panel(make_body(), name="Patient Partners")
    panels.record_interest(SYSTEM, panel, 1, date(2019, 5, 7), ["Scrutiny of plans"])
    told = visitor_as("equality_lead").visit(PERSON)
    assert told.says("was interested in Patient Partners")
    assert told.says("Panel: interest recorded")
    for role in ("commissioning_manager", "ig_officer"):
        page = visitor_as(role).visit(PERSON)
        assert page.says("Person: added")
        assert not page.says("Patient Partners")
        assert not page.says("Panel:")
