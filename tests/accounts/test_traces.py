"""Who came in, what was refused and what was taken out leaves a trace, and not the address it came from."""

from __future__ import annotations

import json
import logging
from datetime import date

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from engage.accounts import service
from engage.accounts.traces import jobs
from engage.accounts.traces.words import MOST_OF_ACCOUNT
from engage.cli import main
from engage.platform.data.db import session, watch
from engage.platform.mail.models import Letter
from engage.platform.watch import service as service_of_watch
from engage.platform.watch.entries import TraceEntry
from engage.platform.watch.models import Trace
from engage.platform.watch.words import FAILED, NOT_OURS, READ, REFUSED, SIGNED_IN, TAKEN
from engage.platform.web import watching
from engage.rules.actors import SYSTEM
from tests.builders import (
    make_account,
    make_activity,
    make_body,
    make_forum,
    make_item,
    make_meeting,
    make_person,
    make_story,
)
from tests.conftest import VisitorAs
from tests.harness.installation import Installation
from tests.pages.visitor import Visitor

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(watching._rests, "until", 0.0)


def seen() -> list[tuple[str, str, int]]:
    """What others see of the watch: what happened, where, and how often."""
    with watch.engine.connect() as connection:
        found = connection.execute(select(Trace.kind, Trace.what, Trace.times).order_by(Trace.id))
        return [(kind, what, times) for kind, what, times in found]


def sign_in(visitor: Visitor, email: str, password: str) -> None:
    visitor.visit("/sign-in")
    visitor.submit("Sign in", {"E-mail address": email, "Password": password})


@pytest.mark.both_databases
def test_signing_in_and_trying_to_leave_a_trace_counted_by_the_minute(
    visitor: Visitor, clock: time_machine.Traveller
) -> None:
    account = make_account("engagement_officer", password=PASSWORD)
    for _ in range(3):
        sign_in(visitor, account.email, "a wrong one")
    clock.shift(60)
    sign_in(visitor, account.email, "a wrong one")
    sign_in(visitor, account.email, PASSWORD)
    assert seen() == [(FAILED, "/sign-in", 3), (FAILED, "/sign-in", 1), (SIGNED_IN, "/sign-in", 1)]
    with watch.engine.connect() as connection:
        assert set(connection.scalars(select(Trace.account_id))) == {account.id}


def test_what_is_taken_out_refused_or_sensitive_leaves_a_trace(visitor_as: VisitorAs) -> None:
    make_activity(make_body())
    person = make_person("Ann Zimmerman")
    officer = visitor_as("engagement_officer")
    officer.fetch("/activities")
    officer.fetch("/activities/export.csv?method=Survey")
    officer.fetch(f"/people/{person.id}")
    officer.fetch("/audit")
    assert seen() == [
        (TAKEN, "/activities/export.csv", 1),
        (READ, f"/people/{person.id}", 1),
        (REFUSED, "/audit", 1),
    ]


def test_a_page_on_which_something_sensitive_is_changed_is_a_reading_of_it_too(
    visitor_as: VisitorAs,
) -> None:
    ann, anne = make_person("Ann Zimmerman"), make_person("Anne Zimmerman")
    meeting = make_meeting(make_forum())
    public, private = make_item(meeting), make_item(meeting, "Contract price", is_private=True)
    agenda = f"/meetings/{meeting.id}/agenda"
    read = [
        f"/people/{ann.id}/edit",
        f"/people/{ann.id}/merge/{anne.id}",
        f"/experience/{make_story().id}/edit",
        agenda,
        f"{agenda}/{private.id}/edit",
        f"{agenda}/{private.id}/record",
    ]
    officer = visitor_as("engagement_officer")
    for address in (*read, f"{agenda}/{public.id}/edit"):
        assert officer.fetch(address).status_code == 200, address
    assert seen() == [(READ, address, 1) for address in read]


def test_a_form_of_another_page_leaves_a_trace(visitor_as: VisitorAs) -> None:
    officer = visitor_as("engagement_officer")
    officer.fetch("/activities/new", "POST", data={"title": "Drop-in", "csrf_token": "made up"})
    assert seen() == [(NOT_OURS, "/activities/new", 1)]


def test_the_log_of_the_process_tells_of_refusals_and_of_nobody(
    visitor: Visitor, visitor_as: VisitorAs, caplog: pytest.LogCaptureFixture
) -> None:
    account = make_account("engagement_officer", password=PASSWORD)
    with caplog.at_level(logging.INFO, "engage.watch"):
        sign_in(visitor, account.email, "a wrong one")
        visitor_as("engagement_officer").fetch("/audit/export.csv?who=Ann+Zimmerman")
    assert [record.getMessage() for record in caplog.records] == [
        "Sign-in refused: POST /sign-in",
        "Page refused: GET /audit/export.<any(csv, xlsx):kind>",
    ]


@pytest.mark.both_databases
def test_a_page_does_not_wait_for_a_watch_that_is_held(
    visitor_as: VisitorAs, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = visitor_as("engagement_officer")
    with watch.engine.connect() as other:
        if watch.is_postgresql:
            other.exec_driver_sql("LOCK TABLE trace")
        else:
            other.exec_driver_sql("COMMIT")
            other.exec_driver_sql("BEGIN IMMEDIATE")
        assert officer.fetch("/audit").status_code == 403
        assert officer.fetch("/audit").status_code == 403
    kept = [one.getMessage() for one in caplog.records if one.getMessage().startswith("Not kept")]
    assert len(kept) == 2
    assert "(" not in kept[1], "it was not even tried again so soon"
    monkeypatch.setitem(watching._rests, "until", 0.0)
    officer.fetch("/audit")
    assert seen() == [(REFUSED, "/audit", 1)]


def test_a_page_is_shown_though_the_watch_is_out_of_order(
    visitor_as: VisitorAs, caplog: pytest.LogCaptureFixture
) -> None:
    officer = visitor_as("engagement_officer")
    with watch.engine.begin() as connection:
        connection.execute(text("DROP TABLE trace"))
    assert officer.fetch("/activities/export.csv").status_code == 200
    assert "Not kept: File taken out (OperationalError)" in caplog.messages


def test_strangers_cannot_fill_the_disk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_of_watch, "MOST_OF_STRANGERS", 3)
    for number in range(9):
        service_of_watch.note(TraceEntry(FAILED, "/sign-in", f"source {number}", 0, is_known=False))
    assert seen() == [(FAILED, "/sign-in", 1)] * 3 + [(FAILED, "", 6)]


def test_those_who_read_the_audit_trail_find_what_came_from_an_address(
    app: Flask, visitor: Visitor, visitor_as: VisitorAs
) -> None:
    account = make_account("engagement_officer", password=PASSWORD)
    sign_in(visitor, account.email, "a wrong one")
    lead = visitor_as("governance_lead")
    lead.visit("/audit/traces")
    [row] = lead.page.table()
    assert (row["What happened"], row["Account"], row["Page"]) == (
        "Sign-in refused",
        account.name,
        "/sign-in",
    )
    assert "127.0.0.1" not in lead.page.text
    assert len(lead.visit("/audit/traces?source=127.0.0.1").table()) == 1
    assert len(lead.visit(f"/audit/traces?source={row['Source']}").table()) == 1
    assert lead.visit("/audit/traces?source=192.0.2.7").says("No line matches.")
    assert lead.visit("/audit/traces?who=nobody").says("“nobody” is not the number of a row")
    exported = lead.fetch("/audit/traces/export.csv").get_data(as_text=True)
    assert "Sign-in refused" in exported
    assert len(lead.visit("/audit/traces?kind=taken").table()) == 1, "taking the list out is told of too"
    visitor_as("engagement_officer").visit("/audit/traces", status=403)


def test_somebody_sees_who_came_in_as_them_or_tried_to(visitor: Visitor) -> None:
    account = make_account("engagement_officer", password=PASSWORD)
    sign_in(visitor, account.email, "a wrong one")
    sign_in(visitor, account.email, PASSWORD)
    visitor.visit("/account")
    visitor.follow("When and from where somebody signed in as you, or tried to")
    assert visitor.page.says("Signed in. The same place as now.")
    assert visitor.page.says("Sign-in refused. The same place as now.")


def test_administrators_are_told_once_a_day_of_many_attempts(
    app: Flask, clock: time_machine.Traveller
) -> None:
    administrator = make_account("administrator")
    roles = ["administrator"]
    service.open_account(SYSTEM, "one@demo.example", "Shown", roles, password=None, demonstration=True)
    account = make_account("lay_member_ppi")
    tried = TraceEntry(FAILED, "/sign-in", "5ee7", account.id, is_known=False)
    for _ in range(MOST_OF_ACCOUNT):
        service_of_watch.note(tried)
    assert jobs.tell_of_attacks() == "0 attacks told of."
    service_of_watch.note(tried)
    assert jobs.tell_of_attacks() == "1 attack told of."
    assert jobs.tell_of_attacks() == "0 attacks told of."
    [letter] = [one for one in session().scalars(select(Letter)) if "attempts" in one.text]
    assert letter.to_address == administrator.email, "and none to the demonstration"
    assert f"{MOST_OF_ACCOUNT + 1} attempts to sign in to the account of {account.name}" in letter.text


def test_traces_go_when_their_time_is_over(app: Flask, clock: time_machine.Traveller) -> None:
    service_of_watch.note(TraceEntry(TAKEN, "/people/export.csv", "5ee7", 1, is_known=True))
    clock.move_to(date(2020, 5, 14))
    assert jobs.forget_old_traces() == "0 lines of who came in taken away."
    clock.move_to(date(2020, 5, 16))
    assert jobs.forget_old_traces() == "1 line of who came in taken away."
    assert seen() == []


def test_the_command_line_tells_who_came_in(installation: Installation, visitor: Visitor) -> None:
    account = make_account("engagement_officer", password=PASSWORD)
    sign_in(visitor, account.email, "a wrong one")
    service.close_account(SYSTEM, account)
    settings = installation.settings
    environment = {"ENGAGE_HOME": str(settings.home), "ENGAGE_DATABASE_URL": settings.database_url}
    told = CliRunner().invoke(main, ["watch", "--since", "yesterday", "--json"], env=environment).output
    [line] = map(json.loads, told.splitlines())
    assert (line["kind"], line["account"], line["page"], line["times"]) == (
        FAILED,
        account.name,
        "/sign-in",
        1,
    )
    refused = CliRunner().invoke(main, ["watch", "--since", "whenever"], env=environment)
    assert refused.exit_code == 2
