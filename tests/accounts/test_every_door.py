"""Every view of the product, with a record behind it, and every role: whoever the table lets in is let in."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from engage.platform.data.db import DATABASES
from engage.platform.web.guard import PUBLIC, SIGNED_IN
from engage.rules.permissions import ROLES
from tests.builders import make_account
from tests.harness.doors import Door, House, furnished, without_example
from tests.harness.installation import Installations
from tests.house.product import application
from tests.pages.page import Page
from tests.pages.visitor import Visitor

ENDS_THE_SIGN_IN = {"accounts.sign_out", "accounts.sign_out_everywhere"}
FOR_ANYBODY = {PUBLIC, SIGNED_IN}
STRICTER_INSIDE = {
    "actions.done": "for whoever follows actions, and the owner of this one",
    "actions.reopen": "the same",
    "choosing.look_up": "each kind of record says who may look it up",
}
OF_VISITS = {"sign_in", "throttle", "trace", "trail_note"}  # tables that any visit may write to
ONE_OF_EACH = {role.may: role.id for role in ROLES.values()}
"""Roles that let somebody do the same come through the same doors: one of them stands for the others."""


@pytest.fixture(scope="module")
def house(installations: Installations) -> Iterator[House]:
    fresh = installations("sqlite")
    fresh.refresh()
    with fresh.app.app_context():
        yield furnished(fresh.app)


def fingerprint() -> str:
    """Of every row of every table, but for what tells of visits."""
    found = sha256()
    for database in DATABASES:
        database.session.rollback()
        for name, table in sorted(database.metadata.tables.items()):
            if name not in OF_VISITS:
                found.update(repr((name, database.session.execute(select(table)).all())).encode())
    return found.hexdigest()


def opens_for(door: Door, role: str) -> bool:
    return door.marks - FOR_ANYBODY <= ROLES[role].may


def test_every_address_has_a_record_to_be_tried_with() -> None:
    assert not without_example(application()), "Say in tests/harness/doors.py where a record of it is found."


@pytest.mark.parametrize("role", ONE_OF_EACH.values())
def test_a_role_comes_through_the_doors_of_its_permissions_and_through_no_others(
    role: str, house: House
) -> None:
    person = Visitor(house.app)
    person.sign_in(make_account(role))
    before = fingerprint()
    posts = {door.name for door in house.doors if door.method == "POST"}
    for door in house.doors:
        may_open = opens_for(door, role)
        # What is refused is refused before the way of asking is looked at: it is asked in the way that acts.
        is_asked_otherwise = not may_open and door.method == "GET" and door.name in posts
        if door.name in ENDS_THE_SIGN_IN or is_asked_otherwise:
            continue
        with person.fetch(door.address, door.method) as answer:
            opened = answer.status_code != 403
            assert opened == may_open or (may_open and door.name in STRICTER_INSIDE), (
                f"{door.method} {door.address}"
            )
            assert urlsplit(answer.location or "").netloc == "", (
                f"{door.method} {door.address} leads elsewhere"
            )
    assert fingerprint() == before, (
        "neither a refused request, nor a page looked at, nor a form without its token acts"
    )


def test_a_stranger_is_asked_to_sign_in_at_every_door_but_the_front_one(house: House) -> None:
    stranger, before = Visitor(house.app), fingerprint()
    for door in house.doors:
        response = stranger.fetch(door.address, door.method, follow_redirects=True)
        page = Page(door.address, response.status_code, response.get_data(as_text=True))
        assert page.heading == "Sign in" or door.marks == {PUBLIC}, f"{door.method} {door.address}"
    assert fingerprint() == before
