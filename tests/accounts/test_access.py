"""Who may open which page of accounts."""

from __future__ import annotations

import pytest

from engage.rules.permissions import ROLES, May
from tests.builders import make_account
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

MANAGING = (
    "/accounts",
    "/accounts/new",
    "/accounts/{id}",
    "/accounts/{id}/password",
    "/accounts/{id}/close",
)
FOR_EVERYBODY_SIGNED_IN = ("/account", "/accounts/who-may-do-what")
PUBLIC = ("/sign-in",)
ACTS_OF_MANAGING = ("/accounts/{id}/reopen",)
ACTS_OF_EVERYBODY_SIGNED_IN = ("/sign-out", "/sign-out/everywhere")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    somebody = make_account("web_editor")
    person = visitor_as(role)
    manages = May.MANAGE_ACCOUNTS in ROLES[role].may
    for address in MANAGING:
        answer = person.fetch(address.format(id=somebody.id))
        assert answer.status_code == (200 if manages else 403), f"{role} at {address}"
    for address in (*PUBLIC, *FOR_EVERYBODY_SIGNED_IN):
        assert person.fetch(address).status_code == 200, f"{role} at {address}"
    for address in ACTS_OF_MANAGING:
        answer = person.fetch(address.format(id=somebody.id), "POST")
        assert answer.status_code == (302 if manages else 403), f"{role} at {address}"


@pytest.mark.parametrize("role", ROLES)
def test_the_audit_trail_is_read_and_taken_away_by_those_who_may(role: str, visitor_as: VisitorAs) -> None:
    person, may = visitor_as(role), ROLES[role].may
    reads = May.READ_AUDIT in may
    takes_away = reads and May.EXPORT_RECORDS in may
    assert person.fetch("/audit").status_code == (200 if reads else 403)
    assert person.fetch("/audit/export.csv").status_code == (200 if takes_away else 403)
    assert person.fetch("/audit/views", "POST").status_code == (302 if reads else 403)


def test_only_an_administrator_gives_out_accounts() -> None:
    assert [role.id for role in ROLES.values() if May.MANAGE_ACCOUNTS in role.may] == ["administrator"]


def test_a_stranger_sees_the_sign_in_page_and_no_other(visitor: Visitor) -> None:
    somebody = make_account("web_editor")
    assert visitor.fetch("/sign-in").status_code == 200
    for address in (*MANAGING, *FOR_EVERYBODY_SIGNED_IN):
        answer = visitor.fetch(address.format(id=somebody.id))
        assert answer.headers["Location"].startswith("/sign-in?next=/account"), address
    for address in (*ACTS_OF_MANAGING, *ACTS_OF_EVERYBODY_SIGNED_IN):
        answer = visitor.fetch(address.format(id=somebody.id), "POST")
        assert answer.headers["Location"] == "/sign-in", address


def test_somebody_without_a_role_may_see_their_own_account_and_little_else(visitor_as: VisitorAs) -> None:
    newcomer = visitor_as()
    for address in ("/", "/account", "/accounts/who-may-do-what"):
        newcomer.visit(address)
    for address in ("/activities", "/projects", "/feedback", "/duties", "/reports", "/bodies", "/accounts"):
        newcomer.visit(address, status=403)
