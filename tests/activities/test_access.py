"""Who may open which page of the engagement log."""

from __future__ import annotations

from datetime import date

import pytest

from engage.activities import service
from engage.activities.entries import EvidenceEntry
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

ONE = "/activities/1"
VIEWS = (
    ("/activities", May.READ_RECORDS, 200),
    ("/activities/alike", May.READ_RECORDS, 200),
    (ONE, May.READ_RECORDS, 200),
    (f"{ONE}/evidence/1/file", May.READ_RECORDS, 404),  # this evidence is a link
    ("/activities/export.csv", May.EXPORT_RECORDS, 200),
    ("/activities/export.xlsx", May.EXPORT_RECORDS, 200),
    ("/activities/new", May.LOG_ACTIVITY, 200),
    (f"{ONE}/edit", May.LOG_ACTIVITY, 200),
    (f"{ONE}/remove", May.LOG_ACTIVITY, 200),
    (f"{ONE}/removed", May.LOG_ACTIVITY, 404),  # it has not been taken out
    (f"{ONE}/evidence/new", May.LOG_ACTIVITY, 200),
)
ACTS = (
    ("/activities/chosen", May.READ_RECORDS),
    ("/activities/views", May.READ_RECORDS),
    ("/activities/place", May.LOG_ACTIVITY),
    (f"{ONE}/evidence/1/drop", May.LOG_ACTIVITY),
)


@pytest.fixture
def _log(app: object) -> None:
    activity = make_activity(make_body(), "Café talk")
    evidence = EvidenceEntry(
        title="Report", link="https://www.example.nhs.uk/r", received_on=date(2018, 7, 1)
    )
    service.keep_evidence(SYSTEM, activity, evidence)


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission, answer in VIEWS:
        wanted = answer if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in ACTS:
        wanted = 302 if permission in ROLES[role].may else 403
        assert person.fetch(address, "POST").status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_log")
def test_a_stranger_is_asked_to_sign_in_and_sees_nothing(visitor: Visitor) -> None:
    for address, *_ in VIEWS:
        answer = visitor.fetch(address)
        assert answer.headers["Location"].startswith("/sign-in?next=/activities"), address
    for address, _ in ACTS:
        answer = visitor.fetch(address, "POST", follow_redirects=True)
        assert "Café talk" not in answer.get_data(as_text=True), address
        assert "Sign in" in answer.get_data(as_text=True), address


def test_those_who_only_assure_or_run_conversations_do_not_log() -> None:
    loggers = {role.id for role in ROLES.values() if May.LOG_ACTIVITY in role.may}
    assert not loggers & {
        "lay_member_ppi",
        "governing_body_member",
        "sponsor",
        "facilitator",
        "administrator",
    }
