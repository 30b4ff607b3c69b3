"""Who may open which page of panels: counts are for everybody who reads records, names are not."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.rules.permissions import ROLES, May
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.organisation.population_figures import bring_in_wolverhampton
from tests.pages.visitor import Visitor
from tests.panels.made import compare, make_member, make_panel

READING = ("/panels", "/panels/patient-panel", "/panels/patient-panel/comparisons/1")
RUNNING = (
    "/panels/new",
    "/panels/patient-panel/edit",
    "/panels/patient-panel/comparisons/new",
    "/panels/patient-panel/comparisons/1/actions/new",
    "/panel-members",
    "/panels/patient-panel/members/new",
    "/panels/patient-panel/members/1",
    *(
        f"/panels/patient-panel/members/1/{act}"
        for act in ("joined", "term", "left", "interests", "expenses/new", "answers", "answers/remove")
    ),
)
VIEWS = (
    *((address, May.READ_RECORDS) for address in READING),
    *((address, May.RUN_PANELS) for address in RUNNING),
    ("/panels/export.csv", May.EXPORT_RECORDS),
)


@pytest.fixture(autouse=True)
def panel(app: Flask) -> None:
    body = make_body("Wolverhampton CCG")
    bring_in_wolverhampton(body)
    panel = make_panel(body)
    make_member(panel, sex="F")
    compare(panel, sex="sex-two")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


def test_names_are_taken_away_by_those_who_run_panels_alone(visitor_as: VisitorAs) -> None:
    assert visitor_as("lay_member_ppi").fetch("/panel-members/export.csv").status_code == 403
    assert visitor_as("equality_lead").fetch("/panel-members/export.csv").status_code == 200


def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    for address, _permission in VIEWS:
        answer = visitor.fetch(address)
        assert "sign-in" in answer.headers.get("Location", ""), address
