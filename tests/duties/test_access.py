"""Who may open which page of duties, and who may send what."""

from __future__ import annotations

from datetime import date

import pytest

from engage.duties.entries import EvidenceEntry
from engage.duties.requirements import service
from engage.rules.permissions import ROLES, May
from tests.builders import make_actor
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project, make_talk, of_project
from tests.pages.visitor import Visitor

ASKED = "/duties/requirements/E-COL-4"
STROKE = "project=STR-18"
VIEWS = (
    ("/duties", May.READ_RECORDS),
    ("/duties/catalogue", May.READ_RECORDS),
    ("/duties/facts", May.READ_RECORDS),
    ("/duties/involve-public", May.READ_RECORDS),
    ("/projects/STR-18", May.READ_RECORDS),
    (ASKED, May.READ_RECORDS),
    (f"{ASKED}?{STROKE}", May.READ_RECORDS),
    ("/duties/evidence/1", May.READ_RECORDS),
    ("/duties/facts/told-within-days", May.CONFIRM_FACT),
    ("/projects/STR-18/triage", May.ASSESS_DUTY),
    (f"{ASKED}/sign?{STROKE}", May.SIGN_REQUIREMENT),
    (f"{ASKED}/not-applicable?{STROKE}", May.SIGN_REQUIREMENT),
    (f"{ASKED}/evidence/new?{STROKE}", May.ATTACH_EVIDENCE),
)
SENT = (
    ("/duties/rulings/1/withdraw", May.SIGN_REQUIREMENT),
    ("/duties/evidence/1/withdraw", May.ATTACH_EVIDENCE),
)


@pytest.fixture
def _records(app: object) -> None:
    ccg = make_ccg()
    project = make_stroke_project(ccg)
    make_talk(project, ccg)
    commissioner = make_actor("commissioning_manager")
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    service.attach_evidence(
        commissioner,
        EvidenceEntry(
            requirement="E-SCR-3",
            project_id=project.id,
            title="Letter of the scrutiny officer",
            link="https://www.wolverhampton.example/letter",
            dated=date(2018, 3, 3),
            reason="It calls the change substantial.",
            place="Page 1",
        ),
    )


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_sends_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in SENT:
        wanted = 302 if permission in ROLES[role].may else 403
        assert person.fetch(address, "POST").status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_records")
def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    for address, _permission in VIEWS:
        assert "/sign-in" in visitor.fetch(address).headers.get("Location", ""), address


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize(
    "address",
    [
        "/projects/NOWHERE",
        "/duties/no-such-duty",
        "/duties/requirements/E-NONE-1",
        f"{ASKED}?project=NOWHERE",
        f"{ASKED}?body=nowhere&period=2018-19",
        "/duties?body=nowhere",
        "/duties/evidence/99",
        "/duties/facts/no-such-fact",
        "/duties/facts/scrutiny-reply-days",
        f"{ASKED}/sign?body=wolverhampton-ccg&period=2018-19",
    ],
)
def test_what_is_not_there_is_not_found(visitor_as: VisitorAs, address: str) -> None:
    visitor_as("commissioning_manager").visit(address, status=404)
