"""Accounts are opened, given roles, closed and opened again, within the rules of the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts import queries, service
from engage.accounts.models import AccountRole, Credential, SignIn, Throttle
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import answers, record, session
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.rules.permissions import NEVER_TOGETHER, ROLES, May, Separation
from tests.builders import make_account, make_actor

pytestmark = pytest.mark.usefixtures("app")

PASSWORD = "correct horse battery"
KEY = "a key for tests alone"
AN_HOUR = timedelta(hours=1)


def newest() -> AuditEntry:
    return session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_an_account_is_opened_with_its_roles_and_a_hashed_password() -> None:
    administrator = make_actor("administrator")
    account = service.open_account(
        administrator,
        "Someone@Wolverhampton.example",
        "Engagement officer",
        ["engagement_officer"],
        password=PASSWORD,
    )
    assert (account.email, account.is_open) == ("someone@wolverhampton.example", True)
    assert queries.roles_of(account.id) == {"engagement_officer"}
    credential = queries.credential_of(account)
    assert credential is not None
    assert credential.secret.startswith("$argon2id$")
    entry = newest()
    assert (entry.event, entry.actor_id) == ("account.opened", administrator.id)
    assert entry.fields == {"account_id": account.id, "roles": ["engagement_officer"]}


def test_an_address_opens_one_account_however_it_is_written() -> None:
    account = make_account("clinical_lead")
    with pytest.raises(Refused, match="already an account with this e-mail address, of Clinical lead"):
        service.open_account(SYSTEM, account.email.upper(), "Another", [], password=None)
    service.close_account(SYSTEM, account)
    with pytest.raises(Refused, match="It is closed; open it again instead"):
        service.open_account(SYSTEM, account.email, "Another", [], password=None)


@pytest.mark.parametrize("pair", NEVER_TOGETHER, ids=lambda pair: f"{pair.first} and {pair.second}")
def test_roles_that_nobody_may_hold_together_are_refused_with_the_reason(pair: Separation) -> None:
    with pytest.raises(Refused, match=f"Nobody may be both .*: {pair.why}"):
        make_account(pair.second, pair.first)
    account = make_account(pair.first)
    with pytest.raises(Refused, match=pair.why):
        service.give_roles(SYSTEM, account, [pair.first, pair.second])
    assert queries.roles_of(account.id) == {pair.first}


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match="There is no role called chief_wizard"):
        service.give_roles(SYSTEM, make_account("web_editor"), ["chief_wizard"])


def test_a_password_has_a_shortest_length() -> None:
    with pytest.raises(Refused, match="12 characters or more"):
        service.set_password(SYSTEM, make_account("web_editor"), "short")


def test_giving_roles_changes_only_those_that_differ() -> None:
    account = make_account("clinical_lead", "quality_lead")
    kept = session().scalars(select(AccountRole.id).where(AccountRole.role == "clinical_lead")).one()
    service.give_roles(SYSTEM, account, ["clinical_lead", "equality_lead"])
    assert queries.roles_of(account.id) == {"clinical_lead", "equality_lead"}
    changes = audit.changes_of(newest().id)
    assert sorted(
        (change.before or change.after or {})["role"] for change in changes if change.table == "account_role"
    ) == [
        "equality_lead",
        "quality_lead",
    ]
    assert session().get(AccountRole, kept) is not None
    service.give_roles(SYSTEM, account, ["clinical_lead", "equality_lead"])
    assert [change.table for change in audit.changes_of(newest().id)] == ["account"], "its sign-ins ended"
    assert newest().event == "account.roles-given"


def test_somebody_is_always_left_who_may_give_out_accounts() -> None:
    last = make_account("administrator")
    with pytest.raises(Refused, match="Nobody would be left who may give out accounts"):
        service.give_roles(SYSTEM, last, ["web_editor"])
    with pytest.raises(Refused, match="You cannot close your own account"):
        service.close_account(queries.actor_for(last), last)
    another = make_account("administrator")
    service.close_account(queries.actor_for(another), last)
    with pytest.raises(Refused, match="Nobody would be left who may give out accounts"):
        service.close_account(queries.actor_for(last), another)  # sent before they were closed themselves
    service.reopen_account(SYSTEM, last)
    service.give_roles(SYSTEM, last, ["web_editor"])
    assert queries.accounts_that_may(May.MANAGE_ACCOUNTS)


def test_nobody_gives_themselves_a_role_or_takes_one_off() -> None:
    account = make_account("administrator")
    for roles in (["administrator", "ig_officer"], []):
        with pytest.raises(Refused, match="You cannot change your own roles"):
            service.give_roles(queries.actor_for(account), account, roles)
    assert queries.roles_of(account.id) == {"administrator"}


def is_alive(token: str) -> bool:
    return queries.live_sign_in(service.hash_of(token), clock.now(), AN_HOUR) is not None


@pytest.mark.both_databases
def test_who_has_shown_the_old_password_is_not_let_in_once_there_is_a_new_one() -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    proved = queries.account_for(account.id)
    session().refresh(proved)
    session().expunge(proved)  # as another process has read it
    service.set_password(SYSTEM, queries.account_for(proved.id), "another three words")
    assert not is_alive(service.begin_sign_in(proved, AN_HOUR, "password"))


@pytest.mark.both_databases
def test_who_comes_and_goes_while_others_write_is_told_to_the_trail_once_afterwards(app: Flask) -> None:
    account = make_account("clinical_lead")
    person, entries = queries.actor_for(account), newest().id
    session().rollback()
    record.take_turn()
    with app.app_context():  # of somebody else, while this one writes
        token = service.begin_sign_in(queries.account_for(account.id), AN_HOUR, "password")
        service.tell_the_trail()
        service.sign_out(person, token)
        service.tell_the_trail()
    session().rollback()
    assert newest().id == entries
    for _ in range(2):
        service.tell_the_trail()
    told = session().scalars(select(AuditEntry).where(AuditEntry.id > entries).order_by(AuditEntry.id))
    assert [(one.event, one.actor_id) for one in told] == [
        ("account.signed-in", person.id),
        ("account.signed-out", person.id),
    ]


def test_a_closed_account_keeps_its_roles_and_can_be_opened_again() -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    token = service.begin_sign_in(account, AN_HOUR, "password")
    service.close_account(SYSTEM, account)
    assert newest().event == "account.closed"
    assert not is_alive(token)
    with pytest.raises(Refused, match="is not right"):
        service.check_password(account.email, PASSWORD, KEY)
    service.reopen_account(SYSTEM, account)
    assert newest().event == "account.reopened"
    assert service.check_password(account.email, PASSWORD, KEY) == account
    assert queries.roles_of(account.id) == {"clinical_lead"}
    assert not is_alive(token), "what was ended stays ended"


def test_signing_in_and_out_are_in_the_audit_trail() -> None:
    account = make_account("clinical_lead")
    token = service.begin_sign_in(account, AN_HOUR, "password")
    service.tell_the_trail()
    assert (newest().event, newest().actor_id, newest().fields) == (
        "account.signed-in",
        account.id,
        {"account_id": account.id, "by": "password"},
    )
    service.sign_out(queries.actor_for(account), token)
    service.tell_the_trail()
    assert newest().event == "account.signed-out"
    service.sign_out_everywhere(queries.actor_for(account))
    service.tell_the_trail()
    assert newest().fields == {"account_id": account.id, "everywhere": True}


def test_a_new_password_ends_every_sign_in_and_the_old_password() -> None:
    account = make_account("clinical_lead", password=PASSWORD)
    token = service.begin_sign_in(account, AN_HOUR, "password")
    service.set_password(SYSTEM, account, "another three words")
    assert newest().event == "account.password-set"
    assert not is_alive(token)
    with pytest.raises(Refused):
        service.check_password(account.email, PASSWORD, KEY)
    assert service.check_password(account.email, "another three words", KEY) == account
    assert len(session().scalars(select(Credential)).all()) == 1


def test_only_the_hash_of_a_token_and_of_an_address_tried_is_kept() -> None:
    account = make_account("clinical_lead")
    token = service.begin_sign_in(account, AN_HOUR, "password")
    assert answers.session().scalars(select(SignIn.token_hash)).one() == service.hash_of(token) != token
    with pytest.raises(Refused):
        service.check_password(account.email, "guess", KEY)
    assert account.email not in " ".join(answers.session().scalars(select(Throttle.key_hash)))


@pytest.mark.both_databases
def test_a_sign_in_is_alive_while_it_lasts_is_used_and_its_account_is_open() -> None:
    account = make_account("clinical_lead")
    hashed = service.hash_of(service.begin_sign_in(account, AN_HOUR, "password"))
    now, idle = clock.now(), timedelta(minutes=30)
    assert queries.live_sign_in(hashed, now, idle) is not None
    assert queries.live_sign_in(hashed, now + timedelta(minutes=31), idle) is None
    found = queries.live_sign_in(hashed, now, idle)
    assert found is not None
    service.mark_seen(found.sign_in, now + timedelta(minutes=25))
    assert queries.live_sign_in(hashed, now + timedelta(minutes=50), idle) is not None
    service.mark_seen(found.sign_in, now + timedelta(minutes=55))
    assert queries.live_sign_in(hashed, now + timedelta(minutes=61), idle) is None
    assert queries.live_sign_in(service.hash_of("guessed"), now, idle) is None


def test_roles_allow_together_what_each_allows_and_an_unknown_one_nothing() -> None:
    actor = make_actor("web_editor", "data_analyst")
    assert actor.permissions == ROLES["web_editor"].may | ROLES["data_analyst"].may
    account = make_account()
    assert queries.actor_for(account).permissions == frozenset()
