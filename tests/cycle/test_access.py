"""Who may open which page of projects and stages."""

from __future__ import annotations

from datetime import date

import pytest

from engage.cycle import service
from engage.cycle.entries import PromiseEntry
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from tests.builders import make_body, make_project
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

PROJECT = "/projects/WIC-14"
PROMISE = f"{PROJECT}/promises/1"
VIEWS = (
    ("/projects", May.READ_RECORDS),
    ("/stages/3", May.READ_RECORDS),
    (f"{PROJECT}/promises", May.READ_RECORDS),
    ("/projects/export.csv", May.EXPORT_RECORDS),
    ("/projects/new", May.MANAGE_PROJECT),
    (f"{PROJECT}/edit", May.MANAGE_PROJECT),
    (f"{PROJECT}/stages", May.MANAGE_PROJECT),
    (f"{PROJECT}/stages/take-back", May.MANAGE_PROJECT),
    (f"{PROJECT}/promises/new", May.MANAGE_PROJECT),
    (f"{PROMISE}/edit", May.MANAGE_PROJECT),
    (f"{PROMISE}/keep", May.MANAGE_PROJECT),
)


@pytest.fixture
def _records(app: object) -> None:
    project = make_project(make_body(), stage=1, since=date(2018, 4, 2))
    service.make_promise(SYSTEM, project, PromiseEntry(text="To consult"))


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_signs_in_has_a_first_page(role: str, visitor_as: VisitorAs) -> None:
    visitor_as(role).visit("/")


@pytest.mark.usefixtures("_records")
def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    for address in ("/", *(address for address, _permission in VIEWS)):
        assert "/sign-in" in visitor.fetch(address).headers.get("Location", ""), address
