"""A link to choose a password with comes by letter, and every change to an account is told to whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts import queries, service
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.mail import links
from engage.platform.mail.models import Letter
from engage.platform.mail.smtp import MailServer
from engage.rules.actors import SYSTEM
from tests.builders import make_account, make_actor
from tests.conftest import VisitorAs
from tests.pages.page import Answer
from tests.pages.visitor import Visitor

PASSWORD, NEW = "correct horse battery", "another three words"
KEY = "a key for tests alone"


@pytest.fixture
def letters_leave(app: Flask) -> Iterator[None]:
    """An installation with a mail server; nothing is posted in these tests."""
    app.config["MAIL_SERVER"] = MailServer("mail.example", 25, "", "", "none", "Engage <engage@nhs.example>")
    yield
    app.config["MAIL_SERVER"] = None


def letters_to(address: str) -> list[Letter]:
    found = session().scalars(select(Letter).where(Letter.to_address == address).order_by(Letter.id))
    return list(found)


def link_in(letter: Letter) -> str:
    found: list[str] = re.findall(r"http\S+/choose-password/\S+", links.with_secrets(letter.text))
    return urlsplit(found[0]).path


def ask(visitor: Visitor, address: str) -> str:
    """What the page answers to whoever asks for a letter."""
    visitor.visit("/sign-in")
    visitor.follow("I have forgotten my password")
    visitor.submit("Send me a letter", {"E-mail address": address})
    return visitor.page.text


@pytest.mark.usefixtures("letters_leave")
def test_a_new_account_is_told_by_letter_and_no_administrator_sees_the_link(visitor_as: VisitorAs) -> None:
    administrator = visitor_as("administrator")
    administrator.visit("/accounts/new")
    answers: dict[str, Answer] = {
        "Name or post": "Web editor",
        "E-mail address": "web@nhs.example",
        "Roles": ["Web editor"],
    }
    administrator.submit("Open the account", answers)
    assert administrator.page.says("A letter to web@nhs.example has a link")
    [letter] = letters_to("web@nhs.example")
    assert letter.subject == "Your account for Engage"
    assert "as Web editor" in letter.text
    assert link_in(letter) not in administrator.page.html


@pytest.mark.usefixtures("letters_leave")
def test_a_forgotten_password_is_chosen_anew_by_letter_and_ends_every_sign_in(
    visitor: Visitor, app: Flask
) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    thief = Visitor(app)
    thief.sign_in(account)
    ask(visitor, account.email.upper())
    [letter] = letters_to(account.email)
    visitor.visit(link_in(letter))
    assert service.check_password(account.email, PASSWORD, KEY) == account, "opening it changes nothing"
    visitor.submit("Set my password", {"New password": NEW})
    assert service.check_password(account.email, NEW, KEY) == account
    assert thief.fetch("/account").status_code == 302
    assert "Your password was chosen anew" in letters_to(account.email)[-1].text


@pytest.mark.usefixtures("letters_leave")
def test_the_answer_is_the_same_whether_or_not_somebody_has_the_address(visitor: Visitor) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    closed = make_account("web_editor", password=PASSWORD)
    service.close_account(SYSTEM, closed)
    asked = "nobody@nhs.example", closed.email, account.email
    assert len({ask(visitor, address) for address in asked}) == 1
    assert [len(letters_to(address)) for address in asked] == [0, 0, 1]
    told = session().scalars(select(AuditEntry.fields).where(AuditEntry.event == "account.link-asked"))
    assert [fields["account_id"] for fields in told] == [None, None, account.id]


@pytest.mark.usefixtures("letters_leave")
def test_nobody_is_flooded_with_letters(visitor: Visitor, clock: Any) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    for _ in range(service.OF_LETTERS.free):
        assert "a letter to it is on its way" in ask(visitor, account.email)
    assert "A letter was asked for too often. Wait" in ask(visitor, account.email)
    assert len(letters_to(account.email)) == 1
    clock.shift(timedelta(minutes=6))
    ask(visitor, account.email)
    assert len(letters_to(account.email)) == 2


def test_where_no_letters_leave_one_is_told_whom_to_ask(visitor: Visitor) -> None:
    assert visitor.visit("/sign-in/forgotten").says("Ask an administrator for a link")


def test_every_change_is_told_to_whose_account_it_is(app: Flask) -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    administrator = make_actor("administrator")
    service.set_password(queries.actor_for(account), account, NEW)
    service.give_roles(administrator, account, ["quality_lead"])
    told = [letter.text.splitlines()[2] for letter in letters_to(account.email)]
    assert told[0].startswith("Your password was changed, on ")
    assert told[1].startswith("Your roles were changed. They are now: Quality lead, by Administrator, on ")


def test_power_that_is_given_is_told_to_the_other_administrators(app: Flask) -> None:
    first, other = make_account("administrator"), make_account("administrator")
    account = make_account("clinical_lead")
    before = len(letters_to(other.email))
    service.give_roles(queries.actor_for(first), account, ["clinical_lead", "ig_officer"])
    service.give_roles(queries.actor_for(first), account, ["ig_officer"])
    [letter] = letters_to(other.email)[before:]
    assert letter.subject == "Clinical lead was given more power in Engage"
    assert "was given Information governance officer by Administrator" in letter.text
    assert [one for one in letters_to(first.email) if one.subject == letter.subject] == []
