"""Who may open which page of what people said."""

from __future__ import annotations

import pytest

from engage.rules.permissions import ROLES, May
from tests.builders import make_feedback, make_organisation
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

READING = ("/feedback", "/feedback/{id}")
RECORDING = (
    "/feedback/new",
    "/feedback/{id}/edit",
    "/feedback/{id}/answer",
    "/feedback/{id}/told",
    "/feedback/{id}/decision",
    "/feedback/{id}/theme",
)
ACTS = (("/feedback/{id}/read", May.READ_RECORDS), ("/feedback/chosen", May.READ_RECORDS))
VIEWS = (
    *((address, May.READ_RECORDS) for address in READING),
    *((address, May.RECORD_FEEDBACK) for address in RECORDING),
    ("/feedback/export.csv", May.EXPORT_RECORDS),
    ("/feedback/export.xlsx", May.EXPORT_RECORDS),
)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    item = make_feedback()
    person = visitor_as(role)
    for address, permission in VIEWS:
        answer = person.fetch(address.format(id=item.id))
        wanted = 200 if permission in ROLES[role].may else 403
        assert answer.status_code == wanted, f"{role} at {address}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    item = make_feedback()
    person = visitor_as(role)
    for address, permission in ACTS:
        answer = person.fetch(address.format(id=item.id), "POST")
        wanted = 302 if permission in ROLES[role].may else 403
        assert answer.status_code == wanted, f"{role} at {address}"


def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    item = make_feedback()
    for address, _permission in (*VIEWS, *ACTS[:1]):
        method = "POST" if address.endswith("/read") else "GET"
        answer = visitor.fetch(address.format(id=item.id), method)
        seen = answer.headers.get("Location", "") + answer.get_data(as_text=True)
        assert "sign-in" in seen, address
        assert item.said not in seen


def test_what_is_not_for_this_person_is_no_place_where_something_was_heard(visitor_as: VisitorAs) -> None:
    carers = make_organisation("Low Hill Carers")
    said = {
        "What did people say?": "The lift was out of order.",
        "Which record was it heard at?": f"organisation:{carers.id}",
    }
    lead = visitor_as("clinical_lead")
    lead.visit("/feedback/new")
    refused = lead.submit("Record it", said)
    assert refused.says("There is no record with the reference")
    assert not refused.says("Low Hill Carers")
    officer = visitor_as("engagement_officer")
    officer.visit("/feedback/new")
    assert officer.submit("Record it", said).says("Low Hill Carers")
    lead.visit("/feedback/1/edit")
    assert lead.submit("Save the changes", {}).says("The lift was out of order."), (
        "what stands there already may stay"
    )
