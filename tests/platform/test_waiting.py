"""A real server, and somebody who writes for long: who wants to save waits, and nobody else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import islice
from urllib.parse import urljoin

import pytest
from sqlalchemy import select

from engage.activities.models import Activity
from engage.platform.data.db import record, session
from engage.platform.data.transactions import AT_WORK
from tests.builders import make_account, make_activity, make_body
from tests.harness.browsing import Browser
from tests.harness.installation import Installation, Installations
from tests.harness.server import Server, serving
from tests.pages.page import Page

PASSWORD = "correct horse battery"
BUTTON = "Log the activity"
TITLES = (  # so little alike that none is asked about
    *("Bilston market", "Dementia café", "Fallings Park", "Maternity voices", "Penn road surgery"),
    *("Young carers", "Warstones hub", "Gypsy and Traveller site", "Eid picnic", "Hospital lobby"),
    *("Low Hill", "Refugee centre", "Oxley mothers", "Sikh temple", "University fair", "Zumba class"),
)
SAVING, MAY_WAIT = len(TITLES), 12  # of a process with sixteen threads


@pytest.fixture
def installation(installations: Installations, database_kind: str) -> Installation:
    fresh = installations(database_kind)
    fresh.refresh()
    return fresh


@pytest.fixture
def server(installation: Installation) -> Iterator[Server]:
    with serving(installation, workers=1) as one:
        yield one


@contextmanager
def somebody_writing() -> Iterator[None]:
    """The turn to write is held by another process than the server: this one."""
    session().rollback()  # what was read before
    record.take_turn()
    try:
        yield
    finally:
        session().rollback()


def signed_in(server: Server, email: str) -> Browser:
    browser = Browser()
    browser.submit(browser.visit(f"{server.url}/sign-in"), "Sign in", email=email, password=PASSWORD)
    return browser


def saved(officer: Browser, form: Page, number: int) -> Page:
    window = Browser(officer.cookies)
    return window.submit(form, BUTTON, title=TITLES[number], starts=f"{number + 1} June 2018")


def with_styles(browser: Browser, address: str) -> list[Page]:
    """A page and one of its stylesheets."""
    page = browser.visit(address)
    styles = page.soup.select("link[rel=stylesheet]")[-1]["href"]
    return [page, browser.visit(urljoin(address, str(styles)))]


def times_saved() -> Counter[str]:
    return Counter(session().scalars(select(Activity.title).where(Activity.title.in_(TITLES))))


@pytest.mark.both_databases
def test_pages_come_while_twelve_wait_to_save_and_each_is_saved_once_or_told_to_come_again(
    server: Server,
) -> None:
    drop_in = make_activity(make_body())
    officer = make_account("engagement_officer", password=PASSWORD)
    reader = signed_in(server, officer.email)
    forms = [reader.visit(f"{server.url}/activities/new") for _ in range(SAVING)]
    with ThreadPoolExecutor(SAVING) as desks, somebody_writing():
        saves = {desks.submit(saved, reader, form, number): number for number, form in enumerate(forms)}
        refused = list(islice(as_completed(saves), SAVING - MAY_WAIT))  # so the others are waiting now
        assert reader.visit(f"{server.url}/activities").heading == "Engagement log"
        assert reader.visit(f"{server.url}/activities/{drop_in.id}").heading == drop_in.title
        assert signed_in(server, officer.email).visit(f"{server.url}/account").heading == "Your account"
        assert [one.status for one in with_styles(reader, f"{server.url}/sign-in")] == [200, 200]
        assert sum(one.done() for one in saves) == SAVING - MAY_WAIT, "the turn is held to this moment"
    for one in refused:
        page = one.result()
        assert (page.status, page.errors) == (503, [AT_WORK])
        assert ("title", TITLES[saves[one]]) in page.form(BUTTON).sent
    waited = {TITLES[number]: 1 for one, number in saves.items() if one not in refused}
    assert all(one.result().heading == TITLES[saves[one]] for one in saves if one not in refused)
    assert times_saved() == waited
