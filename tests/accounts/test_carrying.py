"""What was typed when a sign-in had ended comes back in its form, to whoever typed it, and does nothing."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import carrying, queries, service
from engage.accounts.models import Account
from engage.activities.models import Activity
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.web.forms import NOTHING_DONE, SENT_TOO_LATE
from engage.platform.web.guard import FROM_ELSEWHERE
from engage.rules.actors import SYSTEM
from tests.builders import make_account, make_activity, make_body
from tests.harness.server import Server
from tests.pages.visitor import Visitor

PASSWORD = "correct horse battery"
SHOW = "Show what I had typed"
SAID = "“More buses”, <b>they</b> said\nand fewer changes"


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body("Wolverhampton CCG")


@pytest.fixture
def account(body: Body) -> Account:
    return make_account("engagement_officer", password=PASSWORD)


def sign_in(visitor: Visitor, account: Account) -> None:
    visitor.submit("Sign in", {"E-mail address": account.email, "Password": PASSWORD})


def come_back(visitor: Visitor, account: Account) -> None:
    """Sign in again, and go on with what was typed before."""
    sign_in(visitor, account)
    assert visitor.page.heading == "Go on with what you had typed"
    visitor.submit(SHOW)


@pytest.fixture
def officer(visitor: Visitor, account: Account, clock: Any) -> Visitor:
    """Somebody who signed in with a password."""
    visitor.visit("/sign-in")
    sign_in(visitor, account)
    return visitor


def logged() -> int:
    return session().scalar(select(func.count(Activity.id))) or 0


def send_too_late(officer: Visitor, clock: Any) -> None:
    """An activity is typed, but the officer was called away before sending it."""
    officer.visit("/activities/new")
    clock.shift(timedelta(minutes=70))
    answers = {"What was it called?": "Café talk", "What did people say?": SAID}
    page = officer.submit("Log the activity", answers)
    assert page.heading == "Sign in"
    assert page.says("Sign in, and what you typed comes back.")


def test_what_was_typed_comes_back_as_a_form_and_is_saved_once_it_is_sent(
    officer: Visitor, account: Account, clock: Any
) -> None:
    send_too_late(officer, clock)
    officer.submit("Sign in", {"E-mail address": account.email, "Password": "a wrong guess"})
    come_back(officer, account)
    assert officer.page.url == "/activities/new"
    assert officer.page.says(carrying.SHOWN)
    assert officer.page.errors == []
    assert logged() == 0, "nothing is sent by itself"
    page = officer.submit("Log the activity")
    assert (page.heading, page.says(SAID), logged()) == ("Café talk", True, 1)


def test_what_was_typed_late_at_night_comes_back_in_the_morning(
    officer: Visitor, account: Account, clock: Any
) -> None:
    officer.visit("/activities/new")
    clock.shift(timedelta(hours=16))
    officer.submit("Log the activity", {"What was it called?": "Café talk"})
    come_back(officer, account)
    assert officer.submit("Log the activity").heading == "Café talk"


def test_only_what_was_typed_goes_back_and_no_password_with_it(
    officer: Visitor, account: Account, clock: Any
) -> None:
    send_too_late(officer, clock)
    sign_in(officer, account)
    form = officer.page.form(SHOW)
    assert (form.action, sorted(dict(form.sent))) == (
        "/activities/new",
        ["carried", "csrf_token", "form_token"],
    )


def test_it_waits_through_one_more_sign_in(officer: Visitor, account: Account, clock: Any) -> None:
    send_too_late(officer, clock)
    sign_in(officer, account)
    clock.shift(timedelta(minutes=70))
    assert officer.submit(SHOW).heading == "Sign in"
    come_back(officer, account)
    assert officer.submit("Log the activity").heading == "Café talk"


def test_somebody_else_who_signs_in_is_not_shown_it(officer: Visitor, clock: Any) -> None:
    send_too_late(officer, clock)
    sign_in(officer, make_account("clinical_lead", password=PASSWORD))
    assert officer.page.says(carrying.NOT_SHOWN)
    assert "Café talk" not in officer.page.text
    assert logged() == 0


def test_another_browser_is_not_shown_it(app: Flask, officer: Visitor, account: Account, clock: Any) -> None:
    send_too_late(officer, clock)
    carried = dict(officer.page.form("Sign in").sent)["carried"]
    elsewhere = Visitor(app)
    token = dict(elsewhere.visit("/sign-in").form("Sign in").sent)["csrf_token"]
    data = {"csrf_token": token, "email": account.email, "password": PASSWORD, "carried": carried}
    elsewhere._arrive(elsewhere.fetch("/sign-in", "POST", data=data), 200)
    assert elsewhere.page.says(carrying.NOT_SHOWN)


@pytest.mark.parametrize("after", [timedelta(hours=13), None])
def test_what_is_too_old_or_was_meddled_with_is_not_shown(
    officer: Visitor, account: Account, clock: Any, after: timedelta | None
) -> None:
    send_too_late(officer, clock)
    sent: dict[str, Any] = dict(officer.page.form("Sign in").sent)
    clock.shift(after or timedelta())
    sent["csrf_token"] = dict(officer.visit("/sign-in").form("Sign in").sent)["csrf_token"]
    sent["carried"] += "" if after else "x"
    data = sent | {"email": account.email, "password": PASSWORD}
    officer._arrive(officer.fetch("/sign-in", "POST", data=data), 200)
    assert officer.page.says(carrying.NOT_SHOWN)


def test_a_sign_in_page_that_was_not_drawn_for_this_browser_drops_it(
    officer: Visitor, account: Account, clock: Any
) -> None:
    send_too_late(officer, clock)
    data = dict(officer.page.form("Sign in").sent) | {"csrf_token": "forged", "email": account.email}
    officer._arrive(officer.fetch("/sign-in", "POST", data=data), 200)
    assert officer.page.says(SENT_TOO_LATE)
    assert dict(officer.page.form("Sign in").sent)["carried"] == ""


def test_it_is_not_shown_on_a_page_that_takes_something_away(
    officer: Visitor, account: Account, body: Body, clock: Any
) -> None:
    activity = make_activity(body, "Café talk")
    officer.visit(f"/activities/{activity.id}/remove")
    clock.shift(timedelta(minutes=70))
    page = officer.submit("Take it out")
    assert (page.heading, page.says(carrying.NOT_CARRIED)) == ("Sign in", True)
    assert dict(page.form("Sign in").sent)["carried"] == ""
    sign_in(officer, account)
    assert logged() == 1


def test_a_button_that_only_acts_has_to_be_pressed_again(
    officer: Visitor, account: Account, clock: Any
) -> None:
    officer.visit("/activities")
    clock.shift(timedelta(minutes=70))
    officer.submit("Keep this view", {"Name for this view": "All of them"})
    come_back(officer, account)
    assert officer.page.says(NOTHING_DONE)
    assert "All of them" not in officer.page.links()


def test_files_have_to_be_chosen_again(officer: Visitor, account: Account, body: Body, clock: Any) -> None:
    activity = make_activity(body, "Café talk")
    address = f"/activities/{activity.id}/evidence/new"
    token = dict(officer.visit(address).form("Attach").sent)["csrf_token"]
    clock.shift(timedelta(minutes=70))
    data = {"csrf_token": token, "file": (io.BytesIO(b"notes"), "notes.txt"), "title": "Notes of the day"}
    officer._arrive(officer.fetch(address, "POST", data=data, content_type="multipart/form-data"), 200)
    come_back(officer, account)
    assert officer.page.url == address
    assert officer.page.says(f"{carrying.SHOWN} {carrying.FILE_AGAIN}")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", "", None])
def test_a_page_of_another_site_does_nothing_and_signs_nobody_out(
    officer: Visitor, clock: Any, origin: str | None
) -> None:
    clock.shift(timedelta(minutes=70))
    headers = {} if origin is None else {"Origin": origin}
    for address, data in [("/activities/new", {"title": "Forged"}), ("/sign-in", {"carried": "forged"})]:
        stranger = Visitor(officer._client.application)  # the cookie does not travel with what others send
        answer = stranger.fetch(address, "POST", data=data, headers=headers)
        if origin is None:
            assert "Forged" not in answer.text
        else:
            assert (answer.status_code, FROM_ELSEWHERE in answer.text) == (403, True)
            assert "Set-Cookie" not in answer.headers
        assert "carried" not in answer.text or 'name="carried" type="hidden" value=""' in answer.text
    assert logged() == 0


def test_passwords_are_not_carried_along(officer: Visitor, clock: Any) -> None:
    officer.visit("/account")
    clock.shift(timedelta(minutes=70))
    page = officer.submit("Change password", {"Current password": PASSWORD, "New password": PASSWORD})
    assert (page.heading, dict(page.form("Sign in").sent)["carried"]) == ("Sign in", "")


def test_what_a_role_no_longer_allows_is_not_shown_again(
    officer: Visitor, account: Account, clock: Any
) -> None:
    send_too_late(officer, clock)
    service.give_roles(SYSTEM, account, ["sponsor"])
    page = officer.page.form("Sign in")
    page.fill("E-mail address", account.email)
    page.fill("Password", PASSWORD)
    officer._arrive(officer._send(page), 200)
    officer._arrive(officer._send(officer.page.form(SHOW)), 403)


FORGED = """<form method="post" action="{address}"><input name="title" value="Forged">
<input name="carried" value="forged"><button>A prize</button></form>"""


def test_an_officer_between_two_sites_keeps_their_words_and_the_other_site_gets_nothing(
    new_walker: Any, server: Server
) -> None:
    account = make_account("engagement_officer", password=PASSWORD)
    make_body("Wolverhampton CCG")
    officer = new_walker()
    officer.visit("/sign-in")
    officer.fill("E-mail address", account.email)
    officer.fill("Password", PASSWORD)
    officer.press("Sign in")
    elsewhere = server.url.replace("127.0.0.1", "localhost")  # another site to the browser, and ours as well
    tab = officer.page.context.new_page()
    for path in ("/activities/new", "/sign-in"):
        tab.goto(f"{elsewhere}/static/css/engage.css")
        tab.set_content(FORGED.format(address=server.url + path))
        with tab.expect_navigation():
            tab.get_by_role("button", name="A prize").click()
        assert FROM_ELSEWHERE in tab.locator("main").inner_text()
    officer.visit("/activities/new")
    assert officer.heading == "Log an activity", "still signed in"
    officer.fill("What was it called?", "Café talk")
    service.sign_out_everywhere(queries.actor_for(account))  # as the clock does when it is idle
    officer.press("Log the activity")
    assert officer.heading == "Sign in"
    officer.fill("E-mail address", account.email)
    officer.fill("Password", PASSWORD)
    officer.press("Sign in")
    officer.press(SHOW)
    assert carrying.SHOWN in officer.text
    assert logged() == 0
    officer.press("Log the activity")
    assert officer.heading == "Café talk"
    session().rollback()
    assert logged() == 1
