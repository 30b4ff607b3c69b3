"""Who may open which page of a report, and who may act on one."""

from __future__ import annotations

import pytest

from engage.assurance import service
from engage.rules.periods import read_period
from engage.rules.permissions import ROLES, May
from tests.assurance.published import publish
from tests.builders import make_actor
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

READING = (
    "/reports",
    "{published}",
    "{published}/paper.pdf",
    "{published}/annex.xlsx",
    "{published}/report.json",
    "{published}/figures/activities.count",
)
UNPUBLISHED = ("{published}/differences", "/reports/figures/activities.count")
DRAFT = ("{draft}", "{draft}/paper.pdf", "{draft}/annex.xlsx", "{draft}/figures/activities.count")
VIEWS = (
    *((address, May.READ_REPORTS) for address in READING),
    *((address, May.READ_RECORDS) for address in UNPUBLISHED),
    ("/reports/new", May.PREPARE_REPORT),
    ("{draft}/front-sheet", May.PREPARE_REPORT),
    ("{draft}/publish", May.PUBLISH_REPORT),
    ("{published}/statement", May.GIVE_ASSURANCE),
)


@pytest.fixture
def addresses(visitor_as: VisitorAs) -> dict[str, str]:
    """A published report and a draft."""
    published = publish(visitor_as("communications_officer"), "2018-19").address
    draft = service.draft_report(make_actor("engagement_officer"), None, read_period("2019-20"), {})
    return {"published": published, "draft": f"/reports/{draft.id}"}


def test_each_role_opens_what_the_table_says_and_nothing_else(
    addresses: dict[str, str], visitor_as: VisitorAs
) -> None:
    for role in ROLES:
        person = visitor_as(role)
        for address, permission in VIEWS:
            wanted = 200 if permission in ROLES[role].may else 403
            with person.fetch(address.format(**addresses)) as answer:
                assert answer.status_code == wanted, f"{role} at {address}"


def test_drafts_are_hidden_from_all_but_those_who_prepare_or_publish(
    addresses: dict[str, str], visitor_as: VisitorAs
) -> None:
    for role in ROLES:
        rights = ROLES[role].may
        sees = bool({May.PREPARE_REPORT, May.PUBLISH_REPORT} & rights)
        wanted = 200 if sees else 404 if May.READ_REPORTS in rights else 403
        person = visitor_as(role)
        for address in DRAFT:
            with person.fetch(address.format(**addresses)) as answer:
                assert answer.status_code == wanted, f"{role} at {address}"
        listed = addresses["draft"] in person.fetch("/reports").get_data(as_text=True)
        assert listed == sees, role


def test_whoever_reads_reports_alone_is_not_led_to_what_they_would_say_today(
    addresses: dict[str, str], visitor_as: VisitorAs
) -> None:
    assert "What would differ today" not in visitor_as("sponsor").visit(addresses["published"]).links()
    assert "What would differ today" in visitor_as("lay_member_ppi").visit(addresses["published"]).links()


@pytest.mark.parametrize("role", ["communications_officer", "head_of_comms_engagement", "governance_lead"])
def test_only_the_lay_member_gives_a_statement(
    addresses: dict[str, str], visitor_as: VisitorAs, role: str
) -> None:
    answer = visitor_as(role).fetch(f"{addresses['published']}/statement", "POST")
    assert answer.status_code == 403


def test_a_stranger_is_asked_to_sign_in(addresses: dict[str, str], visitor: Visitor) -> None:
    for address, _permission in (*VIEWS, *((one, May.READ_REPORTS) for one in DRAFT)):
        answer = visitor.fetch(address.format(**addresses))
        assert "sign-in" in answer.headers.get("Location", "") + answer.get_data(as_text=True), address
