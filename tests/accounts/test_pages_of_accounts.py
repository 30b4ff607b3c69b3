"""The pages by which an administrator looks after accounts, and everybody after their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from engage.accounts import queries, service
from engage.accounts.models import Account
from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.rules.actors import SYSTEM
from tests.builders import make_account
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

PASSWORD = "correct horse battery"


@pytest.fixture
def administrator(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("administrator")


def test_an_account_is_opened_and_its_holder_chooses_the_password(
    administrator: Visitor, visitor: Visitor
) -> None:
    administrator.visit("/accounts")
    administrator.follow("Open an account")
    answers = {"Name or post": "Engagement officer", "E-mail address": "officer@nhs.example"}
    administrator.submit("Open the account", answers | {"Roles": ["Engagement officer"]})
    assert administrator.page.says("The account for Engagement officer is open.")
    assert administrator.page.says("This installation sends no letters, so pass this link on yourself")
    link = shown_link(administrator)
    assert link not in administrator.visit("/accounts").html
    assert administrator.page.table()[1] == {
        "Name or post": "Engagement officer",
        "E-mail address": "officer@nhs.example",
        "Roles": "Engagement officer",
        "State": "Open",
    }
    visitor.visit(link)
    assert visitor.page.says("This is for the account of Engagement officer.")
    visitor.submit("Set my password", {"New password": "engagement officer"})
    assert "made of your name" in visitor.page.errors[0]
    visitor.submit("Set my password", {"New password": PASSWORD})
    assert visitor.page.says("Your password is set. Sign in with it.")
    visitor.submit("Sign in", {"E-mail address": "officer@nhs.example", "Password": PASSWORD})
    assert visitor.visit("/account").summary()["Roles"] == "Engagement officer"
    assert visitor.visit(link, status=410).says("each works once")


def shown_link(administrator: Visitor) -> str:
    [address] = [code.get_text() for code in administrator.page.soup.select("code")]
    return urlsplit(address).path


@pytest.mark.parametrize(
    "address", ["officer", "officer@", "@nhs.net", "officer at nhs.net", "off icer@nhs.net"]
)
def test_what_is_no_address_is_refused(administrator: Visitor, address: str) -> None:
    administrator.visit("/accounts/new")
    administrator.submit("Open the account", {"E-mail address": address})
    assert "Enter an e-mail address such as name@nhs.net" in administrator.page.errors


def test_roles_that_clash_are_refused_and_what_was_typed_stays(administrator: Visitor) -> None:
    administrator.visit("/accounts/new")
    administrator.submit(
        "Open the account",
        {
            "Name or post": "Somebody",
            "E-mail address": "somebody@nhs.example",
            "Roles": ["Sponsor of a conversation", "Facilitator of a conversation"],
        },
    )
    [problem] = administrator.page.errors
    assert problem.endswith("whoever pays for a conversation must not run it. Choose one of the two.")
    form = administrator.page.form("Open the account")
    assert ("name", "Somebody") in form.sent
    assert ("roles", "sponsor") in form.sent


def test_roles_are_changed(administrator: Visitor) -> None:
    account = make_account("clinical_lead")
    administrator.visit(f"/accounts/{account.id}")
    administrator.submit("Save roles", {"Roles": ["Clinical lead", "Quality lead"]})
    assert administrator.page.says("The roles of Clinical lead were changed.")
    assert queries.roles_of(account.id) == {"clinical_lead", "quality_lead"}
    administrator.visit(f"/accounts/{account.id}")
    administrator.submit("Save roles", {"Roles": ["Sponsor of a conversation", "Safeguarding lead"]})
    assert "must not learn who spoke" in administrator.page.errors[0]


def test_an_account_is_closed_and_opened_again(administrator: Visitor) -> None:
    account = make_account("clinical_lead")
    administrator.visit(f"/accounts/{account.id}")
    administrator.follow("Close this account")
    administrator.submit("Close the account")
    assert administrator.page.says("The account of Clinical lead is closed.")
    administrator.follow("Clinical lead")
    assert administrator.page.says("This account is closed.")
    administrator.submit("Open this account again")
    assert administrator.page.says("This account is open.")


def test_an_administrator_cannot_close_their_own_account(administrator: Visitor) -> None:
    administrator.visit("/accounts")
    administrator.visit(f"{administrator.page.soup.select('td a')[0]['href']}/close")
    page = administrator.submit("Close the account", status=409)
    assert page.says("You cannot close your own account. Ask another administrator.")


def test_a_forgotten_password_is_chosen_anew_by_whose_it_is(administrator: Visitor, visitor: Visitor) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    administrator.visit(f"/accounts/{account.id}")
    administrator.follow("Let them choose a new password")
    administrator.submit("Let them choose a new password")
    first = shown_link(administrator)
    administrator.visit(f"/accounts/{account.id}/password")
    administrator.submit("Let them choose a new password")
    assert visitor.visit(first, status=410).says("This link ended"), "a newer one takes its place"
    visitor.visit(shown_link(administrator))
    visitor.submit("Set my password", {"New password": "another three words"})
    assert service.check_password(account.email, "another three words", "a key") == account
    assert told(account)[-1].startswith("Your password was chosen anew")


def told(account: Account) -> list[str]:
    """What letters said to whose account it is."""
    found = session().scalars(select(Letter).where(Letter.to_address == account.email).order_by(Letter.id))
    return [letter.text.splitlines()[2] for letter in found]


def test_a_link_lapses_and_opens_no_closed_account(visitor: Visitor, clock: Any) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    link = urlsplit(service.send_link(SYSTEM, account)).path
    service.close_account(SYSTEM, account)
    assert visitor.visit(link, status=410).says("This account was closed.")
    service.reopen_account(SYSTEM, account)
    visitor.visit(link)
    clock.shift(timedelta(days=3))
    assert visitor.visit(link, status=410).says("This link ended")


def test_an_account_that_is_not_there_is_not_found(administrator: Visitor) -> None:
    administrator.visit("/accounts/999", status=404)


def test_ones_own_password_is_changed_by_who_knows_the_old_one(visitor: Visitor) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    visitor.sign_in(account)
    visitor.visit("/account")
    new = {"New password": "another three words"}
    visitor.submit("Change password", {"Current password": "a wrong guess"} | new)
    assert visitor.page.errors == [service.NOT_KNOWN]
    visitor.submit("Change password", {"Current password": PASSWORD, "New password": "short"})
    assert "12 characters or more" in visitor.page.errors[0]
    visitor.submit("Change password", {"Current password": PASSWORD} | new)
    assert visitor.page.says("Your password was changed. Sign in with the new one.")
    assert visitor.page.heading == "Sign in"


def test_ones_own_account_says_where_one_is_signed_in(visitor: Visitor) -> None:
    account = make_account("clinical_lead")
    visitor.sign_in(account)
    Visitor(visitor._client.application).sign_in(account)
    assert visitor.visit("/account").text.count("last used") == 2


def test_a_demonstration_account_has_no_password_to_change(visitor: Visitor) -> None:
    account = service.open_account(
        SYSTEM, "demo@nhs.example", "Clinical lead", ["clinical_lead"], password=None, demonstration=True
    )
    visitor.sign_in(account)
    assert "Change your password" not in visitor.visit("/account").text


def test_everybody_can_read_who_may_do_what(visitor_as: VisitorAs) -> None:
    page = visitor_as("sponsor").visit("/accounts/who-may-do-what")
    assert page.says("give the lay member's statement of assurance")
    assert page.says("Sponsor of a conversation and Facilitator of a conversation: whoever pays")
